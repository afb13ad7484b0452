"""One guide by itself: nothing is asked but what it asks, and it closes softly."""

from collections.abc import Generator, Iterator
from uuid import uuid4

from assistant.dialogue.guides import Guide
from assistant.dialogue.sentences import Sentence, pick
from assistant.errors import AssistantError
from assistant.session.events import Ended, Event, Notice
from assistant.session.guiding import Guidance, Guided, Guiding
from assistant.session.keeping import Keeper
from assistant.session.parts import Says


def guided(guide: Guide, *, guidance: Guidance, keeper: Keeper, says: Says) -> Iterator[Event]:
    """The microphone is open. Who may be in danger is listened to until they stop."""
    talk = guidance.talk
    try:
        yield from _recover(guidance, keeper)
        talk.warm_up()
        end = yield from Guiding(guide, guidance=guidance).run()
        yield from _listen_on(guidance, end)
        if guidance.answering.stays:
            yield from talk.say(guidance.answering.closing(), kind="closing")
        elif end.why != "silent":  # its word was said already
            yield from talk.say(Sentence(pick(says.phrases.closing, seed=uuid4().hex)), kind="closing")
    finally:
        talk.close()
    yield from keeper.close()
    yield Ended(interrupted=talk.ending)


def _recover(guidance: Guidance, keeper: Keeper) -> Iterator[Event]:
    """Turns that a crash cut off; without the journal the guide is led all the same."""
    try:
        guidance.talk.hotwords = keeper.hotwords()
        yield from keeper.recover()
    except AssistantError as e:
        yield Notice(f"{e.message} I listen all the same, and keep what you say. {e.hint}".strip())


def _listen_on(guidance: Guidance, end: Guided) -> Generator[Event, None, None]:
    talk, answers = guidance.talk, end.asked
    while guidance.answering.stays and end.why == "care" and not talk.ending:
        heard = yield from talk.hear(answers=answers)
        if heard.entry is None and any(wish.kind in ("goodnight", "leave", "thats_all") for wish in heard.wishes):
            return
        if heard.entry is not None:
            reply = yield from guidance.answering.reply(heard.entry, ask=heard.kept)
            for sentence in reply.sentences if reply else ():
                yield from talk.say(sentence, kind="safety")
            answers = reply.asked if reply else answers
        if heard.over or any(wish.kind == "goodnight" for wish in heard.wishes):
            return
