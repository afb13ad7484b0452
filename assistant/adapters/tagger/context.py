"""Whose it is and whether it happened, after ConText (Harkema 2009): triggers with a direction and a reach.

The table of triggers is `context.toml`. `Scene.standing` answers for any stretch of a talk, whether a rule matched
there or not.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from assistant.adapters.tagger.patterns import Compiler
from assistant.adapters.tagger.rules import Hit, Rule, RuleBook
from assistant.adapters.tagger.scene import Reach, Scene
from assistant.adapters.tagger.subjects import Owner, People, owners
from assistant.adapters.tagger.talk import Talk
from assistant.errors import UsageError

Effect = Literal[
    "negated", "averted", "intended", "wished", "other", "past", "quoted", "general", "hypothetical", "gone",
    "confirmed", "stop", "pseudo",
]  # fmt: skip
EFFECTS: tuple[Effect, ...] = (
    "negated", "averted", "intended", "wished", "other", "past", "quoted", "general", "hypothetical", "gone",
    "confirmed", "stop", "pseudo",
)  # fmt: skip
_TO_COME = frozenset("if when whenever next unless".split())


class Context:
    def __init__(self, data: Mapping[str, Any], *, compiler: Compiler, people: People) -> None:
        """Raises UsageError for a rule that makes no sense."""
        self.people = people
        self._reach: dict[str, Reach] = {}
        entries = []
        for row in data.get("rule", []):
            name, effect = row.get("id", "?"), row.get("effect")
            stops = frozenset(row.get("stops", "").split())
            unknown = stops - set(EFFECTS)
            if effect not in EFFECTS or unknown:
                raise UsageError(
                    f"context.toml: rule “{name}” has no known effect.", f"Known are: {', '.join(EFFECTS)}."
                )
            rule = Rule(name, effect, effect)
            self._reach[name] = Reach(
                row.get("forward", 0),
                row.get("backward", 0),
                row.get("clauses", 0),
                row.get("whose", ""),
                row.get("at", ""),
                stops,
            )
            for line in row.get("patterns", "").splitlines():
                if line.strip():
                    entries.append((rule, compiler.compile(line.strip(), where=f"context.toml, {name}")))
        self._book = RuleBook(entries)

    def of(self, talk: Talk) -> Scene:
        whose = owners(talk, self.people)
        hits = self._book.find(talk)
        starts, ends = _clause_edges(talk, self.people)
        shadows = [h for h in hits if h.rule.kind == "pseudo"]
        by_sentence: dict[int, list[Hit]] = {}
        for hit in hits:
            if hit.rule.kind == "pseudo" or not self._counts(hit, talk, whose, starts, ends):
                continue
            by_sentence.setdefault(talk.sentence_of[hit.first], []).append(hit)
        triggers = {s: _without_inner(found, shadows) for s, found in by_sentence.items()}
        return Scene(talk, triggers, self._reach, self.people, whose, _hard_borders(talk, self.people))

    def _counts(
        self, hit: Hit, talk: Talk, whose: Sequence[Owner], starts: frozenset[int], ends: frozenset[int]
    ) -> bool:
        reach = self._reach[hit.rule.id]
        if reach.at == "start" and hit.first not in starts:
            return False
        if reach.at == "alone" and hit.last not in ends:
            return False
        if reach.whose and _is_to_come(hit, talk):
            return False
        if reach.whose:
            return (whose[hit.first] == "self") == (reach.whose == "self")
        return True


def _is_to_come(hit: Hit, talk: Talk) -> bool:
    """ "Next time she says that I'll go": nothing is reported."""
    before = talk.words[talk.clause_start(hit.first) : hit.first]
    return talk.words[hit.first].endswith("s") and not _TO_COME.isdisjoint(before)


def _clause_edges(talk: Talk, people: People) -> tuple[frozenset[int], frozenset[int]]:
    """Words that begin a clause, or would but for "and" and the like; words that a clause ends before."""
    starts: set[int] = set()
    ends: set[int] = set()
    for first, last in talk.clauses:
        ends.add(last)
        starts.add(first)
        k = first
        while k < last and talk.words[k] in people.lead:
            k += 1
            starts.add(k)
    return frozenset(starts), frozenset(ends)


def _without_inner(hits: Sequence[Hit], shadows: Sequence[Hit]) -> list[Hit]:
    """Leaves out what a shadow holds ("not only"), and what a longer denial holds ("not" in "did not")."""
    at = [h.first for h in shadows]
    out = []
    for hit in hits:
        near = shadows[max(0, bisect_left(at, hit.first - 12)) : bisect_left(at, hit.first + 1)]
        if any(s.first <= hit.first and hit.last <= s.last and s.last - s.first > hit.last - hit.first for s in near):
            continue
        if hit.rule.kind == "negated" and any(
            o is not hit
            and o.rule.kind == "negated"
            and o.first <= hit.first
            and hit.last <= o.last
            and o.last - o.first > hit.last - hit.first
            for o in hits
        ):
            continue
        out.append(hit)
    return out


def _hard_borders(talk: Talk, people: People) -> tuple[int, ...]:
    """For each clause how many borders lie before it that are more than a comma in a list."""
    out: list[int] = []
    count = 0
    for first, _last in talk.clauses:
        word = talk.words[first]
        after = talk.words[first + 1] if first + 1 < len(talk.words) else ""
        goes_on = word in ("and", "or")
        is_list = (goes_on or word not in people.lead) and not _tells(after if goes_on else word, people)
        count += not is_list
        out.append(count)
    return tuple(out)


def _tells(word: str, people: People) -> bool:
    """Whether a clause that begins so has a subject or a verb of its own."""
    return (
        word in people.me
        or word in people.others
        or word in people.things
        or word in people.dets
        or word in people.kin
        or word in people.past_tense
        or word in people.asking
    )
