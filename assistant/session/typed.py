"""The evening by keyboard: the same journal, tags and questions, without sound."""

from collections.abc import Callable, Iterator
from uuid import uuid4

from assistant.dialogue.sentences import pick
from assistant.journal import Entry, Transcript, Utterance, night_of
from assistant.session.answering import Answering
from assistant.session.events import Ended, Event, Kept, Said
from assistant.session.keeping import Keeper
from assistant.session.parts import Keeping, Manners, Says


def utterances(text: str) -> tuple[Utterance, ...]:
    """Typed text by its lines; empty for nothing but blanks."""
    return tuple(Utterance(" ".join(line.split())) for line in text.splitlines() if line.strip())


def typed_evening(
    keeping: Keeping, *, says: Says, manners: Manners, ask: Callable[[], tuple[str, bool]]
) -> Iterator[Event]:
    """`ask()` gives what was typed in one turn, and whether more may come. Nothing typed is ever dropped."""
    keeper = Keeper(keeping, manners)
    answering = Answering(keeping, keeper=keeper, says=says, manners=manners)
    answers, kept_any, seed = "", False, uuid4().hex
    more = True
    while more:
        text, more = ask()
        said = utterances(text)
        if not said:
            more = more and answering.stays
            continue
        entry = keeper.keep(_entry(keeping, manners, said=said, answers=answers))
        kept_any = True
        yield Kept(entry)
        reply = yield from answering.reply(entry, ask=more)
        if reply is None and not answering.stays:
            break
        for sentence in reply.sentences if reply else ():
            yield Said(sentence.text, reply.kind if reply else "safety")
        answers = reply.asked if reply else answers
    phrases = says.phrases
    if answering.stays:
        yield Said(answering.closing().text, "closing")
    else:
        yield Said(pick(phrases.closing if kept_any else phrases.closing_unsaid, seed=seed), "closing")
    yield Ended(interrupted=False)


def _entry(keeping: Keeping, manners: Manners, *, said: tuple[Utterance, ...], answers: str) -> Entry:
    moment = keeping.clock.now()
    night = night_of(moment, turns_at=manners.night_turns_at)
    transcript = Transcript(said, engine="keyboard", model="")
    return Entry(uuid4().hex, moment, night, "type", "words", transcript, answers=answers)
