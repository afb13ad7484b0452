"""One turn of talk, live: on disk as it is spoken, words as they come, an end that does not cut a thought off."""

from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field

from assistant.audio import Samples, Stretch
from assistant.dialogue.turn_taking import WordsSoFar
from assistant.errors import AssistantError, NoSpace
from assistant.journal import State, Transcript, joined
from assistant.ports import Back, Clock, Heard, Lost, Microphone, SpoolWriter, Transcriber
from assistant.session.events import Event, HeardOnly, Listening, Notice, TurnEnded, VoiceHeard, VoicePaused, WordsHeard
from assistant.session.hearing import Hearing, Piece

LOST_FOR_S = 60.0
"""A microphone that stays away for so long ends the turn; what was said before is kept."""
POLL_S = 0.05
IN_MEMORY = 4
"""Stretches that wait for the recogniser with their sound in memory; by the fifth, the sound is long on disk."""


@dataclass(slots=True)
class Words:
    """The recogniser's work on one turn, a stretch at a time on a thread of its own."""

    executor: Executor
    transcriber: Callable[[], Transcriber] | None
    """As in Keeping: loads on its first call, on the executor's thread."""
    hotwords: tuple[str, ...]
    written: Callable[[Stretch], Samples]
    """A stretch of this turn as it lies on disk."""
    jobs: list[Future[Transcript]] = field(default_factory=list)
    told: int = 0
    text: str = ""
    """Of the stretches that are written down."""
    failed: bool = False

    def take(self, pieces: list[Piece]) -> None:
        if self.transcriber is None:
            return
        for piece in pieces:
            # A recogniser that falls behind would fill the memory with what it has not heard yet: that lies on disk.
            samples = None if len(self.jobs) - self.told >= IN_MEMORY else piece.samples
            self.jobs.append(self.executor.submit(self._make, self.transcriber, piece.stretch, samples))

    def _make(self, transcriber: Callable[[], Transcriber], stretch: Stretch, samples: "Samples | None") -> Transcript:
        heard = self.written(stretch) if samples is None else samples
        return transcriber().transcribe(heard, hotwords=self.hotwords, offset_s=stretch.start_s)

    def tell(self, *, to_the_end: bool) -> Iterator[Event]:
        """The words that are ready, in order; all of them `to_the_end`."""
        while self.told < len(self.jobs) and (to_the_end or self.jobs[self.told].done()):
            job = self.jobs[self.told]
            self.told += 1
            try:
                transcript = job.result()
            except AssistantError as e:
                if not self.failed:  # a broken model fails at each stretch, and once is enough to hear of it
                    yield Notice(f"{e.message} The sound is kept. {e.hint}".strip())
                self.failed = True
                continue
            if transcript.utterances:
                self.text = f"{self.text} {transcript.text}".strip()
                yield WordsHeard(transcript.text)

    @property
    def so_far(self) -> WordsSoFar:
        return WordsSoFar(self.text, self.told == len(self.jobs), self.transcriber is not None and not self.failed)

    def whole(self) -> Transcript | None:
        return joined([job.result() for job in self.jobs if job.exception() is None])


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of listening."""

    why: str
    """As in TurnEnded."""
    state: State
    transcript: Transcript | None
    """None where no model made words."""
    something: bool
    """False when there was nothing but silence and noise, and nothing is to be kept."""


@dataclass(frozen=True, slots=True)
class Ears:
    """What listening to one turn needs."""

    microphone: Microphone
    hearing: Hearing
    spool: SpoolWriter
    words: Words
    clock: Clock
    key: Callable[[], str]
    """`enter`, `end`, or nothing: which end the person asked for."""


def listen(ears: Ears) -> Generator[Event, None, Turn]:
    """Until the turn has ended. The spool is written before anything else sees a sample."""
    yield Listening()
    why = yield from _until_it_ends(ears)
    ears.words.take(ears.hearing.finish())
    yield TurnEnded(why)
    try:
        ears.spool.close()
    except NoSpace as e:
        why = "full"
        yield _full(e)
    yield from ears.words.tell(to_the_end=True)
    transcript = ears.words.whole()
    return Turn(why, _state(ears, transcript), transcript, ears.hearing.something)


def _full(fault: NoSpace) -> Notice:
    return Notice(f"{fault.message} What you said until now is kept. {fault.hint}".strip())


def _state(ears: Ears, transcript: Transcript | None) -> State:
    if transcript is None or ears.words.failed or not ears.hearing.state.spoke:
        return "pending"
    return "words" if transcript.utterances else "wordless"


def _until_it_ends(ears: Ears) -> Generator[Event, None, str]:
    lost_at: float | None = None
    shown, told = "waiting", False
    while True:
        if key := ears.key():
            return key
        match ears.microphone.read(POLL_S):
            case Heard(samples):
                try:
                    ears.spool.write(samples)
                except NoSpace as e:
                    yield _full(e)
                    return "full"
                ears.words.take(ears.hearing.feed(samples))
            case Lost(why):
                lost_at = ears.clock.monotonic()
                ears.words.take(ears.hearing.finish())
                yield Notice(why)
            case Back(name):
                lost_at = None
                yield Notice(f"I can hear you again, through {name}.")
                shown = ""  # after a notice it is said anew how the listening stands; not while nothing is heard
            case None:
                pass
        for event in ears.words.tell(to_the_end=False):
            yield event
            shown = "" if isinstance(event, Notice) and lost_at is None else shown
        if ears.hearing.state.heard_but_no_words and not ears.hearing.state.spoke and not told:
            told, shown = True, ""
            yield HeardOnly()
        decided = ears.hearing.decision(ears.words.so_far)
        if decided in ("done", "gone"):
            return decided
        if decided != shown:
            shown = decided
            yield VoiceHeard() if decided == "speaking" else VoicePaused()
        if lost_at is not None and ears.clock.monotonic() - lost_at > LOST_FOR_S:
            return "lost"
