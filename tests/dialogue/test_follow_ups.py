"""Which question is asked back."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.dialogue.follow_ups import REST_NIGHTS, Choice, Question, Tonight, choose, is_late, subject
from assistant.dialogue.sentences import aloud, name_aloud, pick
from assistant.journal import BEHAVIOURS, EMOTIONS, STATUSES, THEMES, Asked, Evidence, Moment, Reading, Tag, TagKind

NIGHT = date(2026, 11, 22)
EVENING = Tonight(NIGHT, time(21, 0), questions_left=3)

TARGETS = [
    "general",
    "person",
    *(f"emotion:{label}" for label in EMOTIONS),
    *(f"theme:{label}" for label in THEMES),
    *(f"behaviour:{label}:{status}" for label in BEHAVIOURS for status in STATUSES),
]
BANK = tuple(
    Question(
        f"{target.replace(':', '_')}.n{n}", f"{'Why' if n == 2 else 'What'} of {target}, {n}?", target, late=n != 2
    )
    for target in TARGETS
    for n in range(3)
) + tuple(Question(f"settling.n{n}", f"What is quiet, {n}?", "general", kind="settling") for n in range(4))


def tag(kind: TagKind, label: str, detail: str = "", *, at: int = 0) -> Tag:
    return Tag(kind, label, detail, 1.0, Evidence(at, 0, 1, "x"), "rule:test")


def reading(*tags: Tag) -> Reading:
    return Reading(tags, "none", None, "", "test 1")


def asked(question: str, *, nights_ago: int = 0) -> Asked:
    moment = Moment(datetime(2026, 11, 22, 21, tzinfo=UTC), 0, "")
    return Asked("0" * 32, question, "", moment, NIGHT - timedelta(days=nights_ago))


def chosen(*readings: Reading, before: tuple[Asked, ...] = (), tonight: Tonight = EVENING, seed: str = "a") -> Choice:
    choice = choose(BANK, readings=readings, asked=before, tonight=tonight, seed=seed)
    assert choice is not None
    return choice


@pytest.mark.parametrize(
    ("tags", "answers_to"),
    [
        ([tag("emotion", "joy"), tag("behaviour", "paused", "done")], "behaviour:paused:done"),
        ([tag("behaviour", "snapped", "done"), tag("behaviour", "snapped", "not_done")], "behaviour:snapped:not_done"),
        ([tag("emotion", "anger"), tag("behaviour", "avoided", "done")], "behaviour:avoided:done"),
        ([tag("emotion", "anger"), tag("behaviour", "paused", "intended")], "emotion:anger"),
        ([tag("person", "Dana"), tag("behaviour", "rested", "not_done")], "behaviour:rested:not_done"),
        ([tag("emotion", "joy"), tag("person", "Dana")], "person"),
        ([tag("theme", "work"), tag("emotion", "joy")], "emotion:joy"),
        ([tag("theme", "work")], "theme:work"),
        ([tag("behaviour", "moved_body", "done"), tag("emotion", "grief")], "emotion:grief"),
        ([], "general"),
    ],
)
def test_order_of_what_is_asked_about(tags: list[Tag], answers_to: str) -> None:
    """Grief first, then small changes, old patterns, what hurt, plans, people, what was good, themes."""
    assert chosen(reading(*tags)).question.answers_to == answers_to


def test_newest_entry_goes_first() -> None:
    """What was just said is answered before what was said earlier tonight."""
    earlier, later = reading(tag("behaviour", "paused", "done")), reading(tag("theme", "work"))
    choice = chosen(earlier, later)
    assert choice.question.answers_to == "theme:work"
    assert choice.reason == "theme:work, said last, not asked about in 14 nights"


def test_said_last_breaks_a_tie() -> None:
    """Of two equals, the one that the talk ended on."""
    choice = chosen(reading(tag("emotion", "anger", at=0), tag("emotion", "shame", at=4)))
    assert choice.question.answers_to == "emotion:shame"


def test_label_not_asked_about_lately_goes_first() -> None:
    """A feeling that was asked about last week steps behind one that was not."""
    both = reading(tag("emotion", "anger", at=0), tag("emotion", "shame", at=4))
    assert chosen(both, before=(asked("emotion_shame.n0", nights_ago=7),)).question.answers_to == "emotion:anger"


def test_one_subject_once_an_evening() -> None:
    """After a question about a pause, none more about pausing tonight, done or intended."""
    said = reading(tag("behaviour", "paused", "done"), tag("behaviour", "paused", "intended"), tag("theme", "work"))
    assert chosen(said, before=(asked("behaviour_paused_done.n0"),)).question.answers_to == "theme:work"


def test_no_words_yet() -> None:
    """A recording whose words are still to be made gets a general question."""
    choice = chosen()
    assert choice.question.answers_to == "general"
    assert choice.reason.startswith("general")


def test_last_question_settles() -> None:
    """Whatever was said, the last question lets the night become quiet."""
    last = Tonight(NIGHT, time(21), questions_left=1)
    choice = chosen(reading(tag("behaviour", "paused", "done")), tonight=last)
    assert choice.question.kind == "settling"
    assert choice.reason.endswith("settling")


def test_nothing_left_to_ask() -> None:
    """None, and the evening closes, rather than a question heard before."""
    last = Tonight(NIGHT, time(21), questions_left=1)
    all_settling = [asked(q.id, nights_ago=3) for q in BANK if q.kind == "settling"]
    assert choose(BANK, readings=(), asked=all_settling, tonight=last, seed="a") is None
    none_left = Tonight(NIGHT, time(21), questions_left=0)
    assert choose(BANK, readings=(), asked=(), tonight=none_left, seed="a") is None
    assert choose((), readings=(), asked=(), tonight=EVENING, seed="a") is None


def test_settling_comes_early_where_nothing_open_is_left() -> None:
    """With every open question used up, a settling one is better than silence."""
    every_open = tuple(asked(q.id, nights_ago=3) for q in BANK if q.kind == "open")
    assert chosen(before=every_open).question.kind == "settling"


def test_rests_fourteen_nights() -> None:
    """On the fourteenth night after it a question may come again, not on the thirteenth."""
    bank = (Question("a.b", "What?", "general"),)
    for nights, free in ((13, False), (14, True), (-1, False)):
        choice = choose(bank, readings=(), asked=[asked("a.b", nights_ago=nights)], tonight=EVENING, seed="a")
        assert (choice is not None) is free


def test_person_is_named_in_the_question() -> None:
    """The slot becomes the way one speaks of that person."""
    bank = (Question("person.a", "What do you wish {person} had understood?", "person"),)
    for label, text in (("mother", "your mother"), ("Dana", "Dana")):
        choice = choose(bank, readings=[reading(tag("person", label))], asked=(), tonight=EVENING, seed="a")
        assert choice is not None
        assert choice.text == f"What do you wish {text} had understood?"


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ("mother", "your mother"),
        ("mother-in-law", "your mother-in-law"),
        ("stepson", "your stepson"),
        ("ex-husband", "your ex-husband"),
        ("best friend", "your best friend"),
        ("health visitor", "your health visitor"),
        ("co-worker", "your co-worker"),
        ("tía", "your tía"),
        ("kids", "your kids"),
        ("therapist", "your therapist"),
        ("nurse", "the nurse"),
        ("dispatcher", "the dispatcher"),
        ("Dana", "Dana"),
        ("Grandma Rose", "Grandma Rose"),
        ("李", "李"),
        ("", ""),
    ],
)
def test_how_a_person_is_named(person: str, said: str) -> None:
    """Kin and one's own people with "your", other roles with "the", a name as it is."""
    assert name_aloud(person) == said


@pytest.mark.parametrize(
    ("shown", "spoken"),
    [
        ("Call or text 988.", "Call or text nine eight eight."),
        ("Samaritans: call 116 123, day and night.", "Samaritans: call one one six, one two three, day and night."),
        ("Lifeline: call 13 11 14.", "Lifeline: call one three, one one, one four."),
        ("Call 0800 111 0 111.", "Call zero eight zero zero, one one one, zero, one one one."),
        ("These are as of 10 September 2025.", "These are as of 10 September 2025."),
        ("See findahelpline.com for more.", "See findahelpline dot com for more."),
        ("It is kept. Goodnight.", "It is kept. Goodnight."),
    ],
)
def test_how_a_number_is_spoken(shown: str, spoken: str) -> None:
    """A voice that says "nine hundred and eighty-eight" helps nobody to dial."""
    assert aloud(shown) == spoken


def test_pick_differs_between_nights_and_not_within_one() -> None:
    """The same seed gives the same sentence, on any machine; many seeds give them all."""
    ways = ("a", "b", "c")
    assert pick(ways, seed="2026-11-22") == pick(ways, seed="2026-11-22")
    assert {pick(ways, seed=str(n)) for n in range(50)} == set(ways)


@pytest.mark.parametrize(
    ("local", "late"), [(time(21, 59), False), (time(22), True), (time(0), True), (time(4, 59), True), (time(5), False)]
)
def test_late_is_ten_to_five(local: time, late: bool) -> None:
    """The hours in which nobody is asked why."""
    assert is_late(local) is late


TAGS = st.one_of(
    st.builds(tag, st.just("emotion"), st.sampled_from(EMOTIONS), at=st.integers(0, 9)),
    st.builds(tag, st.just("behaviour"), st.sampled_from(BEHAVIOURS), st.sampled_from(STATUSES), at=st.integers(0, 9)),
    st.builds(tag, st.just("theme"), st.sampled_from(THEMES)),
    st.builds(tag, st.just("person"), st.sampled_from(["mother", "Dana"])),
)


@settings(max_examples=150, deadline=None)
@given(
    said=st.lists(st.builds(lambda tags: reading(*tags), st.lists(TAGS, max_size=6)), max_size=3),
    before=st.lists(
        st.builds(asked, st.sampled_from([q.id for q in BANK]), nights_ago=st.integers(0, 20)), max_size=40
    ),
    local=st.times(),
    left=st.integers(1, 3),
    seed=st.text("0123456789abcdef", min_size=1, max_size=8),
)
def test_promises_of_every_choice(said: list[Reading], before: list[Asked], local: time, left: int, seed: str) -> None:
    """Never asked within 14 nights, never why when late, the last one settling, no subject twice, always the same."""
    tonight = Tonight(NIGHT, local, left)
    choice = choose(BANK, readings=said, asked=before, tonight=tonight, seed=seed)
    assert choice == choose(BANK, readings=said, asked=list(reversed(before)), tonight=tonight, seed=seed)
    if choice is None:
        return
    question = choice.question
    assert all(a.question != question.id or (NIGHT - a.night).days >= REST_NIGHTS for a in before)
    assert left > 1 or question.kind == "settling"
    assert not (is_late(local) and (question.asks_why or not question.late))
    if question.answers_to != "general":
        by_id = {q.id: q for q in BANK}
        tonight_already = {subject(by_id[a.question].answers_to) for a in before if a.night == NIGHT}
        assert subject(question.answers_to) not in tonight_already
    assert "{" not in choice.text
