"""What is said back to an entry that is kept: its tags are read, then care, or one question."""

import logging
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import uuid4

from assistant.dialogue import follow_ups, safety
from assistant.dialogue.follow_ups import REST_NIGHTS, Tonight
from assistant.dialogue.safety import Told
from assistant.dialogue.sentences import Sentence, pick
from assistant.errors import AssistantError
from assistant.journal import Asked, Entry, Reading, SafetyLevel, night_of
from assistant.ports import Selection
from assistant.session.events import Event, Notice, Questioned, Read
from assistant.session.keeping import Keeper
from assistant.session.parts import Keeping, Manners, Says

log = logging.getLogger("between.session")

RECENT = timedelta(days=14)
"""Danger that only a newer tagger hears, or that was imported, is answered where it was said so lately; an old entry's
is only stored."""

GRAVITY: tuple[SafetyLevel, ...] = ("none", "concern", "crisis")


@dataclass(frozen=True, slots=True)
class Reply:
    sentences: tuple[Sentence, ...]
    kind: Literal["question", "safety"]
    asked: str = ""
    """`Asked.uid` that the next entry answers."""


class Answering:
    """One for an evening: remembers what it has asked, and what it has said for safety."""

    def __init__(self, keeping: Keeping, *, keeper: Keeper, says: Says, manners: Manners) -> None:
        self._keeping = keeping
        self._keeper = keeper
        self._says = says
        self._manners = manners
        self._told: Told | None = None
        self._readings: dict[str, Reading] = {}
        """By `Entry.uid`, oldest first."""
        self._asked = 0
        self._last: Reading | None = None
        self._sorry_for: set[str] = set()

    @property
    def stays(self) -> bool:
        """Somebody may be in danger: the evening goes on listening until the person ends it."""
        return self._told is not None and self._told.held

    @property
    def heard(self) -> tuple[Reading, ...]:
        """What was read of this evening's entries, oldest first."""
        return tuple(self._readings.values())

    def late_care(self, late: Sequence[Read]) -> Generator[Event, None, Reply | None]:
        """For the gravest of what was read only now, of words that nobody could answer when they were said.

        What was imported may be of years ago, and its person has lived on since: that is not answered tonight.
        """
        since = self._tonight() - RECENT
        late = [read for read in late if read.entry.source != "import" or read.entry.night >= since]
        if not late:
            return None
        grave = max(reversed(late), key=lambda read: GRAVITY.index(read.reading.safety))  # the newest of equals
        care = self._care(grave.entry, grave.reading)
        if care is None:
            return None
        reply = self._noted(grave.entry, care)
        yield Notice(pick(self._says.phrases.heard_only_now, seed=grave.entry.uid))
        return reply

    def closing(self) -> Sentence:
        here = safety.Here(self._says.country, self._tonight())
        return safety.closing(texts=self._says.safety, here=here)

    def reply(self, entry: Entry, *, ask: bool = True) -> Generator[Event, None, Reply | None]:
        """None when nothing more is to be said; with `ask` false only what safety asks for.

        The entry is kept already, whatever goes wrong here; or it has no number, since the journal could not take it.
        """
        try:
            yield from self._read(entry)
        except AssistantError as e:
            yield from self._sorry(entry, e)
        try:
            return (yield from self._say(entry, ask=ask))
        except AssistantError as e:
            yield from self._sorry(entry, e)
            return None

    def follow_up(self, entry: Entry) -> Generator[Event, None, Reply | None]:
        """The question after an entry that was replied to with `ask` false; None where there is none tonight."""
        if self.stays:
            return None
        try:
            return (yield from self._ask(entry))
        except AssistantError as e:
            yield from self._sorry(entry, e)
            return None

    def read_again(self, entry: Entry) -> Generator[Event, None, None]:
        """Its words are others now, or are gone: nothing is asked about those that it had."""
        self._readings.pop(entry.uid, None)
        try:
            yield from self._read(entry)
        except AssistantError as e:
            yield from self._sorry(entry, e)

    def told_of(self, fault: AssistantError) -> None:
        """The person has been told of it, and need not be told again."""
        self._sorry_for.add(fault.message)

    def _sorry(self, entry: Entry, fault: AssistantError) -> Iterator[Event]:
        """Each fault once an evening."""
        if fault.message not in self._sorry_for:
            self._sorry_for.add(fault.message)
            words = pick(self._says.phrases.reading_failed, seed=entry.uid)
            yield Notice(f"{words} {fault.message} {fault.hint}".strip())

    def _read(self, entry: Entry) -> Generator[Event, None, None]:
        """What was found is answered even where the journal can't take it just now."""
        self._last = reading = self._heard(entry)
        if reading is not None:
            self._readings[entry.uid] = reading
        if not entry.number:
            return
        with self._keeping.journal.in_one_go():
            if self._told is None:
                self._remember_tonight(entry)
            if reading is not None:
                self._keeping.journal.add_reading(entry, reading)
        if reading is not None:
            yield Read(entry, reading)

    def _heard(self, entry: Entry) -> Reading | None:
        """Raises AssistantError where the tagger is broken; danger is listened for even so."""
        try:
            return self._keeper.tags(entry)
        except AssistantError:
            self._last = None
            with suppress(AssistantError):  # the rules may lie in the very file that is broken, which is told already
                self._last = self._keeper.danger(entry)
            raise

    def _remember_tonight(self, entry: Entry) -> None:
        """An evening may be the second of its night: danger heard in the first still counts."""
        before = self._keeping.journal.entries(Selection(night=entry.night))
        readings = [self._keeping.journal.reading(e.uid) for e in before if e.uid != entry.uid]
        self._told = safety.resumed(r.safety for r in readings if r is not None)

    def _say(self, entry: Entry, *, ask: bool) -> Generator[Event, None, Reply | None]:
        care = self._care(entry, self._last)
        if care is None:
            return (yield from self._ask(entry)) if ask else None
        if care.form == "staying":
            self._told = care.told
            return Reply(care.sentences, "safety") if ask else None  # "go on" is not for who has just ended it
        return self._noted(entry, care)

    def _care(self, entry: Entry, reading: Reading | None) -> safety.Answer | None:
        said = [u.text for u in entry.transcript.utterances] if entry.transcript else []
        here = safety.Here(self._says.country, self._tonight())
        return safety.answer(reading, said=said, told=self._told or Told(), texts=self._says.safety, here=here)

    def _noted(self, entry: Entry, care: safety.Answer) -> Reply:
        """In danger it is said whether or not the journal can take note of it."""
        self._told = care.told
        try:
            asked = self._store(entry, question=f"safety.{care.form}", text=care.text).uid
        except AssistantError as e:
            log.warning("care could not be noted: %s", type(e).__name__)
            asked = ""
        return Reply(care.sentences, "safety", asked)

    def _ask(self, entry: Entry) -> Generator[Event, None, Reply | None]:
        now = self._keeping.clock.now()
        with self._keeping.journal.in_one_go():
            choice = follow_ups.choose(
                self._says.questions,
                readings=self._as_corrected(newest=entry),
                asked=self._keeping.journal.asked_since(entry.night - timedelta(days=REST_NIGHTS)),
                tonight=Tonight(self._tonight(), now.local.time(), self._manners.questions - self._asked),
                seed=entry.uid,
            )
            if choice is None:
                return None
            self._asked += 1
            asked = self._store(entry, question=choice.question.id, text=choice.text, why=choice.reason)
        yield Questioned(asked, choice.reason)
        return Reply((Sentence(choice.text),), "question", asked.uid)

    def _as_corrected(self, *, newest: Entry) -> list[Reading]:
        """What the person said of the earlier ones meanwhile counts; of the newest nobody has seen anything yet."""
        earlier = [uid for uid in self._readings if uid != newest.uid]
        stored = self._keeping.journal.readings(earlier) if earlier else {}
        return [stored.get(uid, reading) for uid, reading in self._readings.items()]

    def _store(self, entry: Entry, *, question: str, text: str, why: str = "") -> Asked:
        now, night = self._keeping.clock.now(), self._tonight()
        asked = Asked(uuid4().hex, question, text, now, night, after=entry.uid, why=why)
        self._keeping.journal.add_asked(asked)
        return asked

    def _tonight(self) -> date:
        return night_of(self._keeping.clock.now(), turns_at=self._manners.night_turns_at)
