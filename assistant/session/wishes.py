"""Does what the person wishes aloud, and says in about three words that it is done."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias
from uuid import uuid4

from assistant.dialogue import guides
from assistant.dialogue.asking.nouns import Answer, Missing, SlotKind, Unknown
from assistant.dialogue.guides import Guide
from assistant.dialogue.sentences import Sentence
from assistant.dialogue.spoken_commands import Wish
from assistant.errors import AssistantError
from assistant.journal import Entry, Transcript, Utterance, night_of
from assistant.session.conversation import Answered
from assistant.session.events import Event, Kept, Notice, SaidKind
from assistant.session.forgetting import Forgetful, Means

Next: TypeAlias = Literal["listen", "done", "close"]
"""Hear whether there is more; the turn is over, and may be replied to; or the evening is over."""

PACE_STEP = 0.87
LOUDNESS_STEP = 1.35
"""Of the amplitude: 2.6 dB, which is clearly heard."""
PACE = (0.55, 1.6)
LOUDNESS = (0.25, 2.5)

HOMEWORK = "homework"
"""The guide that asks what the homework is."""

_WANTED: dict[SlotKind, str] = {
    "doing": "something you do",
    "practice": "a small change",
    "pattern": "an old pattern",
    "emotion": "a feeling",
    "theme": "what it is about",
    "person": "a person",
    "nights": "a time",
}


@dataclass(frozen=True, slots=True)
class Able:
    """What others do for a wish. All but the first two may raise AssistantError."""

    guides: tuple[Guide, ...]
    lead: Callable[[Guide], Generator[Event, None, Next]]
    calm: Callable[[], Generator[Event, None, Next]]
    read_plan: Callable[[], Iterator[Event]]
    note_homework: Callable[[str], str]
    """Gives what is said once it is noted."""
    answer: Callable[[str], Answer | Missing | Unknown]
    """Of a question to the journal."""
    keep_voice: Callable[[float, float], None]
    """Factors on the pace and the loudness of the settings, for the next evenings, too."""


class Wishes:
    """One for an evening."""

    def __init__(self, means: Means, *, able: Able) -> None:
        self._means = means
        self._talk = means.talk
        self._words = means.words
        self._able = able
        self._forgetful = Forgetful(means)

    def with_private_names(self, entry: Entry) -> Generator[Event, None, Entry]:
        """For every entry, once it is kept and before it is read."""
        return (yield from self._forgetful.with_private_names(entry))

    def do(self, wish: Wish, heard: Answered) -> Generator[Event, None, Next]:
        """For after what else was said in the turn has been replied to: care goes first, also to words that then go."""
        try:
            if (yield from self._care(wish)):
                return "listen"
            return (yield from self._do(wish, heard))
        except AssistantError as e:
            yield Notice(f"{e.message} I could not do that just now. {e.hint}".strip())
            return "listen"

    def _do(self, wish: Wish, heard: Answered) -> Generator[Event, None, Next]:
        match wish.kind:
            case "thats_all" | "leave":
                return "done"
            case "goodnight":
                return "close"
            case "calm":
                return (yield from self._able.calm())
            case "guide":
                return (yield from self._lead(wish.what))
            case "homework":
                return (yield from self._homework(wish.what))
            case "strike_that" | "strike_sentence" | "strike_minute":
                yield from self._forgetful.strike(wish, heard)
            case "keep_it":
                yield from self._forgetful.keep_it()
            case "private_name":
                yield from self._forgetful.private_name(wish)
            case "ask":
                yield from self._ask(wish)
            case "safety_plan":
                yield from self._able.read_plan()
            case _:
                yield from self._of_its_voice(wish)
        return "listen"

    def _of_its_voice(self, wish: Wish) -> Iterator[Event]:
        match wish.kind:
            case "slower":
                yield from self._paced(PACE_STEP, self._words.slower)
            case "faster":
                yield from self._paced(1 / PACE_STEP, self._words.faster)
            case "softer":
                yield from self._loud(1 / LOUDNESS_STEP, self._words.softer)
            case "louder":
                yield from self._loud(LOUDNESS_STEP, self._words.louder)
            case "stop_talking":
                yield from self._say(self._words.quiet)
                self._talk.muted = True
            case "talk_again":
                self._talk.muted = False
                yield from self._say(self._words.talking)
            case "repeat":
                again = tuple(self._talk.last_said) or (Sentence(self._words.nothing_to_repeat),)
                for sentence in again:
                    yield from self._talk.say(sentence, kind="wish")
            case "skip":
                yield from self._say(self._words.skipped)
            case _:  # go on, wait: that is done by listening
                pass

    def _paced(self, factor: float, done: str) -> Iterator[Event]:
        pace = _within(self._talk.pace * factor, PACE)
        if pace == self._talk.pace:
            yield from self._say(self._words.no_further)
            return
        change, self._talk.pace = pace / self._talk.pace, pace
        yield from self._say(done)
        self._able.keep_voice(change, 1.0)

    def _loud(self, factor: float, done: str) -> Iterator[Event]:
        loudness = _within(self._talk.loudness * factor, LOUDNESS)
        if loudness == self._talk.loudness:
            yield from self._say(self._words.no_further)
            return
        change, self._talk.loudness = loudness / self._talk.loudness, loudness
        yield from self._say(done)
        self._able.keep_voice(1.0, change)

    def _lead(self, what: str) -> Generator[Event, None, Next]:
        guide = guides.find(self._able.guides, what)
        if guide is not None:
            return (yield from self._able.lead(guide))
        yield from self._say(self._words.no_guide)
        names = ", ".join(guide.title for guide in self._able.guides)
        yield Notice(self._words.guides_are.format(guides=names))
        return "listen"

    def _homework(self, what: str) -> Generator[Event, None, Next]:
        guide = guides.find(self._able.guides, HOMEWORK)
        if not what and guide is not None:
            return (yield from self._able.lead(guide))
        yield from self._say(self._able.note_homework(self._forgetful.in_private(what)), kind="answer")
        return "listen"

    def _ask(self, wish: Wish) -> Iterator[Event]:
        found = self._able.answer(self._forgetful.in_private(wish.what))
        match found:
            case Answer():
                yield from self._say(found.sentence, kind="answer")
            case Missing():
                what = _WANTED[found.slot]
                yield from self._say(self._words.one_word_missing.format(what=what), kind="answer")
            case Unknown():  # a musing, perhaps: what they said of themselves is never lost
                if not (yield from self._keep(wish)):
                    yield from self._say(self._words.not_understood)

    def _care(self, wish: Wish) -> Generator[Event, None, bool]:
        """Whether the wish's own words told of danger, and were answered instead; they are kept then."""
        if not wish.what or wish.kind == "guide" or not self._means.in_danger(self._as_entry(wish)):
            return False
        return (yield from self._keep(wish))

    def _keep(self, wish: Wish) -> Generator[Event, None, bool]:
        """Its words, as something that was said like all else. Whether there was care to be said."""
        entry = self._as_entry(wish)
        try:
            entry = self._means.keeper.keep(entry)
        except AssistantError as e:  # danger is answered all the same
            yield Notice(f"{e.message} What you said just now could not be kept. {e.hint}".strip())
        else:
            yield Kept(entry)
            entry = yield from self.with_private_names(entry)
        reply = yield from self._means.answering.reply(entry, ask=False)
        for sentence in reply.sentences if reply else ():
            yield from self._say(sentence.text, kind=reply.kind if reply else "safety")
        return reply is not None

    def _as_entry(self, wish: Wish) -> Entry:
        """An entry of its own, without sound."""
        keeping, now = self._means.keeping, self._means.keeping.clock.now()
        ear = keeping.transcriber() if keeping.transcriber else None
        said = Transcript((Utterance(wish.phrase.text),), ear.engine if ear else "", ear.model if ear else "")
        night = night_of(now, turns_at=self._means.manners.night_turns_at)
        return Entry(uuid4().hex, now, night, "talk", "words", said)

    def _say(self, text: str, *, kind: SaidKind = "wish") -> Iterator[Event]:
        yield from self._talk.say(Sentence(text), kind=kind)


def _within(value: float, limits: tuple[float, float]) -> float:
    return min(max(value, limits[0]), limits[1])
