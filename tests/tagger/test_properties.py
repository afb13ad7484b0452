"""What holds for any words."""

import re

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistant.adapters.tagger import Tagger
from assistant.journal import BEHAVIOURS, EMOTIONS, THEMES, Reading
from tagger.test_codebook import DID, FELT, NOT_FELT, cases

CLAUSES = [text for text, _ in cases(FELT) + cases(NOT_FELT) + cases(DID)]
WORDS = "i was so angry and my sister um said that but not did the boundary phone down what if . , ? really".split()
quick = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
talks = st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=4).map(". ".join)
loose = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)


def felt(reading: Reading) -> set[tuple[str, str]]:
    return {(t.label, t.detail) for t in reading.tags if t.kind == "emotion"}


def doings(reading: Reading) -> set[tuple[str, str]]:
    return {(t.label, t.detail) for t in reading.tags if t.kind in ("emotion", "behaviour")}


@quick
@given(clause=st.sampled_from(CLAUSES))
def test_what_a_sister_said_adds_no_feeling(clause: str, tagger: Tagger) -> None:
    """ "My sister said that" before a clause never gives the speaker a feeling of their own."""
    assert felt(tagger.read([f"my sister said that {clause}"])) <= felt(tagger.read([clause]))


@quick
@given(texts=st.lists(st.one_of(talks, loose, st.text(max_size=60)), max_size=5))
@example(texts=["", "I was so", "proud of it", ""])
@example(texts=["İ was so happy \u2019til the end", "\x00\x07 i snapped 😡😡 at him"])
def test_evidence_lies_in_the_text(texts: list[str], tagger: Tagger) -> None:
    """Evidence is never empty, lies in one utterance, and is those very characters."""
    reading = tagger.read(texts)
    spans = [t.evidence for t in reading.tags] + [e for e in [reading.safety_evidence] if e]
    for span in spans:
        assert 0 <= span.start < span.end <= len(texts[span.utterance])
        assert span.text == texts[span.utterance][span.start : span.end]
        assert span.text.strip() == span.text
    assert (reading.safety == "none") == (reading.safety_evidence is None)


@quick
@given(talk=st.one_of(talks, loose))
def test_a_trailing_um_changes_nothing(talk: str, tagger: Tagger) -> None:
    """Fillers are no words."""
    assert doings(tagger.read([talk + " um"])) == doings(tagger.read([talk]))


@quick
@given(talk=talks)
def test_case_changes_nothing(talk: str, tagger: Tagger) -> None:
    """Recognisers differ in their capitals; feelings and doings do not."""
    plain = doings(tagger.read([talk]))
    assert all(doings(tagger.read([t])) == plain for t in (talk.lower(), talk.upper(), talk.title()))


@quick
@given(clause=st.sampled_from([text for text, _ in cases(DID) if re.match(r"I (\w+ed|went|told|wrote) [^,]*$", text)]))
def test_a_denied_doing_is_not_done(clause: str, tagger: Tagger) -> None:
    """ "I never" before a doing leaves nothing of it done; it may say another thing (not calling back)."""
    before = {x for x in doings(tagger.read([clause])) if x[1] == "done"}
    after = {x for x in doings(tagger.read([clause.replace("I ", "I never ", 1)])) if x[1] == "done"}
    assert not after & before


@quick
@given(talk=st.one_of(talks, loose))
def test_labels_are_the_codebooks(talk: str, tagger: Tagger) -> None:
    """No label but those of the codebook, each with its rule and a score between 0 and 1."""
    known = {"emotion": EMOTIONS, "behaviour": BEHAVIOURS, "theme": THEMES}
    for tag in tagger.read([talk]).tags:
        assert tag.kind == "person" or tag.label in known[tag.kind]
        assert tag.made_by.startswith("rule:")
        assert 0 < tag.score <= 1


@quick
@given(pieces=st.lists(st.sampled_from(CLAUSES), min_size=2, max_size=5))
def test_utterances_are_one_talk(pieces: list[str], tagger: Tagger) -> None:
    """How a recogniser cuts a talk into utterances changes no feeling and no doing."""
    ended = [f"{p}." for p in pieces]
    assert doings(tagger.read(ended)) == doings(tagger.read([" ".join(ended)]))
