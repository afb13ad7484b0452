"""One spoken evening: greets, listens, keeps, reads, asks, listens again, closes softly."""

from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import uuid4

from assistant.dialogue.sentences import Sentence, pick
from assistant.errors import AssistantError, PartMissing
from assistant.journal import Entry, night_of
from assistant.session.answering import Answering
from assistant.session.events import Ended, Event, HeardOnly, Kept, Notice, Read, Said, SaidKind
from assistant.session.hearing import LIVE, Hearing
from assistant.session.keeping import Keeper
from assistant.session.listening import Ears, Turn, Words, listen
from assistant.session.looking_back import offer
from assistant.session.parts import Keeping, Manners, Says, Talking


class Evening:
    """`run` once. Every sample is on disk before anything looks at it; every entry is kept before it is answered."""

    def __init__(
        self, keeping: Keeping, *, talking: Talking, says: Says, manners: Manners, late: Sequence[Read] = ()
    ) -> None:
        """`late`: what was read since the last evening, of words that nobody has answered."""
        self._keeping = keeping
        self._talking = talking
        self._says = says
        self._phrases = says.phrases
        self._manners = manners
        self._keeper = Keeper(keeping, manners)
        self._answering = Answering(keeping, keeper=self._keeper, says=says, manners=manners)
        self._models = ThreadPoolExecutor(1, thread_name_prefix="words")
        self._late = list(late)
        self._seed = uuid4().hex
        self._hotwords: tuple[str, ...] = ()
        self._ending = False
        self._spoke = False
        self._told: set[str] = set()

    def run(self) -> Iterator[Event]:
        """The microphone is open already: it is heard while everything else is still being loaded."""
        try:
            yield from self._look_back()
            yield from self._talk()
            yield from self._keeper.close()
        finally:
            self._models.shutdown(cancel_futures=True)
        yield Ended(interrupted=self._ending)

    def _warm_up(self) -> None:
        """Models load while the person begins to speak: while we speak, loading them would make the sound stutter."""
        if self._keeping.transcriber is not None:
            self._models.submit(self._keeping.transcriber)
        self._models.submit(self._keeping.tagger)

    def _look_back(self) -> Iterator[Event]:
        """What the journal is needed for before a word is said; without it the evening goes on all the same."""
        try:
            self._hotwords = self._keeper.hotwords()
            yield from self._keeper.recover()
            for read in self._keeper.read_left():
                self._late.append(read)  # one by one: a fault further on must not cost this one its answer
        except AssistantError as e:
            yield Notice(f"{e.message} I listen all the same, and keep what you say. {e.hint}".strip())

    def _talk(self) -> Iterator[Event]:
        if self._manners.greeting:
            yield from self._say(Sentence(pick(self._phrases.greeting, seed=self._seed)), kind="greeting")
        self._warm_up()
        answers, kept_as = (yield from self._care_late()), ""
        while True:
            turn, entry = yield from self._turn(answers)
            kept = entry is not None and entry.number > 0
            if entry is not None and kept_as != "words":
                kept_as = entry.state if kept else "pending"
            over = self._ending or turn.why in ("full", "lost")
            reply = None if entry is None else (yield from self._answering.reply(entry, ask=kept and not over))
            if entry is not None and kept:  # only now: the answer to the person goes before the encoder
                self._keeper.keep_sound(entry.uid)
            for sentence in reply.sentences if reply else ():
                yield from self._say(sentence, kind=reply.kind if reply else "safety")
            if over or self._ending or (reply is None and not self._answering.stays):
                break
            answers = reply.asked if reply else answers
        if kept_as == "words":
            yield from self._offer()
        yield from self._say(self._closing(kept_as), kind="closing")

    def _offer(self) -> Iterator[Event]:
        """What is kept of the same night earlier; not to who has just ended the evening by hand."""
        if self._manners.looks_back and not (self._ending or self._answering.stays):
            tonight = night_of(self._keeping.clock.now(), turns_at=self._manners.night_turns_at)
            text = offer(self._keeping, says=self._says, tonight=tonight, heard=self._answering.heard)
            if text:
                yield from self._say(Sentence(text), kind="offer")

    def _care_late(self) -> Generator[Event, None, str]:
        """Danger in a recording that had no words when it was spoken is answered now, the gravest once."""
        reply = yield from self._answering.late_care(self._late)
        if reply is None:
            return ""
        for sentence in reply.sentences:
            yield from self._say(sentence, kind=reply.kind)
        return reply.asked

    def _closing(self, kept_as: str) -> Sentence:
        if self._answering.stays:
            return self._answering.closing()
        ways = {"words": self._phrases.closing, "": self._phrases.closing_unsaid}
        return Sentence(pick(ways.get(kept_as, self._phrases.closing_without_words), seed=self._seed))

    def _turn(self, answers: str) -> Generator[Event, None, tuple[Turn, Entry | None]]:
        if self._spoke:  # what the microphone took in of our own voice; where none was heard, early words are kept
            self._talking.microphone.flush()
            self._spoke = False
        self._forget_keys()
        uid, moment = uuid4().hex, self._keeping.clock.now()
        spool = self._keeping.spool.begin(uid, moment=moment, answers=answers)
        turn_taking = self._manners.turn_taking
        hearing = Hearing(self._keeping.voice_activity(), turn_taking=turn_taking, cutting=LIVE)
        written = partial(self._keeping.spool.stretch, uid)
        words = Words(self._models, self._keeping.transcriber, self._hotwords, written)
        ears = Ears(self._talking.microphone, hearing, spool, words, self._keeping.clock, self._key)
        turn = yield from self._told_once(listen(ears))
        if not turn.something:
            self._keeping.spool.discard(uid)
            return turn, None
        night = night_of(moment, turns_at=self._manners.night_turns_at)
        entry = Entry(uid, moment, night, "talk", turn.state, turn.transcript, answers=answers)
        return turn, (yield from self._keep(entry))

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
                yield from self._tell_once("whisper")

    def _keep(self, entry: Entry) -> Generator[Event, None, Entry]:
        """Without a number when the journal can't take it now: then the spool holds it until the next start."""
        try:
            kept = self._keeper.keep(entry)
        except AssistantError as e:
            yield Notice(f"{e.message} What you said is safe, and is added at the next start. {e.hint}".strip())
            return entry
        yield Kept(kept)
        if entry.transcript is not None and entry.transcript.dropped:
            yield Notice(pick(self._phrases.left_out, seed=entry.uid).format(count=entry.transcript.dropped))
        if self._talking.microphone.overflows:
            yield from self._tell_once("gaps")
        if entry.state == "pending":
            yield from self._tell_once("no_words_yet")
        return kept

    def _say(self, sentence: Sentence, *, kind: SaidKind) -> Iterator[Event]:
        """Shown in every case, and spoken where that is possible. Any key stops it."""
        yield Said(sentence.text, kind)
        if self._talking.voice is None or self._ending:
            return
        try:
            sound = self._talking.voice.speak(sentence.spoken)
        except PartMissing:
            yield from self._tell_once("voice_hung")
            return
        self._spoke = True
        try:
            self._talking.loudspeaker.play(sound, stop=self._stopped)
        except PartMissing:
            yield from self._tell_once("no_loudspeaker")

    def _tell_once(self, which: str) -> Iterator[Event]:
        if which not in self._told:
            self._told.add(which)
            yield Notice(pick(getattr(self._phrases, which), seed=self._seed))

    def _key(self) -> str:
        key = self._talking.keys.pressed()
        self._ending = self._ending or key == "end"
        return "end" if self._ending else "enter" if key == "enter" else ""

    def _forget_keys(self) -> None:
        """A second Enter on a question is not meant for the turn after it."""
        while not self._ending and (key := self._talking.keys.pressed()) is not None:
            self._ending = key == "end"

    def _stopped(self) -> bool:
        key = self._talking.keys.pressed()
        self._ending = self._ending or key == "end"
        return key is not None or self._ending
