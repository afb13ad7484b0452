"""The nouns of the journal: frozen values with no I/O."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal

Source = Literal["talk", "add", "type", "import"]
"""Spoken into an evening, added from a recording made elsewhere, typed, or imported from another program."""

State = Literal["pending", "words", "wordless"]
"""`pending`: the sound is kept and its words are still to be made. `wordless`: a model listened and found none."""

TagKind = Literal["emotion", "behaviour", "theme", "person"]
MeasureKind = Literal["catch_point", "pause"]
Verdict = Literal["right", "wrong", "missed"]
"""What the person says of a tag; `missed` where there was none."""

Untagged = Literal["", "no_words", "other_language", "loop"]
"""Why nothing was tagged: only fillers or none, another language, a recogniser going round in circles."""

SafetyLevel = Literal["none", "concern", "crisis"]

EMOTIONS = tuple(
    """joy contentment calm gratitude pride hope love relief excitement amusement curiosity nostalgia
    sadness grief anger frustration fear anxiety overwhelm shame guilt loneliness disappointment
    jealousy boredom exhaustion confusion disgust surprise""".split()
)
PRACTICES = tuple(
    """paused set_boundary asked_for_help rested grounded noticed_pattern spoke_honestly kind_self_talk
    wrote_it_down did_homework did_differently moved_body connected faced_it""".split()
)
PATTERNS = tuple(
    """snapped spiralled avoided people_pleased self_criticised withdrew overworked numbed_out
    skipped_homework shut_down""".split()
)
BEHAVIOURS = PRACTICES + PATTERNS
THEMES = tuple("""exercise family food friends faith health love recreation school sleep work""".split())
STATUSES = ("done", "not_done", "intended")
CATCH_POINTS = ("before", "during", "just_after", "later", "next_day")
NIGHT_TURNS_AT = time(5, 0)
YOU = "you"
"""`Tag.made_by` of what the person added, or confirmed and a later reading no longer has."""


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, and the wall clock that the person saw at it."""

    utc: datetime
    offset_minutes: int
    zone: str
    """IANA name such as `Europe/Paris`, or empty where the system does not say."""

    def __post_init__(self) -> None:
        if self.utc.tzinfo is not UTC:
            raise ValueError("Moment.utc must carry datetime.UTC")

    @property
    def local(self) -> datetime:
        return self.utc.astimezone(timezone(timedelta(minutes=self.offset_minutes)))


def night_of(moment: Moment, *, turns_at: time = NIGHT_TURNS_AT) -> date:
    """The night that a moment belongs to, by the wall clock: before `turns_at` it is still the night before."""
    local = moment.local
    return local.date() - timedelta(days=1) if local.time() < turns_at else local.date()


def months_before(night: date, *, months: int) -> date:
    """The same day of an earlier month, or the last that it has; `date.min` before the first year."""
    year, month = divmod(night.year * 12 + night.month - 1 - months, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(night.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Nights:
    """From the night `first` to the night `last`, both included; None is open."""

    first: date | None = None
    last: date | None = None


EVER = Nights()


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    start_s: float
    end_s: float
    """Seconds from the start of the recording."""
    probability: float


@dataclass(frozen=True, slots=True)
class Utterance:
    """One segment of what was said. Typed text has no times, no words and no figures: 0, (), NaN-free zeros."""

    text: str
    start_s: float = 0.0
    end_s: float = 0.0
    words: tuple[Word, ...] = ()
    avg_logprob: float = 0.0
    no_speech_prob: float = 0.0
    compression_ratio: float = 0.0


@dataclass(frozen=True, slots=True)
class Transcript:
    utterances: tuple[Utterance, ...]
    engine: str
    """`faster-whisper`, or `keyboard`."""
    model: str
    """Name of the model, such as `base.en`; empty for a keyboard."""
    dropped: int = 0
    """Segments that the recogniser invented on no speech, left out by its own figures."""
    version: int = field(default=0, compare=False)
    """Which of the entry's, from 1, given by the journal when it is kept; 0 before."""

    @property
    def text(self) -> str:
        return " ".join(u.text for u in self.utterances)


def joined(transcripts: Iterable[Transcript]) -> Transcript | None:
    """One transcript of several stretches by the same engine, in their order; None for none."""
    parts = list(transcripts)
    if not parts:
        return None
    return Transcript(
        utterances=tuple(u for part in parts for u in part.utterances),
        engine=parts[0].engine,
        model=parts[0].model,
        dropped=sum(part.dropped for part in parts),
    )


@dataclass(frozen=True, slots=True)
class Recording:
    """A sound file beside the journal."""

    file_name: str
    """Random, within the folder of recordings; says nothing of the person or the night."""
    seconds: float
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One turn of talk (or one added file, or one typed text), kept. A night has any number of them."""

    uid: str
    """32 hex digits, made before the first sample: the spool, the recording and the row share it."""
    moment: Moment
    night: date
    source: Source
    state: State
    transcript: Transcript | None = None
    recording: Recording | None = None
    let_go: Recording | None = None
    """The sound that it had, where that was let go: its words are here, and its file is gone."""
    origin_sha256: str = ""
    """Of the decoded samples of an added recording, to know it again; empty otherwise."""
    answers: str = ""
    """`Asked.uid` of the question that this entry answers, or empty."""
    number: int = 0
    """Small number for people, given by the journal when it is kept; 0 before."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that show a tag: characters [start, end) of utterance number `utterance` (from 0).

    An empty span has no place: words that are gone since the entry was written down again, or none that were given.
    """

    utterance: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Tag:
    kind: TagKind
    label: str
    """By the codebook; for a person the name as folded."""
    detail: str
    """Emotion: `said` or `shown`. Behaviour: `done`, `not_done` or `intended`. Otherwise empty."""
    score: float
    """0 to 1."""
    evidence: Evidence
    made_by: str
    """The rule or the model, such as `rule:paused.phone_away`."""


@dataclass(frozen=True, slots=True)
class Measure:
    """When an old pattern was noticed, or how long the person waited before they answered or reacted."""

    kind: MeasureKind
    value: str
    """One of CATCH_POINTS; empty for a pause."""
    lower_s: float
    upper_s: float
    """A pause lasted at least and at most so many seconds; 0 for a catch point."""
    evidence: Evidence
    made_by: str
    """The rule, such as `rule:later.in_the_shower`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a tagger makes of one entry."""

    tags: tuple[Tag, ...]
    safety: SafetyLevel
    safety_evidence: Evidence | None
    safety_made_by: str
    tagger: str
    """Name and version, such as `between-rules 1`."""
    measures: tuple[Measure, ...] = ()
    untagged: Untagged = ""

    def labels(self, kind: TagKind, detail: str | None = None) -> tuple[str, ...]:
        """Labels of one kind, each once, in the order of the text; of one detail only where it is given."""
        found = (t.label for t in self.tags if t.kind == kind and detail in (None, t.detail))
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Correction:
    """What the person says of one tag. It holds for every reading of the entry, earlier and later."""

    kind: TagKind
    label: str
    detail: str
    """As in `Tag`. Only a doing is another one by its detail: a feeling is the same, said or shown."""
    verdict: Verdict
    evidence: Evidence | None
    """None where it was added without words."""
    tagger: str
    """Version of what made the reading that it is about."""
    made_by: str = ""
    """Of the tag that it is about; empty for a missed one."""
    made_utc: datetime | None = None
    """Given by the journal when it is kept; None before."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How one version of the tagger did on one label, by what the person said. Counted in entries."""

    tagger: str
    kind: TagKind
    label: str
    detail: str
    """Of a doing its status; otherwise empty."""
    said: int
    right: int
    wrong: int
    missed: int
    """So by the person, and not said."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was put to the person."""

    uid: str
    question: str
    """Id in `prompts/`, such as `paused.what_helped`."""
    text: str
    moment: Moment
    night: date
    after: str = ""
    """`Entry.uid` that it was asked after, or empty."""
    why: str = ""
    """Why this and not another: `behaviour:paused:done, said last`. Holds no words of the person."""


@dataclass(frozen=True, slots=True)
class Table:
    """The answer of a query."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    types: tuple[str, ...] = ()
    """Of the columns, as DuckDB calls them; empty where nobody asked for them."""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str
    """As DuckDB calls it; empty for what a macro takes."""
    comment: str


@dataclass(frozen=True, slots=True)
class Named:
    """What can be named in SQL."""

    kind: Literal["view", "macro", "table"]
    name: str
    columns: tuple[Column, ...]
    """Of a macro what it takes, in order."""
    comment: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that was found."""

    entry: int
    sentence: int
    """Its number in the entry, from 1."""
    night: date
    text: str
    places: tuple[tuple[int, int], ...]
    """Characters [start, end) of what was looked for."""
    before: str
    """The sentence before it in the entry, and the one after; empty where there is none."""
    after: str
    start_s: float
    """From the start of the recording; both are 0 for typed text."""
    end_s: float


@dataclass(frozen=True, slots=True)
class Found:
    """The answer of a search."""

    hits: tuple[Hit, ...]
    """The best ones, best first."""
    count: int
    """Of all sentences that were found, shown or not."""
    loosely: bool = False
    """All together, or word for word, is nowhere; its words are."""
    elsewhere: int = 0
    """Where nothing was found: sentences in nights and entries that were not asked for."""
    nearest: str = ""
    """Where nothing was found: a word that does occur and looks like it; empty for none."""
    told: str = ""
    """What the person should know of how it was looked for."""
