"""Whether someone may be in danger. A miss is a defect, a false alarm a nuisance: when in doubt, it is said.

Two kinds of rules, both in `safety.toml`: phrases that say it by themselves, and combinations of classes of words.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from assistant.adapters.tagger.combine import Combination, Marks, Match, stands_by
from assistant.adapters.tagger.patterns import Compiler, Pattern
from assistant.adapters.tagger.rules import Hit, Rule, RuleBook, lines, rule_lines
from assistant.adapters.tagger.scene import Scene
from assistant.errors import UsageError
from assistant.journal import SafetyLevel

FORMAT = 2
"""Of `safety.toml`."""
KINDS = dict.fromkeys(("always", "crisis", "passive", "means", "distress", "concern", "over", "figure", "slip"), 1.0)
"""`always`: a crisis whatever stands around it, but for a "not" right before. `passive`: a wish not to wake, or to
vanish. `means`: a question about means, which is a crisis after distress. `over`: told of the past. `figure`: hides
what it overlaps; `slip` (an accident) hides phrases alone, so that a class may still tell what was meant."""
TOGETHER = "rule:together."
FAR = frozenset({"past", "other"})
NO = frozenset({"not", "never", "no", "without", "neither", "nor", "longer"})
NEAR = 3
"""Words before what is denied."""
ME = frozenset({"me", "my", "myself", "us"})


@dataclass(frozen=True, slots=True)
class Danger:
    level: SafetyLevel
    start: int
    end: int
    made_by: str

    @property
    def is_combined(self) -> bool:
        """Classes that stood near each other said it, which everyday words may do by chance."""
        return self.made_by.startswith(TOGETHER)


def gravest(*found: Danger | None) -> Danger | None:
    """Of equals the first."""
    for level in ("crisis", "concern"):
        for danger in found:
            if danger and danger.level == level:
                return danger
    return None


@dataclass(frozen=True, slots=True)
class Heard:
    """A talk with all that was found in it, figures of speech left out."""

    scene: Scene
    phrases: Sequence[Hit]
    marks: Marks
    distressed: bool


class Safety:
    def __init__(self, data: Mapping[str, Any], *, compiler: Compiler) -> None:
        """Raises UsageError for a mistake in the data."""
        if data.get("format") != FORMAT:
            raise UsageError("safety.toml is of another version.", "Install the program again.")
        classes = {name: lines(block) for name, block in data.get("class", {}).items()}
        compiler = compiler.with_lists({name: "|".join(block) for name, block in classes.items()})
        self._book = RuleBook([*_phrases(data.get("phrases", {}), compiler), *_classes(classes, compiler)])
        self._combinations = [Combination.of(row, known=classes) for row in data.get("combine", [])]

    def find(self, scene: Scene) -> Danger | None:
        """The gravest thing that was said; of equals a phrase, then the first."""
        heard = self._hear(scene)
        phrases, combinations = self._by_phrases(heard), self._by_combinations(heard)
        return gravest(*sorted(phrases, key=_start), *sorted(combinations, key=_start))

    def _hear(self, scene: Scene) -> Heard:
        hits = self._book.find(scene.talk)
        figures = _covered(hits, scene, kind="figure")
        slips = _covered(hits, scene, kind="slip")
        marks: dict[str, list[Hit]] = defaultdict(list)
        phrases: list[Hit] = []
        for hit in hits:
            if hit.rule.kind in ("figure", "slip") or any(figures[hit.first : hit.last]):
                continue
            if hit.rule.kind == "class":
                marks[hit.rule.label].append(hit)
            elif not any(slips[hit.first : hit.last]):
                phrases.append(hit)
        kinds = {h.rule.kind for h in phrases}
        return Heard(scene, phrases, marks, bool(kinds & {"distress", "crisis", "passive", "concern"}))

    def _by_phrases(self, heard: Heard) -> Iterator[Danger]:
        for hit in heard.phrases:
            yield _danger(_level_of_phrase(hit, heard), hit.first, hit.last, hit.rule.id, heard.scene)

    def _by_combinations(self, heard: Heard) -> Iterator[Danger]:
        for combination in self._combinations:
            for match in combination.find(heard.marks, heard.scene.talk):
                level = _level_of_match(match, heard)
                yield _danger(level, match.first, match.last, f"together.{combination.id}", heard.scene)


def _phrases(tables: Mapping[str, Any], compiler: Compiler) -> Iterator[tuple[Rule, Pattern]]:
    for label, table in tables.items():
        yield from rule_lines(table, compiler=compiler, label=label, where="safety.toml", scores=KINDS)


def _classes(classes: Mapping[str, Sequence[str]], compiler: Compiler) -> Iterator[tuple[Rule, Pattern]]:
    for name, block in classes.items():
        rule = Rule(f"class.{name}", name, "class")
        for line in block:
            yield rule, compiler.compile(line, where=f"safety.toml, {rule.id}")


def _start(danger: Danger) -> int:
    return danger.start


def _danger(level: SafetyLevel, first: int, last: int, made_by: str, scene: Scene) -> Danger:
    start, end = scene.talk.chars(first, last)
    return Danger(level, start, end, f"rule:{made_by}")


def _level_of_phrase(hit: Hit, heard: Heard) -> SafetyLevel:
    kind, scene = hit.rule.kind, heard.scene
    if kind == "always":
        before = scene.talk.words[hit.first - 1] if hit.first else ""
        return "concern" if before in ("not", "never") else "crisis"
    if kind == "distress":
        return "none"
    if kind == "means":
        return "crisis" if heard.distressed else "concern"
    if kind in ("passive", "concern", "over"):
        negated = kind != "passive" and "negated" in scene.effects(hit.first, hit.last)
        return "none" if negated and kind == "concern" else "concern"
    effects = scene.effects(hit.first, hit.last)
    if "gone" in effects or _is_denied(hit, effects, scene):
        return "concern"
    if hit.rule.label.startswith("danger"):  # it is another's doing by its nature
        return "concern" if "past" in effects or _is_over(hit, heard) else "crisis"
    is_far = bool(effects & FAR) or _is_long_ago(hit, heard) or _is_anothers(hit.first, hit.last, scene)
    return "concern" if is_far else "crisis"


def _level_of_match(match: Match, heard: Heard) -> SafetyLevel:
    combination, scene = match.made_of, heard.scene
    effects = scene.effects(match.first, match.last)
    if combination.whose == "other":
        return "concern"
    if combination.level == "concern":
        return "none" if "negated" in effects else "concern"
    if (
        "gone" in effects
        or _is_denied(match, effects, scene)
        or (combination.level == "doubt" and not heard.distressed)
    ):
        return "concern"
    if combination.whose == "danger":
        return "concern" if _is_over(match, heard) else "crisis"
    is_far = bool(effects & FAR) or _is_long_ago(match, heard) or _is_anothers(match.first, match.last, scene)
    return "concern" if is_far else "crisis"


def _is_denied(found: Match | Hit, effects: Set[str], scene: Scene) -> bool:
    """ "I won't hurt myself": no crisis, but who says so has thought of it. A far "not" denies another thing."""
    words = scene.talk.words[max(scene.talk.clause_start(found.first), found.first - NEAR) : found.first]
    return "negated" in effects and not NO.isdisjoint(words)


def _is_over(match: Match | Hit, heard: Heard) -> bool:
    """Danger from another that is told as past, with nothing said that is now."""
    marks, talk = heard.marks, heard.scene.talk
    return stands_by(match, marks.get("over_now", ()), talk, reach=1) and not stands_by(
        match, marks.get("now_danger", ()), talk, reach=0
    )


def _is_long_ago(match: Match | Hit, heard: Heard) -> bool:
    marks, talk = heard.marks, heard.scene.talk
    return stands_by(match, marks.get("long_ago", ()), talk, reach=0) and not stands_by(
        match, marks.get("now", ()), talk, reach=0
    )


def _is_anothers(first: int, last: int, scene: Scene) -> bool:
    words = scene.talk.words[first:last]
    return scene.owner(first) == "other" and not any(w in scene.people.me or w in ME for w in words)


def _covered(hits: Sequence[Hit], scene: Scene, *, kind: str) -> bytearray:
    """1 for each word of the talk that a hit of this kind holds."""
    words = bytearray(len(scene.talk.words))
    for hit in hits:
        if hit.rule.kind == kind:
            words[hit.first : hit.last] = b"\1" * (hit.last - hit.first)
    return words
