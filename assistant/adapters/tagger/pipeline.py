"""The tagger as a spaCy pipeline on `spacy.blank("en")`: one component a question.

Each component reads what the ones before it left in `doc.user_data` and adds what it found; the trained one, at the
end, weighs it. This is the only module that imports spaCy.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from assistant.adapters.tagger.behaviours import Behaviours
from assistant.adapters.tagger.clauses import Joints, talk_of
from assistant.adapters.tagger.context import Context, People
from assistant.adapters.tagger.emotions import Emotions, Frames
from assistant.adapters.tagger.measures import Measures
from assistant.adapters.tagger.normal import (
    Word,
    expanded,
    without_fillers,
    without_loops,
    without_restarts,
)
from assistant.adapters.tagger.patterns import MARKS, Compiler
from assistant.adapters.tagger.rules import read_toml
from assistant.adapters.tagger.safety import Safety
from assistant.adapters.tagger.themes import Themes
from assistant.adapters.tagger.trained import trained
from assistant.errors import UsageError

FORMAT = 1
"""Of the data files; a folder of another one is refused."""

Step = Callable[[Doc], Doc]


def build(folder: Path, *, steps: Sequence[str] = ()) -> Language:
    """All steps, or those that are named. Raises PartMissing for an absent file, UsageError for one with a mistake."""
    nlp = spacy.blank("en")
    nlp.max_length = sys.maxsize  # spaCy's own limit is for its parser, which is not used
    for name in steps or STEPS:
        nlp.add_pipe(f"between_{name}", config={"folder": str(folder)})
    return nlp


def _lists(folder: Path) -> dict[str, Any]:
    lists = read_toml(folder, "lists.toml")
    if lists.get("format") != FORMAT:
        raise UsageError(f"The tagger's files in {folder} are of another version.", "Install the program again.")
    return lists


def _compiler(folder: Path) -> Compiler:
    lists = _lists(folder)
    return Compiler(lists["list"], lists["verb"])


def _set(lists: Mapping[str, Any], table: str, key: str) -> frozenset[str]:
    return frozenset(lists[table][key].split())


def _clauses(folder: Path) -> Step:
    lists = _lists(folder)
    joints = Joints(**{f.name: _set(lists, "joints", f.name) for f in fields(Joints)})
    spelling = {old: new.split() for old, new in lists["spelling"].items()}
    fillers = {f: True for f in lists["fillers"]["always"].split("; ")}
    fillers |= {f: False for f in lists["fillers"]["between_pauses"].split("; ")}

    def step(doc: Doc) -> Doc:
        words = _words(doc, spelling)
        unlooped = without_loops(words)
        kept = without_restarts(without_fillers(expanded(unlooped), fillers))
        doc.user_data["text"] = doc.text  # put together anew each time that it is asked for
        doc.user_data["talk"] = doc.user_data["whole_talk"] = talk = talk_of(kept, joints)
        if len(unlooped) < len(words):  # a cry for help that a recogniser's loop repeats is still heard
            doc.user_data["whole_talk"] = talk_of(without_restarts(without_fillers(expanded(words), fillers)), joints)
        doc.spans["clauses"] = [
            span
            for first, last in talk.clauses
            if (span := doc.char_span(talk.at[first][0], talk.at[last - 1][1], alignment_mode="expand")) is not None
        ]
        doc.user_data["found"] = []
        return doc

    return step


def _words(doc: Doc, spelling: Mapping[str, list[str]]) -> list[Word]:
    words: list[Word] = []
    pause = False
    for token in doc:
        text, start = token.text, token.idx
        if not text[0].isalnum() and not any(map(str.isalnum, text)):
            if (text[0] in MARKS and ".." not in text) or text == "\n\n":
                mark = "?" if "?" in text else "."
                if words and words[-1].text not in MARKS:
                    words.append(Word(mark, start, start + len(text)))
                pause = False
            else:
                pause = pause or text[0] in ",;:-\u2013\u2014\u2026." or "\n" in text
            continue
        for new in spelling.get(text, [text]):
            words.append(Word(new, start, start + len(text), pause))
            pause = False
    return words


def _context(folder: Path) -> Step:
    lists = _lists(folder)
    words = {f.name: _set(lists, "people", f.name) for f in fields(People) if f.name != "names"}
    people = People(**words, names=_set(read_toml(folder, "people.toml"), "names", "words"))
    context = Context(read_toml(folder, "context.toml"), compiler=_compiler(folder), people=people)

    def step(doc: Doc) -> Doc:
        talk, whole = doc.user_data["talk"], doc.user_data["whole_talk"]
        doc.user_data["scene"] = scene = context.of(talk)
        doc.user_data["whole_scene"] = scene if whole is talk else context.of(whole)
        return doc

    return step


def _emotions(folder: Path) -> Step:
    lists = _lists(folder)
    keys = ("degrees", "links", "after_alone", "hedges")
    frames = Frames(**{k: _set(lists, "frames", k) for k in keys})
    return _finder(Emotions(read_toml(folder, "emotions.toml"), compiler=_compiler(folder), frames=frames))


def _behaviours(folder: Path) -> Step:
    return _finder(Behaviours(read_toml(folder, "behaviours.toml"), compiler=_compiler(folder)))


def _finder(part: Emotions | Behaviours) -> Step:
    def step(doc: Doc) -> Doc:
        doc.user_data["found"] += part.find(doc.user_data["scene"])
        return doc

    return step


def _themes(folder: Path) -> Step:
    themes = Themes(read_toml(folder, "themes.toml"), compiler=_compiler(folder))

    def step(doc: Doc) -> Doc:
        doc.user_data["themes"] = themes.weigh(doc.user_data["talk"])
        return doc

    return step


def _trained(folder: Path) -> Step:
    """What the rules found is weighed with what the trained heads hear, and only what is sure enough is left."""
    part = trained(folder)

    def step(doc: Doc) -> Doc:
        data = doc.user_data
        data["found"] = part.read(data["text"], data["scene"], data["found"], data["themes"])
        data["danger"] = part.danger.find(data["text"], data["whole_talk"], data["danger"])
        return doc

    return step


def _measures(folder: Path) -> Step:
    measures = Measures(read_toml(folder, "measures.toml"), compiler=_compiler(folder))

    def step(doc: Doc) -> Doc:
        doc.user_data["measures"] = measures.find(doc.user_data["scene"])
        return doc

    return step


def _safety(folder: Path) -> Step:
    safety = Safety(read_toml(folder, "safety.toml"), compiler=_compiler(folder))

    def step(doc: Doc) -> Doc:
        doc.user_data["danger"] = safety.find(doc.user_data["whole_scene"])
        return doc

    return step


STEPS: dict[str, Callable[[Path], Step]] = {
    "clauses": _clauses,
    "context": _context,
    "emotions": _emotions,
    "behaviours": _behaviours,
    "themes": _themes,
    "measures": _measures,
    "safety": _safety,
    "trained": _trained,
}


def _register() -> None:
    for name, make in STEPS.items():

        def factory(nlp: Language, name: str, folder: str, make: Callable[[Path], Step] = make) -> Step:
            return make(Path(folder))

        Language.factory(f"between_{name}", default_config={"folder": ""}, func=factory)


_register()
