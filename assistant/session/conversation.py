"""Speaks and listens: what an evening, a guide and a spoken wish share.

Half-duplex: while it speaks, nothing is heard, and a key stops it. Every sample is on disk before anything looks at
it, and what was said is in the journal before anybody answers it.
"""

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal
from uuid import uuid4

from assistant.audio import Sound, at_loudness
from assistant.dialogue.night_manners import Hush, hush
from assistant.dialogue.patience import TurnTaking
from assistant.dialogue.sentences import Sentence, pick
from assistant.dialogue.spoken_commands import Wish, wish
from assistant.errors import AssistantError, PartMissing
from assistant.journal import Asked, Entry, night_of
from assistant.session.events import Event, HeardOnly, Kept, Notice, Questioned, Said, SaidKind
from assistant.session.hearing import Hearing, live
from assistant.session.keeping import Keeper
from assistant.session.listening import Ears, Turn, Words, listen
from assistant.session.parts import Keeping, Manners, Says, Talking
from assistant.session.wish_ear import WishEar

Patience = Literal["reflection", "answer", "after_wish"]
"""A reflection may pause for long, and a short answer does not; after a wish was done there may be more, or not."""

AFTER_WISH_S = 8.0
"""Without a word after a wish was done, before the evening goes on."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One turn of the person's."""

    why: str
    """As in `TurnEnded`."""
    entry: Entry | None
    """None where nothing was said. Without a number where the journal could not take it now."""
    wishes: tuple[Wish, ...] = ()
    """What Between is asked to do, in order."""

    @property
    def text(self) -> str:
        return self.entry.transcript.text if self.entry and self.entry.transcript else ""

    @property
    def kept(self) -> bool:
        return self.entry is not None and self.entry.number > 0

    @property
    def over(self) -> bool:
        """Nothing more can be heard: the disk is full, or the microphone has gone."""
        return self.why in ("full", "lost")


class Conversation:
    """One for an evening. `close` waits for the models' thread; `Keeper.close` for the sound files."""

    def __init__(self, keeping: Keeping, *, talking: Talking, says: Says, manners: Manners, keeper: Keeper) -> None:
        self._keeping = keeping
        self._talking = talking
        self._phrases = says.phrases
        self._commands = says.commands
        self._manners = manners
        self._keeper = keeper
        self._models = ThreadPoolExecutor(1, thread_name_prefix="words")
        self._seed = uuid4().hex
        self._spoke = False
        self._told: set[str] = set()
        self._unheard: list[Entry] = []
        """Kept, with their sound still to be put away."""
        self._answered = False
        self.hotwords: tuple[str, ...] = ()
        self.unkept = False
        """Something that was said waits in the spool, since the journal could not take it."""
        self.ending = False
        """^C was pressed."""
        self.pace, self.loudness = 1.0, 1.0
        """Factors on the voice of the settings."""
        self.muted = False
        """Everything is only shown, as the person asked."""
        self.last_said: list[Sentence] = []
        """Since the person last spoke of themselves; without what was said of a wish."""

    def warm_up(self) -> None:
        """Models load while the person begins to speak: while we speak, loading them would make the sound stutter."""
        if self._keeping.transcriber is not None:
            self._models.submit(self._keeping.transcriber)
        self._models.submit(self._keeping.tagger)

    def close(self) -> None:
        self._put_sound_away()
        self._models.shutdown(cancel_futures=True)

    def say(self, sentence: Sentence, *, kind: SaidKind) -> Iterator[Event]:
        """Shown in every case, and spoken where that is possible. Any key stops it."""
        self._put_sound_away()
        if kind not in ("wish", "nudge"):
            self._remember(sentence)
        yield Said(sentence.text, kind)
        if self._talking.voice is None or self.muted or self.ending:
            return
        try:
            sound = self._talking.voice.speak(sentence.spoken, pace=self.pace * self._hush.pace)
        except PartMissing:
            yield from self.tell_once("voice_hung")
            return
        yield from self.play(sound)

    @property
    def _hush(self) -> Hush:
        return hush(self._keeping.clock.now().local.time(), questions=self._manners.questions)

    def _remember(self, sentence: Sentence) -> None:
        if self._answered:
            self.last_said.clear()
            self._answered = False
        self.last_said.append(sentence)

    def play(self, sound: Sound) -> Generator[Event, None, bool]:
        """True when it was played to the end."""
        self._spoke = True
        try:
            return self._talking.loudspeaker.play(
                at_loudness(sound, self.loudness * self._hush.loudness), stop=self._stopped
            )
        except PartMissing:
            yield from self.tell_once("no_loudspeaker")
            return False

    def ask(self, text: str, *, question: str, why: str = "", after: str = "") -> Generator[Event, None, str]:
        """Notes the question, says it, and gives its `Asked.uid`; empty where the journal could not take note of it."""
        now = self._keeping.clock.now()
        night = night_of(now, turns_at=self._manners.night_turns_at)
        asked = Asked(uuid4().hex, question, text, now, night, after=after, why=why)
        try:
            self._keeping.journal.add_asked(asked)
        except AssistantError as e:
            asked = replace(asked, uid="")
            yield Notice(f"{e.message} I ask all the same. {e.hint}".strip())
        yield Questioned(asked, why)
        yield from self.say(Sentence(text), kind="question")
        return asked.uid

    def hear(self, *, answers: str = "", patience: Patience = "reflection") -> Generator[Event, None, Answered]:
        """One turn, kept."""
        return (yield from self._hear(self._turn_taking(patience), answers=answers))

    def rest(self, seconds: float) -> Generator[Event, None, Answered]:
        """Quiet for so long, which ends as `gone`; whoever speaks meanwhile is heard as in `hear`."""
        return (yield from self._hear(replace(self._manners.turn_taking, gone_after_s=seconds), answers=""))

    def _turn_taking(self, patience: Patience) -> TurnTaking:
        wanted = self._manners.turn_taking
        if patience == "answer":
            return replace(wanted, profile="brisk")
        return replace(wanted, gone_after_s=AFTER_WISH_S) if patience == "after_wish" else wanted

    def _hear(self, turn_taking: TurnTaking, *, answers: str) -> Generator[Event, None, Answered]:
        keeping, manners, microphone = self._keeping, self._manners, self._talking.microphone
        self._put_sound_away()
        spoke, self._spoke = self._spoke, False
        if spoke:  # what the microphone took in of our own voice; where none was heard, early words are kept
            microphone.flush()
        self._forget_keys()
        uid, moment = uuid4().hex, keeping.clock.now()
        spool = keeping.spool.begin(uid, moment=moment, answers=answers)
        ear, cutting, ends = keeping.voice_activity(), live(turn_taking), manners.sentence_ends
        hearing = Hearing(ear, turn_taking=turn_taking, cutting=cutting, ends=ends)
        if spoke:
            hearing.after_own_voice()
        written = partial(keeping.spool.stretch, uid)
        words = Words(self._models, keeping.transcriber, self.hotwords, written)
        wishes = WishEar(partial(wish, commands=self._commands))
        ears = Ears(microphone, hearing, spool, words, keeping.clock, self._key, wishes, self._nudge)
        turn = yield from self._told_once(listen(ears))
        self._answered = turn.something
        if not turn.something:
            keeping.spool.discard(uid)
            return Answered(turn.why, None, turn.wishes)
        night = night_of(moment, turns_at=manners.night_turns_at)
        entry = Entry(uid, moment, night, "talk", turn.state, turn.transcript, answers=answers)
        return Answered(turn.why, (yield from self._keep(entry)), turn.wishes)

    def _nudge(self) -> Iterator[Event]:
        """In the midst of a turn. What the microphone takes in meanwhile is our own voice."""
        yield from self.say(Sentence(pick(self._phrases.take_your_time, seed=uuid4().hex)), kind="nudge")
        self._talking.microphone.flush()

    def _told_once(self, events: Generator[Event, None, Turn]) -> Generator[Event, None, Turn]:
        """Puts words to a whisper, once an evening."""
        while True:
            try:
                event = next(events)
            except StopIteration as stop:
                turn: Turn = stop.value
                return turn
            yield event
            if isinstance(event, HeardOnly):
                yield from self.tell_once("whisper")

    def _keep(self, entry: Entry) -> Generator[Event, None, Entry]:
        """Without a number when the journal can't take it now: then the spool holds it until the next start."""
        try:
            kept = self._keeper.keep(entry)
        except AssistantError as e:
            self.unkept = True
            yield Notice(f"{e.message} What you said is safe, and is added at the next start. {e.hint}".strip())
            return entry
        self._unheard.append(kept)
        yield Kept(kept)
        if entry.transcript is not None and entry.transcript.dropped:
            yield Notice(pick(self._phrases.left_out, seed=entry.uid).format(count=entry.transcript.dropped))
        if self._talking.microphone.overflows:
            yield from self.tell_once("gaps")
        if entry.state == "pending":
            yield from self.tell_once("no_words_yet")
        return kept

    def _put_sound_away(self) -> None:
        """Once the answer is found: it goes before the encoder."""
        while self._unheard:
            self._keeper.keep_sound(self._unheard.pop(0).uid)

    def tell_once(self, which: str) -> Iterator[Event]:
        if which not in self._told:
            self._told.add(which)
            yield Notice(pick(getattr(self._phrases, which), seed=self._seed))

    def _key(self) -> str:
        key = self._talking.keys.pressed()
        self.ending = self.ending or key == "end"
        return "end" if self.ending else "enter" if key == "enter" else ""

    def _forget_keys(self) -> None:
        """A second Enter on a question is not meant for the turn after it."""
        while not self.ending and (key := self._talking.keys.pressed()) is not None:
            self.ending = key == "end"

    def _stopped(self) -> bool:
        key = self._talking.keys.pressed()
        self.ending = self.ending or key == "end"
        return key is not None or self.ending
