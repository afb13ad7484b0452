"""What two guides are walked through for: a homework that is noted, and a safety plan that is written."""

from datetime import date

from assistant.dialogue import homework, safety_plan
from assistant.ports import Practices
from assistant.practice import GuideRun

NAMES = frozenset({"homework", "safety-plan"})


def take_note(run: GuideRun, *, practices: Practices, tonight: date) -> None:
    """Of what a run has kept so far, whether it came to its end or was left. Taking note twice changes nothing.

    For other guides nothing is done. Raises AssistantError where the journal can't be reached.
    """
    if run.guide not in NAMES:
        return
    answers = practices.answers(run=run.uid)
    if run.guide == "homework":
        one = homework.from_guide(answers, uid=run.uid, moment=run.moment, tonight=tonight)
        if one is not None:
            practices.keep_homework(one)
    elif lines := safety_plan.as_written(answers):
        practices.write_safety_plan(safety_plan.renewed(practices.safety_plan(), by=lines))
