"""How much danger is heard in lines that were written down before the rules were made for them.

The rules were mended on the lines of `a` and `practice`, and on those of `b` once it had been counted twice: these hold
a floor and measure nothing. `c` was counted once, after the last change to the rules; its figure stands in CARD.md. A
rule that is changed for a line of `c` ends the measure.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.adapters.tagger import Tagger

HERE = Path(__file__).parent
FLOORS = {  # crises said to be one, crises heard at all, concerns heard at all, false alarms at most
    "a": (57, 60, 40, 0),
    "practice": (244, 255, 106, 12),
    "b": (56, 58, 39, 0),
    "c": (36, 38, 25, 10),
}
PLAIN = [
    "I made soup and watered the plants.",
    "The bus was late again, and I read my book at the stop.",
    "My sister rang and we talked about her garden for an hour.",
]


def lines(name: str) -> Iterator[dict[str, Any]]:
    for line in (HERE / f"safety_lines_{name}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def counted(name: str, tagger: Tagger) -> Counter[tuple[str, str, str]]:
    """How many lines of each level and kind were given which level."""
    return Counter((row["safety"], row["kind"], tagger.read([row["text"]]).safety) for row in lines(name))


@pytest.mark.parametrize("name", FLOORS)
def test_as_much_is_heard_as_was_measured(name: str, tagger: Tagger) -> None:
    """Crises and concerns heard do not fall below what was reached, and false alarms do not grow."""
    counts = counted(name, tagger)

    def how_many(is_one: Callable[[str, str], bool]) -> int:
        return sum(n for (want, _, got), n in counts.items() if is_one(want, got))

    said = how_many(lambda want, got: want == got == "crisis")
    heard = how_many(lambda want, got: want == "crisis" and got != "none")
    concerns = how_many(lambda want, got: want == "concern" and got != "none")
    false = how_many(lambda want, got: want == "none" and got != "none")
    print(f"\n{name}: {said} crises said, {heard} heard, {concerns} concerns heard, {false} false alarms")
    for (want, kind, got), n in sorted(counts.items()):
        print(f"  {want} ({kind}) said to be {got}: {n}")
    floor = FLOORS[name]
    assert (said >= floor[0], heard >= floor[1], concerns >= floor[2], false <= floor[3]) == (True,) * 4


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    row=st.sampled_from([row for row in lines("a") if row["safety"] != "none"]),
    before=st.sampled_from(PLAIN),
    after=st.sampled_from(PLAIN),
)
def test_plain_talk_around_it_hides_nothing(row: dict[str, Any], before: str, after: str, tagger: Tagger) -> None:
    """What is heard alone is heard in the middle of an ordinary talk, and shown with words of its own utterance."""
    alone = tagger.read([row["text"]])
    within = tagger.read([before, row["text"], after])
    grave = ("none", "concern", "crisis")
    assert grave.index(within.safety) >= grave.index(alone.safety)
    if alone.safety != "none":
        assert within.safety_evidence is not None
        assert within.safety_evidence.utterance == 1
