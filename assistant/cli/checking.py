"""`between check`."""

from dataclasses import asdict
from pathlib import Path

import typer

from assistant import wiring
from assistant.cli import notices, rendering, terminal
from assistant.cli.backing_up import counted, size
from assistant.errors import ExitCode
from assistant.wiring import House, backups, checking
from assistant.wiring.checking import Report

SHOWN = 20
"""Faults that are shown; `--json` has all."""


def check(backup: Path | None, *, as_json: bool) -> None:
    """Exit code 1 where something is not whole."""
    house = wiring.house("between check") if backup is None else wiring.unasked("between check")
    report = _of_the_journal(house) if backup is None else _of_a_backup(backup, house)
    if as_json:
        terminal.as_json({"whole": not report.faults, **asdict(report)})
    else:
        _show(report)
    if backup is None:  # of a journal that is not looked into, nothing is told and no passphrase asked for
        notices.tell(house)
    if report.faults:
        raise typer.Exit(ExitCode.FAILED)


def _of_the_journal(house: House) -> Report:
    with terminal.bar() as bar:
        return checking.check(house, at=lambda done, total: bar.at(done, total, "Reading the recordings"))


def _of_a_backup(path: Path, house: House) -> Report:
    with backups.opened(path) as backup:
        with terminal.bar() as bar:
            damaged = backup.damaged(at=lambda done, total: bar.at(done, total, "Reading the backup"))
        return checking.check_backup(house, backup, damaged=damaged)


def _show(report: Report) -> None:
    if report.held:
        held = report.held
        sentences = counted(held.sentences, "sentence")
        entries = counted(held.entries, "entry", "entries")
        terminal.answer(f"Words: {entries} in {counted(held.nights, 'night')}, {sentences}.")
        sound = f", {size(report.recorded_bytes)}" if report.recordings else ""
        terminal.answer(f"Sound: {counted(report.recordings, 'recording')}{sound}.")
    if report.index_made:
        terminal.answer(f"Search: the index of words is from {rendering.day(report.index_made.date())}.")
    if report.waiting:
        terminal.answer(f"Waiting: {counted(report.waiting, 'turn')} to be kept at the next start.")
    if report.copies:
        terminal.answer(f"Copies: {report.copies}, from before the tables changed.")
    if report.orphans:
        terminal.answer(f"Beside: {counted(report.orphans, 'recording')} that no entry names.")
        terminal.answer(
            "They may be the only sound of something, or hold something that was struck: they are left to you."
        )
    for fault in report.faults[:SHOWN]:
        terminal.fault(fault.what, fault.hint)
    if len(report.faults) > SHOWN:
        terminal.note(f"And {len(report.faults) - SHOWN:,} more: `between check --json` has them all.")
    if not report.faults:
        terminal.answer("All of it was read, and all of it is whole.")
