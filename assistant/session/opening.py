"""How an evening opens: with one thing kept from an earlier night, or with none."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from assistant.dialogue.sentences import Sentence, pick
from assistant.dialogue.thread_words import in_words
from assistant.errors import AssistantError
from assistant.insight import thread
from assistant.insight.thread import WINDOW_NIGHTS, Earlier, Opening
from assistant.journal import Asked, Entry, Nights
from assistant.ports import Journal, Selection
from assistant.session.parts import Keeping, Says

log = logging.getLogger("between.session")


@dataclass(frozen=True, slots=True)
class Opened:
    sentences: tuple[Sentence, ...]
    """To be said in place of the greeting."""
    asked: str
    """`Asked.uid` that the first entry answers."""


def opening(keeping: Keeping, *, says: Says, tonight: date) -> Opened | None:
    """None for the usual greeting. What is brought up is noted in the journal, with why.

    A fault of the journal costs the thread and nothing else: it will be told where it costs words.
    """
    try:
        with keeping.journal.in_one_go():
            asked = keeping.journal.asked_since(tonight - timedelta(days=WINDOW_NIGHTS))
            chosen = thread.choose(_earlier(keeping.journal, tonight=tonight), asked=asked, tonight=tonight)
            return _noted(keeping, chosen, says=says, tonight=tonight) if chosen else None
    except AssistantError as e:
        log.warning("an earlier night could not be looked up: %s", type(e).__name__)
        return None


def _earlier(journal: Journal, *, tonight: date) -> list[Earlier]:
    entries = journal.entries(Selection(nights=Nights(first=tonight - timedelta(days=WINDOW_NIGHTS)), origin="own"))
    readings = journal.readings([entry.uid for entry in entries])
    said = [entry for entry in entries if entry.state != "wordless"]
    nights = sorted({entry.night for entry in entries})
    return [Earlier(night, tuple(readings.get(e.uid) for e in _of(night, said))) for night in nights]


def _of(night: date, entries: Iterable[Entry]) -> Iterable[Entry]:
    return (entry for entry in entries if entry.night == night)


def _noted(keeping: Keeping, chosen: Opening, *, says: Says, tonight: date) -> Opened:
    uid, found = uuid4().hex, chosen.thread
    sentences = [pick(says.threads.kindly, seed=uid)] if chosen.kindly else []
    if found is not None:
        ago = (tonight - found.night).days
        sentences.append(in_words(says.threads, kind=found.kind, label=found.label, nights_ago=ago, seed=uid))
    text = " ".join(sentences)
    keeping.journal.add_asked(Asked(uid, chosen.question, text, keeping.clock.now(), tonight, why=chosen.why))
    return Opened(tuple(map(Sentence, sentences)), uid)
