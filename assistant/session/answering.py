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
from assistant.dialogue.night_manners import hush
from assistant.dialogue.safety import Told
from assistant.dialogue.sentences import Sentence, pick
from assistant.errors import AssistantError
from assistant.journal import Asked, Entry, Reading, SafetyLevel, night_of
from assistant.ports import Selection
from assistant.session.braking import Braking
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
        self.braking = Braking(says.phrases)
        # By the hour at which the evening begins: it would else end in the middle of the night without a settling one.
        self._limit = hush(keeping.clock.now().local.time(), questions=manners.questions).questions
        self._asked = 0
        self.settles = False
        """Nothing but a settling question is asked from now on."""
        self._last: Reading | None = None
        self._sorry_for: set[str] = set()

    @property
    def stays(self) -> bool:
        """Somebody may be in danger: the evening goes on listening until the person ends it."""
        return self._told is not None and self._told.held

    @property
    def told(self) -> Told:
        """What this evening has said for safety."""
        return self._told or Told()

    @told.setter
    def told(self, told: Told) -> None:
        """With what was said off the record; where that was nothing, earlier evenings of this night still count."""
        if told != self.told:
            self._told = told

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

    def danger_tonight(self) -> bool:
        """Heard in an earlier evening of this night: then nobody is asked about other things at the door."""
        try:
            with self._keeping.journal.in_one_go():
                levels = self._levels(self._tonight())
        except AssistantError as e:
            log.warning("what was heard tonight could not be looked up: %s", type(e).__name__)
            return False
        return any(level != "none" for level in levels)

    def closing(self) -> Sentence:
        here = safety.Here(self._says.country, self._tonight())
        return safety.closing(texts=self._says.safety, here=here)

    def reply(self, entry: Entry, *, ask: bool = True) -> Generator[Event, None, Reply | None]:
        """None when nothing more is to be said; with `ask` false only what safety asks for."""
        care = yield from self.care(entry, goes_on=ask)
        return care if care is not None or not ask else (yield from self.follow_up(entry))

    def care(self, entry: Entry, *, goes_on: bool) -> Generator[Event, None, Reply | None]:
        """Reads it; what is said for safety, or None. "Go on" is not said to who has just ended it (`goes_on` false).

        The entry is kept already, whatever goes wrong here; or it has no number, since the journal could not take it.
        """
        try:
            yield from self._read(entry)
        except AssistantError as e:
            yield from self._sorry(entry, e)
        care = self._care(entry, self._last)
        if care is not None and care.form == "staying":
            self._told = care.told
            return Reply(care.sentences, "safety") if goes_on else None
        return None if care is None else self._noted(entry, care)

    def follow_up(self, entry: Entry) -> Generator[Event, None, Reply | None]:
        """The question after an entry that `care` was quiet about; None where there is none tonight."""
        if self.stays:
            return None
        try:
            return (yield from self._ask(entry))
        except AssistantError as e:
            yield from self._sorry(entry, e)
            return None

    @property
    def may_ask(self) -> bool:
        """A question is left tonight, and nobody may be in danger."""
        return not self.stays and self._questions_left > 0

    def has_asked(self) -> None:
        """Something else was asked tonight: it counts as one of the questions."""
        self._asked += 1

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
        self.braking.heard(entry)
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
        asked = self._keeping.journal.asked_since(entry.night)
        said = [a.text for a in asked if a.question.startswith("safety.")]
        self._told = safety.resumed(self._levels(entry.night, but=entry.uid), said=said, texts=self._says.safety)

    def _levels(self, night: date, *, but: str = "") -> list[SafetyLevel]:
        entries = self._keeping.journal.entries(Selection(night=night))
        readings = self._keeping.journal.readings([e.uid for e in entries if e.uid != but])
        return [reading.safety for reading in readings.values()]

    def _care(self, entry: Entry, reading: Reading | None) -> safety.Answer | None:
        said = [u.text for u in entry.transcript.utterances] if entry.transcript else []
        grave = reading is not None and reading.safety != "none"
        here = safety.Here(self._says.country, self._tonight(), has_plan=grave and self._has_plan())
        return safety.answer(reading, said=said, told=self._told or Told(), texts=self._says.safety, here=here)

    def _has_plan(self) -> bool:
        try:
            return bool(self._keeping.practices.safety_plan())
        except AssistantError as e:  # care is said without it
            log.warning("the safety plan could not be looked up: %s", type(e).__name__)
            return False

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
                tonight=Tonight(self._tonight(), now.local.time(), self._questions_left),
                seed=entry.uid,
            )
            if choice is None:
                return None
            self._asked += 1
            asked = self._store(entry, question=choice.question.id, text=choice.text, why=choice.reason)
        yield Questioned(asked, choice.reason)
        return Reply((Sentence(choice.text),), "question", asked.uid)

    @property
    def _questions_left(self) -> int:
        left = self._limit - self._asked
        return min(left, 1) if self.settles else left

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
