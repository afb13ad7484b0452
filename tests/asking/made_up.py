"""A small made-up journal whose answers are known by hand, and what asks it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from assistant.adapters import dates
from assistant.adapters.asking import Asking, question_file
from assistant.adapters.asking.words_file import Files
from assistant.adapters.store import DuckDBJournal
from assistant.errors import UsageError
from assistant.journal import (
    Asked,
    Correction,
    Entry,
    Evidence,
    Measure,
    Moment,
    Nights,
    Reading,
    Table,
    Tag,
    Transcript,
    Utterance,
)
from assistant.ports import Home

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = ROOT / "prompts" / "questions"
FILES = Files(ROOT / "prompts" / "asking.toml", ROOT / "models" / "tagger" / "people.toml")
TONIGHT = date(2026, 11, 22)
PEOPLE = ("Aoife", "Dana", "Priya", "Sam", "Tom")


@dataclass(frozen=True)
class Told:
    """One entry: its sentences, and its tags as `kind:label:detail@sentence`."""

    night: date
    texts: tuple[str, ...]
    tags: str
    measures: tuple[tuple[str, str, float], ...] = ()
    """Kind, value, seconds; all in the first sentence."""
    answers: str = ""


TOLD = (
    Told(
        date(2026, 3, 3),
        ("I said no to mother.", "I was anxious about it."),
        "behaviour:set_boundary:done@0 person:mother:@0 emotion:anxiety:said@1 theme:family:@0",
    ),
    Told(
        date(2026, 3, 10),
        ("I snapped at mother.", "I was so angry, and it dawned on me later."),
        "behaviour:snapped:done@0 person:mother:@0 emotion:anger:said@1 theme:family:@0 theme:food:@1",
        (("catch_point", "later", 0), ("pause", "", 0)),
    ),
    Told(
        date(2026, 11, 8),
        ("I waited ten minutes and told mother no.", "Then I was calm."),
        "behaviour:paused:done@0 behaviour:set_boundary:done@0 person:mother:@0 emotion:calm:said@1 theme:family:@0",
        (("pause", "", 600),),
    ),
    Told(date(2026, 11, 9), ("Tomorrow I will rest.",), "behaviour:rested:intended@0 theme:sleep:@0"),
    Told(
        date(2026, 11, 15),
        ("I rested at last.", "I was happy."),
        "behaviour:rested:done@0 emotion:joy:said@1",
        (),
        "a1",
    ),
    Told(
        date(2026, 11, 20),
        ("I nearly snapped at Dana and took a minute.", "I was anxious, then relieved."),
        "behaviour:snapped:not_done@0 behaviour:paused:done@0 person:Dana:@0 emotion:anxiety:said@1 "
        "emotion:relief:said@1 theme:work:@0",
        (("pause", "", 60), ("catch_point", "during", 0)),
    ),
    Told(date(2026, 11, 21), ("I should face the call.",), "behaviour:faced_it:intended@0 emotion:fear:shown@0"),
)


def moment(night: date) -> Moment:
    return Moment(datetime(night.year, night.month, night.day, 22, 30, tzinfo=UTC), 0, "Europe/London")


def journal(home: Home, *, key: bytes | None = None) -> DuckDBJournal:
    made = DuckDBJournal(home, now=lambda: moment(TONIGHT), key=key)
    for number, told in enumerate(TOLD, 1):
        transcript = Transcript(tuple(Utterance(text) for text in told.texts), "keyboard", "")
        kept = made.keep(
            Entry(f"{number:032x}", moment(told.night), told.night, "type", "words", transcript, answers=told.answers)
        )
        made.add_reading(kept, _reading(told))
        if number == 2:
            made.add_corrections(kept, [Correction("theme", "food", "", "wrong", None, "made-up 1", "rule")])
    for uid, night, name in (("a1", 15, "rest"), ("a2", 20, "rest"), ("a3", 21, "call")):
        on = date(2026, 11, night)
        made.add_asked(Asked(uid, f"made.{name}", f"What about the {name}?", moment(on), on))
    return made


def _reading(told: Told) -> Reading:
    tags = []
    for written in told.tags.split():
        what, _, place = written.partition("@")
        kind, label, detail = what.split(":")
        text = told.texts[int(place)]
        tags.append(Tag(kind, label, detail, 0.9, Evidence(int(place), 0, len(text), text), "rule"))  # type: ignore[arg-type]
    shown = Evidence(0, 0, len(told.texts[0]), told.texts[0])
    measures = tuple(Measure(k, v, s, s, shown, "rule") for k, v, s in told.measures)  # type: ignore[arg-type]
    return Reading(tuple(tags), "none", None, "rule", "made-up 1", measures)


def reads(text: str) -> Nights | None:
    try:
        return dates.span(text, tonight=TONIGHT)
    except UsageError:
        return None


def asking(made: DuckDBJournal | None = None, *, questions: tuple[Path, ...] = (QUESTIONS,)) -> Asking:
    """Without a journal it understands, and answers nothing."""

    def people_alone(_: str, __: object) -> Table:
        return Table(("label",), tuple((name,) for name in PEOPLE))

    return Asking(
        questions=question_file.load(questions),
        files=FILES,
        query=made.query if made else people_alone,
        reads=reads,
        tonight=TONIGHT,
    )
