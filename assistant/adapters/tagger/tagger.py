"""The `Tagger` of the ports: texts in, a reading out."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from zlib import crc32

from assistant.adapters.tagger.found import Found, surest
from assistant.adapters.tagger.language import why_untagged
from assistant.adapters.tagger.measured import Measured
from assistant.adapters.tagger.normal import blanked, one_spelling
from assistant.adapters.tagger.people import Persons
from assistant.adapters.tagger.rules import read_toml
from assistant.adapters.tagger.safety import Danger
from assistant.adapters.tagger.talk import Joined
from assistant.adapters.tagger.trained import version_of
from assistant.journal import Measure, Reading, Tag

LONGEST = 200
"""Letters of a word; the rest of it is passed over."""
_NO_WORD = re.compile(rf"\S{{{LONGEST + 1},}}")


class Tagger:
    """Loads spaCy (about a second) and the data files of `folder` when it is made."""

    def __init__(self, folder: Path) -> None:
        """Raises PartMissing for a file that is absent, UsageError for one with a mistake."""
        from assistant.adapters.tagger.pipeline import build

        lists = read_toml(folder, "lists.toml")
        self._nlp = build(folder)
        self._persons = Persons(read_toml(folder, "people.toml"))
        self._function_words = frozenset(lists["english"]["words"].split())
        self.version = f"between-tagger {lists['version']}.{version_of(folder)}.{_mark(folder)}"

    def read(self, texts: Sequence[str]) -> Reading:
        """Evidence points into `texts`. Of a talk that cannot be tagged only danger is said, and why it cannot."""
        joined = Joined(texts)
        doc = self._nlp(_spelled(joined.text))
        talk, danger = doc.user_data["talk"], doc.user_data["danger"]
        untagged = why_untagged(talk.words, doc.user_data["whole_talk"].words, self._function_words)
        found: list[Found] = []
        measured: list[Measured] = []
        if not untagged:
            persons = self._persons.find(blanked(joined.text, doc.user_data["loops"]))
            found = surest([*doc.user_data["found"], *persons])
            measured = doc.user_data["measures"]
        return replace(
            _of_danger(danger, joined, tagger=self.version),
            tags=tuple(_tag(f, joined) for f in found),
            measures=tuple(_measure(m, joined) for m in measured),
            untagged=untagged,
        )


class SafetyRules:
    """Hears danger by the rules alone, and nothing else: what is left where the trained files are gone."""

    version = "between-safety-rules"

    def __init__(self, folder: Path) -> None:
        """Raises PartMissing for a file that is absent, UsageError for one with a mistake."""
        from assistant.adapters.tagger.pipeline import build

        self._nlp = build(folder, steps=("clauses", "context", "safety"))

    def read(self, texts: Sequence[str]) -> Reading:
        """Without tags."""
        joined = Joined(texts)
        return _of_danger(self._nlp(_spelled(joined.text)).user_data["danger"], joined, tagger=self.version)


def _of_danger(danger: Danger | None, joined: Joined, *, tagger: str) -> Reading:
    return Reading(
        tags=(),
        safety=danger.level if danger else "none",
        safety_evidence=joined.evidence(danger.start, danger.end) if danger else None,
        safety_made_by=danger.made_by if danger else "",
        tagger=tagger,
    )


def _spelled(text: str) -> str:
    """As long as `text`. No word has hundreds of letters, and spaCy takes their square to find that out."""
    return _NO_WORD.sub(lambda found: found[0][:LONGEST] + " " * (len(found[0]) - LONGEST), one_spelling(text))


def _mark(folder: Path) -> str:
    """Of all rules and lists, so that a changed one makes another tagger, which `retag` knows from the last."""
    return f"{crc32(b''.join(path.read_bytes() for path in sorted(folder.glob('*.toml')))):08x}"


def _tag(found: Found, joined: Joined) -> Tag:
    evidence = joined.evidence(found.start, found.end)
    return Tag(found.kind, found.label, found.detail, found.score, evidence, found.made_by)


def _measure(found: Measured, joined: Joined) -> Measure:
    evidence = joined.evidence(found.start, found.end)
    return Measure(found.kind, found.value, found.lower_s, found.upper_s, evidence, found.made_by)
