"""`between import`: says what is there, asks, and does it."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.markup import escape

from assistant import wiring
from assistant.cli import adding, notices, rendering, terminal
from assistant.errors import AssistantError, NoSpace
from assistant.ports import Selection
from assistant.session.adding import retranscribe_all
from assistant.session.events import Read
from assistant.session.importing import read_imported
from assistant.wiring import House, incoming

if TYPE_CHECKING:
    from assistant.wiring.incoming import Form, Found, LeftOut, Parcel, Plan

NAMED = 3
"""Of each kind of thing that is left out, on a screen without `--list`."""


@dataclass(frozen=True, slots=True)
class Wanted:
    do: bool | None
    """None asks the person."""
    listed: bool
    as_json: bool
    tags: bool


@dataclass(frozen=True, slots=True)
class _Done:
    came_in: int = 0
    refused: tuple[LeftOut, ...] = ()


def import_(path: Path, *, form: Form | None, wanted: Wanted) -> None:
    house = wiring.house("between import")
    with incoming.parcel(house, path, form=form) as parcel:
        plan = incoming.plan(house, parcel)
        if not wanted.as_json:
            _show(parcel, plan, listed=wanted.listed)
        done = _bring_in(house, plan) if _agreed(plan, wanted) else None
    if wanted.as_json:
        terminal.as_json(_plain(parcel, plan, done))
    if done is not None and wanted.tags:
        # what is said to the person must not stand in the JSON
        with redirect_stdout(sys.stderr) if wanted.as_json else nullcontext():
            _read(house)
    notices.tell(house)


def _show(parcel: Parcel, plan: Plan, *, listed: bool) -> None:
    for line in (*_counts(parcel, plan), *(_each(plan) if listed else ()), *_left_out(plan.left_out, listed=listed)):
        terminal.page(escape(line))
    for notice in parcel.notices:
        terminal.note(notice)


def _counts(parcel: Parcel, plan: Plan) -> Iterator[str]:
    if not parcel.found:
        yield f"{parcel.program}: no entry was found in it."
        return
    days = [found.moment.local.date() for found in parcel.found]
    first, last = rendering.day(min(days)), rendering.day(max(days))
    when = f"of {first}" if first == last else f"from {first} to {last}"
    yield f"{parcel.program}: {_entries(len(parcel.found))}, {when}."
    sound = sum(found.has_sound for found in plan.new)
    yield f"  {len(plan.new):,} new" + (f", {sound:,} of them with sound" if sound else "")
    if plan.here:
        yield f"  {len(plan.here):,} here already"
    if plan.sounds_again:
        yield f"  {_recordings(plan.sounds_again)}, whole in this export"
    if plan.asked_new:
        yield f"  {_questions(plan.asked_new)} of Between's that you don't have here"
    if plan.practices_new:
        yield f"  {_practices(plan.practices_new)} that you don't have here"
    if plan.changed:
        yield f"  {len(plan.changed):,} here already, and changed there since: what is here is left as it is"


def _each(plan: Plan) -> Iterator[str]:
    yield ""
    for word, several in (("new", plan.new), ("here", plan.here), ("changed since", plan.changed)):
        for found in several:
            yield f"  {found.moment.local:%Y-%m-%d %H:%M}  {word:<13}  {found.place}"


def _left_out(left_out: Sequence[LeftOut], *, listed: bool) -> Iterator[str]:
    kinds: dict[str, list[str]] = defaultdict(list)
    for one in left_out:
        kinds[one.why].append(one.what)
    if kinds:
        yield ""
        yield "Left out:"
    for why, places in sorted(kinds.items(), key=lambda kind: -len(kind[1])):
        if listed:
            yield from (f"  {place}: {why}" for place in places)
        else:
            more = f" and {len(places) - NAMED:,} more" if len(places) > NAMED else ""
            yield f"  {len(places):,}: {why} ({', '.join(places[:NAMED])}{more})"


def _agreed(plan: Plan, wanted: Wanted) -> bool:
    """Asks where a person can be asked. Nobody to ask is a dry run."""
    if plan.is_empty:
        terminal.note("There is nothing new to bring in.")
        return wanted.do is True  # an import that was cut short may have left words unread
    if wanted.do is not None:
        return wanted.do
    if not terminal.interactive() or wanted.as_json:
        terminal.note("Nothing was changed. Say `--yes` to bring it in.")
        return False
    if terminal.confirm(f"Bring {_all_of(plan)} in?"):
        return True
    terminal.note("Nothing was changed.")
    return False


def _bring_in(house: House, plan: Plan) -> _Done:
    came_in = 0
    sounds_again = 0
    refused: list[LeftOut] = []
    try:
        with terminal.bar() as bar:
            for step in incoming.take_in(house, plan):
                came_in += len(step.taken)
                sounds_again += step.sounds_again
                refused += [step.refused] if step.refused else []
                bar.at(step.done, step.total, "Bringing in")
    except KeyboardInterrupt:
        terminal.note(f"Stopped. {_came_in(came_in)} The same command goes on from here.")
        raise
    except NoSpace as e:
        raise NoSpace(
            f"The disk is full. {_came_in(came_in)}", "Make some room; then the same command goes on from there."
        ) from e
    if plan.new:
        terminal.note(_came_in(came_in))
    if plan.asked_new:
        terminal.note(f"{_questions(plan.asked_new)} came in.")
    if plan.practices_new:
        terminal.note(f"{_practices(plan.practices_new)} came in.")
    if sounds_again:
        terminal.note(f"{sounds_again:,} missing {'recording is' if sounds_again == 1 else 'recordings are'} back.")
    for line in _left_out(refused, listed=True):
        terminal.note(line)
    return _Done(came_in, tuple(refused))


def _read(house: House) -> None:
    """Words first, then the words of sounds. Danger in words of long ago is stored, and not answered tonight."""
    read: list[Read] = []
    try:
        with terminal.bar() as bar:
            for step in read_imported(house.keeping(), manners=house.manners()):
                read.append(step.read)
                bar.at(step.done, step.total, "Reading")
        read += _write_down(house)
    except KeyboardInterrupt:
        terminal.note("Stopped. What came in is kept; `between retag` reads the rest of it.")
        raise
    except AssistantError as e:
        raise AssistantError(f"{e.message} What came in is kept.", f"{e.hint} `between retag` reads it later.") from e
    finally:
        if read:
            adding.care(house, late=read)


def _write_down(house: House) -> list[Read]:
    waiting = house.journal.entries(Selection(state="pending", origin="import"))
    if not waiting:
        return []
    if house.transcriber is None:
        terminal.note(f"{house.model_choice.reason} Until then the sound is kept, and its words come later.")
        return []
    terminal.note("Writing down what was said. Ctrl-C leaves the rest for `between retranscribe`.")
    return adding.show(retranscribe_all(house.keeping(), manners=house.manners(), entries=waiting), nothing="")[0]


def _plain(parcel: Parcel, plan: Plan, done: _Done | None) -> dict[str, Any]:
    statuses: Iterable[tuple[str, Sequence[Found]]] = (
        ("new", plan.new),
        ("here", plan.here),
        ("changed", plan.changed),
    )
    entries = [
        {"at": f.moment.local.isoformat(), "status": status, "from": f.place, "sound": f.has_sound, "uid": f.uid}
        for status, several in statuses
        for f in several
    ]
    left_out = [{"what": left.what, "why": left.why} for left in (*plan.left_out, *(done.refused if done else ()))]
    return {
        "program": parcel.program,
        "entries": entries,
        "left_out": left_out,
        "notices": parcel.notices,
        "missing_recordings": plan.sounds_again,
        "new_questions": plan.asked_new,
        "new_practices": plan.practices_new,
        "came_in": done.came_in if done else 0,
    }


def _all_of(plan: Plan) -> str:
    parts = [
        *([_entries(len(plan.new))] if plan.new else []),
        *([_recordings(plan.sounds_again)] if plan.sounds_again else []),
        *([_questions(plan.asked_new)] if plan.asked_new else []),
        *([_practices(plan.practices_new)] if plan.practices_new else []),
    ]
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _recordings(count: int) -> str:
    return "1 missing recording" if count == 1 else f"{count:,} missing recordings"


def _questions(count: int) -> str:
    return "1 question" if count == 1 else f"{count:,} questions"


def _practices(count: int) -> str:
    return f"{'1 note' if count == 1 else f'{count:,} notes'} of homework, guides and the like"


def _came_in(count: int) -> str:
    return f"{_entries(count)} came in." if count else "Nothing came in."


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count:,} entries"
