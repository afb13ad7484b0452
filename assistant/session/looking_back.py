"""The same night earlier, brought up at the end of an evening: at most once a week, and never on a hard one."""

import logging
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import uuid4

from assistant.dialogue.sentences import pick
from assistant.errors import AssistantError
from assistant.insight import on_this_night
from assistant.insight.on_this_night import Ago
from assistant.journal import Asked, Entry, Reading
from assistant.ports import Journal, Selection
from assistant.session.parts import Keeping, Says

log = logging.getLogger("between.session")

OFFERED = "look_back.on_this_night"
"""`Asked.question`."""
REST = timedelta(days=7)
HEAVY = {"grief", "sadness", "overwhelm"}
"""Whoever says one of these tonight is not asked to think of another night."""


def earlier(journal: Journal, *, tonight: date) -> Iterator[tuple[Ago, tuple[Entry, ...]]]:
    """The nights that something is kept of, with their entries; the nearest first."""
    agos = on_this_night.nights(tonight)
    entries = journal.entries(Selection(any_of=tuple(ago.night for ago in agos)))
    for ago in agos:
        found = tuple(entry for entry in entries if entry.night == ago.night)
        if found:
            yield ago, found


def offer(keeping: Keeping, *, says: Says, tonight: date, heard: Iterable[Reading]) -> str:
    """The sentence, noted in the journal as said; empty where there is nothing to bring up. `heard`: tonight.

    A fault of the journal costs the offer and nothing else.
    """
    if any(reading.safety != "none" or HEAVY.intersection(reading.labels("emotion")) for reading in heard):
        return ""
    try:
        with keeping.journal.in_one_go():
            return _offered(keeping, says=says, tonight=tonight)
    except AssistantError as e:  # whoever could not be kept was told so already; the goodnight need not wait for it
        log.warning("the same night earlier could not be looked up: %s", type(e).__name__)
        return ""


def _offered(keeping: Keeping, *, says: Says, tonight: date) -> str:
    journal = keeping.journal
    if any(asked.question == OFFERED for asked in journal.asked_since(tonight - REST + timedelta(days=1))):
        return ""
    found = [entry for _, entries in earlier(journal, tonight=tonight) for entry in entries]
    readings = journal.readings([entry.uid for entry in found])
    levels = ((e.night, readings[e.uid].safety if e.uid in readings else None) for e in found)
    ago = on_this_night.to_offer(tonight, kept=levels)
    if ago is None:
        return ""
    uid = uuid4().hex
    text = pick(says.phrases.on_this_night, seed=uid).format(ago=ago.words)
    journal.add_asked(Asked(uid, OFFERED, text, keeping.clock.now(), tonight))
    return text
