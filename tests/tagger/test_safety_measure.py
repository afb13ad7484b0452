"""How much danger is heard in lines that were written down before the rules were made for them.

The rules alone, without the trained part. They were mended on the lines of `a`, `b`, `practice` and
`told_known`, on the odd lines of danger.jsonl and on reflections of writers 1 to 7: these hold a floor and measure
nothing. `c` and `told` were never looked at; nor were the even lines of danger.jsonl and the reflections of writers 8
to 14, where the figures in CARD.md come from. A rule that is changed for one of those ends the measure.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.adapters.tagger import Tagger
from assistant.adapters.tagger.normal import one_spelling
from assistant.adapters.tagger.pipeline import build
from assistant.adapters.tagger.safety import TOGETHER
from tagger.conftest import FOLDER

if TYPE_CHECKING:
    from spacy.language import Language

HERE = Path(__file__).parent
FLOORS = {  # crises said to be one, crises heard at all, concerns heard at all, false alarms at most
    "a": (57, 60, 40, 0),
    "practice": (245, 256, 103, 12),
    "b": (56, 58, 39, 0),
    "c": (35, 37, 22, 5),
    "told_known": (44, 45, 9, 8),
    "told": (38, 42, 6, 9),
}
TRAINING = FOLDER / "training"
CEILINGS = {"odd": (4, 9), "even": (11, 23), "later": (17, 33)}
"""False crises and false alarms of any kind in reflections: writers 1 to 7 (496), writers 8 to 14 (615), later ones
(835), whose first count was 18 and 33, and of whom the false crises were then read."""
FRESH = {"odd": (127, 133), "even": (53, 63)}
"""Crises said and heard in danger.jsonl: 233 with odd ids, which were read, 232 with even ids."""
PLAIN = [
    "I made soup and watered the plants.",
    "The bus was late again, and I read my book at the stop.",
    "My sister rang and we talked about her garden for an hour.",
]


def lines(name: str) -> Iterator[dict[str, Any]]:
    for line in (HERE / f"safety_lines_{name}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


@pytest.fixture(scope="module")
def rules() -> "Language":
    nlp = build(FOLDER)
    nlp.select_pipes(enable=["between_clauses", "between_context", "between_safety"])
    return nlp


def level(text: str, rules: "Language") -> str:
    danger = rules(one_spelling(text)).user_data["danger"]
    return danger.level if danger else "none"


def counted(name: str, rules: "Language") -> Counter[tuple[str, str, str]]:
    """How many lines of each level and kind were given which level."""
    return Counter((row["safety"], row["kind"], level(row["text"], rules)) for row in lines(name))


def trained_on(name: str, half: str) -> list[dict[str, Any]]:
    path = TRAINING / f"{name}.jsonl"
    if not path.exists():
        pytest.skip(f"models/tagger/training/{name}.jsonl is absent")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if part_of(row) == half]


def part_of(row: dict[str, Any]) -> str:
    if "writer" not in row:
        return "odd" if int(row["id"][-1]) % 2 else "even"
    return "odd" if row["writer"] <= 7 else "even" if row["writer"] <= 14 else "later"


@pytest.mark.parametrize("name", FLOORS)
def test_as_much_is_heard_as_was_measured(name: str, rules: "Language") -> None:
    """Crises and concerns heard do not fall below what was reached, and false alarms do not grow."""
    counts = counted(name, rules)

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


@pytest.mark.parametrize("half", CEILINGS)
def test_ordinary_evenings_are_left_alone(half: str, rules: "Language") -> None:
    """What people tell of a plain day is not taken for danger more often than was reached."""
    rows = [row for row in trained_on("reflections", half) if row["safety"] == "none"]
    got = Counter(level(" ".join(s["text"] for s in row["sentences"]), rules) for row in rows)
    print(f"\nreflections ({half}): {got['crisis']} crises, {got['concern']} concerns, of {len(rows)} without danger")
    assert got["crisis"] <= CEILINGS[half][0]
    assert got["crisis"] + got["concern"] <= CEILINGS[half][1]


@pytest.mark.parametrize("half", FRESH)
def test_crises_in_fresh_lines(half: str, rules: "Language") -> None:
    """Of lines by another hand as many are heard as was reached."""
    got = Counter(level(row["text"], rules) for row in trained_on("danger", half) if row["safety"] == "crisis")
    print(f"\ndanger ({half}): {got['crisis']} crises said, {got['crisis'] + got['concern']} heard, of {got.total()}")
    assert got["crisis"] >= FRESH[half][0]
    assert got["crisis"] + got["concern"] >= FRESH[half][1]


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    row=st.sampled_from([row for row in lines("a") if row["safety"] != "none"]),
    before=st.sampled_from(PLAIN),
    after=st.sampled_from(PLAIN),
)
def test_plain_talk_around_it_hides_nothing(row: dict[str, Any], before: str, after: str, tagger: Tagger) -> None:
    """What is heard alone is heard in the middle of an ordinary talk, and shown with words of its own utterance.

    A combination of words may weigh one step less there.
    """
    text = row["text"].rstrip(".?!") + "."
    alone = tagger.read([text])
    within = tagger.read([before, text, after])
    grave = ("none", "concern", "crisis")
    step = alone.safety_made_by.startswith(TOGETHER)
    assert grave.index(within.safety) >= grave.index(alone.safety) - step
    if within.safety != "none":
        assert within.safety_evidence is not None
        assert within.safety_evidence.utterance == 1
