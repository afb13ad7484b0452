"""From a question in plain words to an answer from the journal; nothing is printed, so that a voice may ask too."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assistant.adapters.asking import words_file
from assistant.adapters.asking.matching import THRESHOLD, THRESHOLD_WITHOUT_SLOT, Match, Matcher
from assistant.adapters.asking.words_file import Files
from assistant.adapters.prompt_file import nearest
from assistant.dialogue.asking.nouns import Answer, Missing, NamedQuestion, SlotKind, Slots, Unknown
from assistant.dialogue.asking.spans import Reads
from assistant.dialogue.asking.telling import FOR_THE_SENTENCE, NoSuchSlot, Telling
from assistant.dialogue.asking.words import Words
from assistant.errors import UsageError
from assistant.journal import Table

_PEOPLE = "SELECT DISTINCT label FROM current_tags WHERE kind = 'person' ORDER BY label"
_NEAREST = 3
_CLEARLY = 0.1
"""By so much a question that lacks a word must be nearer than one that lacks none."""
_LIKELY: tuple[SlotKind, ...] = ("nights", "person", "doing")
"""What is asked for first, where several things could be missing."""

Query = Callable[[str, Mapping[str, object]], Table]
"""One read-only statement and what its `$names` stand for."""


@dataclass(frozen=True)
class Asking:
    questions: tuple[NamedQuestion, ...]
    files: Files
    query: Query
    reads: Reads
    """Which nights a text names."""
    tonight: date

    @cached_property
    def words(self) -> Words:
        return words_file.load(self.files)

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.questions, self.words)

    @cached_property
    def _with_names(self) -> Matcher:
        people = [str(label) for (label,) in self.query(_PEOPLE, {}).rows]
        return Matcher(self.questions, self.words.knowing(people))

    def answer(self, text: str) -> Answer | Missing | Unknown:
        """Raises UsageError where a file has a slip, and AssistantError where the journal can't be asked."""
        found = self.understand(text)
        return self._answered(found) if isinstance(found, Match) else found

    def understand(self, text: str) -> Match | Missing | Unknown:
        # Names are read from the journal, and most questions have none.
        matcher = self._with_names if self._matcher.may_hold_names(text) else self._matcher
        matches = matcher.best(text, reads=self.reads)
        first = next((m for m in matches if not m.missing), None)
        sure = first.score if first is not None and first.score >= THRESHOLD else 0.0
        lacking = max((m for m in matches if m.missing), key=_lacking, default=None)
        if lacking is not None and lacking.score >= max(THRESHOLD_WITHOUT_SLOT, sure + _CLEARLY):
            return Missing(lacking.question, lacking.missing[0])
        if first is not None and sure:
            return first
        near = sorted(matches, key=lambda m: m.score, reverse=True)
        return Unknown(tuple(m.question for m in near[:_NEAREST]))

    def _answered(self, match: Match) -> Answer:
        question, slots = match.question, match.slots
        values = _values(question, slots)
        sql = question.sql_for(slots)
        table = self.query(sql, values)
        telling = Telling(self.words, self.tonight)
        try:
            sentence = telling.sentence(question, slots=slots, table=table)
        except NoSuchSlot as e:
            raise UsageError(
                f'{question.file}: "{{{e.name}}}" is nothing that I can fill in here{nearest(e.name, e.known)}.',
                "Mend it in the lines `one`, `some` or `none`; docs/asking.md has the format.",
            ) from e
        return Answer(
            question=question,
            understood=telling.understood(question, slots=slots),
            slots=slots,
            sentence=sentence,
            table=_shown(table),
            sql=sql,
            meaning="" if table.rows else question.empty,
            values=values,
        )


def _shown(table: Table) -> Table:
    places = [place for place, column in enumerate(table.columns) if not column.startswith(FOR_THE_SENTENCE)]
    rows = tuple(tuple(row[place] for place in places) for row in table.rows)
    return Table(tuple(table.columns[place] for place in places), rows)


def _lacking(match: Match) -> tuple[float, int]:
    slot = match.missing[0]
    return match.score if len(match.missing) == 1 else 0.0, -_LIKELY.index(slot) if slot in _LIKELY else -len(_LIKELY)


def _values(question: NamedQuestion, slots: Slots) -> dict[str, object]:
    """What `$names` stand for; a slot that may be missing is NULL, and open ends are the ends of the calendar."""
    values: dict[str, object] = {"first": date.min, "last": date.max}
    for kind in (*question.needs, *question.may):
        slot = slots.get(kind)
        if kind != "nights":
            values[kind] = slot.meaning.label if slot and slot.meaning else None
        elif slot and slot.nights:
            values |= {"first": slot.nights.first or date.min, "last": slot.nights.last or date.max}
    return values
