"""`between strike`."""

from rich.markup import escape

from assistant import wiring
from assistant.cli import notices, reading, rendering, terminal
from assistant.errors import UsageError
from assistant.wiring import House, forgetting, striking
from assistant.wiring.striking import Struck, Target


def strike(what: str, *, yes: bool) -> None:
    """Shows what goes, and asks."""
    house = wiring.house("between strike")
    forgetting.settle(house, what="Strike it")
    target = _target(what, house)
    _show(target)
    if not yes and not terminal.interactive():
        raise UsageError("Nothing was struck: nobody could be asked.", "Say it again with --yes.")
    if not yes and not terminal.confirm("Strike it for good?"):
        terminal.note("Nothing was struck.")
        return
    terminal.status("Writing the journal anew …")
    try:
        struck = striking.strike(house, target)
    finally:
        terminal.status("")
    _tell(target, struck)
    notices.tell(house)


def _target(what: str, house: House) -> Target:
    name, _, sentence = what.partition(".")
    if sentence and not (sentence.isdecimal() and len(sentence) < 8):
        raise UsageError(f"I can't read “{what}” as a sentence.", "Say `last`, an entry such as 12, or 12.3.")
    entry = reading.one_entry(name, house)
    if not sentence:
        return striking.target(house, entry, position=None)
    reading.sentence_of(entry, int(sentence))
    return striking.target(house, entry, position=int(sentence) - 1)


def _show(target: Target) -> None:
    entry, position = target.entry, target.position
    terminal.page(rendering.heading(entry))
    terminal.page()
    if position is None or entry.transcript is None:
        terminal.page(rendering.body(entry))
        sound = ", its sound" if target.sound == "whole" else ""
        goes = (
            f"The whole entry goes: its words in every version{sound}, what was heard in them, and what you corrected."
        )
    else:
        terminal.page(escape(entry.transcript.utterances[position].text))
        goes = "This sentence goes, with what was heard in it, and with earlier versions of the entry's words."
        goes += {
            "none": "",
            "silenced": " In the recording there will be silence in its place.",
            "whole": " Its sound can't be silenced by itself, so all of the entry's sound goes too.",
        }[target.sound]
    terminal.page()
    terminal.note(f"{goes} It can't be undone.")


def _tell(target: Target, struck: Struck) -> None:
    what = f"Entry {target.entry.number}" if target.position is None else "The sentence"
    terminal.answer(f"{what} is gone. The journal's file was written anew without it.")
    if not struck.all_removed:
        terminal.fault("A file that held it could not be removed: its sound, a copy, or the index of words.")
        terminal.note("It is tried again each time that the journal is opened. Is the journal's folder yours to write?")
    if struck.copies:
        terminal.answer(f"Gone too: the journal's copies from before its tables changed ({struck.copies}).")
    if struck.typed:
        terminal.answer("Gone too: what you typed at the prompt of `between sql`, which may have held its words.")
    if struck.backups:
        terminal.answer("It may still be in these backups:")
        for path in struck.backups:
            terminal.answer(f"  {path}" + ("" if path.exists() else "  (not there now)"))
    for path in struck.broken_lists:
        terminal.answer(f"It may be in more backups: the list of them can't be read, {path}")
        terminal.answer("See whether you can make something of it. Without it you hear no more of this.")
    terminal.answer(
        "It may also be in what you exported or copied yourself, and in what your system keeps: snapshots, backups of "
        "the whole disk, and free space that was not written over yet."
    )
