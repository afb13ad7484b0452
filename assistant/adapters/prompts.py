"""Reads what Between says from `prompts/` and from a person's own files; a wrong file is named with its line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, get_args

from assistant.adapters.prompt_file import Part, read
from assistant.dialogue.follow_ups import GENERAL, PERSON, Kind, Question
from assistant.dialogue.safety_plan import SECTIONS, PartTexts, PlanTexts
from assistant.dialogue.safety_texts import About, Always, Answers, Country, Form, Line, Opening, SafetyTexts
from assistant.dialogue.sentences import Phrases
from assistant.errors import UsageError
from assistant.journal import BEHAVIOURS, EMOTIONS, STATUSES, THEMES

MOST_WORDS = 18

TARGETS = (
    GENERAL,
    PERSON,
    *(f"emotion:{label}" for label in EMOTIONS),
    *(f"theme:{label}" for label in THEMES),
    *(f"behaviour:{label}:{status}" for label in BEHAVIOURS for status in STATUSES),
)
"""All that a question may be `for`."""


def load_questions(folders: Sequence[Path]) -> tuple[Question, ...]:
    """All questions of the `*.toml` in these folders, ours first; a person's own folder need not be there.

    Raises UsageError with the file, the line and what is wrong in it.
    """
    found: dict[str, tuple[Question, Part]] = {}
    for path in (path for folder in folders for path in _files(folder)):
        top = read(path)
        top.only("version", "question")
        for part in top.parts("question"):
            question = _question(part)
            if question.id in found:
                earlier = found[question.id][1].place("id")
                raise part.fault("id", f'the id "{question.id}" is already in use in {earlier}')
            found[question.id] = question, part
    if not found:
        raise UsageError("I have no questions to ask.", f"There are none in {folders[0]}: install Between again.")
    return tuple(question for question, _ in found.values())


def load_phrases(path: Path) -> Phrases:
    """`evening.toml`. Raises UsageError with the line."""
    top = read(path)
    names = [field.name for field in fields(Phrases)]
    top.only("version", *names)
    slots = {"left_out": {"count"}, "on_this_night": {"ago"}}
    return Phrases(**{name: top.texts(name, slots=slots.get(name, set())) for name in names})


def load_safety(folder: Path, *, own_lines: Path | None = None) -> SafetyTexts:
    """`prompts/safety/`; a country's file in `own_lines` takes the place of ours. Raises UsageError with the line."""
    countries = {
        country.code: country
        for lines in (folder / "lines", *([own_lines] if own_lines else []))
        for country in map(_country, _files(lines))
    }
    return SafetyTexts(
        always=_always(read(folder / "always.toml")),
        concern=_answers(read(folder / "concern.toml")),
        crisis=_answers(read(folder / "crisis.toml")),
        countries=tuple(countries.values()),
        plan=_plan(read(folder / "plan.toml")),
    )


def _question(part: Part) -> Question:
    part.only("id", "text", "for", "kind", "late")
    question = Question(
        id=part.text("id"),
        text=part.text("text", slots={"person"}),
        answers_to=part.one_of("for", TARGETS),
        kind=part.one_of("kind", get_args(Kind), default="open"),
        late=part.flag("late", default=True),
    )
    if not re.fullmatch(r"[a-z0-9_]+\.[a-z0-9_]+", question.id):
        raise part.fault("id", 'an id is two words of small letters with a dot between, such as "paused.what_helped"')
    if not question.text.endswith("?") or question.text.count("?") > 1:
        raise part.fault("text", "the text is to be one question, with one question mark at its end")
    if len(question.text.split()) > MOST_WORDS:
        raise part.fault("text", f"the text has {len(question.text.split())} words, and {MOST_WORDS} is the most")
    if "{person}" in question.text and question.answers_to != PERSON:
        raise part.fault("text", '{person} is only for questions that are for = "person"')
    if question.asks_why and question.late:
        raise part.fault(
            "text", 'a question with "why" in it wants the line late = false, since it is not for the night'
        )
    return question


def _always(part: Part) -> Always:
    part.only("version", *(field.name for field in fields(Always)))
    return Always(
        program=part.text("program"),
        stay=part.text("stay"),
        plan=part.text("plan"),
        reach=part.texts("reach"),
        staying=part.texts("staying"),
        closing=part.text("closing", slots={"line"}),
        lines=part.text("lines", slots={"name", "how", "number", "note"}),
        line=part.text("line", slots={"number"}),
        dated=part.text("dated", slots={"date"}),
        elsewhere_emergency=part.text("elsewhere_emergency"),
        elsewhere_lines=part.texts("elsewhere_lines"),
        elsewhere_line=part.text("elsewhere_line"),
    )


def _answers(top: Part) -> Answers:
    about = get_args(About)
    top.only("version", "now", "heard", *about)
    openings = []
    for part in top.parts("heard"):
        part.only("about", "words", "text")
        words = part.texts("words") if "words" in part.table else ()
        openings.append(Opening(part.one_of("about", about), part.text("text"), words))
    if not openings or openings[-1].words:
        raise top.fault("heard", "the last [[heard]] is the one that always fits, so it has no words")
    forms = {name: _form(top.part(name)) for name in about if name in top.table}
    for number, opening in enumerate(openings):
        if opening.about not in forms:
            raise top.parts("heard")[number].fault("about", f"there is no [{opening.about}] in this file")
    return Answers(tuple(openings), forms, top.texts("now") if "now" in top.table else ())


def _form(part: Part) -> Form:
    part.only("full", "question", "short", "danger", "danger_question")
    form = Form(short=part.texts("short", slots={"line", "stay", "emergency"}), **dict(_long_answers(part)))
    if not form.full and not form.danger:
        raise part.fault("", "neither `full` nor `danger` is here")
    return form


def _long_answers(part: Part) -> Iterator[tuple[str, Any]]:
    for key, question in (("full", "question"), ("danger", "danger_question")):
        if key not in part.table:
            continue
        needed = ("heard", "lines", "program", question)
        alone = (*needed, "stay", "plan")
        sentences = part.texts(key, slots={*alone, "emergency"})
        # Whoever edits the words can't lose the help in them.
        for slot in (*needed, "emergency"):
            if not any(f"{{{slot}}}" in sentence for sentence in sentences):
                raise part.fault(key, f"{{{slot}}} is missing from `{key}`")
        for slot in alone:
            if any(f"{{{slot}}}" in sentence and len(sentence) > len(slot) + 2 for sentence in sentences):
                raise part.fault(key, f"{{{slot}}} is a sentence of its own, so nothing stands beside it")
        yield key, sentences
        yield question, part.text(question)


def _plan(top: Part) -> PlanTexts:
    top.only("version", "around", *SECTIONS)
    parts = {}
    for section in SECTIONS:
        part = top.part(section)
        part.only("heading", "question", "aloud")
        parts[section] = PartTexts(part.text("heading"), part.text("question"), part.text("aloud"))
    around = top.part("around")
    around.only("begins", "ends", "none_yet", "danger")
    return PlanTexts(
        parts=parts,
        begins=around.text("begins"),
        ends=around.text("ends"),
        none_yet=around.texts("none_yet"),
        danger=around.text("danger", slots={"emergency"}),
    )


def _country(path: Path) -> Country:
    top = read(path)
    top.only("version", "country", "name", "zones", "emergency", "line")
    emergency, lines = top.part("emergency"), top.parts("line")
    emergency.only("number", "source", "checked", "source_date")
    if not lines:
        raise top.fault("", "there is no [[line]] here")
    if not re.fullmatch("[A-Z]{2}", top.text("country")):
        raise top.fault("country", 'a country is two capital letters, such as "GB"')
    return Country(
        code=top.text("country"),
        zones=top.texts("zones"),
        emergency=emergency.text("number"),
        emergency_as_of=_as_of(emergency),
        lines=tuple(map(_line, lines)),
    )


def _line(part: Part) -> Line:
    part.only("name", "how", "number", "note", "source", "checked", "source_date")
    return Line(part.text("name"), part.text("how"), part.text("number"), part.text("note"), _as_of(part))


def _as_of(part: Part) -> date:
    part.text("source")
    checked = part.day("checked")
    return part.day("source_date") if "source_date" in part.table else checked


def _files(folder: Path) -> list[Path]:
    # Editors leave hidden copies beside what is edited.
    return sorted(path for path in folder.glob("*.toml") if not path.name.startswith("."))
