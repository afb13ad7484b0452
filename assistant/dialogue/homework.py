"""Homework in words that don't shame: which one is asked about tonight, and what is said to each answer. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import takewhile
from typing import Literal

from assistant.dialogue import answers
from assistant.dialogue.days_to_come import day_to_come
from assistant.dialogue.sentences import pick
from assistant.journal import Asked, Moment, Reading, night_of
from assistant.practice import Doing, GuideAnswer, Homework, HowFar

ASKED = "homework."
"""Begins `Asked.question` of each question about homework."""
MISSES = 2
"""Noes in a row after which half the size is offered."""
LONGEST_REST = 7
"""Nights."""
LONGEST_ANSWER = 9
"""Words; a longer sentence is a telling."""
LONGEST_TELLING = 40
"""Words; in a longer one people have come to something else."""
ASKED_NIGHTS = 30
"""So far back is looked at when it was asked."""
NOTICED_LATE = frozenset({"just_after", "later", "next_day"})
"""Of CATCH_POINTS: noticed, only afterwards."""

_WITH_A_DAY = re.compile(r"(?P<what>.+) (?:by|until|till|before|for) (?P<day>[\w ]+)", re.IGNORECASE)

_SENTENCE_END = re.compile(r"[.?!]+(?:\s|$)")

Form = Literal["whole", "small", "halve"]
"""Asked about the whole, about its smallest version, or what half of it would be."""


@dataclass(frozen=True, slots=True)
class HomeworkWords:
    """`prompts/homework.toml`; one of several ways is taken. `{what}` and `{smallest}` are the person's own words."""

    whole: tuple[str, ...]
    small: tuple[str, ...]
    halve: tuple[str, ...]
    yes: tuple[str, ...]
    partly: tuple[str, ...]
    no: tuple[str, ...]
    noticed_late: tuple[str, ...]
    unclear: tuple[str, ...]
    """It was no yes, no part and no no: kept as it was said."""
    half_is_enough: tuple[str, ...]
    """After two noes, where the smallest version is known."""
    half_another_night: tuple[str, ...]
    """The same where it is not."""
    halved: tuple[str, ...]
    """With `{smallest}`: what was just said as half of it."""
    noted: tuple[str, ...]
    nothing_to_note: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    homework: Homework
    form: Form
    reason: str
    """For the journal; none of the person's words."""

    @property
    def question(self) -> str:
        """`Asked.question`."""
        return f"{ASKED}{self.form}"

    def text(self, words: HomeworkWords, *, seed: str) -> str:
        ways: tuple[str, ...] = getattr(words, self.form)
        return pick(ways, seed=seed).format(what=self.homework.what, smallest=self.homework.smallest)


def choose(
    homework: Sequence[Homework], *, doings: Mapping[str, Sequence[Doing]], asked: Iterable[Asked], tonight: date
) -> Choice | None:
    """What to ask about tonight, or None. `doings` by `Homework.uid`, `asked` of the last ASKED_NIGHTS and tonight.

    One question a night at most, whatever was answered. Not on the night that it was noted, not where something was
    said of it tonight already, not once it is ended or its day is over; and each no in a row, and each time that it was
    asked and not answered, lets it rest a night longer. Among those that are left: the nearest day first, then what was
    spoken of longest ago, then the oldest.
    """
    asked = [a for a in asked if a.question.startswith(ASKED)]
    if any(a.night == tonight for a in asked):
        return None
    known = [_So(one, tuple(doings.get(one.uid, ())), _nights_asked(one, asked)) for one in homework]
    open_to_us = [so for so in known if so.may_be_asked(tonight)]
    if not open_to_us:
        return None
    so = min(open_to_us, key=lambda so: (so.one.until or date.max, so.last_spoken_of, so.one.moment.utc))
    missed = misses(so.doings)
    form = _form(so.one, missed)
    due = f"until {so.one.until}" if so.one.until else "no day"
    return Choice(so.one, form, f"{so.one.uid}, {due}, {missed} noes in a row, {form}")


def _nights_asked(one: Homework, asked: Iterable[Asked]) -> tuple[date, ...]:
    return tuple(a.night for a in asked if a.why.startswith(one.uid))


@dataclass(frozen=True, slots=True)
class _So:
    """A homework, and how it has gone."""

    one: Homework
    doings: tuple[Doing, ...]
    asked: tuple[date, ...]

    @property
    def last_answered(self) -> date:
        return max((d.night for d in self.doings), default=night_of(self.one.moment))

    @property
    def last_spoken_of(self) -> date:
        return max((self.last_answered, *self.asked))

    def may_be_asked(self, tonight: date) -> bool:
        if self.one.ended is not None or (self.one.until is not None and self.one.until < tonight):
            return False
        in_vain = sum(night > self.last_answered for night in self.asked)
        rest = timedelta(days=min(misses(self.doings) + in_vain, LONGEST_REST))
        return tonight - self.last_spoken_of > rest


def misses(doings: Sequence[Doing]) -> int:
    """Noes in a row up to now. What was noticed late is none; nor is a night on which nobody asked or answered."""
    newest_first = sorted(doings, key=lambda d: d.night, reverse=True)
    return sum(1 for _ in takewhile(lambda d: d.done == "no" and not d.noticed_late, newest_first))


def _form(one: Homework, missed: int) -> Form:
    if missed < MISSES:
        return "whole"
    return "small" if one.smallest else "halve"


def plain_answer(said: str) -> HowFar | None:
    """Yes, partly or no; None for a telling, in which a "yes" may be said to anything.

    The first sentence decides: whoever has an answer begins with it.
    """
    first = _SENTENCE_END.split(said.strip(), maxsplit=1)[0]
    return answers.how_far(first) if len(first.split()) <= LONGEST_ANSWER else None


def heard(reading: Reading | None, *, said: str) -> tuple[HowFar | None, bool]:
    """How far it was done, and whether that was noticed only afterwards.

    A plain yes, partly or no goes before what the tagger found in a telling. Noticed late counts as a part; in a long
    telling without an answer it may be of something else, and counts as nothing.
    """
    answer = plain_answer(said)
    if reading is None:
        return answer, False
    found = answer or _told(reading)
    late = any(m.kind == "catch_point" and m.value in NOTICED_LATE for m in reading.measures)
    late = late and (found is not None or len(said.split()) <= LONGEST_TELLING)
    return ("partly", True) if late and found in (None, "no") else (found, late)


def _told(reading: Reading) -> HowFar | None:
    """As the tagger heard it, the last word first."""
    for tag in reversed(reading.tags):
        if tag.kind == "behaviour" and tag.label == "did_homework" and tag.detail != "intended":
            return "yes" if tag.detail == "done" else "no"
        if tag.kind == "behaviour" and tag.label == "skipped_homework" and tag.detail == "done":
            return "no"
    return None


def reply(
    one: Homework, *, doing: Doing | None, before: Sequence[Doing], words: HomeworkWords, seed: str
) -> tuple[str, ...]:
    """What is said to an answer, without a question: one was asked tonight. `before`: its earlier doings."""
    if doing is None:
        return (pick(words.unclear, seed=seed),)
    if doing.noticed_late:
        return (pick(words.noticed_late, seed=seed),)
    ways: tuple[str, ...] = getattr(words, doing.done)
    said = pick(ways, seed=seed)
    if doing.done != "no" or misses((*before, doing)) != MISSES:  # offered once, not with each no that follows
        return (said,)
    offer = words.half_is_enough if one.smallest else words.half_another_night
    return (said, pick(offer, seed=seed).format(smallest=one.smallest))


def halved(one: Homework, *, said: str) -> Homework:
    """With what they named as half of it; as it was where they named nothing, or told a story."""
    words = len(said.split())
    nothing = answers.nothing(said) or words > LONGEST_TELLING or (words <= 3 and answers.how_far(said) == "no")
    smallest = "" if nothing else tidy(said)
    return replace(one, smallest=smallest) if smallest else one


def noted(what: str, *, uid: str, moment: Moment) -> Homework | None:
    """None where nothing was said of what it is."""
    what = tidy(what)
    return Homework(uid, what, "", None, "", moment) if what else None


def noted_aloud(what: str, *, uid: str, moment: Moment, tonight: date) -> Homework | None:
    """As said after "my homework is": with its day, where it ends in one, as in `say no once, by thursday`."""
    said = _WITH_A_DAY.fullmatch(tidy(what))
    until = day_to_come(said["day"], tonight=tonight) if said else None
    one = noted(said["what"] if said and until else what, uid=uid, moment=moment)
    return replace(one, until=until) if one else None


def from_guide(kept: Iterable[GuideAnswer], *, uid: str, moment: Moment, tonight: date) -> Homework | None:
    """Of a walk through the guide `homework`, which keeps `what`, `smallest`, `until` and `matters`."""
    said = {answer.name: tidy(answer.text) for answer in kept}
    one = noted(said.get("what", ""), uid=uid, moment=moment)
    if one is None:
        return None
    until = day_to_come(said.get("until", ""), tonight=tonight)
    return replace(one, smallest=said.get("smallest", ""), until=until, matters=said.get("matters", ""))


def tidy(text: str) -> str:
    """On one line, without the full stop that a recogniser puts at the end: it stands inside other sentences."""
    return " ".join(text.split()).strip(" .,;:")
