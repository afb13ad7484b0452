"""Reads guides from `prompts/guides/` and from a person's own; a fault is told with its line and the right word.

docs/guides.md tells the format.
"""

import re
from collections.abc import Sequence
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import get_args

from assistant.adapters.guide_conditions import Names, way
from assistant.adapters.prompt_file import Part, read
from assistant.dialogue.answers import Choice
from assistant.dialogue.guide_checks import faults
from assistant.dialogue.guides import BEFORE, END, HOW_FAR, NONE, Breathe, Guide, GuidingPhrases, Listen, Step
from assistant.errors import UsageError

MANUAL = "docs/guides.md"
LONGEST_WAIT_S = 600

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_WORD = re.compile(r"[a-z][a-z0-9_]*")
_LISTENS = tuple(kind for kind in get_args(Listen) if kind)
_ONLY_WHERE = {
    "from": ("number",),
    "to": ("number",),
    "choices": ("choice",),
    "keep_as": _LISTENS,
    "again": _LISTENS,
}
"""Keys of a step that only make sense where it listens so."""


def files(folder: Path) -> list[Path]:
    """None where the folder is not there. Editors leave hidden copies beside what is edited."""
    return sorted(path for path in folder.glob("*.toml") if not path.name.startswith("."))


def load(path: Path) -> Guide:
    """Raises UsageError with the file, the line and what is wrong in it."""
    top = read(path, manual=MANUAL)
    top.only("version", "name", "title", "about", "called", "minutes", "source", "tool", "step")
    name = top.text("name")
    if not _NAME.fullmatch(name) or name != path.stem:
        raise top.fault("name", f'the name is that of the file, "{path.stem}": small letters, with - between words')
    parts = top.parts("step")
    if not parts:
        raise top.fault("", "there is no [[step]] here")
    guide = Guide(
        name=name,
        title=top.text("title"),
        about=top.text("about"),
        called=top.texts("called"),
        minutes=top.amount("minutes", low=0.5, high=180),
        source=top.text("source"),
        tool=top.flag("tool", default=False),
        version=top.table["version"],
        steps=_steps(parts),
    )
    for fault in faults(guide):
        raise parts[fault.step].fault(fault.key, fault.what)
    return guide


def only_one_each(guides: Sequence[Guide]) -> None:
    """Raises UsageError where two are asked for in the same words."""
    taken: dict[str, Guide] = {}
    for guide in guides:
        for called in (guide.title.lower(), *(words.lower() for words in guide.called)):
            other = taken.setdefault(called, guide)
            if other is not guide:
                raise UsageError(
                    f"The guides “{other.name}” and “{guide.name}” are both called “{called}”.",
                    "Take it out of `called` in one of them.",
                )


def load_phrases(path: Path) -> GuidingPhrases:
    """`guiding.toml`. Raises UsageError with the line."""
    top = read(path)
    top.only("version", *(field.name for field in fields(GuidingPhrases)))
    slots = {"again_number": {"low", "high"}, "again_choice": {"choices"}}
    texts = {f.name: top.text(f.name, slots=slots.get(f.name, set())) for f in fields(GuidingPhrases)}
    return GuidingPhrases(**texts)


def _steps(parts: Sequence[Part]) -> tuple[Step, ...]:
    ids = [_word(part, "id") for part in parts]
    for n, part in enumerate(parts):
        if ids[n] == END:
            raise part.fault("id", '"end" is where a guide ends, so no step has that id')
        if ids[n] in ids[:n]:
            raise part.fault("id", f'another step has the id "{ids[n]}" already')
    below = dict(pairwise([*ids, END]))
    names = Names(
        steps=(*ids, END),
        kept=frozenset(_word(part, "keep_as") for part in parts if "keep_as" in part.table),
        numbers={part.table["keep_as"]: _range(part) for part in parts if "keep_as" in part.table and _counts(part)},
    )
    said_back = {
        part.table["keep_as"]
        for part in parts
        if "keep_as" in part.table and part.table.get("listen") in ("free", "number")
    }
    slots = frozenset(said_back | {f"{BEFORE}{name}" for name in said_back})
    return tuple(_step(part, below=below[ids[n]], names=names, slots=slots) for n, part in enumerate(parts))


def _step(part: Part, *, below: str, names: Names, slots: frozenset[str]) -> Step:
    part.only("id", "say", "listen", *_ONLY_WHERE, "breathe", "wait", "when", "next", "at_most")
    listen: Listen = part.one_of("listen", _LISTENS) if "listen" in part.table else ""
    for key, kinds in _ONLY_WHERE.items():
        if key in part.table and listen not in kinds:
            raise part.fault(key, f'"{key}" is only for a step with the line listen = "{kinds[0]}"')
    if not {"say", "wait", "breathe", "when"} & part.table.keys():
        raise part.fault("", "this step does nothing: it has no `say`, `wait`, `breathe` or `when`")
    if listen and "say" not in part.table:
        raise part.fault("listen", "a step that listens also has something to `say`")
    for key in ("wait", "breathe"):
        if listen and key in part.table:
            raise part.fault(key, f"a step that listens has no `{key}`; put it into a step of its own before it")
    low, high = _range(part)
    choices = _choices(part) if listen == "choice" else ()
    to = part.text("next") if "next" in part.table else below
    answers = {"yes_partly_no": HOW_FAR, "choice": tuple(c.name for c in choices)}.get(listen, ())
    return Step(
        id=part.text("id"),
        say=part.text_or_texts("say", slots=slots) if "say" in part.table else (),
        listen=listen,
        low=low,
        high=high,
        choices=choices,
        keep_as=part.table.get("keep_as", ""),
        again=part.text("again") if "again" in part.table else "",
        breathe=_breathe(part.inside("breathe")) if "breathe" in part.table else None,
        wait_s=part.amount("wait", low=0.5, high=LONGEST_WAIT_S, default=0.5) if "wait" in part.table else 0.0,
        when=tuple(
            way(
                each,
                names=names,
                answers=(*answers, NONE) if listen else (),
                own=(low, high) if _counts(part) else None,
            )
            for each in part.each_inside("when")
        ),
        next=names.checked_step(part, "next", to),
        at_most=part.whole("at_most", low=1, high=50) if "at_most" in part.table else 0,
    )


def _word(part: Part, key: str) -> str:
    word = part.text(key)
    if not _WORD.fullmatch(word):
        raise part.fault(key, f'"{key}" is one word of small letters, with _ where a space would be')
    return word


def _counts(part: Part) -> bool:
    return part.table.get("listen") in ("number", "yes_partly_no")


def _range(part: Part) -> tuple[float, float]:
    if part.table.get("listen") == "yes_partly_no":
        return 0.0, 1.0
    low = part.amount("from", low=0, high=1000, default=0)
    high = part.amount("to", low=0, high=1000, default=10)
    if low >= high:
        raise part.fault("to" if "to" in part.table else "from", f"from {low:g} to {high:g} there is no number")
    return low, high


def _choices(part: Part) -> tuple[Choice, ...]:
    found: list[Choice] = []
    for each in part.each_inside("choices"):
        each.only("name", "words")
        choice = Choice(_word(each, "name"), tuple(word.lower() for word in each.texts("words")))
        if choice.name in (*(c.name for c in found), *HOW_FAR, NONE):
            raise each.fault("name", f'the choice "{choice.name}" is there already, or is a word of the format')
        twice = {word for word in choice.words if any(word in c.words for c in found)}
        if twice:
            raise each.fault("words", f'two choices have the word "{min(twice)}"')
        found.append(choice)
    if len(found) < 2:
        raise part.fault("choices", "a choice is between two or more")
    return tuple(found)


def _breathe(part: Part) -> Breathe:
    part.only("in", "hold", "out", "times")
    return Breathe(
        in_s=part.amount("in", low=1, high=20),
        hold_s=part.amount("hold", low=0, high=20, default=0),
        out_s=part.amount("out", low=1, high=20),
        times=part.whole("times", low=1, high=60),
    )
