"""What an evening does for a wish: leads through a guide, grounds, reads the plan, notes homework."""

from collections.abc import Generator, Iterator

from assistant.dialogue.guides import Guide
from assistant.errors import PartMissing
from assistant.session import homework
from assistant.session.conversation import Answered
from assistant.session.events import Event
from assistant.session.forgetting import Means
from assistant.session.guidance import Guidance
from assistant.session.guiding import Guiding
from assistant.session.parts import Says, Talking
from assistant.session.safety_plan import read_plan
from assistant.session.wishes import Able, Next, Wishes


class Abilities:
    """One for an evening."""

    def __init__(self, means: Means, *, talking: Talking, says: Says) -> None:
        self._means = means
        self._helps = talking.helps
        self._says = says
        self.asked = ""
        """`Asked.uid` of care in the last guide that was led: the next entry answers it."""
        able = Able(
            guides=says.guides,
            lead=self.lead,
            calm=self._calm,
            read_plan=self._read_plan,
            note_homework=self._note_homework,
            answer=talking.helps.answer,
            keep_voice=talking.helps.keep_voice,
        )
        self.wishes = Wishes(means, able=able)

    def lead(self, guide: Guide) -> Generator[Event, None, Next]:
        means = self._means
        guidance = Guidance(
            talk=means.talk,
            answering=means.answering,
            keeping=means.keeping,
            manners=means.manners,
            phrases=self._says.guiding,
            tone=self._helps.tone,
            do=self.wishes.do,
            first=self.wishes.with_private_names,
        )
        guided = yield from Guiding(guide, guidance=guidance).run()
        self.asked = guided.asked
        silent = guided.why == "silent" and not means.answering.stays  # no silence ends an evening in danger
        then: Next = "close" if guided.why == "over" or silent else "listen"
        for wish in guided.wishes:
            then = yield from self.wishes.do(wish, Answered("wish", None))
        return then

    def _calm(self) -> Generator[Event, None, Next]:
        if self._helps.calm is None:
            raise PartMissing("Grounding is not here.", "Install Between again.")
        if self._means.talk.ending:
            return "close"
        calming = self._helps.calm(self._says, self._means.answering.told)
        calming.like(self._means.talk)
        calmed = yield from calming.run()
        self._means.answering.told = calmed.told
        self._means.talk.ending = self._means.talk.ending or calmed.interrupted
        return "close" if calmed.interrupted or calmed.goodnight else "listen"

    def _read_plan(self) -> Iterator[Event]:
        means = self._means
        return read_plan(means.talk, keeping=means.keeping, says=self._says, manners=means.manners)

    def _note_homework(self, what: str) -> str:
        return homework.note(self._means.keeping, what, words=self._says.homework, manners=self._means.manners)
