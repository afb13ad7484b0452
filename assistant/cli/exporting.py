"""`between export`."""

import os
from dataclasses import dataclass
from pathlib import Path

from assistant import wiring
from assistant.cli import notices, terminal
from assistant.cli.finding import Which
from assistant.cli.targets import outside
from assistant.errors import UsageError
from assistant.wiring import House, outgoing
from assistant.wiring.outgoing import Done, Form, Wanted

NAMED = 10
"""Of entries whose sound is missing."""


@dataclass(frozen=True, slots=True)
class How:
    """As it was typed."""

    form: Form | None
    with_audio: bool
    wav: bool
    locked: bool
    force: bool


def export(where: Path | None, *, which: Which, how: How, as_json: bool) -> None:
    house = wiring.house("between export")
    form = _form(how)
    wanted = _wanted(house, where, which=which, how=how, form=form)
    total = outgoing.count(house, wanted.selection)
    with terminal.bar() as bar:
        done = outgoing.export(house, wanted, total=total, at=lambda n, of: bar.at(n, of, "Writing"))
    _tell(house, wanted, done, as_json=as_json)
    notices.tell(house)


def _form(how: How) -> Form:
    """Raises UsageError for options that don't go together."""
    form = how.form or ("json" if how.locked else "markdown")
    if how.locked and form != "json":
        raise UsageError(
            "Only JSON can be locked, since nothing but Between opens it again.",
            "`between export --format json --locked`, with `--with-audio` if you like.",
        )
    if how.wav and not (form == "audio" or (form == "markdown" and how.with_audio)):
        raise UsageError(
            "`--wav` is for recordings on their own, or beside Markdown.",
            "Say `--format audio --wav`, or `--with-audio --wav`.",
        )
    if how.with_audio and form == "parquet":
        raise UsageError("Parquet holds tables, and no recordings.", "`between export --format audio` has these.")
    return form


def _wanted(house: House, where: Path | None, *, which: Which, how: How, form: Form) -> Wanted:
    if how.locked and not outgoing.is_locked(house):
        raise UsageError(
            "Your journal is not locked, so there is no passphrase to lock the export with.",
            "`between lock` locks it; or export without `--locked`.",
        )
    return Wanted(
        target=outside(_target(house, where, how=how, form=form), house=house),
        form=form,
        selection=which.selection(house),
        with_sound=how.with_audio,
        sound_form="wav" if how.wav else "opus",
        replace=how.force,
        sealed=how.locked,
    )


def _target(house: House, where: Path | None, *, how: How, form: Form) -> Path:
    """A file that is asked for by a folder goes into it."""
    ending = {"json": ".zip" if how.with_audio else ".json"}.get(form, "")
    name = f"between-{house.tonight().isoformat()}{ending}{'.locked' if how.locked else ''}"
    if where is None:
        return Path(name).absolute()
    where = Path(os.path.abspath(where.expanduser()))
    return where / name if ending and where.is_dir() else where


def _tell(house: House, wanted: Wanted, done: Done, *, as_json: bool) -> None:
    if as_json:
        terminal.as_json({"target": str(wanted.target), "written": done.written, "missing": done.missing})
    else:
        terminal.answer(str(wanted.target))
    terminal.note(f"{_counted(done.written, wanted.form)} written. The journal is as it was.")
    if done.missing:
        more = f" and {len(done.missing) - NAMED} more" if len(done.missing) > NAMED else ""
        terminal.note(
            f"The sound of {', '.join(done.missing[:NAMED])}{more} could not be read and is not in it. "
            "`between check` says why."
        )
    if outgoing.is_locked(house) and not wanted.sealed:
        terminal.note(
            "Your journal is locked, and what was written is not: whoever has these files can read them. "
            "`--locked` makes a file that opens with your passphrase alone."
        )


def _counted(count: int, form: Form) -> str:
    one, several = ("recording", "recordings") if form == "audio" else ("entry", "entries")
    return f"1 {one}" if count == 1 else f"{count:,} {several}"
