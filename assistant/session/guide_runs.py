"""Where a walk through a guide stands, on disk after every step: killed or left, it goes on from there."""

import logging
from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace
from datetime import date
from uuid import uuid4

from assistant.dialogue import guide_walk, guides
from assistant.dialogue.guide_walk import Answer, Around, Earlier, Kept, Walk
from assistant.dialogue.guides import END, Guide, Step
from assistant.errors import AssistantError
from assistant.journal import Entry, night_of
from assistant.practice import GuideAnswer, GuideRun
from assistant.session import after_guides
from assistant.session.events import Event, Notice
from assistant.session.parts import Keeping, Manners

log = logging.getLogger("between.session")


class Run:
    """One walk. What the journal can't take now is told once, and the guide goes on from memory."""

    def __init__(self, guide: Guide, *, keeping: Keeping, manners: Manners) -> None:
        self.guide = guide
        self._keeping = keeping
        self._manners = manners
        self._told = False
        self._earlier: Mapping[str, Earlier] = {}
        now = keeping.clock.now()
        self._row = GuideRun(uuid4().hex, guide.name, guide.version, now, self._night(), guide.steps[0].id)
        self.walk: Walk = guide_walk.begun(guide)

    @property
    def around(self) -> Around:
        return Around(self._keeping.clock.now().local.time(), self._earlier)

    def left_open(self) -> Generator[Event, None, GuideRun | None]:
        """The newest walk that was left behind its first step."""
        try:
            open_runs = self._keeping.practices.runs(self.guide.name, open_only=True)
        except AssistantError as e:
            yield from self._sorry(e)
            return None
        behind = [run for run in open_runs if run.at in {step.id for step in self.guide.steps[1:]}]
        return behind[-1] if behind else None

    def begin(self, left: GuideRun | None, *, afresh: bool) -> Iterator[Event]:
        """Goes on with what was left, or begins; then nothing that was left is offered any more."""
        practices, journal = self._keeping.practices, self._keeping.journal
        try:
            with journal.in_one_go():
                if left is not None and not afresh:
                    self._row = left
                    self.walk = self._walk_of(left)
                for other in practices.runs(self.guide.name, open_only=True):
                    if other.uid != self._row.uid:
                        practices.keep_run(replace(other, ended=True))
                self._earlier = self._history()
                practices.keep_run(self._row)
        except AssistantError as e:
            yield from self._sorry(e)

    def move(self, step: Step, answer: Answer, *, entry: Entry | None = None) -> Iterator[Event]:
        """One step on; what it got is kept first."""
        keeps = step.keep_as and answer.name != guides.NONE
        self.walk = guide_walk.moved(self.guide, self.walk, answer=answer, around=self.around)
        ended = self.walk.at == END
        self._row = replace(self._row, at=step.id if ended else self.walk.at, ended=ended)
        try:
            with self._keeping.journal.in_one_go():
                if keeps:
                    self._keeping.practices.keep_answer(self._answer(step, answer, entry))
                self._keeping.practices.keep_run(self._row)
                after_guides.take_note(self._row, practices=self._keeping.practices, tonight=self._night())
        except AssistantError as e:
            yield from self._sorry(e)

    def read_again(self) -> Iterator[Event]:
        """Words were taken back, or brought back: what is gone from the journal is not said back either."""
        try:
            answers = self._keeping.practices.answers(run=self._row.uid)
        except AssistantError as e:
            yield from self._sorry(e)
            return
        self.walk = replace(self.walk, kept={a.name: Kept(a.text, a.number) for a in answers})

    def heard(self, targets: frozenset[str]) -> None:
        self.walk = replace(self.walk, heard=self.walk.heard | targets)

    def _answer(self, step: Step, answer: Answer, entry: Entry | None) -> GuideAnswer:
        said_in = entry.uid if entry is not None and entry.number else ""
        now = self._keeping.clock.now()
        return GuideAnswer(self._row.uid, step.id, step.keep_as, answer.text, answer.number, now, said_in)

    def _walk_of(self, run: GuideRun) -> Walk:
        answers = self._keeping.practices.answers(run=run.uid)
        readings = self._keeping.journal.readings([a.entry for a in answers if a.entry])
        heard = frozenset[str]().union(*map(guide_walk.targets, readings.values()))
        kept = {a.name: Kept(a.text, a.number) for a in answers}
        return guide_walk.resumed(self.guide, at=run.at, kept=kept, heard=heard)

    def _history(self) -> Mapping[str, Earlier]:
        """The newest answer of each name, of other walks."""
        tonight, found = self._night(), {}
        for order, answer in enumerate(self._keeping.practices.answers(guide=self.guide.name)):
            if answer.run != self._row.uid:
                night = night_of(answer.moment, turns_at=self._manners.night_turns_at)
                found[answer.name] = Earlier(Kept(answer.text, answer.number), (tonight - night).days, order)
        return found

    def _night(self) -> date:
        return night_of(self._keeping.clock.now(), turns_at=self._manners.night_turns_at)

    def _sorry(self, fault: AssistantError) -> Iterator[Event]:
        log.warning("a step of a guide could not be kept: %s", type(fault).__name__)
        if not self._told:
            self._told = True
            yield Notice(f"{fault.message} The guide goes on all the same. {fault.hint}".strip())
