"""`between restore`."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import wiring
from assistant.cli import notices, rendering, terminal
from assistant.cli.backing_up import counted
from assistant.wiring import backups
from assistant.wiring.backups import Restoring

if TYPE_CHECKING:
    from assistant.wiring.backups import Comparison, There

SHOWN = 10
"""Entries that are named; `--json` names all."""


def restore(path: Path, *, yes: bool, struck_too: bool, as_json: bool) -> None:
    """Says first what would come, and asks. Where nobody can be asked and `--yes` is not said, that is all."""
    house = wiring.house("between restore")
    with backups.opened(path) as backup:
        with terminal.bar() as bar:
            damaged = backup.damaged(at=_at(bar, "Checking the backup"))
        with backups.restoring(house, backup, damaged=damaged) as found:
            _restore(found, yes=yes, struck_too=struck_too, as_json=as_json)
    notices.tell(house)


def _restore(found: Restoring, *, yes: bool, struck_too: bool, as_json: bool) -> None:
    lost = found.lost_sound()
    if as_json:
        terminal.as_json(_plain(found, lost=lost))
    else:
        _show(found, struck_too=struck_too, lost=lost)
    if not _something(found, struck_too=struck_too, lost=lost):
        return
    if not yes and (as_json or not terminal.confirm("Bring it back?")):
        terminal.note("Nothing was changed. With --yes it comes back.")
        return
    with terminal.bar() as bar:
        came = found.run(struck_too=struck_too, at=_at(bar, "Bringing it back"))
    whole = found.comparison is None
    terminal.note(
        "The journal is back as it was." if whole else f"{_entries(came.entries)} came back, with all versions."
    )
    if came.unheard:
        which = "1 recording was" if came.unheard == 1 else f"{came.unheard:,} recordings were"
        terminal.fault(f"{which} damaged before this backup was made, and did not come. The words are here.")
        terminal.note("An older backup may have the sound whole: restore that one too.")


def _something(found: Restoring, *, struck_too: bool, lost: int) -> bool:
    them = found.comparison
    return them is None or bool(them.new or them.asked or them.practices or lost or (struck_too and them.struck))


def _at(bar: terminal.Bar, what: str) -> backups.At:
    return lambda done, total: bar.at(done, total, what)


def _entries(count: int) -> str:
    return counted(count, "entry", "entries")


def _show(found: Restoring, *, struck_too: bool, lost: int) -> None:
    made = found.backup.manifest
    terminal.answer(f"A backup from {made.made_utc[:10]}." + ("" if found.damaged else " It is whole."))
    if found.damaged:
        terminal.fault(f"Damaged in it, and left out: {counted(found.damaged, 'recording')}.")
    if found.comparison is None:
        sound = counted(len(made.recordings), "recording")
        terminal.answer(f"There is no journal here, so it comes back as it was, with {sound}.")
        if made.locked:
            terminal.answer("It is locked, and stays so, with the passphrase that it had then.")
        return
    _show_comparison(found.comparison, struck_too=struck_too)
    if lost:
        terminal.answer(f"Gone here, and to come back: {counted(lost, 'recording')}.")


def _show_comparison(them: "Comparison", *, struck_too: bool) -> None:
    if them.new:
        terminal.answer(f"Not here, and to come in with new numbers: {_entries(len(them.new))}.")
        _name(them.new.values(), number=False)
    else:
        terminal.answer("It has no entry that is not here.")
    if them.same:
        terminal.answer(f"The same here: {_entries(them.same)}.")
    if them.differ:
        terminal.answer(f"Different here, and left as it is here: {_entries(len(them.differ))}.")
        _name(them.differ.values(), number=True)
    if them.asked:
        terminal.answer(f"Not here, and to come in: {counted(them.asked, 'question')} that I asked.")
    if them.practices:
        told = f"{counted(them.practices, 'note')} of homework, guides and the like"
        terminal.answer(f"Not here, and to come in: {told}.")
    if them.struck:
        does = "to come back, as you ask" if struck_too else "left out (--struck-too brings it back)"
        terminal.answer(f"Struck by you, and {does}: {_entries(len(them.struck))}.")
        _name(them.struck.values(), number=False)


def _name(entries: "Iterable[There]", *, number: bool) -> None:
    every = list(entries)
    for entry in every[:SHOWN]:
        terminal.answer(f"  {rendering.day(entry.night)}" + (f", entry {entry.number}" if number else ""))
    if len(every) > SHOWN:
        terminal.answer(f"  and {len(every) - SHOWN:,} more")


def _plain(found: Restoring, *, lost: int) -> dict[str, object]:
    them = found.comparison
    told: dict[str, object] = {
        "made_utc": found.backup.manifest.made_utc,
        "locked": found.backup.manifest.locked,
        "damaged": found.damaged,
        "whole_journal": them is None,
    }
    if them is not None:
        groups = {"new": them.new, "differ": them.differ, "struck": them.struck}
        told |= {
            name: [{"uid": uid, "night": there.night, "number": there.number} for uid, there in group.items()]
            for name, group in groups.items()
        }
        told |= {"same": them.same, "questions": them.asked, "practices": them.practices, "lost_sound": lost}
    return told
