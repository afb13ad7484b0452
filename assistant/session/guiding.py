"""Leads through a guide: says, listens, waits, breathes; asks once again where an answer is none; can be left at any
word, and goes on another night."""

from collections.abc import Generator
from dataclasses import replace

from assistant.dialogue import answers, guide_walk
from assistant.dialogue.guide_walk import NO_ANSWER, Answer
from assistant.dialogue.guides import Guide, Step
from assistant.dialogue.sentences import Sentence
from assistant.dialogue.spoken_commands import Wish
from assistant.errors import AssistantError
from assistant.ports import Selection
from assistant.session.answering import Reply
from assistant.session.breathing import breathe
from assistant.session.conversation import Answered, Patience
from assistant.session.events import Event, Read
from assistant.session.guidance import Guidance, Guided, Verdict
from assistant.session.guide_runs import Run

LEAVING = frozenset({"leave", "goodnight", "calm", "guide"})
"""Wishes that end a guide; all but the first are for whoever led to it."""
CHANGING = frozenset({"strike_that", "strike_sentence", "strike_minute", "keep_it", "private_name"})
"""What was kept may have other words after these, or none."""


class Guiding:
    """One walk through one guide."""

    def __init__(self, guide: Guide, *, guidance: Guidance) -> None:
        self._guide = guide
        self._g = guidance
        self._talk = guidance.talk
        self._phrases = guidance.phrases
        self._run = Run(guide, keeping=guidance.keeping, manners=guidance.manners)
        self._cared = False

    def run(self) -> Generator[Event, None, Guided]:
        left = yield from self._begin()
        while left is None and (step := self._guide.step(self._run.walk.at)) is not None:
            left = yield from self._step(step)
        return left or Guided("ended")

    def _begin(self) -> Generator[Event, None, Guided | None]:
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

    def _step(self, step: Step) -> Generator[Event, None, Guided | None]:
        walk, around = self._run.walk, self._run.around
        if guide_walk.passed_over(step, walk=walk, around=around):
            yield from self._run.move(step, NO_ANSWER)
            return None
        texts = guide_walk.to_say(step, walk=walk, around=around)
        for text in texts[:-1] if step.listen else texts:
            yield from self._talk.say(Sentence(text), kind="guide")
            if self._talk.ending:
                return Guided("over")
        if step.listen:
            return (yield from self._asked(step, texts[-1]))
        if step.breathe is not None:
            verdict = yield from breathe(step.breathe, guidance=self._g, quiet=self._quiet)
            if isinstance(verdict, Guided):
                return verdict
        if self._talk.ending:
            return Guided("over")
        if step.wait_s and isinstance(verdict := (yield from self._quiet(step.wait_s)), Guided):
            return verdict
        yield from self._run.move(step, Answer())
        return None

    def _asked(self, step: Step, question: str) -> Generator[Event, None, Guided | None]:
        """Hears an answer and goes on; asks once again where it is none, and then goes on without."""
        asked = yield from self._talk.ask(question, question=self._question(step.id))
        silent = said_again = False
        while True:
            heard = yield from self._hear(answers=asked, patience="reflection" if step.listen == "free" else "answer")
            verdict = yield from self._take(heard)
            answer = self._answer(step, heard)
            if isinstance(verdict, Guided):
                if answer is not NO_ANSWER and verdict.why != "care":
                    yield from self._run.move(step, answer, entry=heard.entry)
                return verdict
            if verdict == "cared":  # words that were answered by care are not asked about, or said back
                yield from self._talk.say(Sentence(question), kind="guide")
                continue
            if answer is not NO_ANSWER or verdict == "skip" or _unwritten(heard) or _by_enter(heard):
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
                return Guided("silent")
            else:
                yield from self._run.move(step, NO_ANSWER)
                return None

    def _answer(self, step: Step, heard: Answered) -> Answer:
        if step.listen == "free" and _unwritten(heard):
            return Answer()
        changed = any(wish.kind in CHANGING for wish in heard.wishes)
        return guide_walk.answer_to(step, self._left_of(heard) if changed else heard.text)

    def _left_of(self, heard: Answered) -> str:
        """The words that the journal still has of it."""
        if heard.entry is None or not heard.kept:
            return ""
        try:
            entries = self._g.keeping.journal.entries(Selection(number=heard.entry.number))
        except AssistantError:  # told by what could not be struck; then it is asked again
            return ""
        return entries[0].transcript.text if entries and entries[0].transcript else ""

    def _again(self, step: Step) -> str:
        if step.again:
            return step.again
        low, high = guide_walk.number_in_words(step.low), guide_walk.number_in_words(step.high)
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

    def _take(self, heard: Answered) -> Generator[Event, None, Guided | Verdict]:
        """What was heard beside the answer: danger, which comes before everything, and wishes."""
        care = yield from self._cared_for(heard)
        verdict: Guided | Verdict = ""
        for n, wish in enumerate(heard.wishes):
            if wish.kind == "leave":
                yield from self._talk.say(Sentence(self._phrases.left), kind="guide")
            if wish.kind in LEAVING:
                wishes = _wanted(heard.wishes[n + (wish.kind == "leave") :], care)
                return Guided("care" if care else "left", wishes=wishes, asked=care.asked if care else "")
            verdict = yield from self._do(wish, heard)
            if isinstance(verdict, Guided):
                return verdict
        if self._talk.ending or heard.over:
            return Guided("over")
        return verdict if care is None else (yield from self._after_care(care)) or "cared"

    def _do(self, wish: Wish, heard: Answered) -> Generator[Event, None, Guided | Verdict]:
        if wish.kind in ("skip", "thats_all", "go_on"):
            return "skip"
        if wish.kind == "repeat":
            return "repeat"
        if self._g.do is not None:
            stays = self._g.answering.stays
            if (yield from self._g.do(wish, heard)) == "close":
                return Guided("over")
            if self._g.answering.stays and not stays:  # the wish itself told of danger, and was answered
                return Guided("care")
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
                self._run.heard(guide_walk.targets(event.reading))
            yield event

    def _after_care(self, care: Reply) -> Generator[Event, None, Guided | None]:
        """Listens. Then the guide is offered, once in a run; else the evening listens on."""
        talk = self._talk
        if self._cared:
            return Guided("care", asked=care.asked)
        self._cared = True
        more: Reply | None = care
        while more is not None and (more is care or more.asked):
            asked = more.asked
            heard = yield from self._hear(answers=asked)
            more = yield from self._cared_for(heard)
            if heard.entry is None or heard.over or talk.ending or heard.wishes:
                return Guided("care", wishes=_wanted(heard.wishes, more), asked=more.asked if more else asked)
        asked = yield from talk.ask(self._phrases.after_care, question=self._question("after_care"))
        heard = yield from self._hear(answers=asked, patience="answer")
        more = yield from self._cared_for(heard)
        wanted = answers.how_far(heard.text) == "yes" or any(wish.kind == "go_on" for wish in heard.wishes)
        if wanted and more is None and not (heard.over or talk.ending):
            return None
        return Guided("care", wishes=_wanted(heard.wishes, more), asked=more.asked if more else "")

    def _cared_for(self, heard: Answered) -> Generator[Event, None, Reply | None]:
        """What is said to danger in what was heard; None for none."""
        if heard.entry is None:
            return None
        care = yield from self._overheard(self._g.answering.care(heard.entry, goes_on=False))
        for sentence in care.sentences if care else ():
            yield from self._talk.say(sentence, kind="safety")
        return care

    def _quiet(self, seconds: float) -> Generator[Event, None, Guided | Verdict]:
        """Whoever speaks meanwhile is heard, and Enter goes on."""
        heard = yield from self._with_private_names(self._talk.rest(seconds))
        return "skip" if _by_enter(heard) else (yield from self._take(heard))


def _wanted(wishes: tuple[Wish, ...], care: Reply | None) -> tuple[Wish, ...]:
    """Danger and a goodnight in one breath: there is time for an answer."""
    return tuple(wish for wish in wishes if care is None or wish.kind != "goodnight")


def _by_enter(heard: Answered) -> bool:
    """Gone on from by a key, without a word."""
    return heard.why == "enter" and heard.entry is None


def _unwritten(heard: Answered) -> bool:
    """Something was said, and no model writes it down: asking again would not help."""
    return heard.entry is not None and heard.entry.state == "pending"
