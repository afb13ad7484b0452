"""The journal, what is practised, and what is to be forgotten."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from assistant.journal import EVER, Asked, Correction, Entry, Mark, Nights, Reading, Recording, Table, Transcript
from assistant.practice import Doing, GuideAnswer, GuideRun, Homework, PlanLine, Span, ToolUse


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
