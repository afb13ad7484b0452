"""`between homework`: the list, a new one, and how it went, without asking why."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Literal
from uuid import uuid4

from rich.markup import escape

from assistant import wiring
from assistant.cli import caring, notices, rendering, terminal
from assistant.dialogue import homework as words_of
from assistant.dialogue.days_to_come import day_to_come
from assistant.errors import UsageError
from assistant.insight.strength import counts, in_a_word, strength
from assistant.practice import Doing, Homework, HowFar
from assistant.wiring import House

Told = HowFar | Literal["late"]


@dataclass(frozen=True, slots=True)
class About:
    """As typed; None for what was not said."""

    smallest: str | None
    until: str | None
    matters: str | None


def show(*, also_ended: bool, as_json: bool) -> None:
    house = wiring.house("between homework")
    noted = house.practices.homework(also_ended=also_ended)
    open_ones = [one.uid for one in noted if one.ended is None]
    if as_json:
        terminal.as_json([_plain(one, house, number=_number(one, open_ones)) for one in noted])
    elif not noted:
        terminal.answer("No homework is noted.")
        terminal.note('`between homework add "say no once"` notes one, and “my homework is …” does in an evening.')
    else:
        for one in noted:
            _show(one, house, number=_number(one, open_ones))
    notices.tell(house)


def add(what: str, *, about: About) -> None:
    house = wiring.house("between homework add")
    one = words_of.noted(what, uid=uuid4().hex, moment=house.clock.now())
    if one is None:
        raise UsageError("There is no homework in that yet.", 'Say what it is: between homework add "say no once"')
    one = _with(one, about, house)
    house.practices.keep_homework(one)
    terminal.answer(f"Noted: {one.what}")
    cared_for = caring.care_for(house, " ".join((one.what, one.smallest, one.matters)))
    if not one.smallest and not cared_for:
        number = f"{count} " if (count := len(house.practices.homework())) > 1 else ""
        terminal.note(
            f'Its smallest version, for a bad day, can be added: between homework change {number}--smallest "…"'
        )
    notices.tell(house)


def change(which: str | None, *, what: str | None, about: About) -> None:
    house = wiring.house("between homework change")
    one = _with(_one(which, house), about, house)
    if what is not None:
        if not words_of.tidy(what):
            raise UsageError("There is no homework in that yet.", "`between homework end` lets it go.")
        one = replace(one, what=words_of.tidy(what))
    house.practices.keep_homework(one)
    caring.care_for(house, " ".join((one.what, one.smallest, one.matters)))
    _show(one, house, number=0)
    notices.tell(house)


def say(which: str | None, told: Told, *, on: str | None) -> None:
    house = wiring.house("between homework")
    one = _one(which, house)
    night = _night(on, house)
    before = house.practices.doings(one.uid)
    done: HowFar = "partly" if told == "late" else told
    doing = Doing(one.uid, night, done, house.clock.now(), noticed_late=told == "late")
    house.practices.keep_doing(doing)
    earlier = [d for d in before if d.night < night]
    seed = f"{one.uid} {night}"
    for sentence in words_of.reply(one, doing=doing, before=earlier, words=house.says().homework, seed=seed):
        terminal.answer(sentence)
    notices.tell(house)


def end(which: str | None) -> None:
    house = wiring.house("between homework end")
    one = _one(which, house)
    house.practices.keep_homework(replace(one, ended=house.tonight()))
    terminal.answer(f"Let go: {one.what}")
    terminal.note("How it went stays in the journal.")
    notices.tell(house)


def _one(which: str | None, house: House) -> Homework:
    noted = house.practices.homework()
    if not noted:
        raise UsageError("No homework is noted.", 'Note one: between homework add "say no once"')
    if which is None and len(noted) > 1:
        _number_them(noted)
        raise UsageError("There is more than one.", "Add its number, as it stands above.")
    numbered = {str(number): one for number, one in enumerate(noted, 1)}
    asked = "1" if which is None else which.strip()
    if asked not in numbered:
        _number_them(noted)
        what = f"There is no homework {asked}." if asked.isdecimal() else "That is no number."
        raise UsageError(what, "The numbers that there are stand above.")
    return numbered[asked]


def _number_them(noted: Sequence[Homework]) -> None:
    """Beside the fault, which holds no words of a person's."""
    for number, one in enumerate(noted, 1):
        terminal.note(f"{number} {one.what}")


def _with(one: Homework, about: About, house: House) -> Homework:
    until = one.until if about.until is None else _until(about.until, house)
    smallest = one.smallest if about.smallest is None else words_of.tidy(about.smallest)
    matters = one.matters if about.matters is None else words_of.tidy(about.matters)
    return replace(one, smallest=smallest, until=until, matters=matters)


def _until(text: str, house: House) -> date | None:
    if not text.strip():
        return None
    day = day_to_come(text, tonight=house.tonight())
    if day is None:
        raise UsageError(f"I can't read “{text}” as a day.", "Say it like “thursday”, “26 november” or “2026-11-26”.")
    if day < house.tonight():
        raise UsageError(f"{rendering.day(day)} is over.", "Name a day to come, or leave it out.")
    return day


def _night(text: str | None, house: House) -> date:
    if text is None:
        return house.tonight()
    from assistant.wiring import dates

    night = dates.night(text, house=house)
    if night > house.tonight():
        raise UsageError(f"“{text}” is still to come.", "Say it like “yesterday” or “2026-11-20”.")
    return night


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _number(one: Homework, open_ones: Sequence[str]) -> int:
    """From 1 among those that are not ended; 0 for one that is."""
    return open_ones.index(one.uid) + 1 if one.uid in open_ones else 0


def _show(one: Homework, house: House, *, number: int) -> None:
    terminal.page(f"[bold]{f'{number}  ' if number else ''}{escape(one.what)}[/bold]")
    for line in _lines(one, house):
        terminal.page(escape(line), indent=3)
    terminal.page()


def _lines(one: Homework, house: House) -> list[str]:
    doings = house.practices.doings(one.uid)
    lines = [f"smallest: {one.smallest}"] if one.smallest else []
    lines += [f"good for: {one.matters}"] if one.matters else []
    if one.ended is not None:
        lines.append(f"let go on {rendering.day(one.ended)}")
    elif one.until is not None:
        over = ", which is over: nobody asks about it any more" if one.until < house.tonight() else ""
        lines.append(f"until {rendering.day(one.until)}{over}")
    if one.ended is None or doings:
        so_far = ", ".join(_so_far(doings))
        lines.append(": ".join(filter(None, (in_a_word(strength(doings, tonight=house.tonight())), so_far))))
    return lines


def _so_far(doings: Sequence[Doing]) -> list[str]:
    """What happened, and never what did not: `3 times`, `once in part`, `noticed afterwards twice`, `last on …`."""
    so_far = counts(doings)
    in_part = sum(d.done == "partly" and not d.noticed_late for d in doings)
    told = [_times(so_far.done)] if so_far.done else []
    told += [f"{_times(in_part)} in part"] if in_part else []
    told += [f"noticed afterwards {_times(so_far.noticed_late)}"] if so_far.noticed_late else []
    return [*told, f"last on {rendering.day(so_far.last)}"] if so_far.last else told


def _plain(one: Homework, house: House, *, number: int) -> dict[str, Any]:
    doings = house.practices.doings(one.uid)
    return {
        "number": number or None,
        "uid": one.uid,
        "what": one.what,
        "smallest": one.smallest,
        "until": one.until,
        "matters": one.matters,
        "noted": one.moment.local.isoformat(),
        "ended": one.ended,
        "strength": round(strength(doings, tonight=house.tonight()), 4),
        **asdict(counts(doings)),
        "doings": [{"night": d.night, "done": d.done, "noticed_late": d.noticed_late} for d in doings],
    }
