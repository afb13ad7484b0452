"""The tagger as a spaCy pipeline on `spacy.blank("en")`: one component a question.

Each component reads what the ones before it left in `doc.user_data` and adds what it found; the trained one, at the
end, weighs it. This is the only module that imports spaCy.
"""

import gc
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from functools import cached_property
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from assistant.adapters.tagger.behaviours import Behaviours
from assistant.adapters.tagger.clauses import Joints, talk_of
from assistant.adapters.tagger.context import Context
from assistant.adapters.tagger.emotions import Emotions, Frames
from assistant.adapters.tagger.found import Found
from assistant.adapters.tagger.measures import Measures
from assistant.adapters.tagger.normal import Word, blanked, expanded, without_fillers, without_loops, without_restarts
from assistant.adapters.tagger.patterns import MARKS, Compiler
from assistant.adapters.tagger.rules import read_toml
from assistant.adapters.tagger.safety import Safety
from assistant.adapters.tagger.subjects import People
from assistant.adapters.tagger.talk import Talk
from assistant.adapters.tagger.themes import Themes
from assistant.adapters.tagger.trained import trained
from assistant.errors import UsageError

FORMAT = 1
WAITED = 0.8
"""Score of a pause whose length is told."""
"""Of the data files; a folder of another one is refused."""

Step = Callable[[Doc], Doc]


class Files:
    """The data files of a folder, with what several steps make of them, so that each is read and made once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def lists(self) -> dict[str, Any]:
        lists = self["lists.toml"]
        if lists.get("format") != FORMAT:
            raise UsageError(
                f"The tagger's files in {self.folder} are of another version.", "Install the program again."
            )
        return lists

    @cached_property
    def compiler(self) -> Compiler:
        return Compiler(self.lists["list"], self.lists["verb"])

    def __getitem__(self, name: str) -> dict[str, Any]:
        return read_toml(self.folder, name)

    def words(self, table: str, key: str) -> frozenset[str]:
        return frozenset(self.lists[table][key].split())


_BUILDING: WeakKeyDictionary[Language, Files] = WeakKeyDictionary()
"""While a pipeline is built, the files that its steps share."""


def build(folder: Path, *, steps: Sequence[str] = ()) -> Language:
    """All steps, or those that are named. Raises PartMissing for an absent file, UsageError for one with a mistake."""
    with _no_search_for_garbage():
        nlp = spacy.blank("en")
        nlp.max_length = sys.maxsize  # spaCy's own limit is for its parser, which is not used
        _BUILDING[nlp] = Files(folder)
        for name in steps or STEPS:
            nlp.add_pipe(f"between_{name}", config={"folder": str(folder)})
        del _BUILDING[nlp]
    return nlp


@contextmanager
def _no_search_for_garbage() -> Iterator[None]:
    """Many thousand objects are made here and all of them stay: Python would go through them a hundred times."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _clauses(files: Files) -> Step:
    joints = Joints(**{f.name: files.words("joints", f.name) for f in fields(Joints)})
    spelling = {old: new.split() for old, new in files.lists["spelling"].items()}
    always = {f: True for f in files.lists["fillers"]["always"].split("; ")}
    times = frozenset(files.lists["fillers"]["times_between_pauses"].split("; "))
    fillers = always | dict.fromkeys([*files.lists["fillers"]["between_pauses"].split("; "), *times], False)

    def talk_in(words: Sequence[Word]) -> Talk:
        spoken = expanded(words)
        kept = without_fillers(spoken, fillers, times)
        if all(word.text in MARKS for word in kept):  # a whole answer such as "Yes." is no filler
            kept = without_fillers(spoken, always)
        return talk_of(without_restarts(kept), joints)

    def step(doc: Doc) -> Doc:
        words = _words(doc, spelling)
        unlooped = without_loops(words)
        data = doc.user_data
        data["text"] = data["whole_text"] = doc.text  # put together anew each time that it is asked for
        data["talk"] = data["whole_talk"] = talk = talk_in(unlooped)
        data["loops"] = ()
        if len(unlooped) < len(words):  # a cry for help that a recogniser's loop repeats is still heard
            data["whole_talk"] = talk_in(words)
            data["loops"] = set(words).difference(unlooped)
            data["text"] = blanked(doc.text, data["loops"])
        doc.spans["clauses"] = [
            span
            for first, last in talk.clauses
            if (span := doc.char_span(talk.at[first][0], talk.at[last - 1][1], alignment_mode="expand")) is not None
        ]
        data["found"] = []
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


def _context(files: Files) -> Step:
    words = {f.name: files.words("people", f.name) for f in fields(People) if f.name != "names"}
    people = People(**words, names=frozenset(files["people.toml"]["names"]["words"].split()))
    context = Context(files["context.toml"], compiler=files.compiler, people=people)

    def step(doc: Doc) -> Doc:
        talk, whole = doc.user_data["talk"], doc.user_data["whole_talk"]
        doc.user_data["scene"] = scene = context.of(talk)
        doc.user_data["whole_scene"] = scene if whole is talk else context.of(whole)
        return doc

    return step


def _emotions(files: Files) -> Step:
    keys = ("degrees", "links", "after_alone", "hedges")
    frames = Frames(**{k: files.words("frames", k) for k in keys})
    return _finder(Emotions(files["emotions.toml"], compiler=files.compiler, frames=frames))


def _behaviours(files: Files) -> Step:
    return _finder(Behaviours(files["behaviours.toml"], compiler=files.compiler))


def _finder(part: Emotions | Behaviours) -> Step:
    def step(doc: Doc) -> Doc:
        doc.user_data["found"] += part.find(doc.user_data["scene"])
        return doc

    return step


def _themes(files: Files) -> Step:
    themes = Themes(files["themes.toml"], compiler=files.compiler)

    def step(doc: Doc) -> Doc:
        doc.user_data["themes"] = themes.weigh(doc.user_data["talk"])
        return doc

    return step


def _trained(files: Files) -> Step:
    """What the rules found is weighed with what the trained heads hear, and only what is sure enough is left."""
    part = trained(files.folder)

    def step(doc: Doc) -> Doc:
        data = doc.user_data
        data["found"] = part.read(data["text"], data["scene"], data["found"], data["themes"])
        data["danger"] = part.danger.find(data["whole_text"], data["whole_talk"], data["danger"])
        return doc

    return step


def _measures(files: Files) -> Step:
    measures = Measures(files["measures.toml"], compiler=files.compiler)

    def step(doc: Doc) -> Doc:
        data = doc.user_data
        data["measures"] = measures.find(data["scene"])
        waited = [m for m in data["measures"] if m.kind == "pause"]
        if waited and not any(f.label == "paused" and f.detail == "done" for f in data["found"]):
            one = waited[0]  # who waited an hour before they answered has paused
            data["found"].append(Found("behaviour", "paused", "done", WAITED, one.start, one.end, one.made_by))
        return doc

    return step


def _safety(files: Files) -> Step:
    safety = Safety(files["safety.toml"], compiler=files.compiler)

    def step(doc: Doc) -> Doc:
        doc.user_data["danger"] = safety.find(doc.user_data["whole_scene"])
        return doc

    return step


STEPS: dict[str, Callable[[Files], Step]] = {
    "clauses": _clauses,
    "context": _context,
    "emotions": _emotions,
    "behaviours": _behaviours,
    "themes": _themes,
    "safety": _safety,
    "trained": _trained,
    "measures": _measures,
}


def _register() -> None:
    for name, make in STEPS.items():

        def factory(nlp: Language, name: str, folder: str, make: Callable[[Files], Step] = make) -> Step:
            return make(_BUILDING.get(nlp) or Files(Path(folder)))

        Language.factory(f"between_{name}", default_config={"folder": ""}, func=factory)


_register()
