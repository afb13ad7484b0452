"""Danger in words that nobody could answer when they were said, where there is no voice to answer with."""

from collections.abc import Iterator, Sequence

from assistant.session.answering import Answering
from assistant.session.events import Event, Read, Said
from assistant.session.keeping import Keeper
from assistant.session.parts import Keeping, Manners, Says


def late_care(keeping: Keeping, *, manners: Manners, says: Says, late: Sequence[Read]) -> Iterator[Event]:
    """The gravest of them is answered, once."""
    answering = Answering(keeping, keeper=Keeper(keeping, manners), says=says, manners=manners)
    reply = yield from answering.late_care(late)
    if reply is None:
        return
    for sentence in reply.sentences:
        yield Said(sentence.text, reply.kind)
