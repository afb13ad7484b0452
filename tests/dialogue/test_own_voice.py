"""Whose voice it is that is there when listening begins."""

from functools import reduce

import pytest

from assistant.audio import FRAME_S
from assistant.dialogue.own_voice import DIP_S, ECHO_S, OwnVoice, listen


def after(*seconds: float) -> OwnVoice:
    """Voice and silence by turns, as long as each says; voice first."""
    frames = [n % 2 == 0 for n, s in enumerate(seconds) for _ in range(round(s / FRAME_S))]
    return reduce(lambda own, voice: listen(own, voice=voice), frames, OwnVoice())


@pytest.mark.parametrize("tail_s", [FRAME_S, 0.1, 0.3])
def test_a_voice_that_ends_soon_was_ours(tail_s: float) -> None:
    """Whatever is said after it is a person's."""
    assert after(tail_s, DIP_S + 2 * FRAME_S) == after(tail_s, DIP_S + 2 * FRAME_S, 1.0)
    assert after(tail_s, DIP_S + 2 * FRAME_S).echoed


def test_a_dip_in_a_word_is_not_its_end() -> None:
    """The closing of the lips in "phone away tonight"."""
    assert not after(0.1, 0.06, 0.1).over


def test_a_voice_that_goes_on_is_a_person() -> None:
    """Who was speaking before we listened: nothing of it was ours."""
    own = after(ECHO_S + 2 * FRAME_S)
    assert (own.over, own.echoed) == (True, False)


def test_quiet_from_the_start() -> None:
    """No echo: after a tenth of a second every voice is a person's."""
    own = after(0.0, DIP_S + FRAME_S)
    assert (own.over, own.echoed) == (True, False)
