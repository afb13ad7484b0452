"""The sentence that answers: a form from the question's file, filled from its slots and its rows."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from assistant.dialogue.asking import counting
from assistant.dialogue.asking.nouns import Meaning, NamedQuestion, Slot, Slots
from assistant.dialogue.asking.words import Words
from assistant.dialogue.sentences import name_aloud
from assistant.journal import Table

SLOT = re.compile(r"\{([^{}]*)\}")
FOR_THE_SENTENCE = "_"
"""How a column begins that is said and not shown."""
_LISTED = 3
_LONGEST = 240
"""Characters of the person's own words that are said; the rows have them whole."""

_NAMES_OF_TIMES = re.compile(
    r"\b(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|"
    r"dec(ember)?|(mon|tues|wednes|thurs|fri|satur|sun)day|christmas|easter|halloween)\b"
)
_STANDS_ALONE = re.compile(
    r"(in|on|during|since|from|between|before|after|until|till|last|this|past|yesterday|tonight|today|the|lately|"
    r"recently|these|my)\b|.*\bago\b"
)
_KINDS = {"feeling": "emotion", "doing": "behaviour", "theme": "theme", "person": "person"}
"""Columns that hold labels."""


class NoSuchSlot(Exception):
    """A form names what neither the question nor its rows have."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name, self.known = name, known


@dataclass(frozen=True, slots=True)
class Telling:
    """How things are put, on a night."""

    words: Words
    tonight: date

    def sentence(self, question: NamedQuestion, *, slots: Slots, table: Table) -> str:
        """Raises NoSuchSlot."""
        rows = len(table.rows)
        form = question.none if not rows else question.one if rows == 1 else question.some
        facts = {**self.about_slots(slots), **self._about_rows(table)}

        def fill(found: re.Match[str]) -> str:
            name = found[1].removesuffix(".capital")
            if name not in facts:
                raise NoSuchSlot(name, tuple(facts))
            return counting.capital(facts[name]) if found[1].endswith(".capital") else facts[name]

        return counting.capital(SLOT.sub(fill, form))

    def understood(self, question: NamedQuestion, *, slots: Slots) -> str:
        """The question's first phrasing, with what was said in it: `When did I last rest, with mother?`"""
        first = question.phrasings[0]
        facts = self.about_slots(slots, from_me=True)
        said = SLOT.sub(lambda found: facts.get(found[1], ""), first)
        for name, asked in (("person", "with"), ("nights", "when")):
            if f"{{{name}" not in first:
                said += facts[asked]
        return counting.capital(re.sub(r"\bi\b", "I", said)) + "?"

    def about_slots(self, slots: Slots, *, from_me: bool = False) -> dict[str, str]:
        """`from_me`: as the person says it, and not as it is said to them."""
        facts = {"with": "", "with_of": "of them", "when": ""}
        for kind, slot in slots.items():
            if slot.meaning is not None:
                facts |= {
                    f"{kind}.{form}".removesuffix("."): said
                    for form, said in self._forms(slot.meaning, from_me=from_me)
                }
        if "person" in slots:
            facts |= {"with": f" with {facts['person']}", "with_of": f"with {facts['person']}"}
        if "nights" in slots:
            facts |= {"when": f" {_when(slots['nights'])}", "nights": _with_capitals(slots["nights"].words)}
        return facts

    def _forms(self, meaning: Meaning, *, from_me: bool) -> Iterator[tuple[str, str]]:
        forms = self.words.forms.get(meaning, {})
        match meaning.kind:
            case "behaviour":
                for form, said in (("", forms["past"]), ("base", forms["base"]), ("ing", forms["ing"])):
                    yield form, _from_me(said) if from_me else said
            case "emotion":
                yield "", forms["feel"]
                yield "name", forms["name"]
            case "theme":
                yield "", forms["name"]
            case "person":
                yield "", meaning.label if from_me else name_aloud(meaning.label)

    def _about_rows(self, table: Table) -> dict[str, str]:
        """Nothing of it where there are no rows."""
        if not table.rows:
            return {}
        count = len(table.rows)
        facts = {"count": counting.number(count), "count.times": counting.times(count)}
        for place, column in enumerate(table.columns):
            facts |= self._of_column(column, [row[place] for row in table.rows])
        for counted in ("nights", "times"):
            if counted in table.columns:
                facts |= self._counted(table, by=counted)
        if "night" in table.columns:
            place = table.columns.index("night")
            facts |= self._of_nights(sorted({night for row in table.rows if isinstance(night := row[place], date)}))
        return facts

    def _of_column(self, column: str, values: list[object]) -> dict[str, str]:
        """The first row's, as `{column}`; `.2` the second's, `.last` the last's, `.all` the first three."""
        said = [self._value(column, value) for value in values[:_LISTED]]
        name = column.removeprefix(FOR_THE_SENTENCE).removesuffix("_s")
        facts = {name: said[0], f"{name}.last": self._value(column, values[-1]), f"{name}.all": counting.listed(said)}
        facts |= {f"{name}.{place}": one for place, one in enumerate(said, 1)}
        first = values[0]
        if isinstance(first, date):
            facts[f"{name}.bare"] = counting.day(first, tonight=self.tonight)
        if isinstance(first, int):
            facts[f"{name}.times"] = counting.times(first)
        return facts

    def _value(self, column: str, value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, date):
            return counting.on(value, tonight=self.tonight)
        if column.endswith("_s") and isinstance(value, int | float):
            return counting.length(value)
        if isinstance(value, int | float):
            return counting.number(int(value))
        if column == "noticed":
            return counting.caught(str(value))
        if column in _KINDS:
            return self._label(column, str(value))
        return _shortened(str(value))

    def _label(self, column: str, label: str) -> str:
        if column == "person":
            return name_aloud(label)
        for meaning, forms in self.words.forms.items():
            if meaning.label == label and meaning.kind == _KINDS[column]:
                return forms.get("ing") or forms["name"]
        return label.replace("_", " ")

    def _counted(self, table: Table, *, by: str) -> dict[str, str]:
        """`{feeling.counted}`: anxiety on twelve nights, sadness on eight and calm on five."""
        place = table.columns.index(by)
        counts = [count if isinstance(count := row[place], int) else 0 for row in table.rows[:_LISTED]]
        say: Callable[[int], str] = counting.nights if by == "nights" else counting.times
        on = "on " if by == "nights" else ""
        facts = {f"{by}_of": say(counts[0])}
        facts |= {f"{by}_of.{i}": say(count) for i, count in enumerate(counts, 1)}
        for column in table.columns:
            if column in _KINDS:
                at = table.columns.index(column)
                names = [self._value(column, row[at]) for row in table.rows[:_LISTED]]
                short = [f"{on}{say(counts[0])}", *(f"{on}{counting.number(count)}" for count in counts[1:])]
                facts[f"{column}.counted"] = counting.listed([f"{n} {c}" for n, c in zip(names, short, strict=True)])
        return facts

    def _of_nights(self, nights: list[date]) -> dict[str, str]:
        if not nights:
            return {}
        first, last = nights[0], nights[-1]
        newest = [counting.on(night, tonight=self.tonight) for night in nights[: -_LISTED - 1 : -1]]
        return {
            "nights": counting.nights(len(nights)),
            "first": counting.on(first, tonight=self.tonight),
            "last": counting.on(last, tonight=self.tonight),
            "first.bare": counting.day(first, tonight=self.tonight),
            "last.bare": counting.day(last, tonight=self.tonight),
            "ago": counting.ago(last, tonight=self.tonight),
            "dates": ("the newest " if len(nights) > _LISTED else "") + counting.listed(newest),
        }


def _from_me(said: str) -> str:
    said = said.replace("yourself", "myself")
    return re.sub(r"\byou\b", "I", re.sub(r"\byour\b", "my", said))


def _when(slot: Slot) -> str:
    """`in March`, `last week`: the person's own words, that stand behind a verb."""
    words = _with_capitals(slot.words).replace("my day", "today").replace("my ", "this ")
    if _STANDS_ALONE.match(slot.words):
        return words
    is_day = re.match("[A-Z][a-z]+day|[0-9]", words) and not re.fullmatch("[0-9]{4}", words)
    return f"{'on' if is_day else 'in'} {words}"


def _with_capitals(words: str) -> str:
    return _NAMES_OF_TIMES.sub(lambda found: found[0].capitalize(), words)


def _shortened(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + " …"
