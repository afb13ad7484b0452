"""Numbers, dates and seasons as they are said, and where a question holds a time."""

from datetime import date

import pytest
from made_up import FILES, TONIGHT, reads

from assistant.adapters.asking import words_file
from assistant.dialogue.asking import counting, seasons, spans
from assistant.dialogue.asking.nouns import Found
from assistant.dialogue.labels import LABELS
from assistant.journal import Nights


@pytest.mark.parametrize(
    ("night", "said"),
    [
        (date(2026, 11, 22), "tonight"),
        (date(2026, 11, 21), "last night"),
        (date(2026, 11, 20), "on Friday 20 November, two days ago"),
        (date(2026, 11, 7), "on Saturday 7 November, two weeks ago"),
        (date(2026, 8, 1), "on Saturday 1 August, three months ago"),
        (date(2024, 2, 29), "on Thursday 29 February 2024, two years ago"),
    ],
)
def test_a_night(night: date, said: str) -> None:
    assert counting.on(night, tonight=TONIGHT) + counting.ago(night, tonight=TONIGHT) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "no time"),
        (1, "one second"),
        (45, "45 seconds"),
        (60, "one minute"),
        (600, "ten minutes"),
        (3_600, "one hour"),
        (5_400, "90 minutes"),
        (7_200, "two hours"),
        (172_800, "two days"),
    ],
)
def test_a_length(seconds: float, said: str) -> None:
    assert counting.length(seconds) == said


def test_counts() -> None:
    assert [counting.times(n) for n in (0, 1, 2, 3, 1_228)] == ["never", "once", "twice", "three times", "1,228 times"]
    assert [counting.nights(n) for n in (1, 2, 13)] == ["one night", "two nights", "13 nights"]
    assert [counting.listed(w.split()) for w in ("", "a", "a b", "a b c")] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("text", "zone", "nights"),
    [
        ("in the summer", "Europe/Paris", Nights(date(2026, 6, 1), date(2026, 8, 31))),
        ("since the summer", "Europe/Paris", Nights(date(2026, 6, 1), None)),
        ("last winter", "Europe/Paris", Nights(date(2025, 12, 1), date(2026, 2, 28))),
        ("this autumn", "", Nights(date(2026, 9, 1), TONIGHT)),
        ("last summer", "Australia/Sydney", Nights(date(2025, 12, 1), date(2026, 2, 28))),
        ("last week", "", None),
    ],
)
def test_a_season(text: str, zone: str, nights: Nights | None) -> None:
    """The latest that has begun, on the person's own half of the earth."""
    assert seasons.nights(text, tonight=TONIGHT, zone=zone) == nights


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("when did i last rest in march", "in march"),
        ("how was last week", "last week"),
        ("what did i feel in the last 3 months about work", "in the last 3 months"),
        ("when did i last rest", None),
        ("which nights did i rest", None),
        ("when may i rest", None),
        ("what did i say on 2026-11-20", "on 2026-11-20"),
        ("what did i say about mum since september", "since september"),
        ("how was the weekend", "the weekend"),
        ("how was i two weeks ago", "two weeks ago"),
        ("how have i been lately", "lately"),
        ("how was my week", "my week"),
        ("when did i snap on 3 march", "on 3 march"),
        ("how often on tuesdays i march", None),
    ],
)
def test_where_a_question_holds_a_time(text: str, words: str | None) -> None:
    """The longest stretch that names one; words that only could be dates stay words."""
    found = [token for token in spans.found(text.split(), reads=reads) if isinstance(token, Found)]
    assert [" ".join(token.words) for token in found] == ([words] if words else [])


def test_no_date_is_read_where_none_is() -> None:
    """The library of dates takes a third of a second to load."""

    def never(_: str) -> None:
        raise AssertionError

    spans.found("when did i last set a boundary with mother".split(), reads=never)


def test_every_label_has_its_words() -> None:
    """Each feeling, doing and theme can be named, by its own name too."""
    words = words_file.load(FILES)
    named = {wording.meaning for wording in words.wordings}
    for kind, labels in LABELS.items():
        for label in labels:
            assert any(meaning.kind == kind and meaning.label == label for meaning in named), label
