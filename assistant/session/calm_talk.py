"""Speaks and listens off the record: nothing heard is shown or kept, and danger is answered before all else."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from assistant.audio import Sound
from assistant.dialogue import safety
from assistant.dialogue.calm_words import CalmWords, only_an_answer, reading_s
from assistant.dialogue.guides import Breathe, GuidingPhrases
from assistant.dialogue.patience import TurnTaking
from assistant.dialogue.safety import Here, Told
from assistant.dialogue.sentences import Sentence
from assistant.errors import AssistantError, PartMissing
from assistant.journal import Reading, night_of
from assistant.ports import Loudspeaker
from assistant.session import tones
from assistant.session.calm_keys import CalmKeys
from assistant.session.conversation import Answered, Conversation
from assistant.session.events import Event, Kept, Notice, Said, SaidKind, WordsHeard
from assistant.session.late_ears import LateEars
from assistant.session.off_the_record import NothingKept
from assistant.session.parts import Keeping, Manners, Says, Talking

LEAST_S = 0.05
BETWEEN_BREATHS_S = 1.0
"""The tone is not spoken into; here a word is heard."""

ENDS = frozenset(("thats_all", "goodnight", "leave"))
ONWARD = frozenset(("skip", "go_on", "calm"))
"""To the next tool; after care, back to where it was."""


@dataclass(frozen=True, slots=True)
class CalmParts:
    keeping: Keeping
    """One that keeps nothing, as `off_the_record` gives it."""
    talking: Talking
    says: Says
    manners: Manners
    words: CalmWords
    guiding: GuidingPhrases
    volume: float
    """Of the tones, 0 to 1."""


class CalmTalk:
    """On a Conversation of its own."""

    def __init__(self, parts: CalmParts, *, told: Told) -> None:
        self._parts = parts
        self._clock = parts.keeping.clock
        always = parts.says.safety.always
        always = replace(always, staying=parts.words.staying, closing=parts.words.closing_in_danger)
        self._safety = replace(parts.says.safety, always=always)
        self.told = told
        """What was said for safety."""
        self.keys = CalmKeys(parts.talking.keys, clock=self._clock)
        self._out = _Out(parts.talking.loudspeaker)
        ears = LateEars(parts.keeping, microphone=parts.talking.microphone)
        self._talking = replace(parts.talking, microphone=ears, keys=self.keys, loudspeaker=self._out)
        own = parts.manners.turn_taking
        self._talk = self._conversation(replace(own, profile="brisk", open_done_after_s=own.brisk_done_after_s), ears)
        """Its answers are a word or two."""
        self._care_talk = self._conversation(own, ears)
        """Nobody in danger is cut short."""
        self._hears = parts.keeping.transcriber is not None
        """Otherwise the screen does not say that it listens."""
        self.enough = False
        """They said so."""
        self.goodnight = False
        self.skip = False
        """They would rather have the next tool."""

    def _conversation(self, turn_taking: TurnTaking, ears: LateEars) -> Conversation:
        parts, unheard = self._parts, (self._parts.words.not_understood,)
        return Conversation(
            replace(parts.keeping, voice_activity=ears.voice_activity),
            talking=self._talking,
            says=replace(parts.says, phrases=replace(parts.says.phrases, no_words_yet=unheard, whisper=unheard)),
            manners=replace(parts.manners, turn_taking=turn_taking),
            keeper=NothingKept(parts.keeping, parts.manners),
        )

    def like(self, talk: Conversation) -> None:
        """As softly, slowly or silently as the person wants it tonight."""
        for own in (self._talk, self._care_talk):
            own.pace, own.loudness, own.muted = talk.pace, talk.loudness, talk.muted

    @property
    def stopped(self) -> bool:
        """By a key: not a word more."""
        return self.keys.over

    @property
    def over(self) -> bool:
        return self.enough or self.stopped

    def close(self) -> None:
        self._talk.close()
        self._care_talk.close()
        self._talking.microphone.flush()  # what it took in of our own voice is for nobody

    def say(self, text: str, *, kind: SaidKind) -> Iterator[Event]:
        """Where it could not be heard, it stands as long as it takes to read."""
        if self.stopped:
            return
        played = self._out.played
        yield from self._talk.say(Sentence(text), kind=kind)
        if self._out.played == played and kind != "closing" and not self.keys.answered:
            yield from self.quiet(reading_s(text))

    def breathe(self, how: Breathe) -> Iterator[Event]:
        """By the tone, or by words where none can be heard."""
        tone = tones.breath(how.in_s, how.hold_s, how.out_s, volume=self._parts.volume)
        for _ in range(how.times):
            if self.over or self.skip:
                return
            if self._silent or not (yield from self._talk.play(tone)):
                yield from self._breathe_in_words(how)
            elif self._hears:
                yield from self.quiet(BETWEEN_BREATHS_S)

    def _breathe_in_words(self, how: Breathe) -> Iterator[Event]:
        words = self._parts.guiding
        for word, seconds in (
            (words.breathe_in, how.in_s),
            (words.breathe_hold, how.hold_s),
            (words.breathe_out, how.out_s),
        ):
            if seconds and not (self.over or self.skip):
                yield Said(word, "answer")
                yield from self.quiet(seconds)

    @property
    def _silent(self) -> bool:
        return self._talking.voice is None or self._talk.muted or self._out.missing

    def quiet(self, seconds: float) -> Iterator[Event]:
        """Whoever speaks meanwhile is heard, and the rest of it stays quiet."""
        until = self._clock.monotonic() + seconds
        while not (self.over or self.skip or self.keys.answered):
            heard = yield from self.hear(max(LEAST_S, until - self._clock.monotonic()))
            if heard is None or heard.why in ("gone", "enter") or heard.over:
                return

    def hear(self, seconds: float) -> Generator[Event, None, Answered | None]:
        """One turn, or so much quiet. None where a key came before it could begin."""
        if self.over or self.keys.answered:
            return None
        heard = yield from self._heard(self._talk.rest(seconds))
        self.skip = self.skip or any(wish.kind in ONWARD for wish in heard.wishes)
        if said := _words(heard):
            yield from self._careful(said)
        return heard

    def _heard(self, events: Generator[Event, None, Answered]) -> Generator[Event, None, Answered]:
        while True:
            try:
                event = next(events)
            except StopIteration as stop:
                heard: Answered = stop.value
                break
            if not isinstance(event, Kept | WordsHeard) and (self._hears or isinstance(event, Said | Notice)):
                yield event
        self.enough = self.enough or any(wish.kind in ENDS for wish in heard.wishes)
        self.goodnight = self.goodnight or any(wish.kind == "goodnight" for wish in heard.wishes)
        return heard

    def _careful(self, said: Sequence[str]) -> Iterator[Event]:
        """Danger goes before the tool. What was said goes nowhere from here."""
        reading = None if only_an_answer(" ".join(said)) else self._read(said)  # what reads takes seconds to load
        if reading is None or reading.safety == "none":
            return
        self.skip = False
        yield from self._care(reading, said=said)
        while not self.over:  # no silence ends it, until they would rather go on or stop
            heard = yield from self._heard(self._care_talk.hear())
            if heard.over or any(wish.kind in ONWARD for wish in heard.wishes):
                return
            if said := _words(heard):
                yield from self._care(self._read(said), said=said)

    def _care(self, reading: Reading | None, *, said: Sequence[str]) -> Iterator[Event]:
        care = safety.answer(reading, said=said, told=self.told, texts=self._safety, here=self._here())
        if care is None:
            return
        self.told = care.told
        for sentence in care.sentences:
            if not self.stopped:
                yield from self._care_talk.say(sentence, kind="safety")

    def last_words(self) -> str:
        if not self.told.held:
            return self._parts.words.closing
        return safety.closing(texts=self._safety, here=self._here()).text

    def _here(self) -> Here:
        night = night_of(self._clock.now(), turns_at=self._parts.manners.night_turns_at)
        return Here(self._parts.says.country, night)

    def _read(self, said: Sequence[str]) -> Reading | None:
        for tagger in (self._parts.keeping.tagger, self._parts.keeping.danger):
            with suppress(AssistantError):
                return tagger().read(said)
        return None


class _Out:
    """The loudspeaker, and whether anything reached it. Implements `ports.Loudspeaker`."""

    def __init__(self, loudspeaker: Loudspeaker) -> None:
        self._loudspeaker = loudspeaker
        self.played = 0
        self.missing = False

    def play(self, sound: Sound, *, stop: Callable[[], bool]) -> bool:
        try:
            whole = self._loudspeaker.play(sound, stop=stop)
        except PartMissing:
            self.missing = True
            raise
        self.missing = False
        self.played += 1
        return whole

    def close(self) -> None:
        self._loudspeaker.close()


def _words(heard: Answered) -> list[str]:
    transcript = heard.entry.transcript if heard.entry is not None else None
    return [utterance.text for utterance in transcript.utterances] if transcript is not None else []
