"""What is said when someone may be in danger. Detection is the tagger's, the words are in `prompts/safety/`."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum
from typing import Literal

from assistant.dialogue.safety_texts import Country, Form, Opening, SafetyTexts
from assistant.dialogue.sentences import Sentence
from assistant.journal import Reading, SafetyLevel

NUMBERS_AGE_AFTER = timedelta(days=365)
_GOING_ON = ("{stay}", "{plan}", "{question}", "{danger_question}")


class Grade(IntEnum):
    NONE = 0
    CONCERN = 1
    CRISIS = 2
    DANGER = 3
    """A crisis that is happening at this moment."""


@dataclass(frozen=True, slots=True)
class Here:
    """Where the person is, None for a country without numbers, and the date."""

    country: Country | None
    today: date
    has_plan: bool = False
    """They have written a safety plan."""


@dataclass(frozen=True, slots=True)
class Told:
    """What this evening has said for safety so far."""

    grade: Grade = Grade.NONE
    """The gravest that was answered in full."""
    asked: frozenset[str] = frozenset()
    program: bool = False
    reach: bool = False
    stayed: int = 0
    held: bool = False
    """Ordinary questions are held back for the rest of the night, unless asked for."""


@dataclass(frozen=True, slots=True)
class Answer:
    sentences: tuple[Sentence, ...]
    form: Literal["full", "short", "reach", "staying"]
    told: Told
    """To be handed in with the next entry."""

    @property
    def text(self) -> str:
        return " ".join(s.text for s in self.sentences)


def answer(
    reading: Reading | None, *, said: Sequence[str], told: Told, texts: SafetyTexts, here: Here
) -> Answer | None:
    """What to say to this entry instead of an ordinary question; None when nothing is to be said for safety.

    `said` are the texts that the reading was made of, in their order. Nothing here ends or refuses an evening:
    after any answer the evening listens on.
    """
    level = reading.safety if reading else "none"
    if reading is None or level == "none":
        return _listening_on(told, texts=texts) if told.held else None
    words = _words_near(reading, said=said)
    answers = texts.crisis if level == "crisis" else texts.concern
    opening = _opening(
        answers.heard, near=reading.safety_evidence.text if reading.safety_evidence else "", around=words
    )
    form = answers.forms[opening.about]
    grade = _grade(level, form=form, happening_now=_any_of(answers.now, words))
    told = replace(told, held=True)
    if grade <= told.grade:
        return _short(form, told=told, texts=texts, here=here)
    return _full(form, opening=opening, told=replace(told, grade=grade), texts=texts, here=here)


def resumed(levels: Iterable[SafetyLevel], *, said: Sequence[str] = (), texts: SafetyTexts | None = None) -> Told:
    """For a further evening in the same night: what was heard in it holds the ordinary questions back.

    `said` is what was answered in it for safety: a question of those is not put again, also after a crash.
    """
    asked = frozenset(q for q in _questions(texts) if any(q in answered for answered in said)) if texts else frozenset()
    return Told(asked=asked, held=any(level != "none" for level in levels))


def _questions(texts: SafetyTexts) -> tuple[str, ...]:
    forms = [form for answers in (texts.concern, texts.crisis) for form in answers.forms.values()]
    return tuple(q for form in forms for q in (form.question, form.danger_question) if q)


def closing(*, texts: SafetyTexts, here: Here) -> Sentence:
    """The last word of an evening in which ordinary questions were held back."""
    return _Slots(texts, here).fill(texts.always.closing)


def whom(*, texts: SafetyTexts, here: Here) -> tuple[str, ...]:
    """Whom to reach: the country's lines, and the number for danger now."""
    slots = _Slots(texts, here)
    return (*slots.lines(), slots.fill(texts.plan.danger).text)


def _opening(openings: Sequence[Opening], *, near: str, around: str) -> Opening:
    """By the words that were found grave, else by those around them, else the one that always fits."""
    fits = (o for words in (near, around) for o in openings if _any_of(o.words, words))
    return next(fits, openings[-1])


def _words_near(reading: Reading, *, said: Sequence[str]) -> str:
    evidence = reading.safety_evidence
    if evidence is None:
        return " ".join(said)
    if evidence.utterance < len(said):
        return said[evidence.utterance]
    return evidence.text


def _any_of(phrases: Sequence[str], words: str) -> bool:
    plain = words.lower().replace("\u2019", "'")  # as a keyboard may write it
    return any(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", plain) for phrase in phrases)


def _grade(level: SafetyLevel, *, form: Form, happening_now: bool) -> Grade:
    if level == "concern":
        return Grade.CONCERN
    return Grade.DANGER if happening_now or not form.full else Grade.CRISIS


def _full(form: Form, *, opening: Opening, told: Told, texts: SafetyTexts, here: Here) -> Answer:
    in_danger = told.grade is Grade.DANGER and form.danger
    templates = form.danger if in_danger else form.full
    question = form.danger_question if in_danger else form.question
    slots = _Slots(
        texts,
        here,
        heard=opening.text,
        question="" if question in told.asked else question,
        program="" if told.program else texts.always.program,
    )
    after = replace(told, asked=told.asked | {question}, program=True)
    return Answer(slots.say(templates), "full", after)


def _short(form: Form, *, told: Told, texts: SafetyTexts, here: Here) -> Answer:
    slots = _Slots(texts, here)
    if told.reach:
        return Answer(slots.say(form.short), "short", told)
    return Answer(slots.say((*form.short, *texts.always.reach)), "short", replace(told, reach=True))


def _listening_on(told: Told, *, texts: SafetyTexts) -> Answer:
    if told.grade is not Grade.NONE and not told.reach:
        return Answer(tuple(map(Sentence, texts.always.reach)), "reach", replace(told, reach=True))
    ways = texts.always.staying
    return Answer((Sentence(ways[told.stayed % len(ways)]),), "staying", replace(told, stayed=told.stayed + 1))


@dataclass(frozen=True, slots=True)
class _Slots:
    """Fills `{heard}`, `{question}`, `{program}`, `{stay}`, `{plan}`, `{lines}`, `{line}` and `{emergency}`."""

    texts: SafetyTexts
    here: Here
    heard: str = ""
    question: str = ""
    program: str = ""

    def say(self, templates: Sequence[str]) -> tuple[Sentence, ...]:
        """A slot that is a sentence of its own and has nothing to say is left out."""
        sentences: list[Sentence] = []
        for template in templates:
            if template == "{lines}":
                sentences += map(Sentence, self.lines())
            elif (filled := self.fill(template)).text:
                sentences.append(filled)
        return tuple(sentences)

    def fill(self, template: str) -> Sentence:
        always, country = self.texts.always, self.here.country
        line = always.line.format(number=country.lines[0].number) if country else always.elsewhere_line
        return Sentence(
            template.format(
                heard=self.heard,
                question=self.question,
                danger_question=self.question,
                program=self.program,
                stay=always.stay,
                plan=always.plan if self.here.has_plan else "",
                line=line,
                emergency=country.emergency if country else always.elsewhere_emergency,
            ),
            goes_on=any(slot in template for slot in _GOING_ON),
        )

    def lines(self) -> tuple[str, ...]:
        always, country = self.texts.always, self.here.country
        if country is None:
            return always.elsewhere_lines
        lines = tuple(
            always.lines.format(name=_capital(x.name), how=x.how, number=x.number, note=x.note) for x in country.lines
        )
        oldest = min(country.emergency_as_of, *(x.as_of for x in country.lines))
        if self.here.today - oldest <= NUMBERS_AGE_AFTER:
            return lines
        return (*lines, always.dated.format(date=f"{oldest.day} {oldest:%B %Y}"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
