"""Grounding off the record: one tool after the other, until it is easier or the person ends it.

What stays is that a tool was used, and how strong it was before and after, if they said so.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass

from assistant.dialogue import guide_walk
from assistant.dialogue.calm_words import reading_s
from assistant.dialogue.guide_walk import NO_ANSWER, Answer, Around, Walk
from assistant.dialogue.guides import END, Guide, Step
from assistant.dialogue.safety import Told
from assistant.errors import AssistantError
from assistant.insight.which_tool import another
from assistant.journal import night_of
from assistant.practice import ToolUse
from assistant.session.calm_keys import NUMBERS, YES_OR_NO, Opened
from assistant.session.calm_talk import CalmParts, CalmTalk
from assistant.session.conversation import Conversation
from assistant.session.events import Event, Notice, Said

SHORT_S = 8.0
"""For a number, or a yes: whoever says nothing is not asked twice, and it goes on without."""
LONG_S = 25.0
"""For words of one's own."""
MOST_TOOLS = 3

KEYS = {"number": NUMBERS, "yes_partly_no": YES_OR_NO}
"""What answers by a key, by how a step listens."""


@dataclass(frozen=True, slots=True)
class Calmed:
    told: Told
    """What was said for safety, with what had been said before."""
    interrupted: bool
    """^C was pressed, or the window was closed."""
    goodnight: bool
    """They said it: an evening around this is over, too."""


class Calming:
    """`run` once."""

    def __init__(
        self,
        parts: CalmParts,
        *,
        tools: Sequence[Guide],
        keep: Callable[[ToolUse], None],
        told: Told | None = None,
        opened: Callable[[], Opened] | None = None,
    ) -> None:
        """`tools`: the most helpful first. `keep` may raise AssistantError. `told`: what this evening has said for
        safety. `opened` waits for the end of the first words, where they are being said already."""
        self._parts = parts
        self._tools = tools
        self._keep = keep
        self._opened = opened
        self._talk = CalmTalk(parts, told=told or Told())
        self._hinted = False

    def like(self, talk: Conversation) -> None:
        """It speaks as this evening does."""
        self._talk.like(talk)

    def run(self) -> Generator[Event, None, Calmed]:
        try:
            yield from self._opening()
            yield from self._one_after_the_other()
            yield from self._talk.say(self._talk.last_words(), kind="closing")
        finally:
            self._talk.close()
        return Calmed(self._talk.told, self._talk.keys.interrupted, self._talk.goodnight)

    def _opening(self) -> Iterator[Event]:
        if self._opened is None:
            yield Notice(self._parts.words.hint)
            yield from self._talk.say(self._parts.words.opening, kind="greeting")
            return
        yield Said(self._parts.words.opening, "greeting")
        yield Notice(self._parts.words.hint)
        opened = self._opened()
        if opened.key is not None:
            self._talk.keys.ended_by(opened.key)
        elif not opened.heard:
            yield from self._talk.quiet(reading_s(self._parts.words.opening))

    def _one_after_the_other(self) -> Iterator[Event]:
        talk = self._talk
        for number, tool in enumerate(self._tools[:MOST_TOOLS]):
            if number and not talk.skip:
                yield from talk.say(self._parts.words.another, kind="answer")
            talk.skip = False
            if talk.over:
                return
            use = yield from self._tool(tool)
            if talk.over or not (talk.skip or another(before=use.before, after=use.after)):
                return

    def _tool(self, tool: Guide) -> Generator[Event, None, ToolUse]:
        """Used is used, also where a key ended it."""
        now = self._parts.keeping.clock.now()
        walk, around = guide_walk.begun(tool), Around(local=now.local.time())
        while walk.at != END and not (self._talk.over or self._talk.skip):
            step = tool.step(walk.at)
            answer = NO_ANSWER
            if step is not None and not guide_walk.passed_over(step, walk=walk, around=around):
                answer = yield from self._step(step, texts=guide_walk.to_say(step, walk=walk, around=around))
            walk = guide_walk.moved(tool, walk, answer=answer, around=around)
        night = night_of(now, turns_at=self._parts.manners.night_turns_at)
        use = ToolUse(tool.name, now, night, _number(walk, "before"), _number(walk, "after"))
        try:
            self._keep(use)
        except AssistantError as e:
            yield Notice(f"{e.message} So nothing is noted of this. {e.hint}".strip())
        return use

    def _step(self, step: Step, *, texts: Sequence[str]) -> Generator[Event, None, Answer]:
        talk = self._talk
        talk.keys.asks(KEYS.get(step.listen, {}))
        for text in texts:
            if not talk.over:
                yield from talk.say(text, kind="question" if step.listen else "answer")
        if step.breathe is not None:
            yield from talk.breathe(step.breathe)
        if step.wait_s:
            yield from talk.quiet(step.wait_s)
        if not step.listen:
            return Answer()
        if step.listen == "number" and not self._hinted and not talk.over:
            self._hinted = True
            yield Notice(self._parts.words.number_hint)
        heard = yield from talk.hear(LONG_S if step.listen == "free" else SHORT_S)
        typed = talk.keys.answer
        talk.keys.asks({})
        return guide_walk.answer_to(step, typed or (heard.text if heard else ""))


def _number(walk: Walk, name: str) -> int | None:
    kept = walk.kept.get(name)
    return None if kept is None or kept.number is None else round(min(10.0, max(0.0, kept.number)))
