"""What holds for any words."""

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from assistant.adapters.tagger import Tagger
from assistant.adapters.tagger.normal import one_spelling
from assistant.adapters.tagger.pipeline import build
from assistant.journal import BEHAVIOURS, EMOTIONS, THEMES, Reading
from tagger.conftest import FOLDER
from tagger.test_codebook import DID, FELT, NOT_FELT, cases

CLAUSES = [text for text, _ in cases(FELT) + cases(NOT_FELT) + cases(DID)]
WORDS = "i was so angry and my sister um said that but not did the boundary phone down what if . , ? really".split()
quick = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
talks = st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=4).map(". ".join)
loose = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build(FOLDER)


def felt(reading: Reading) -> set[tuple[str, str]]:
    return {(t.label, t.detail) for t in reading.tags if t.kind == "emotion"}


def doings(reading: Reading) -> set[tuple[str, str]]:
    return {(t.label, t.detail) for t in reading.tags if t.kind in ("emotion", "behaviour")}


@quick
@given(
    clause=st.sampled_from(CLAUSES),
    sister=st.sampled_from(
        ["my sister said that", "My sister said", "and my sister said that um", "our Tess told me that"]
    ),
)
def test_what_a_sister_said_adds_no_feeling(clause: str, sister: str, tagger: Tagger) -> None:
    """ "My sister said that" before a clause never gives the speaker a feeling of their own."""
    assert felt(tagger.read([f"{sister} {clause}"])) <= felt(tagger.read([clause]))


@quick
@given(clause=st.sampled_from([c for c in CLAUSES if re.match(r"(i|I) (was|felt|am) (so )?\w+( \w+)?$", c)]))
def test_what_a_sister_felt_is_not_felt(clause: str, tagger: Tagger) -> None:
    """A plain feeling that a sister is told to have said is none of the speaker's."""
    assert felt(tagger.read([f"my sister said that {clause}"])) == set()


@quick
@given(texts=st.lists(st.one_of(talks, loose, st.text(max_size=60)), max_size=5))
@example(texts=["", "I was so", "proud of it", ""])
@example(texts=["İ was so happy \u2019til the end", "\x00\x07 i snapped 😡😡 at him"])
def test_evidence_lies_in_the_text(texts: list[str], tagger: Tagger) -> None:
    """Evidence is never empty, lies in one utterance, and is those very characters."""
    reading = tagger.read(texts)
    spans = [t.evidence for t in reading.tags] + [m.evidence for m in reading.measures]
    spans += [e for e in [reading.safety_evidence] if e]
    for span in spans:
        assert 0 <= span.start < span.end <= len(texts[span.utterance])
        assert span.text == texts[span.utterance][span.start : span.end]
        assert span.text.strip() == span.text
    assert (reading.safety == "none") == (reading.safety_evidence is None)


@quick
@given(talk=st.one_of(talks, loose), end=st.sampled_from([" um", " uh", ", um", " um.", " erm um"]))
def test_a_trailing_um_changes_nothing(talk: str, end: str, tagger: Tagger) -> None:
    """Fillers are no words: all tags stay, people and themes too."""
    before, after = tagger.read([talk]), tagger.read([talk + end])
    assert doings(after) == doings(before)
    assert [(t.kind, t.label) for t in after.tags] == [(t.kind, t.label) for t in before.tags]


@quick
@given(talk=talks)
def test_case_changes_nothing(talk: str, tagger: Tagger) -> None:
    """Recognisers differ in their capitals; feelings, doings, themes and danger do not."""
    plain = tagger.read([talk])
    for other in (talk.lower(), talk.upper(), talk.title()):
        reading = tagger.read([other])
        assert doings(reading) == doings(plain)
        assert reading.labels("theme") == plain.labels("theme")
        assert reading.safety == plain.safety


DONE_BY_ME = [
    text
    for text, _ in cases(DID)
    if re.match(r"I (\w+ed|went|told|wrote|said|left|did) (?!.* (?:and|when) )[^,]*$", text)
]
DENIALS = [
    "I never",
    "I almost",
    "I nearly",
    "I should have",
    "I meant to but I never",
    "I couldn't bring myself to, so I never",
]


@quick
@given(clause=st.sampled_from(DONE_BY_ME), denial=st.sampled_from(DENIALS))
def test_a_denied_doing_is_not_done(clause: str, denial: str, tagger: Tagger) -> None:
    """ "I never" before a doing leaves nothing of it done; it may say another thing (not calling back)."""
    before = {x for x in doings(tagger.read([clause])) if x[1] == "done"}
    after = {x for x in doings(tagger.read([clause.replace("I ", f"{denial} ", 1)])) if x[1] == "done"}
    assert not after & before


@quick
@given(talk=st.one_of(talks, loose))
def test_each_clause_has_a_standing(talk: str, nlp: Language) -> None:
    """The context answers for every stretch of a talk, whether a rule matched there or not."""
    scene = nlp(one_spelling(talk)).user_data["scene"]
    for number in range(len(scene.talk.clauses)):
        assert scene.clause(number).status in ("", "done", "not_done", "intended")
    for first in range(len(scene.talk.words)):
        scene.standing(first, len(scene.talk.words))
    assert [k for a, b in scene.talk.clauses for k in range(a, b)] == list(range(len(scene.talk.words)))


@quick
@given(talk=st.one_of(talks, loose))
def test_labels_are_the_codebooks(talk: str, tagger: Tagger) -> None:
    """No label but those of the codebook, each with the rule or the model that made it and a score between 0 and 1."""
    known = {"emotion": EMOTIONS, "behaviour": BEHAVIOURS, "theme": THEMES}
    for tag in tagger.read([talk]).tags:
        assert tag.kind == "person" or tag.label in known[tag.kind]
        assert tag.made_by.startswith(("rule:", "model:"))
        assert 0 < tag.score <= 1


@quick
@given(pieces=st.lists(st.sampled_from(CLAUSES), min_size=2, max_size=5))
def test_utterances_are_one_talk(pieces: list[str], tagger: Tagger) -> None:
    """How a recogniser cuts a talk into utterances changes no feeling and no doing."""
    ended = [f"{p}." for p in pieces]
    assert doings(tagger.read(ended)) == doings(tagger.read([" ".join(ended)]))
