"""The roles that the evening needs, one small Protocol each. Adapters fill them; tests fill them too."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Literal, Protocol, runtime_checkable

from assistant.audio import Samples, Sound, Stretch
from assistant.journal import (
    EVER,
    Asked,
    Correction,
    Entry,
    Mark,
    Moment,
    Nights,
    Reading,
    Recording,
    Table,
    Transcript,
)
from assistant.practice import Doing, GuideAnswer, GuideRun, Homework, PlanLine, Span, ToolUse


class Clock(Protocol):
    def now(self) -> Moment: ...

    def monotonic(self) -> float:
        """Seconds, never going back."""
        ...


@dataclass(frozen=True, slots=True)
class Heard:
    """A block from the microphone, 16 kHz mono; any length."""

    samples: Samples


@dataclass(frozen=True, slots=True)
class Lost:
    """The microphone stopped giving samples. `why` is a sentence for the person."""

    why: str


@dataclass(frozen=True, slots=True)
class Back:
    """A microphone gives samples again."""

    name: str


class Microphone(Protocol):
    """Open inside `with`. A lost device is told once and looked for again until it is back."""

    name: str
    overflows: int
    """Times that the system dropped samples since opening; each is a gap in the recording."""

    def __enter__(self) -> "Microphone":
        """Raises PartMissing where there is no input at all."""
        ...

    def __exit__(self, *exc: object) -> None: ...

    def read(self, timeout_s: float) -> Heard | Lost | Back | None:
        """The next thing, or None when nothing came within the time."""
        ...

    def flush(self) -> None:
        """Throw away what was heard until now: the assistant's own voice."""
        ...


class Loudspeaker(Protocol):
    def play(self, sound: Sound, *, stop: Callable[[], bool]) -> bool:
        """Blocks until played, or until `stop()` says so (asked every 10 ms, silent within 50 ms).

        True when played to the end. Raises PartMissing without a device.
        """
        ...

    def close(self) -> None: ...


class Voice(Protocol):
    def speak(self, text: str, *, pace: float = 1.0) -> Sound:
        """Text to sound, within the deadline; raises PartMissing when the engine is absent, late or dead.

        `pace` is a factor on the words per minute of the settings, for this text alone: at 0.9 it is a little slower.
        """
        ...

    def close(self) -> None: ...


class SpoolWriter(Protocol):
    """One turn's sound on its way to disk. Closed or not, what was written half a second ago survives."""

    uid: str
    samples: int
    """Written so far."""

    def write(self, samples: Samples) -> None:
        """Raises NoSpace when the disk is full; what was written stays readable."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Spooled:
    """A turn found on disk that nobody finished."""

    uid: str
    moment: Moment
    seconds: float
    answers: str


class Spool(Protocol):
    def begin(self, uid: str, *, moment: Moment, answers: str) -> SpoolWriter: ...

    def blocks(self, uid: str) -> Iterator[Samples]:
        """A turn's samples at 16 kHz from its start, a second at a time."""
        ...

    def stretch(self, uid: str, stretch: Stretch) -> Samples:
        """A part of a turn that was written at least a second ago."""
        ...

    def discard(self, uid: str) -> None:
        """The turn is kept elsewhere, or held nothing."""
        ...

    def unfinished(self) -> tuple[Spooled, ...]:
        """Turns that no living process is writing, oldest first."""
        ...


class VoiceActivity(Protocol):
    """A stream: frames follow each other until `reset`."""

    def probability(self, frame: Samples) -> float:
        """Of speech in FRAME samples, 0 to 1."""
        ...

    def reset(self) -> None: ...


class Transcriber(Protocol):
    @property
    def engine(self) -> str: ...

    @property
    def model(self) -> str: ...

    def transcribe(self, samples: Samples, *, hotwords: Sequence[str], offset_s: float = 0.0) -> Transcript:
        """Words of at most a few minutes of speech; times are moved by `offset_s`. Never hand it silence."""
        ...


class Tagger(Protocol):
    version: str

    def read(self, texts: Sequence[str]) -> Reading:
        """The texts of an entry's utterances, in order; evidence points into them."""
        ...


class Incoming(Protocol):
    """A file from elsewhere on its way in: one pass of 16 kHz mono blocks."""

    notice: str
    """After the last block: a sentence where the file was cut off or damaged, else empty."""

    @property
    def seconds(self) -> float:
        """Read so far."""
        ...

    @property
    def origin_sha256(self) -> str:
        """Of the samples read so far; after the last block, of the recording."""
        ...

    def __iter__(self) -> Iterator[Samples]: ...

    def close(self) -> None: ...


class Probe(Protocol):
    """What a file says of itself."""

    @property
    def seconds(self) -> float | None:
        """None where nobody knows before the end."""
        ...

    @property
    def made_at(self) -> datetime:
        """UTC; when it was recorded, or else last changed."""
        ...


class SoundFiles(Protocol):
    """Recordings on disk, and files from elsewhere."""

    def keep(self, blocks: Iterable[Samples]) -> Recording:
        """Writes 16 kHz blocks as one Opus file under a random name, fsynced before it returns; raises NoSpace."""
        ...

    def load(self, recording: Recording, *, start_s: float = 0.0, end_s: float | None = None) -> Sound:
        """Raises AssistantError when the file is gone or does not match its hash."""
        ...

    def stream(self, recording: Recording) -> Iterator[Samples]:
        """As `load`, a second at a time."""
        ...

    def discard(self, recording: Recording) -> None: ...

    def names(self) -> frozenset[str]:
        """Of all recordings that are here."""
        ...

    def take_in(self, recording: Recording, source: IO[bytes]) -> Recording:
        """A file that was kept in another folder; its name changes where another file has it.

        Raises NoSpace, and AssistantError when `source` is not this recording.
        """
        ...

    def blocks(self, path: Path) -> Incoming:
        """Raises AssistantError when it is no sound."""
        ...

    def probe(self, path: Path) -> Probe:
        """Raises AssistantError when it is no sound."""
        ...


@dataclass(frozen=True, slots=True)
class Selection:
    """Which entries: the newest `last`, of one night, or one by its number. Empty: all, oldest first."""

    last: int = 0
    night: date | None = None
    nights: Nights = EVER
    any_of: tuple[date, ...] = ()
    """Only those of one of these nights."""
    number: int = 0
    state: Literal["", "pending", "words", "wordless"] = ""
    unread: bool = False
    """Only those with words that were never read for tags."""
    origin: Literal["", "own", "import"] = ""
    """`own`: not from another program. `import`: only those."""
    not_read_by: str = ""
    """Only those with words that this version of a tagger did not read: another one did, or none."""
    emotion: str = ""
    behaviour: str = ""
    """Done, that is."""
    person: str = ""


class Journal(Protocol):
    """Every method is one short transaction; each may raise JournalBusy or NoSpace."""

    def keep(self, entry: Entry) -> Entry:
        """Stores the entry with its transcript, if any, and gives it its number. Keeping a uid twice is a no-op."""
        ...

    def add_recording(self, uid: str, recording: Recording) -> None: ...

    def add_transcript(self, uid: str, transcript: Transcript) -> Transcript:
        """Gives it back with its version. The newest becomes the entry's words, older stay.

        The state is then `words`, or `wordless` when it is empty.
        """
        ...

    def add_reading(self, entry: Entry, reading: Reading) -> None:
        """Of the words that `entry` has, as the journal gave it. Older readings stay as history.

        Where it has got other words since, this one is history from the start, and the entry waits to be read again.
        """
        ...

    def add_asked(self, asked: Asked) -> None: ...

    def entries(self, selection: Selection) -> tuple[Entry, ...]: ...

    def numbers(self, selection: Selection) -> tuple[int, ...]:
        """Of the entries, without loading their words; in the same order."""
        ...

    def has(self, uid: str) -> bool: ...

    def find_origin(self, origin_sha256: str) -> Entry | None: ...

    def reading(self, uid: str) -> Reading | None:
        """The newest, with what the person said of it: without what is wrong, and with what was missed."""
        ...

    def readings(self, uids: Sequence[str]) -> dict[str, Reading]:
        """As `reading`, of several entries at once; those that are not read yet are left out."""
        ...

    def add_corrections(self, entry: Entry, corrections: Sequence[Correction]) -> None:
        """All of them or none. The newest word on the same tag counts, for every reading of the entry.

        Evidence points into the words that `entry` has, as the journal gave it. Where it has got others since, it is
        looked for in these.
        """
        ...

    def corrections(self, uid: str) -> tuple[Correction, ...]:
        """All that was ever said, oldest first."""
        ...

    def marks(self) -> tuple[Mark, ...]:
        """How each version of the tagger did, newest version first."""
        ...

    def asked_since(self, night: date) -> tuple[Asked, ...]: ...

    def people(self) -> tuple[str, ...]:
        """Given names heard so far, most frequent first."""
        ...

    def query(self, sql: str, values: Mapping[str, object] | None = None) -> Table:
        """One read-only statement, in a locked-down connection; raises UsageError with DuckDB's words.

        `values` fill `$name` in it, as prepared parameters.
        """
        ...

    def in_one_go(self) -> AbstractContextManager[None]:
        """What this thread asks and stores inside is done on one opening; others wait, so it must be short."""
        ...

    def exclusive(self) -> AbstractContextManager[None]:
        """Holds the journal's lock, for copying or replacing its file."""
        ...


class Practices(Protocol):
    """Homework, guides, tools and the safety plan. As Journal: short transactions; JournalBusy or NoSpace."""

    def keep_homework(self, homework: Homework) -> None:
        """Stores it, or takes the place of the one with its uid."""
        ...

    def homework(self, *, also_ended: bool = False) -> tuple[Homework, ...]:
        """Oldest first."""
        ...

    def keep_doing(self, doing: Doing) -> None: ...

    def doings(self, homework: str) -> tuple[Doing, ...]:
        """Oldest first, one a night: the newest that was said of it."""
        ...

    def keep_run(self, run: GuideRun) -> None:
        """Stores it, or takes the place of the one with its uid."""
        ...

    def runs(self, guide: str = "", *, open_only: bool = False) -> tuple[GuideRun, ...]:
        """Oldest first, of one guide or of all."""
        ...

    def keep_answer(self, answer: GuideAnswer) -> None:
        """Stores it; the newest of a run and a name counts."""
        ...

    def answers(self, *, run: str = "", guide: str = "", name: str = "") -> tuple[GuideAnswer, ...]:
        """Those that count, oldest first: of one run, of one guide, of one name, or of all."""
        ...

    def keep_tool_use(self, use: ToolUse) -> None: ...

    def tool_uses(self) -> tuple[ToolUse, ...]:
        """Oldest first."""
        ...

    def write_safety_plan(self, lines: Sequence[PlanLine]) -> None:
        """Takes the place of the one that was there; with no lines there is none."""
        ...

    def safety_plan(self) -> tuple[PlanLine, ...]:
        """In the order they were written."""
        ...


class Forgetting(Protocol):
    """What the person wants gone. Hidden at once, and gone for good when the evening closes."""

    def hide(self, entry: Entry, *, words: Transcript, spans: Sequence[Span]) -> Entry:
        """`words` are its own from now on, and its sound at `spans` is hidden. Gives the entry with these words.

        Nothing of what was hidden is in the current words, tags, views or search. With no words left all of the
        entry is hidden.
        """
        ...

    def show_again(self) -> Entry | None:
        """Undoes the newest hiding that is not for good yet; None where there is none."""
        ...

    def pending(self) -> bool:
        """Something is hidden and not gone yet: of this evening, or of one that a crash ended."""
        ...

    def for_good(self) -> None:
        """Everything that is hidden is struck: from every version of the words, and silent in the sound."""
        ...

    def keep_private(self, name: str) -> str:
        """The private name that stands for a person's name from now on; the same name always gives the same one.

        The name itself is stored nowhere.
        """
        ...

    def private_names(self, names: Sequence[str]) -> Mapping[str, str]:
        """Those of `names` that are kept private, with what stands for them."""
        ...


Key = Literal["enter", "other", "end"]
"""`end` is ^C."""


class Keys(Protocol):
    def pressed(self) -> Key | None:
        """The next key that was pressed, without waiting."""
        ...


@runtime_checkable
class WrittenKeys(Keys, Protocol):
    """Keys that tell what they write."""

    written: str
    """What the key wrote that `pressed` gave last; empty for ^C."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a person's data lies. All folders 0700."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "journal.duckdb"

    @property
    def lock(self) -> Path:
        return self.root / "journal.lock"

    @property
    def recordings(self) -> Path:
        return self.root / "recordings"

    @property
    def spool(self) -> Path:
        return self.root / "spool"

    @property
    def drafts(self) -> Path:
        return self.root / "drafts"

    @property
    def search(self) -> Path:
        """The index of all words, which can be made again at any time."""
        return self.root / "search.duckdb"

    @property
    def sql_history(self) -> Path:
        """What was typed at the prompt of `between sql`; not there while the journal is locked."""
        return self.root / "sql_history"

    @property
    def keys(self) -> Path:
        """Of a locked journal: its key, wrapped by the passphrase and by the recovery key."""
        return self.root / "keys.json"

    @property
    def backups(self) -> Path:
        """Made by itself before the tables change."""
        return self.root / "backups"

    @property
    def calm(self) -> Path:
        """Sentences spoken beforehand, and numbers that wait for the journal. Plain in a locked home: no words."""
        return self.root / "calm"

    @property
    def models(self) -> Path:
        return self.root / "models"

    @property
    def logs(self) -> Path:
        return self.root / "logs"
