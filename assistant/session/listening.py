"""One turn of talk, live: on disk as it is spoken, words as they come, an end that does not cut a thought off."""

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from math import inf

from assistant.audio import Samples, Stretch
from assistant.dialogue.spoken_commands import Wish
from assistant.dialogue.turn_taking import WordsSoFar
from assistant.errors import AssistantError, NoSpace
from assistant.journal import State, Transcript, Utterance, joined
from assistant.ports import Back, Clock, Heard, Lost, Microphone, SpoolWriter, Transcriber
from assistant.session.events import Event, HeardOnly, Listening, Notice, TurnEnded, VoiceHeard, VoicePaused, WordsHeard
from assistant.session.hearing import Hearing, Piece
from assistant.session.wish_ear import WishEar, quiet_after

LOST_FOR_S = 60.0
"""A microphone that stays away for so long ends the turn; what was said before is kept."""
POLL_S = 0.05
TOLD_SO = ("thats_all", "goodnight")
"""Wishes that say that the turn has ended."""
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
    said: list[Utterance] = field(default_factory=list)
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
                self.said += transcript.utterances
                yield WordsHeard(transcript.text)

    @property
    def so_far(self) -> WordsSoFar:
        text = " ".join(utterance.text for utterance in self.said)
        return WordsSoFar(text, self.told == len(self.jobs), self.transcriber is not None and not self.failed)

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
    """False when there was nothing but silence, noise and wishes, and nothing is to be kept."""
    wishes: tuple[Wish, ...] = ()
    """What Between is asked to do, in order; their words are not in the transcript."""


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
    wishes: WishEar
    nudge: Callable[[], Iterator[Event]]
    """One soft sound, or a few words, to who has been thinking for long."""


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
    ears.wishes.wishes += _to_be_done(ears.wishes.look(ears.words.said, quiet_s=inf))
    whole = ears.words.whole()
    words = ears.wishes.left(whole)
    only_wishes = words is None and whole is not None and bool(whole.utterances) and not ears.words.failed
    something = ears.hearing.something and not only_wishes
    return Turn(why, _state(ears, words), words, something, tuple(ears.wishes.wishes))


def _full(fault: NoSpace) -> Notice:
    return Notice(f"{fault.message} What you said until now is kept. {fault.hint}".strip())


def _state(ears: Ears, transcript: Transcript | None) -> State:
    if transcript is None or ears.words.failed or not ears.hearing.state.spoke:
        return "pending"
    return "words" if transcript.utterances else "wordless"


@dataclass(slots=True)
class _Shown:
    """What the person has been shown of the turn so far."""

    state: str = "waiting"
    """The last decision; empty where it is to be said anew."""
    heard_only: bool = False
    lost_at: float | None = None
    """Since when the microphone is gone."""


def _until_it_ends(ears: Ears) -> Generator[Event, None, str]:
    shown = _Shown()
    while True:
        if why := ears.key() or (yield from _take(ears, shown)):
            return why
        yield from _told(ears, shown)
        decided = ears.hearing.decision(ears.words.so_far)
        if why := _wished(ears, speaking=decided == "speaking"):
            return why
        if decided in ("done", "gone"):
            return decided
        if decided == "nudge":
            yield from ears.nudge()
            ears.hearing.nudged()
            ears.hearing.after_own_voice()
            shown.state = ""
        elif decided != shown.state:
            shown.state = decided
            yield VoiceHeard() if decided == "speaking" else VoicePaused()
        if shown.lost_at is not None and ears.clock.monotonic() - shown.lost_at > LOST_FOR_S:
            return "lost"


def _take(ears: Ears, shown: _Shown) -> Generator[Event, None, str]:
    """What the microphone gives; `full` where the disk takes no more."""
    match ears.microphone.read(POLL_S):
        case Heard(samples):
            try:
                ears.spool.write(samples)
            except NoSpace as e:
                yield _full(e)
                return "full"
            ears.words.take(ears.hearing.feed(samples))
        case Lost(why):
            shown.lost_at = ears.clock.monotonic()
            ears.words.take(ears.hearing.finish())
            yield Notice(why)
        case Back(name):
            shown.lost_at = None
            yield Notice(f"I can hear you again, through {name}.")
            shown.state = ""  # after a notice it is said anew how the listening stands; not while nothing is heard
        case None:
            pass
    return ""


def _told(ears: Ears, shown: _Shown) -> Iterator[Event]:
    """The words that have come, and that somebody is heard without words."""
    for event in ears.words.tell(to_the_end=False):
        yield event
        if isinstance(event, Notice) and shown.lost_at is None:
            shown.state = ""
    if ears.hearing.state.heard_but_no_words and not ears.hearing.state.spoke and not shown.heard_only:
        shown.heard_only, shown.state = True, ""
        yield HeardOnly()


def _wished(ears: Ears, *, speaking: bool) -> str:
    """How a wish ends the turn, once the person is silent: nobody is interrupted by what they asked for before."""
    said = ears.words.said
    for wish in ears.wishes.look(said, quiet_s=quiet_after(said, ears.hearing.state)):
        if wish.kind == "wait":
            ears.hearing.hold()
        else:
            ears.wishes.wishes += _to_be_done([wish])
    if speaking or not ears.wishes.wishes:
        return ""
    return "told_so" if ears.wishes.wishes[-1].kind in TOLD_SO else "wish"


def _to_be_done(wishes: Iterable[Wish]) -> list[Wish]:
    """Waiting is done already."""
    return [wish for wish in wishes if wish.kind != "wait"]
