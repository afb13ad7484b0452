"""What calm noted without the journal, taken into it where that is open anyway."""

import logging

from assistant.adapters.calm.notes import CalmNotes
from assistant.errors import AssistantError
from assistant.wiring import House

log = logging.getLogger("between.calm")


def fold_in(house: House) -> None:
    """For a house whose key is known, or that has none. Never a fault: what could not be taken waits on."""
    notes = CalmNotes(house.home.calm)
    if not notes.waiting():
        return
    try:
        _fold(house, notes)
    except AssistantError as e:
        log.warning("what was noted in calm waits for the next start: %s", type(e).__name__)


def fold_in_unasked(house: House) -> None:
    """The same where nobody may be asked for a passphrase, and no journal is begun."""
    if house.home.database.exists() and not house.home.keys.exists():
        fold_in(house)


def _fold(house: House, notes: CalmNotes) -> None:
    from assistant.insight.which_tool import in_order
    from assistant.wiring.calm_ready import grounding

    with house.journal.in_one_go():  # another process may be about to take them in, too
        kept = {(use.tool, use.moment.utc) for use in house.practices.tool_uses()}
        for note, use in notes.waiting():
            if (use.tool, use.moment.utc) not in kept:  # a kill may have come between the next two lines
                house.practices.keep_tool_use(use)
            notes.done_with(note)
    names = [tool.name for tool in grounding(house)]
    notes.set_order(in_order(names, uses=house.practices.tool_uses(), tonight=house.tonight()))
