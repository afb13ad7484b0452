"""Homework without shame: which is asked about, how rarely, and what is said to each answer."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.adapters.homework_file import load
from assistant.dialogue import homework
from assistant.dialogue.homework import Choice, HomeworkWords, choose, heard, misses, reply
from assistant.errors import UsageError
from assistant.journal import Asked, Evidence, Measure, Moment, Reading, Tag
from assistant.practice import Doing, GuideAnswer, Homework, HowFar

PROMPTS = Path(__file__).parents[2] / "prompts"
WORDS: HomeworkWords = load(PROMPTS / "homework.toml")
BEGAN = date(2026, 11, 1)


def at(day: int) -> Moment:
    return Moment(datetime(2026, 11, 1, 22, tzinfo=UTC) + timedelta(days=day), 0, "Europe/London")


def on(day: int) -> date:
    return BEGAN + timedelta(days=day)


def work(uid: str = "a", *, noted: int = 0, until: int | None = None, smallest: str = "") -> Homework:
    return Homework(uid, "say no once", smallest, None if until is None else on(until), "my own time", at(noted))


def doing(day: int, done: HowFar, *, late: bool = False, uid: str = "a") -> Doing:
    return Doing(uid, on(day), done, at(day), noticed_late=late)


def asked_on(day: int, question: str = "homework.whole") -> Asked:
    return Asked("q", question, "…", at(day), on(day))


def pick(*all_of_it: Homework, said: dict[str, list[Doing]] | None = None, day: int, asked: int = -1) -> Choice | None:
    before = [asked_on(asked)] if asked >= 0 else []
    return choose(all_of_it, doings=said or {}, asked=before, tonight=on(day))


def test_one_question_a_night_at_most() -> None:
    """Whatever was answered, and however many there are."""
    assert pick(work("a"), work("b"), day=3, asked=3) is None
    assert pick(work("a"), work("b"), day=3, asked=2) is not None


def test_not_on_the_night_it_was_noted_nor_once_told() -> None:
    """Nobody is asked about what they have only just named, or have said already."""
    assert pick(work(noted=3), day=3) is None
    after_midnight = replace(work(), moment=Moment(datetime(2026, 11, 5, 1, tzinfo=UTC), 0, ""))
    assert pick(after_midnight, day=3) is None
    assert pick(after_midnight, day=4) is not None
    assert pick(work(), said={"a": [doing(3, "yes")]}, day=3) is None


def test_not_once_its_day_is_over_or_it_is_ended() -> None:
    """On the day itself it may be asked; after it there is another session."""
    assert pick(work(until=5), day=5) is not None
    assert pick(work(until=5), day=6) is None
    assert pick(replace(work(), ended=on(2)), day=3) is None


def test_which_one() -> None:
    """The nearest day first, then what was spoken of longest ago, then the oldest."""
    far, near, none = work("far", until=20), work("near", until=9), work("none")
    found = pick(far, none, near, day=5)
    assert found is not None
    assert found.homework == near
    found = pick(work("a"), work("b"), said={"a": [doing(3, "yes")], "b": [doing(1, "yes", uid="b")]}, day=5)
    assert found is not None
    assert found.homework.uid == "b"
    assert "say no" not in found.reason


@pytest.mark.parametrize(("noes", "nights"), [(0, 1), (1, 2), (2, 3), (3, 4), (12, 8)])
def test_each_no_lets_it_rest_a_night_longer(noes: int, nights: int) -> None:
    """Up to a week, so that a hard time is not a list of noes."""
    said = {"a": [doing(n, "no") for n in range(20 - noes, 20)] or [doing(19, "yes")]}
    first = next(day for day in range(20, 40) if pick(work(), said=said, day=day))
    assert first == 19 + nights


def test_what_nobody_answers_is_asked_more_and_more_rarely() -> None:
    """Silence is no miss, and no reason to go on asking either."""
    asked: list[Asked] = []
    for day in range(1, 29):
        found = choose([work()], doings={}, asked=asked, tonight=on(day))
        if found is not None:
            assert found.form == "whole"
            asked.append(replace(asked_on(day), why=found.reason))
    assert [a.night.day - 1 for a in asked] == [1, 3, 6, 10, 15, 21, 28]


def test_misses_are_noes_in_a_row() -> None:
    """A part, a noticing and a yes end them; silence is none."""
    assert misses([]) == 0
    assert misses([doing(1, "no"), doing(5, "no")]) == 2
    assert misses([doing(1, "no"), doing(2, "partly"), doing(5, "no")]) == 1
    assert misses([doing(1, "no"), doing(5, "no", late=True)]) == 0


def test_after_two_misses_half_the_size() -> None:
    """The smallest version where it is known, else what half of it would be. A doing brings back the whole."""
    twice = [doing(1, "no"), doing(3, "no")]
    small, open_ = (
        pick(work(smallest="say let me think"), said={"a": twice}, day=9),
        pick(work(), said={"a": twice}, day=9),
    )
    assert small is not None
    assert open_ is not None
    assert (small.form, open_.form) == ("small", "halve")
    assert "say let me think" in small.text(WORDS, seed="x")
    assert "half" in open_.text(WORDS, seed="x")
    again = pick(work(smallest="…"), said={"a": [*twice, doing(6, "partly")]}, day=9)
    assert again is not None
    assert again.form == "whole"


def said_to(done: HowFar | None, *, before: list[Doing], smallest: str = "", late: bool = False) -> tuple[str, ...]:
    given = doing(9, done, late=late) if done else None
    return reply(work(smallest=smallest), doing=given, before=before, words=WORDS, seed="x")


def test_half_is_offered_with_the_second_no_and_not_with_each() -> None:
    """Once, in the same breath; the third no hears nothing new."""
    one, two = [doing(1, "no")], [doing(1, "no"), doing(3, "no")]
    assert len(said_to("no", before=[])) == 1
    assert "tiny" in said_to("no", before=one, smallest="tiny")[1]
    assert said_to("no", before=one)[1] in WORDS.half_another_night
    assert len(said_to("no", before=two)) == 1
    assert len(said_to("yes", before=one)) == 1


def test_each_answer_is_welcome() -> None:
    """A no is answered at as much length and in as many ways as a yes, and no reply asks again."""
    assert len(WORDS.yes) == len(WORDS.partly) == len(WORDS.no)
    lengths = [sum(len(way.split()) for way in ways) / len(ways) for ways in (WORDS.yes, WORDS.partly, WORDS.no)]
    assert lengths[2] >= max(lengths[:2])
    for ways in (WORDS.yes, WORDS.partly, WORDS.no, WORDS.noticed_late, WORDS.unclear, WORDS.half_is_enough):
        assert not any("?" in way for way in ways)
    assert said_to(None, before=[])[0] in WORDS.unclear
    assert said_to("partly", before=[], late=True)[0] in WORDS.noticed_late


SHAMES = (
    r"streak|in a row|missed|miss\b|fail|should|must|have to|again\?|still not|only \d|at least|try harder|lazy|excuse"
    r"|well done|good job|great|proud|congrat|keep it up|finally|even you|not yet|forgot|why\b|!|tomorrow you|deserve"
)


def test_no_word_of_it_shames_or_grades() -> None:
    """Nothing that counts misses, urges, praises or asks why; short enough for a tired ear."""
    for name in WORDS.__dataclass_fields__:
        for way in getattr(WORDS, name):
            assert not re.search(SHAMES, way, re.IGNORECASE), way
            assert len(re.sub(r"\{\w+\}", "", way).split()) <= 16, way


@pytest.mark.parametrize("form", ["whole", "small", "halve"])
def test_a_question_leaves_room_for_no(form: str) -> None:
    """One question mark at most, the person's words whole, and nothing that a no would be wrong to."""
    for way in getattr(WORDS, form):
        assert way.count("?") <= 1
        assert "{what}" in way or "{smallest}" in way


def reading(*, tags: tuple[tuple[str, str], ...] = (), caught: str = "") -> Reading:
    where = Evidence(0, 0, 3, "…")
    found = tuple(Tag("behaviour", label, detail, 1.0, where, "t") for label, detail in tags)  # type: ignore[arg-type]
    measures = (Measure("catch_point", caught, 0, 0, where, "t"),) if caught else ()
    return Reading(found, "none", None, "", "t", measures)


LONG = "So today I was at my mother's, and we talked about the house. " * 4


@pytest.mark.parametrize(
    ("said", "read", "understood"),
    [
        ("Yes.", reading(), ("yes", False)),
        ("Hm.", reading(), (None, False)),
        ("", None, (None, False)),
        ("No.", None, ("no", False)),
        ("It went well.", reading(tags=(("did_homework", "done"),)), ("yes", False)),
        ("It came to nothing.", reading(tags=(("did_homework", "not_done"),)), ("no", False)),
        ("I mean to.", reading(tags=(("did_homework", "intended"),)), (None, False)),
        ("I left it.", reading(tags=(("skipped_homework", "done"),)), ("no", False)),
        ("No. I saw it on the bus.", reading(caught="later"), ("partly", True)),
        ("No, only today.", reading(caught="next_day"), ("partly", True)),
        ("I saw it on the bus.", reading(caught="just_after"), ("partly", True)),
        ("No.", reading(caught="before"), ("no", False)),
        ("Yes.", reading(caught="later"), ("yes", True)),
        (LONG, reading(caught="later"), (None, False)),
    ],
)
def test_what_was_heard(said: str, read: Reading | None, understood: tuple[HowFar | None, bool]) -> None:
    """The plain word goes before the tagger, and what was noticed late counts as a part, but not out of any story."""
    assert heard(read, said=said) == understood


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("Yes.", "yes"),
        ("Kind of, on Tuesday.", "partly"),
        ("Not really. It was a long week, and my boss was there every day, and I was tired.", "no"),
        ("Yes, I told her on Sunday.", "yes"),
        ("So I was at my mother's today and yes she did it again and I said nothing.", None),
        ("Today was long.", None),
        ("", None),
    ],
)
def test_a_plain_answer(said: str, answer: HowFar | None) -> None:
    """Whoever has one begins with it; a yes in the midst of a telling is none."""
    assert homework.plain_answer(said) == answer


def test_noted() -> None:
    """A homework with no text is none; its full stop stays outside, since it stands in other sentences."""
    one = homework.noted(" to say no once. ", uid="a", moment=at(0))
    assert one is not None
    assert one.what == "to say no once"
    assert homework.noted(" . ", uid="a", moment=at(0)) is None


@pytest.mark.parametrize(
    ("said", "what", "until"),
    [
        ("to say no once by Thursday.", "to say no once", date(2026, 11, 5)),
        ("say no once, until next friday", "say no once", date(2026, 11, 6)),
        ("to ask for help", "to ask for help", None),
        ("to walk before breakfast", "to walk before breakfast", None),
        ("to breathe for ten minutes by tomorrow", "to breathe for ten minutes", date(2026, 11, 2)),
    ],
)
def test_noted_aloud(said: str, what: str, until: date | None) -> None:
    """With its day where it ends in one, and whole where that is no day."""
    one = homework.noted_aloud(said, uid="a", moment=at(0), tonight=BEGAN)
    assert one is not None
    assert (one.what, one.until) == (what, until)


def test_of_a_guide() -> None:
    """What the guide kept, and none where it was left before the first answer."""
    said = {"what": "rest.", "matters": "sleep", "until": "On Thursday.", "doable": "7"}
    answers = [GuideAnswer("r", name, name, text, None, at(0)) for name, text in said.items()]
    found = homework.from_guide(answers, uid="a", moment=at(0), tonight=BEGAN)
    assert found is not None
    assert (found.what, found.smallest, found.matters, found.until) == ("rest", "", "sleep", date(2026, 11, 5))
    assert homework.from_guide([], uid="a", moment=at(0), tonight=BEGAN) is None


def test_half_named() -> None:
    """What they named as half of it is its smallest version; silence changes nothing, nor does a no or a story."""
    assert homework.halved(work(), said="just breathe once. ").smallest == "just breathe once"
    for said in (" ", "I don't know.", "No.", "Not tonight.", "My sister came over, and " * 10):
        assert homework.halved(work(), said=said) == work()


@given(what=st.text(max_size=40), seed=st.text(max_size=5))
def test_any_words_of_theirs_fit(what: str, seed: str) -> None:
    """Curly brackets and all."""
    choice = Choice(replace(work(), what=what), "whole", "")
    assert what in choice.text(WORDS, seed=seed)


def test_a_slip_in_the_file(tmp_path: Path) -> None:
    """Named with its line and the nearest right word."""
    text = (PROMPTS / "homework.toml").read_text("utf-8")
    (tmp_path / "homework.toml").write_text(text.replace("{smallest}?", "{smalest}?", 1), "utf-8")
    with pytest.raises(UsageError, match=r"line \d+: .*did you mean \"smallest\""):
        load(tmp_path / "homework.toml")
