"""Leads through a guide: says, listens, waits, breathes; asks once again where an answer is none; can be left at any
word, and goes on another night."""

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from assistant.audio import Sound
from assistant.dialogue import answers, guides
from assistant.dialogue.guides import NO_ANSWER, Answer, Breathe, Guide, GuidingPhrases, Kept, Step
from assistant.dialogue.sentences import Sentence
from assistant.dialogue.spoken_commands import Wish
from assistant.journal import Entry
from assistant.session.answering import Answering, Reply
from assistant.session.conversation import Answered, Conversation, Patience
from assistant.session.events import Event, Read
from assistant.session.guide_runs import Run
from assistant.session.parts import Keeping, Manners

LEAVING = frozenset({"leave", "goodnight", "calm", "guide"})
"""Wishes that end a guide; all but the first are for whoever led to it."""
TAKING_BACK = frozenset({"strike_that", "strike_sentence", "strike_minute"})
CHANGING = TAKING_BACK | {"keep_it", "private_name"}
"""What was kept may have other words after these, or none."""
PAUSE_S = 1.0
"""After each breath: the tone is not spoken into, and here a word is heard."""
AT_ONCE_S = 0.1
"""A tone that ended sooner was never begun: the loudspeaker is gone."""

Why = Literal["ended", "left", "silent", "care", "over"]


@dataclass(frozen=True, slots=True)
class Guided:
    """How a guide came to its end, or was left."""

    why: Why
    """`care`: somebody may be in danger, and the evening listens on. `over`: ^C, or nothing can be heard any more."""
    kept: Mapping[str, Kept]
    """By the guide's `keep_as`."""
    wishes: tuple[Wish, ...] = ()
    """Still to be done: goodnight, calm, another guide."""
    asked: str = ""
    """`Asked.uid` of the care that waits for an answer."""


@dataclass(frozen=True, slots=True)
class Guidance:
    """What leading through guides takes, the same for each of an evening."""

    talk: Conversation
    answering: Answering
    keeping: Keeping
    manners: Manners
    phrases: GuidingPhrases
    tone: Callable[[Breathe], Sound] | None = None
    """One breath to breathe by; None where no sound is wanted."""
    do: Callable[[Wish, Answered], Generator[Event, None, object]] | None = None
    """Does a wish that is none of a guide's own, such as slower."""
    first: Callable[[Entry], Generator[Event, None, Entry]] | None = None
    """Done to every entry once it is kept, before it is read: private names."""


_Left: TypeAlias = Guided
_Next: TypeAlias = Literal["", "skip", "repeat", "again"]
"""What a wish makes of the step: nothing, gone on from, said again, asked again since nothing was answered."""


class Guiding:
    """One walk through one guide."""

    def __init__(self, guide: Guide, *, guidance: Guidance) -> None:
        self._guide = guide
        self._g = guidance
        self._talk = guidance.talk
        self._phrases = guidance.phrases
        self._run = Run(guide, keeping=guidance.keeping, manners=guidance.manners)
        self._cared = False
        self._tone: dict[Breathe, Sound] = {}

    def run(self) -> Generator[Event, None, Guided]:
        left = yield from self._begin()
        while left is None and (step := self._guide.step(self._run.walk.at)) is not None:
            left = yield from self._step(step)
        return left or self._left("ended")

    def _left(self, why: Why, *, wishes: tuple[Wish, ...] = (), asked: str = "") -> Guided:
        return Guided(why, self._run.walk.kept, wishes, asked)

    def _begin(self) -> Generator[Event, None, _Left | None]:
        """Only who asks for it again is asked whether to go on where it was left."""
        earlier, afresh = (yield from self._run.left_open()), False
        if earlier is not None:
            asked = yield from self._talk.ask(self._phrases.go_on, question=self._question("go_on"))
            heard = yield from self._hear(answers=asked, patience="answer")
            gone_on = any(wish.kind == "go_on" for wish in heard.wishes)
            afresh = not gone_on and answers.how_far(heard.text) == "no"
            verdict = yield from self._take(heard)
            if isinstance(verdict, Guided):
                return verdict
        yield from self._run.begin(earlier, afresh=afresh)
        return None

    def _question(self, step: str) -> str:
        return f"guide.{self._guide.name}.{step}"

    def _step(self, step: Step) -> Generator[Event, None, _Left | None]:
        texts = guides.to_say(step, walk=self._run.walk, around=self._run.around)
        if step.say and not texts:
            yield from self._run.move(step, NO_ANSWER)
            return None
        for text in texts[:-1] if step.listen else texts:
            yield from self._talk.say(Sentence(text), kind="guide")
            if self._talk.ending:
                return self._left("over")
        if step.listen:
            return (yield from self._asked(step, texts[-1]))
        if step.breathe is not None and (left := (yield from self._breathe(step.breathe))) is not None:
            return left
        if step.wait_s and isinstance(verdict := (yield from self._quiet(step.wait_s)), Guided):
            return verdict
        yield from self._run.move(step, Answer())
        return None

    def _asked(self, step: Step, question: str) -> Generator[Event, None, _Left | None]:
        """Hears an answer and goes on; asks once again where it is none, and then goes on without."""
        asked = yield from self._talk.ask(question, question=self._question(step.id))
        silent = said_again = False
        while True:
            heard = yield from self._hear(answers=asked, patience="reflection" if step.listen == "free" else "answer")
            verdict = yield from self._take(heard)
            answer = _answer(step, heard)
            if isinstance(verdict, Guided):
                if answer is not NO_ANSWER:
                    yield from self._run.move(step, answer, entry=heard.entry)
                return verdict
            if answer is not NO_ANSWER or verdict == "skip" or _unwritten(heard):
                yield from self._run.move(step, answer, entry=heard.entry)
                return None
            if verdict in ("repeat", "again"):
                yield from self._talk.say(Sentence(question), kind="guide")
            elif not said_again:
                said_again, silent = True, heard.entry is None
                yield from self._talk.say(Sentence(self._again(step)), kind="guide")
            # Whom a grounding tool is for may find no word, so it goes on without.
            elif silent and heard.entry is None and not self._guide.tool:
                yield from self._talk.say(Sentence(self._phrases.silent), kind="guide")
                return self._left("silent")
            else:
                yield from self._run.move(step, NO_ANSWER)
                return None

    def _again(self, step: Step) -> str:
        if step.again:
            return step.again
        low, high = guides.number_in_words(step.low), guides.number_in_words(step.high)
        match step.listen:
            case "number":
                return self._phrases.again_number.format(low=low, high=high)
            case "yes_partly_no":
                return self._phrases.again_yes_partly_no
            case "choice":
                return self._phrases.again_choice.format(choices=", or ".join(c.words[0] for c in step.choices))
            case _:
                return self._phrases.again_free

    def _hear(self, *, answers: str, patience: Patience = "reflection") -> Generator[Event, None, Answered]:
        return (yield from self._with_private_names(self._talk.hear(answers=answers, patience=patience)))

    def _with_private_names(self, hearing: Generator[Event, None, Answered]) -> Generator[Event, None, Answered]:
        heard = yield from hearing
        if heard.entry is None or not heard.kept or self._g.first is None:
            return heard
        return replace(heard, entry=(yield from self._g.first(heard.entry)))

    def _take(self, heard: Answered) -> Generator[Event, None, "_Left | _Next"]:
        """What was heard beside the answer: danger, which comes before everything, and wishes."""
        if heard.entry is not None:
            reply = yield from self._overheard(self._g.answering.reply(heard.entry, ask=False))
            left = (yield from self._care(reply)) if reply is not None else None
            if left is not None:
                return left
        verdict: _Next = ""
        for n, wish in enumerate(heard.wishes):
            if wish.kind == "leave":
                yield from self._talk.say(Sentence(self._phrases.left), kind="guide")
            if wish.kind in LEAVING:
                return self._left("left", wishes=heard.wishes[n + (wish.kind == "leave") :])
            verdict = yield from self._do(wish, heard)
        return self._left("over") if self._talk.ending or heard.over else verdict

    def _do(self, wish: Wish, heard: Answered) -> Generator[Event, None, _Next]:
        if wish.kind in ("skip", "thats_all", "go_on"):
            return "skip"
        if wish.kind == "repeat":
            return "repeat"
        if self._g.do is not None:
            yield from self._g.do(wish, heard)
        if wish.kind in CHANGING:
            yield from self._run.read_again()
        return "again"

    def _overheard(self, events: Generator[Event, None, Reply | None]) -> Generator[Event, None, Reply | None]:
        """The feelings and doings that were read count for the ways of the guide."""
        while True:
            try:
                event = next(events)
            except StopIteration as stop:
                reply: Reply | None = stop.value
                return reply
            if isinstance(event, Read):
                self._run.heard(guides.targets(event.reading))
            yield event

    def _care(self, reply: Reply) -> Generator[Event, None, _Left | None]:
        """Danger is answered first. Then the guide is offered once, and else the evening listens on."""
        talk = self._talk
        yield from self._say_care(reply)
        if talk.ending:
            return self._left("over")
        if self._cared:
            return self._left("care", asked=reply.asked)
        self._cared = True
        more: Reply | None = reply
        while more is not None and more.asked:
            heard = yield from self._hear(answers=more.asked)
            if heard.entry is None or heard.over or talk.ending or heard.wishes:
                return self._left("care", wishes=heard.wishes, asked=more.asked)
            more = yield from self._overheard(self._g.answering.reply(heard.entry, ask=heard.kept))
            yield from self._say_care(more)
        asked = yield from talk.ask(self._phrases.after_care, question=self._question("after_care"))
        heard = yield from self._hear(answers=asked, patience="answer")
        more = None
        if heard.entry is not None:
            more = yield from self._overheard(self._g.answering.reply(heard.entry, ask=False))
        yield from self._say_care(more)
        wanted = answers.how_far(heard.text) == "yes" or any(wish.kind == "go_on" for wish in heard.wishes)
        if wanted and more is None and not (heard.over or talk.ending):
            return None
        return self._left("care", wishes=heard.wishes, asked=more.asked if more else "")

    def _say_care(self, reply: Reply | None) -> Iterator[Event]:
        for sentence in reply.sentences if reply else ():
            yield from self._talk.say(sentence, kind=reply.kind if reply else "safety")

    def _breathe(self, breathe: Breathe) -> Generator[Event, None, _Left | None]:
        """By the tone, and by words on the screen where none can be heard. A key, or skip, ends it."""
        for _ in range(breathe.times):
            heard_to_its_end = yield from self._toned(breathe)
            if heard_to_its_end is None:
                verdict = yield from self._in_words(breathe)
            else:
                verdict = (yield from self._quiet(PAUSE_S)) if heard_to_its_end else "skip"
            if isinstance(verdict, Guided):
                return verdict
            if verdict == "skip":
                break
        return self._left("over") if self._talk.ending else None

    def _toned(self, breathe: Breathe) -> Generator[Event, None, bool | None]:
        """False where a key stopped it, None where no tone can be heard."""
        if self._g.tone is None or self._talk.muted:
            return None
        if breathe not in self._tone:
            self._tone[breathe] = self._g.tone(breathe)
        began = self._g.keeping.clock.monotonic()
        whole = yield from self._talk.play(self._tone[breathe])
        if not whole and self._g.keeping.clock.monotonic() - began < AT_ONCE_S and not self._talk.ending:
            return None
        return whole

    def _in_words(self, breathe: Breathe) -> Generator[Event, None, "_Left | _Next"]:
        phrases = self._phrases
        parts = ((phrases.breathe_in, breathe.in_s), (phrases.breathe_hold, breathe.hold_s))
        for word, seconds in (*parts, (phrases.breathe_out, breathe.out_s)):
            if seconds:
                yield from self._talk.say(Sentence(word), kind="guide")
                verdict = yield from self._quiet(seconds)
                if isinstance(verdict, Guided) or verdict == "skip":
                    return verdict
        return ""

    def _quiet(self, seconds: float) -> Generator[Event, None, "_Left | _Next"]:
        """Whoever speaks meanwhile is heard, and Enter goes on."""
        heard = yield from self._with_private_names(self._talk.rest(seconds))
        return "skip" if heard.why == "enter" and heard.entry is None else (yield from self._take(heard))


def _answer(step: Step, heard: Answered) -> Answer:
    if any(wish.kind in TAKING_BACK for wish in heard.wishes):
        return NO_ANSWER
    if step.listen == "free" and _unwritten(heard):
        return Answer()
    return guides.answer_to(step, heard.text)


def _unwritten(heard: Answered) -> bool:
    """Something was said, and no model writes it down: asking again would not help."""
    return heard.entry is not None and heard.entry.state == "pending"
