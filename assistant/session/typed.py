"""The evening by keyboard: the same journal, tags and questions, without sound."""

from collections.abc import Callable, Iterator
from uuid import uuid4

from assistant.dialogue.night_manners import farewell
from assistant.dialogue.sentences import pick
from assistant.errors import AssistantError
from assistant.journal import Entry, Moment, Transcript, Utterance, night_of
from assistant.session.answering import Answering
from assistant.session.events import Ended, Event, Kept, Notice, Read, Said
from assistant.session.keeping import Keeper
from assistant.session.late_care import late_care
from assistant.session.looking_back import offer
from assistant.session.parts import Keeping, Manners, Says

Ask = Callable[[str], tuple[str, bool]]
"""Gets the `Entry.uid` that a turn will have; gives what was typed in it, and whether more may come."""


def utterances(text: str) -> tuple[Utterance, ...]:
    """Typed text by its lines; empty for nothing but blanks. A zero byte is no text, and no database takes it."""
    lines = text.replace("\0", " ").splitlines()
    return tuple(Utterance(" ".join(line.split())) for line in lines if line.strip())


def typed_evening(keeping: Keeping, *, says: Says, manners: Manners, ask: Ask) -> Iterator[Event]:
    """Nothing typed is ever dropped."""
    keeper = Keeper(keeping, manners)
    answering = Answering(keeping, keeper=keeper, says=says, manners=manners)
    answers, kept_any, seed = "", False, uuid4().hex
    late: list[Read] = []
    try:
        for read in keeper.read_left():
            late.append(read)
    except AssistantError as e:
        answering.told_of(e)
        yield Notice(f"{e.message} What you type is kept all the same. {e.hint}".strip())
    yield from late_care(keeping, manners=manners, says=says, late=late)
    more = True
    while more:
        uid = uuid4().hex
        text, more = ask(uid)
        said = utterances(text)
        if not said:
            more = more and answering.stays
            continue
        entry = keeper.keep(_entry(uid, keeping.clock.now(), manners=manners, said=said, answers=answers))
        kept_any = True
        yield Kept(entry)
        reply = yield from answering.reply(entry, ask=more)
        if reply is None and not answering.stays:
            break
        for sentence in reply.sentences if reply else ():
            yield Said(sentence.text, reply.kind if reply else "safety")
        answers = reply.asked if reply else answers
    if kept_any and manners.looks_back and not answering.stays:
        tonight = night_of(keeping.clock.now(), turns_at=manners.night_turns_at)
        if text := offer(keeping, says=says, tonight=tonight, heard=answering.heard):
            yield Said(text, "offer")
    if answering.stays:
        yield Said(answering.closing().text, "closing")
    else:
        local = keeping.clock.now().local.time()
        ways = farewell(says.phrases, kept_as="words" if kept_any else "", local=local)
        yield Said(pick(ways, seed=seed), "closing")
    yield Ended(interrupted=False)


def keep_left(keeping: Keeping, *, manners: Manners, uid: str, moment: Moment, text: str) -> Iterator[Event]:
    """What was typed before a crash, a kill or a power cut becomes an entry, with a word about it. It is not read."""
    keeper, said = Keeper(keeping, manners), utterances(text)
    known = keeping.journal.has(uid)
    entry = keeper.keep(_entry(uid, moment, manners=manners, said=said))
    if not known:
        yield Notice(f"Something you typed on {moment.local:%A at %H:%M} was never finished.")
    yield Kept(entry)


def _entry(uid: str, moment: Moment, *, manners: Manners, said: tuple[Utterance, ...], answers: str = "") -> Entry:
    night = night_of(moment, turns_at=manners.night_turns_at)
    transcript = Transcript(said, engine="keyboard", model="")
    return Entry(uid, moment, night, "type", "words", transcript, answers=answers)
