"""The safety plan, read aloud when it is asked for: "my plan"."""

from collections.abc import Iterator

from assistant.dialogue import safety
from assistant.dialogue.safety import Here
from assistant.dialogue.safety_plan import aloud
from assistant.dialogue.sentences import Sentence
from assistant.errors import AssistantError
from assistant.journal import night_of
from assistant.session.conversation import Conversation
from assistant.session.events import Event, Notice
from assistant.session.parts import Keeping, Manners, Says


def read_plan(talk: Conversation, *, keeping: Keeping, says: Says, manners: Manners) -> Iterator[Event]:
    """A sentence at a time; a key goes on to the next. Whom to reach is said whether or not there is a plan."""
    tonight = night_of(keeping.clock.now(), turns_at=manners.night_turns_at)
    whom = safety.whom(texts=says.safety, here=Here(says.country, tonight))
    try:
        sentences = aloud(keeping.practices.safety_plan(), texts=says.safety.plan, whom=whom)
    except AssistantError as e:
        yield Notice(f"{e.message} I can't read your plan just now. {e.hint}".strip())
        sentences = tuple(map(Sentence, whom))
    for sentence in sentences:
        yield from talk.say(sentence, kind="safety")
