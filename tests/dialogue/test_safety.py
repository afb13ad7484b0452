"""What is said when someone may be in danger: each point of the safety page that is not the tagger's is a test here."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.adapters.prompts import load_questions, load_safety
from assistant.dialogue.safety import Answer, Grade, Here, Told, answer, closing, resumed
from assistant.dialogue.safety_texts import Country, SafetyTexts, find_country
from assistant.journal import Evidence, Reading, SafetyLevel

PROMPTS = Path(__file__).parents[2] / "prompts"
TEXTS: SafetyTexts = load_safety(PROMPTS / "safety")
COUNTRIES = {country.code: country for country in TEXTS.countries}
TODAY = date(2026, 11, 22)
BRITAIN = Here(COUNTRIES["GB"], TODAY)
ELSEWHERE = Here(None, TODAY)

Said = tuple[SafetyLevel, str]

HOPELESS: Said = ("concern", "I mean, what is the point.")
VANISH: Said = ("concern", "I just want to sleep and never wake up.")
FRIEND: Said = ("concern", "My flatmate said she wants to die.")
PAST: Said = ("concern", "He hit me, back then, for years.")
THOUGHTS: Said = ("crisis", "I've been thinking about how I would do it.")
WISH: Said = ("crisis", "I don't want to be alive.")
NOW: Said = ("crisis", "I hurt myself, and I might do it again before morning.")
THREAT: Said = ("crisis", "He took my keys and he's outside the door.")
PLAIN: Said = ("none", "It was a long day at work.")


def reading(level: SafetyLevel, words: str) -> Reading:
    evidence = Evidence(1, 0, len(words), words) if level != "none" else None
    return Reading((), level, evidence, "rule:test" if evidence else "", "test 1")


def evening(*entries: Said, here: Here = BRITAIN, texts: SafetyTexts = TEXTS) -> Iterator[Answer | None]:
    told = Told()
    for level, words in entries:
        said = ("Well.", words)
        found = answer(reading(level, words), said=said, told=told, texts=texts, here=here)
        told = found.told if found else told
        yield found


def last(*entries: Said, here: Here = BRITAIN) -> Answer:
    found = list(evening(*entries, here=here))[-1]
    assert found is not None
    return found


def questions(found: Answer) -> list[str]:
    return [s.text for s in found.sentences if s.text.endswith("?")]


EVERY = [HOPELESS, VANISH, FRIEND, PAST, THOUGHTS, WISH, NOW, THREAT]


def test_ordinary_evening_is_left_alone() -> None:
    """With nothing grave said, or no words yet, nothing is said for safety and nothing is held back."""
    assert list(evening(PLAIN, PLAIN)) == [None, None]
    assert answer(None, said=(), told=Told(), texts=TEXTS, here=BRITAIN) is None


@pytest.mark.parametrize(
    ("entry", "opening"),
    [
        (HOPELESS, "can't see the point"),
        (VANISH, "not waking up"),
        (FRIEND, "someone who may be in danger"),
        (PAST, "someone hurting you"),
        (WISH, "not being alive"),
        (NOW, "you hurt yourself"),
        (THREAT, "someone may hurt you"),
        (("concern", "I am so tired of everything."), "how hard it is to go on"),
        (("concern", "Asking for a friend, how many would it take."), "someone who may be in danger"),
        (("crisis", "I've picked a day. I'm not going to say what day."), "there is a plan"),
        (("concern", "My flatmate told me she's been thinking about ending it."), "someone who may be in danger"),
        (("concern", "I'm very low, and I don't see this going anywhere but down."), "sounds very heavy"),
        (("crisis", "I can't say that I'll be safe."), "sounds like real danger"),
        (("crisis", "I want to kill myself."), "not being alive"),
    ],
)
def test_point_2_it_answers_to_what_was_said(entry: Said, opening: str) -> None:
    """The answer takes up what was said, in words near it, and never the ready-made sentence for something else."""
    assert opening in last(entry).text


@pytest.mark.parametrize("entry", EVERY)
def test_point_2_nothing_is_weighed_or_judged(entry: Said) -> None:
    """No praise for telling, no comparing, no making small, no argument."""
    worn = r"brave|proud|thank|others have|worse|only|just|but |calm down|overreact|selfish|so much to live|people love"
    assert not re.search(worn, last(entry).text, re.IGNORECASE)


@pytest.mark.parametrize("entry", EVERY)
def test_point_3_it_asks_plainly_and_no_is_not_the_easy_answer(entry: Said) -> None:
    """One question, the last thing said, open or with two ways to answer: never one that a mere no would end."""
    found = last(entry)
    assert questions(found) == [found.sentences[-1].text]
    assert re.match(r"(Who|What|How|When|Where)\b", found.sentences[-1].text) or " or " in found.sentences[-1].text
    assert not re.search(r"\byou('re| are) not\b|n't\b", found.sentences[-1].text)


def test_point_3_the_thought_of_suicide_is_named() -> None:
    """Asked by its name, for that opens the door that a softer word leaves shut."""
    assert "suicide" in last(HOPELESS).sentences[-1].text
    assert "suicide" in last(THOUGHTS).sentences[-1].text


@settings(max_examples=80, deadline=None)
@given(entries=st.lists(st.sampled_from([*EVERY, PLAIN]), max_size=12))
def test_point_3_never_the_same_question_twice(entries: list[Said]) -> None:
    """However an evening goes, each question of safety is put at most once."""
    put = [question for found in evening(*entries) if found for question in questions(found)]
    assert len(put) == len(set(put))


def test_point_3_not_even_where_two_answers_end_alike() -> None:
    """Texts are a person's to edit: a question that stands in two answers is still put once."""
    forms = {
        about: replace(form, question="Same?", danger_question="Same?") for about, form in TEXTS.crisis.forms.items()
    }
    alike = replace(TEXTS, crisis=replace(TEXTS.crisis, forms=forms))
    put = [question for found in evening(WISH, NOW, texts=alike) if found for question in questions(found)]
    assert put == ["Same?"]


@pytest.mark.parametrize("entry", EVERY)
def test_point_4_line_professional_and_trusted_person(entry: Said) -> None:
    """All three, in the first answer."""
    text = last(entry).text
    assert re.search("116 123, day and night. It is free", text)
    assert re.search("doctor|therapist", text)
    assert re.search("person you (both )?trust", text)


@pytest.mark.parametrize("then", [PLAIN, WISH])
def test_point_4_whom_could_you_reach(then: Said) -> None:
    """On the next turn, whatever it says: whom they could reach, and what would get in the way; once."""
    second, third = list(evening(WISH, then, then))[1:]
    assert second is not None
    assert third is not None
    assert "Whom could you reach tonight" in second.text
    assert "what would get in the way?" in second.text
    assert questions(third) == []


@pytest.mark.parametrize("entry", [NOW, THREAT])
def test_point_5_danger_now(entry: Said) -> None:
    """The emergency number is the very first sentence; then people, and distance."""
    found = last(entry)
    assert "999" in found.sentences[0].text
    assert re.search(r"Be with someone|Other people near you", found.sentences[1].text)
    assert re.search(r"away from anything|door between you", found.text)
    assert found.told.grade is Grade.DANGER


def test_point_5_any_crisis_has_the_emergency_number() -> None:
    """Also where nothing says that it is happening now."""
    assert "999" in last(THOUGHTS).text
    assert "999" in last(THOUGHTS, THOUGHTS).text


@settings(max_examples=80, deadline=None)
@given(entries=st.lists(st.sampled_from([*EVERY, PLAIN]), min_size=1, max_size=12))
def test_point_6_it_stays(entries: list[Said]) -> None:
    """After grave words each later entry of the evening gets an answer, and none says goodbye or refuses."""
    answers = list(evening(*entries))
    grave = next((n for n, (level, _) in enumerate(entries) if level != "none"), len(entries))
    assert all(found is None for found in answers[:grave])
    for found in answers[grave:]:
        assert found is not None
        assert found.sentences
        assert not re.search(r"goodnight|goodbye|can't talk|cannot talk|not able to|end(s|ed)? here", found.text, re.I)


@pytest.mark.parametrize("entry", EVERY)
def test_what_only_an_evening_can_keep_to_is_marked(entry: Said) -> None:
    """The promise to stay and the question, however they are worded; nothing else of the first answer."""
    reworded = replace(TEXTS, always=replace(TEXTS.always, stay="No hurry, I'm here."))
    (found,) = evening(entry, texts=reworded)
    assert found is not None
    going_on = [s.text for s in found.sentences if s.goes_on]
    assert set(going_on) - {"No hurry, I'm here."} == set(questions(found))
    assert ("No hurry, I'm here." in going_on) is ("I stay, and you can go on talking." in last(entry).text)


def test_point_7_ordinary_questions_are_held_back() -> None:
    """For the rest of the night, a second evening of it included."""
    assert last(HOPELESS, PLAIN).told.held
    assert resumed(["none", "crisis"]).held
    assert not resumed(["none"]).held


@pytest.mark.parametrize("entry", EVERY)
def test_point_7_short_and_plain(entry: Said) -> None:
    """Sentences of at most 18 words, no method, no promise asked for, no cheer, no ordinary question."""
    ordinary = {question.text for question in load_questions([PROMPTS / "questions"])}
    for found in evening(entry, entry, PLAIN, PLAIN):
        assert found is not None
        assert not ordinary & {s.text for s in found.sentences}
        for sentence in re.split(r"(?<=[.?:]) ", found.text):
            assert len(sentence.split()) <= 18
        assert not re.search(r"promise|pills?|rope|knife|gun\b|bridge|blade|overdose|!|better place|peace", found.text)


def test_point_8_words_never_said() -> None:
    """In no file of safety, not even where it listens."""
    for path in (PROMPTS / "safety").rglob("*.toml"):
        text = path.read_text("utf-8").lower()
        assert not re.search(r"commit(s|ted|ting)? suicide|failed attempt|successful|unsuccessful|attempted", text)


@settings(max_examples=80, deadline=None)
@given(entries=st.lists(st.sampled_from([*EVERY, PLAIN]), max_size=12))
def test_point_9_says_once_what_it_is(entries: list[Said]) -> None:
    """A program on their own machine, nobody listening, no crisis service: with the first answer, then never again."""
    answers = [found.text for found in evening(*entries) if found]
    says = [n for n, text in enumerate(answers) if "program on your own machine" in text]
    assert says == ([0] if answers else [])
    assert all("nobody is listening" in answers[n] and "no crisis service" in answers[n] for n in says)


@pytest.mark.parametrize("country", TEXTS.countries, ids=lambda c: c.code)
def test_point_11_each_country_has_its_numbers(country: Country) -> None:
    """Shown as digits and spoken digit by digit, with no network and nothing but the file."""
    found = last(NOW, here=Here(country, TODAY))
    assert country.emergency in found.sentences[0].text
    assert all(line.number in found.text for line in country.lines)
    spoken = " ".join(s.spoken for s in found.sentences)
    assert country.lines[0].number not in spoken
    assert re.search(r"\b(zero|one|three|nine)( \w+)* ?,? ", spoken)


def test_point_11_country_without_numbers() -> None:
    """No number is made up: the local emergency number, a doctor, a trusted person, and the page that lists lines."""
    for entry in EVERY:
        found = last(entry, here=ELSEWHERE)
        assert not re.search(r"\d", found.text)
        assert "findahelpline.com" in found.text
        assert "local emergency number" in found.text
        assert re.search("doctor", found.text)
        assert re.search("person you (both )?trust", found.text)
    assert "findahelpline.com" in closing(texts=TEXTS, here=ELSEWHERE).text
    assert "116 123" in closing(texts=TEXTS, here=BRITAIN).text


def test_point_11_old_numbers_say_their_date() -> None:
    """A year on, the date is said; the oldest one counts."""
    fresh = replace(COUNTRIES["GB"], emergency_as_of=TODAY)
    told = "These numbers are as of 22 November 2026."
    for days, says in ((365, False), (366, True)):
        here = Here(fresh, TODAY + timedelta(days=days))
        assert (told in last(WISH, here=here).text) is says
    older = replace(fresh, emergency_as_of=date(2024, 2, 1))
    assert "as of 1 February 2024" in last(WISH, here=Here(older, TODAY)).text


@pytest.mark.parametrize(
    ("setting", "zone", "locale", "code"),
    [
        ("", "Europe/London", "en_US.UTF-8", "GB"),
        ("", "America/Toronto", "en_US.UTF-8", "CA"),
        ("", "America/Indiana/Knox", "", "US"),
        ("", "Australia/Perth", "", "AU"),
        ("nz", "Europe/London", "en_GB", "NZ"),
        ("uk", "", "", "GB"),
        ("", "Europe/Lisbon", "en_GB.UTF-8", None),
        ("PT", "Europe/London", "en_GB.UTF-8", None),
        ("", "", "en_IE.UTF-8", "IE"),
        ("", "UTC", "de_DE", "DE"),
        ("", "Etc/UTC", "fr-FR", "FR"),
        ("", "NZ", "", "NZ"),
        ("", "", "C", None),
        ("", "", "", None),
    ],
)
def test_which_country(setting: str, zone: str, locale: str, code: str | None) -> None:
    """The setting, else the zone, else the locale: an English computer in Lisbon is not sent to a British number."""
    found = find_country(TEXTS.countries, setting=setting, zone=zone, locale=locale)
    assert (found.code if found else None) == code


def test_no_zone_is_in_two_countries() -> None:
    """A zone decides alone."""
    zones = [zone for country in TEXTS.countries for zone in country.zones]
    assert len(zones) == len(set(zones))


def test_point_12_whole_answer_once_then_short() -> None:
    """The second time is a few words; only graver words bring a whole answer again, and each grade once."""
    entries = [HOPELESS, HOPELESS, WISH, HOPELESS, WISH, NOW, NOW, THREAT]
    forms = [found.form if found else "" for found in evening(*entries)]
    assert forms == ["full", "short", "full", "short", "short", "full", "short", "short"]
    lengths = [len(found.sentences) for found in evening(WISH, WISH, WISH) if found]
    assert lengths[0] > 2 * lengths[2]


def test_point_12_staying_does_not_wear_off() -> None:
    """Talking on after it, the same few words don't come twice in a row."""
    said = [found.text for found in evening(WISH, *[PLAIN] * 6) if found][2:]
    assert all(one != next_one for one, next_one in pairwise(said))


def test_point_2_the_grave_words_go_before_those_around_them() -> None:
    """In a long sentence the answer is to what was found grave, not to what stands beside it."""
    words = "My sister hurt herself once, and I want to vanish."
    found = answer(
        Reading((), "concern", Evidence(0, 33, 49, "I want to vanish"), "rule:test", "test 1"),
        said=[words],
        told=Told(),
        texts=TEXTS,
        here=BRITAIN,
    )
    assert found is not None
    assert "being gone" in found.text


def test_typographic_apostrophes() -> None:
    """Words typed on a phone's keyboard are matched like spoken ones."""
    assert "someone may hurt you" in last(("crisis", "He won\u2019t let me leave.")).text


def test_evidence_without_its_text() -> None:
    """A reading whose evidence points nowhere still gets the answer."""
    bare = replace(reading(*WISH), safety_evidence=None)
    found = answer(bare, said=(), told=Told(), texts=TEXTS, here=BRITAIN)
    assert found is not None
    assert found.form == "full"
