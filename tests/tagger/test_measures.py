"""The catch point and the pause: each cue with lines for and against it, and the figures on labelled lines.

The first two sets (`catch_lines`, `pause_lines`) were written before the rules, `_practice` between them, `_second` and
`_third` after them and counted once before they were looked at; those first figures are the measure and stand in
models/tagger/CARD.md. The rules have since been mended on all of them, so what is printed here holds a floor.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.adapters.tagger import Tagger
from assistant.errors import UsageError
from assistant.journal import CATCH_POINTS, Reading

HERE = Path(__file__).parent
CATCH_FLOORS = {
    "catch_lines": 0.96,
    "catch_lines_practice": 0.95,
    "catch_lines_second": 0.70,
    "catch_lines_third": 0.90,
}
PAUSE_FLOORS = {
    "pause_lines": (0.96, 0.96),
    "pause_lines_practice": (0.95, 0.95),
    "pause_lines_second": (0.86, 0.90),
    "pause_lines_third": (0.93, 0.93),
}
"""Both bounds right within a tenth, and overlapping; a line without a pause is right when none is given."""

CAUGHT = """
# the next day
It was the next morning before I realised I'd gone quiet to punish him | next_day
I woke up and realised I had done the thing again | next_day
Three days later it dawned on me that I'd been hiding | next_day
# later the same day
On the bus home I realised what I'd been doing | later
I was doing the washing up when it hit me that I always do that | later
That evening I saw what I was up to | later
An hour later I caught on to myself | later
# just after
As soon as I'd hung up I saw what I'd done | just_after
The moment the door closed I realised I'd said yes again | just_after
Two minutes later I clocked it | just_after
# while it ran
Halfway through the story I heard myself | during
I caught myself mid sentence | during
I was in the middle of the rant when I noticed what I was doing | during
I heard myself saying it was fine | during
# before it ran
I could feel it coming, so I left the kitchen | before
I caught it before I opened my mouth | before
I felt the old urge rising | before
I caught myself about to text him | before
"""

NOT_CAUGHT = """
It was the next morning before I realised the oven was on
The next day I saw my neighbour
Three days later the letter came
On the bus home I realised I'd left my keys
I was doing the washing up when the phone rang
That evening we watched a film about bees
As soon as I'd hung up the doorbell went
The moment the door closed he realised what he'd done
Two minutes later the bus came
Halfway through the story the lights went
He caught himself mid sentence
I was in the middle of the garden when it rained
I could hear the neighbours through the wall
I could feel the storm coming
Next time I will catch it before I open my mouth
My therapist says I should catch myself in the middle of it
Years ago I only ever saw it the next day
I didn't catch it at all
If I could only hear myself halfway through
Did I catch myself mid sentence?
"""

WAITED = """
# a length and a wait
I waited ten minutes before I answered | 600 600
I waited half an hour before I replied | 1800 1800
I waited an hour and a half before I answered her | 5400 5400
I waited two and a half hours before I wrote back | 9000 9000
I waited a good twenty minutes before I answered | 1200 1500
I waited about an hour before I replied | 2880 4320
I waited two or three days before I answered him | 172800 259200
I waited twenty five minutes before I said anything | 1500 1500
I waited a quarter of an hour before I rang back | 900 900
I waited three quarters of an hour before I rang back | 2700 2700
I waited an hour and twenty minutes before I answered | 4800 4800
I waited 90 seconds before I answered | 90 90
I waited a few minutes before I answered | 180 300
I gave it a couple of hours before I answered | 7200 10800
I left it overnight before I replied | 21600 50400
I held off for a while before I answered | 300 7200
# not answering for so long
I didn't answer him for three hours | 10800 10800
It took me two days to reply to her | 172800 172800
An hour later I wrote back | 3600 3600
# two times of the clock
It came at nine and I answered at noon | 10800 10800
Her text came at half past two and I didn't reply till quarter to five | 8100 8100
She asked on Tuesday and I answered on Friday | 259200 259200
He rang at ten at night and I rang him back at eight in the morning | 36000 36000
# by counting, breathing and sleeping
I counted to ten | 5 15
I took three breaths before I spoke | 9 30
I slept on it | 21600 50400
# by doing something first
I made tea first and then I answered him | 180 600
I rang her back after the dishes | 600 2700
I had a shower before I wrote back | 300 1200
"""

NOT_WAITED = """
He waited ten minutes before he answered
I waited ten minutes for the bus
I will wait ten minutes before I answer
I should have waited an hour before I replied
If I had waited an hour before I answered
I didn't wait ten seconds before I answered
My sister said that I waited an hour before I answered
Years ago I waited two days before I answered
I ran for half an hour before work
We drove for three hours and had chips
He didn't answer me for three hours
It took the plumber two days to reply
An hour later the cake was done
The train came at nine and I got off at noon
We have lunch at twelve and dinner at six
She asked on Tuesday and he answered on Friday
He counted to ten
I want to count to ten next time
She said I should sleep on it
I slept well and had eggs
I made tea and we talked about her garden
I rang my sister and she told me about the dishes
I had a shower and went to bed
"""


def cases(table: str) -> list[str]:
    return [line.strip() for line in table.strip().splitlines() if not line.startswith("#")]


def catch_points(reading: Reading) -> list[str]:
    return [m.value for m in reading.measures if m.kind == "catch_point"]


def pauses(reading: Reading) -> list[tuple[float, float]]:
    return [(m.lower_s, m.upper_s) for m in reading.measures if m.kind == "pause"]


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", cases(CAUGHT))
def test_when_it_was_noticed(case: str, tagger: Tagger) -> None:
    """A pattern of one's own, and the cue that says when."""
    text, _, value = case.rpartition(" | ")
    assert catch_points(tagger.read([text])) == [value]


@pytest.mark.parametrize("text", cases(NOT_CAUGHT))
def test_nothing_was_noticed(text: str, tagger: Tagger) -> None:
    """The cue alone, another's noticing, a thing that is no pattern, a plan, a wish, long ago."""
    assert catch_points(tagger.read([text])) == []


@pytest.mark.parametrize("case", cases(WAITED))
def test_how_long_was_waited(case: str, tagger: Tagger) -> None:
    """The least and the most, in seconds."""
    text, _, bounds = case.rpartition(" | ")
    assert pauses(tagger.read([text])) == [tuple(float(b) for b in bounds.split())]


@pytest.mark.parametrize("case", cases(WAITED))
def test_who_waited_has_paused(case: str, tagger: Tagger) -> None:
    """A length that is heard is never without the doing itself."""
    reading = tagger.read([case.rpartition(" | ")[0]])
    assert ("paused", "done") in {(t.label, t.detail) for t in reading.tags}


@pytest.mark.parametrize("text", cases(NOT_WAITED))
def test_nobody_waited(text: str, tagger: Tagger) -> None:
    """Another's wait, a wait for a thing, a plan, a length of something else."""
    assert pauses(tagger.read([text])) == []


def is_near(one: float, other: float) -> bool:
    return abs(one - other) <= 0.1 * max(one, other)


@pytest.mark.parametrize("name", CATCH_FLOORS)
def test_catch_points_hold(name: str, tagger: Tagger) -> None:
    """The share of lines whose catch point (or having none) is right does not fall."""
    right = [0, 0]
    rows = lines(name)
    for row in rows:
        got, want = catch_points(tagger.read([row["text"]])), row["catch_point"]
        if got == ([want] if want else []):
            right[want is None] += 1
        else:
            print(f"\n  {want} heard as {got}: {row['text']}", end="")
    none = sum(row["catch_point"] is None for row in rows)
    print(f"\n{name}: {right[0]} of {len(rows) - none} catch points right, {right[1]} of {none} with none")
    assert sum(right) / len(rows) >= CATCH_FLOORS[name]


@pytest.mark.parametrize("name", PAUSE_FLOORS)
def test_pauses_hold(name: str, tagger: Tagger) -> None:
    """The share of lines whose pause (or having none) is right, and overlapping, does not fall."""
    exact = overlapping = quiet = 0
    rows = lines(name)
    for row in rows:
        got, want = pauses(tagger.read([row["text"]])), row["pause_s"]
        if want is None:
            is_right = not got
            quiet += is_right
        else:
            is_right = len(got) == 1 and is_near(got[0][0], want[0]) and is_near(got[0][1], want[1])
            exact += is_right
            overlapping += len(got) == 1 and got[0][0] <= want[1] and want[0] <= got[0][1]
        if not is_right:
            print(f"\n  {want} heard as {got}: {row['text']}", end="")
    none = sum(row["pause_s"] is None for row in rows)
    told = len(rows) - none
    print(f"\n{name}: {exact} of {told} pauses right, {overlapping} overlap; {quiet} of {none} with none")
    floor = PAUSE_FLOORS[name]
    assert (exact + quiet) / len(rows) >= floor[0]
    assert (overlapping + quiet) / len(rows) >= floor[1]


@pytest.mark.parametrize("name", [*CATCH_FLOORS, *PAUSE_FLOORS])
def test_enough_lines_are_traps(name: str) -> None:
    """Three in ten lines (a quarter of the practice) give no measure, and no line stands there twice."""
    rows = lines(name)
    key = "catch_point" if name.startswith("catch") else "pause_s"
    assert sum(row[key] is None for row in rows) >= (0.25 if "practice" in name else 0.3) * len(rows)
    assert len({row["text"] for row in rows}) == len(rows)


quick = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
told = st.sampled_from([row["text"] for row in (*lines("catch_lines"), *lines("pause_lines"))])


@quick
@given(texts=st.lists(st.one_of(told, st.text(max_size=40)), max_size=4))
def test_a_measure_has_its_words(texts: list[str], tagger: Tagger) -> None:
    """Evidence lies in one utterance and is not empty; values are of the journal, bounds in their order."""
    for measure in tagger.read(texts).measures:
        span = measure.evidence
        assert 0 <= span.start < span.end <= len(texts[span.utterance])
        assert span.text == texts[span.utterance][span.start : span.end]
        assert measure.made_by.startswith("rule:")
        if measure.kind == "pause":
            assert measure.value == ""
            assert 0 <= measure.lower_s <= measure.upper_s
            assert measure.upper_s > 0
        else:
            assert measure.value in CATCH_POINTS


@quick
@given(text=told)
def test_case_and_um_change_no_measure(text: str, tagger: Tagger) -> None:
    """Recognisers differ in their capitals, and people say um."""
    reading = tagger.read([text])
    for other in (tagger.read([text.lower()]), tagger.read([text + " um"])):
        assert catch_points(other) == catch_points(reading)
        assert pauses(other) == pauses(reading)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("s = [300, 7200]", "s = [7200, 300]"),
        ('[number]\nones = "', '[numbers]\nones = "'),
        ('myself = "<hear>', 'myself = "(<hear>'),
    ],
)
def test_a_mistake_in_the_table_is_told(old: str, new: str, copy: Path) -> None:
    """Bounds the wrong way round, a table that is missing, a pattern that cannot be read."""
    path = copy / "measures.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UsageError, match=r"measures\.toml"):
        Tagger(copy)
