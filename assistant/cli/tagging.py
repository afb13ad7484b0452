"""`between tag`, `between retag` and `between tagger report`."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

import typer
from rich.markup import escape

from assistant import wiring
from assistant.cli import adding, letting_go, notices, rendering, terminal
from assistant.cli.reading import one_entry
from assistant.dialogue import safety
from assistant.errors import AssistantError, ExitCode, UsageError
from assistant.journal import Mark, Reading
from assistant.ports import Selection, Tagger
from assistant.session.events import Read
from assistant.session.retagging import retag as retagging
from assistant.wiring import House

ENOUGH = 20
"""Things said about one version; below that, nothing is said of how good it is."""
STDIN = Path("-")


def tag(file: Path | None, *, jsonl: bool, evidence: bool) -> None:
    if evidence and not jsonl:
        raise UsageError("`--evidence` goes with `--jsonl`.", "Say `between tag --jsonl --evidence`.")
    house = wiring.guest("between tag")
    with _opened(file) as source:
        if jsonl:
            _tag_lines(source, house.tagger(), evidence=evidence)
        else:
            text = _typed() if source.isatty() else source.read().decode("utf-8-sig", "replace")
            _tag_text(text, house)


_ELSEWISE = "To have words read, run `between tag` and write them, or pipe them in."


@contextmanager
def _opened(file: Path | None) -> Iterator[BinaryIO]:
    if file is None or file == STDIN:
        yield sys.stdin.buffer
        return
    try:
        source = file.open("rb")
    except OSError as e:
        # its name may be words that were meant to be tagged
        raise AssistantError(f"There is no such file, or it can't be read ({e.strerror}).", _ELSEWISE) from e
    with source:
        yield source


def _typed() -> str:
    terminal.note("Write as you like. Ctrl-D says what was heard; nothing is kept.")
    lines = []
    while True:
        line, ended_by = terminal.typed_line("> ")
        if ended_by == "interrupt":
            raise KeyboardInterrupt
        lines.append(line)
        if ended_by == "end":
            return "\n".join(lines)


def _tag_text(text: str, house: House) -> None:
    reading = house.tagger().read([text])
    says = house.says()
    here = safety.Here(says.country, house.tonight())
    care = safety.answer(reading, said=[text], told=safety.Told(), texts=says.safety, here=here)
    lines = list(rendering.tags(reading))
    if not lines and care is None:
        lines = ["[dim]Nothing was heard in it.[/dim]"]
    for line in lines:
        terminal.page(line)
    for sentence in care.sentences if care else ():
        # the command ends here: it can neither stay nor hear an answer
        if not sentence.goes_on:
            terminal.page(f"[bold]{escape(sentence.text)}[/bold]")


def _tag_lines(source: Iterable[bytes], tagger: Tagger, *, evidence: bool) -> None:
    """In order, each as soon as it is read. A bad line is told and passed over; then the exit code is 1."""
    bad = False
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        try:
            name, text = _request(line)
        except AssistantError as e:
            terminal.fault(f"Line {number} {e.message}")
            bad = True
            continue
        terminal.as_json_line(_form(name, tagger.read([text]), evidence=evidence))
    if bad:
        raise typer.Exit(ExitCode.FAILED)


def _request(line: bytes) -> tuple[Any, str]:
    """Id and text. Never says what stands in the line: it may be somebody's words."""
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as e:
        raise AssistantError("is no JSON, so it was passed over.") from e
    if not isinstance(row, dict):
        raise AssistantError('is not of the form {"id": …, "text": …}, so it was passed over.')
    if not isinstance(row.get("text"), str):
        what = "has a `text` that is no text" if "text" in row else "has no `text`"
        raise AssistantError(f"{what}, so it was passed over.")
    if isinstance(row.get("id"), dict | list):
        raise AssistantError("has an `id` that is neither a text nor a number, so it was passed over.")
    # half of a surrogate pair, as "\\ud83d" alone, is no character; the rest of the text is
    text = row["text"].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return row.get("id"), text


def _form(name: Any, reading: Reading, *, evidence: bool) -> dict[str, Any]:
    """A line as the codebook has it."""
    behaviours = dict.fromkeys((t.label, t.detail) for t in reading.tags if t.kind == "behaviour")
    line = {
        "id": name,
        "emotions": reading.labels("emotion"),
        "behaviours": list(behaviours),
        "themes": reading.labels("theme"),
        "people": reading.labels("person"),
        "safety": reading.safety,
    }
    return {**line, **asdict(reading)} if evidence else line


def retag(what: str) -> None:
    """What was read before an interruption stays read."""
    house = wiring.house("between retag")
    number = 0 if what == "all" else one_entry(what, house).number
    late: list[Read] = []
    done = 0
    try:
        with terminal.bar() as bar:
            bar.at(0, None, "Reading again")
            for step in retagging(house.keeping(), manners=house.manners(), number=number):
                done += 1
                bar.at(step.done, step.total, "Reading again")
                if step.unanswered:
                    late.append(step.read)
    except KeyboardInterrupt:
        terminal.note("Stopped. The same command goes on from here.")
        raise
    finally:
        if late:
            adding.care(house, late=late)
    terminal.note(_was_read(done, number=number, house=house))
    letting_go.let_go(house)
    notices.tell(house)


def _was_read(done: int, *, number: int, house: House) -> str:
    if done:
        return "1 entry was read again." if done == 1 else f"{done} entries were read again."
    if not number:
        return "There is nothing to read again: this version has read all that has words."
    state = house.journal.entries(Selection(number=number))[0].state
    if state == "pending":
        return f"Entry {number} still has to get its words. `between retranscribe` makes them."
    return (
        f"Entry {number} has no words." if state == "wordless" else f"Entry {number} was read by this version already."
    )


def report(*, as_json: bool) -> None:
    house = wiring.house("between tagger report")
    marks = house.journal.marks()
    if as_json:
        terminal.as_json(marks)
    else:
        judged = [m for m in marks if m.right or m.wrong or m.missed]
        for version, its in groupby(judged, key=lambda m: m.tagger):
            _report(version, list(its))
        if not judged:
            terminal.page(
                "You have said nothing of its tags yet. `between correct` goes through those of the last entry."
            )
    notices.tell(house)


def _report(version: str, marks: list[Mark]) -> None:
    terminal.page(f"[bold]{escape(version)}[/bold]")
    rows = [(_name(m), m.said, m.right, m.wrong, m.missed) for m in marks]
    terminal.table_as_grid(("label", "said", "right", "wrong", "missed"), rows)
    terminal.page(_in_words(marks))
    terminal.page()


def _name(mark: Mark) -> str:
    return f"{mark.label} {mark.detail}".replace("_", " ").strip()


def _in_words(marks: list[Mark]) -> str:
    all_of = Counter(right=0, wrong=0, missed=0)
    for mark in marks:
        all_of.update(right=mark.right, wrong=mark.wrong, missed=mark.missed)
    if all_of.total() < ENOUGH:
        count = "1 thing" if all_of.total() == 1 else f"{all_of.total()} things"
        return f"You have said {count} about its tags so far: too few to say how good it is."
    seen = all_of["right"] + all_of["wrong"]
    if not seen:
        return f"You looked at none of its tags, and named {all_of['missed']} that were missed."
    tags = "1 tag" if seen == 1 else f"{seen} tags"
    right, missed = _were(all_of["right"]), _were(all_of["missed"], more=" more")
    return f"Of {tags} that you looked at {right} right, and {missed} missed."


def _were(count: int, *, more: str = "") -> str:
    return f"1{more} was" if count == 1 else f"{count}{more} were"
