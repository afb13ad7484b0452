"""What joins voice activity, stretches and turn-taking, with probabilities that are written down."""

from collections.abc import Iterator

import numpy as np
import pytest

from assistant.audio import FRAME, FRAME_S, Samples
from assistant.dialogue.patience import Profile, TurnTaking
from assistant.dialogue.stretches import Cutting
from assistant.dialogue.turn_taking import Decision, WordsSoFar
from assistant.session.hearing import Hearing, live


class Written:
    """Voice wherever there is sound."""

    def probability(self, frame: Samples) -> float:
        return 0.9 if frame.any() else 0.0

    def reset(self) -> None:
        return


def hearing(profile: Profile = "brisk") -> Hearing:
    config = TurnTaking(profile=profile)
    return Hearing(Written(), turn_taking=config, cutting=live(config))


def seconds(value: float, *, long_s: float) -> Iterator[Samples]:
    for _ in range(round(long_s / FRAME_S)):
        yield np.full(FRAME, value, np.float32)


@pytest.mark.parametrize(("profile", "least_s", "most_s"), [("brisk", 0.95, 1.1), ("unhurried", 1.5, 1.7)])
def test_a_short_stretch_is_closed_in_time_for_the_pace(profile: Profile, least_s: float, most_s: float) -> None:
    """A brisk end is decided 2.2 s after the last voice, and a recogniser may want a second before."""
    ears = hearing(profile)
    for block in seconds(0.1, long_s=1):
        ears.feed(block)
    waited = next(n for n, block in enumerate(seconds(0.0, long_s=3), 1) if ears.feed(block)) * FRAME_S
    assert least_s < waited < most_s


@pytest.mark.parametrize(("close_after_s", "expected"), [(1.0, "done"), (4.0, "breath")])
def test_words_that_nobody_made_yet_are_waited_for(close_after_s: float, expected: Decision) -> None:
    """An old "yes" is whole, but the stretch after it is still open: its words may end otherwise."""
    config = TurnTaking(profile="brisk")
    ears = Hearing(Written(), turn_taking=config, cutting=Cutting(close_short_after_s=close_after_s))
    for value, long_s in ((0.1, 1.0), (0.0, 2.5)):
        for block in seconds(value, long_s=long_s):
            ears.feed(block)
    assert ears.decision(WordsSoFar("Yes.")) == expected


def test_wait_and_the_soft_sound_reach_the_turn() -> None:
    """Held, it does not end; nudged, it is not nudged again."""
    ears, words = hearing(), WordsSoFar("I was going to call, but.")
    for value, long_s in ((0.1, 1.0), (0.0, 20.5)):
        for block in seconds(value, long_s=long_s):
            ears.feed(block)
    assert ears.decision(words) == "nudge"
    ears.nudged()
    assert ears.decision(words) == "thinking"
    ears.hold()
    for block in seconds(0.0, long_s=30):
        ears.feed(block)
    assert ears.decision(words) == "thinking"
