"""Nouns for the tests of the journal: one plain evening, and whatever hypothesis can think of."""

import string
import uuid
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from assistant.journal import (
    Asked,
    Entry,
    Evidence,
    Measure,
    Moment,
    Reading,
    Recording,
    Tag,
    Transcript,
    Utterance,
    Word,
    night_of,
)
from assistant.practice import Doing, GuideAnswer, GuideRun, Homework, PlanLine, ToolUse

MOMENT = Moment(datetime(2026, 3, 1, 21, 30, 0, 123456, tzinfo=UTC), 60, "Europe/Paris")


def fixed_now() -> Moment:
    return MOMENT


def an_entry(
    text: str = "I said no to mother.", *, sentences: int = 1, uid: str = "", moment: Moment = MOMENT
) -> Entry:
    return Entry(
        uid=uid or uuid.uuid4().hex,
        moment=moment,
        night=night_of(moment),
        source="talk",
        state="words",
        transcript=a_transcript(text, sentences=sentences),
        recording=Recording(f"{uuid.uuid4().hex}.opus", 12.5, "ab" * 32, 4321),
    )


def a_transcript(text: str = "I said no to mother.", *, sentences: int = 1) -> Transcript:
    words = tuple(Word(f" {w}", i * 0.3, i * 0.3 + 0.25, 0.9) for i, w in enumerate(text.split()))
    return Transcript((Utterance(text, 0.0, 2.5, words, -0.2, 0.01, 1.2),) * sentences, "faster-whisper", "base.en")


def a_reading(label: str = "set_boundary", *, tags: int = 1, kind: str = "behaviour", detail: str = "done") -> Reading:
    tag = Tag(kind, label, detail, 0.9, Evidence(0, 2, 9, "said no"), "rule:set_boundary.said_no")  # type: ignore[arg-type]
    return Reading((tag,) * tags, "none", None, "rule:none", "between-rules 1")


def an_asked(night: date = date(2026, 3, 1), *, uid: str = "") -> Asked:
    return Asked(uid or uuid.uuid4().hex, "paused.what_helped", "What helped you pause?", MOMENT, night)


texts = st.text(max_size=40)
floats = st.floats(allow_nan=False)
counts = st.integers(0, 2**31 - 1)
uids = st.uuids().map(lambda u: u.hex)
hashes = st.text(string.hexdigits.lower()[:16], min_size=64, max_size=64)
moments = st.builds(
    Moment,
    st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC)),
    st.integers(-14 * 60, 14 * 60),
    texts,
)
nights = st.dates(date(1970, 1, 1), date(2200, 1, 1))
evidences = st.builds(Evidence, counts, counts, counts, texts)
words = st.builds(Word, texts, floats, floats, floats)
utterances = st.builds(Utterance, texts, floats, floats, st.lists(words, max_size=4).map(tuple), floats, floats, floats)
transcripts = st.builds(Transcript, st.lists(utterances, max_size=4).map(tuple), texts, texts, counts)
recordings = st.builds(Recording, texts, floats, hashes, st.integers(0, 2**53))
entries = st.builds(
    Entry,
    uid=uids,
    moment=moments,
    night=nights,
    source=st.sampled_from(["talk", "add", "type"]),
    state=st.sampled_from(["pending", "words", "wordless"]),
    transcript=st.none() | transcripts,
    recording=st.none() | recordings,
    origin_sha256=st.just("") | hashes,
    answers=st.just("") | uids,
)
tags = st.builds(
    Tag, st.sampled_from(["emotion", "behaviour", "theme", "person"]), texts, texts, floats, evidences, texts
)
measures = st.builds(Measure, st.sampled_from(["catch_point", "pause"]), texts, floats, floats, evidences, texts)
readings = st.builds(
    Reading,
    st.lists(tags, max_size=5).map(tuple),
    st.sampled_from(["none", "concern", "crisis"]),
    st.none() | evidences,
    texts,
    texts,
    st.lists(measures, max_size=3).map(tuple),
    st.sampled_from(["", "no_words", "other_language", "loop"]),
)
askeds = st.builds(Asked, uids, texts, texts, moments, nights, st.just("") | uids, texts)
homework = st.builds(Homework, uids, texts, texts, st.none() | nights, texts, moments, st.none() | nights)
doings = st.builds(
    Doing, uids, nights, st.sampled_from(["yes", "partly", "no"]), moments, st.booleans(), st.just("") | uids
)
runs = st.builds(GuideRun, uids, texts, counts, moments, nights, texts, st.booleans())
answers = st.builds(GuideAnswer, uids, texts, texts, texts, st.none() | floats, moments, st.just("") | uids)
tool_uses = st.builds(ToolUse, texts, moments, nights, st.none() | st.integers(0, 10), st.none() | st.integers(0, 10))
plan_lines = st.builds(PlanLine, texts, texts)
