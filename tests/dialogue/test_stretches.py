"""Where a turn is cut, from probabilities alone; and what holds for any of them."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.audio import FRAME, FRAME_S, Stretch
from assistant.dialogue.stretches import CutState, Cutting, finish, hear

CUT = Cutting()
VOICE, SILENCE = 0.95, 0.02


def cut(probabilities: list[float], *, config: Cutting = CUT) -> list[Stretch]:
    state, closed = CutState(), []
    for p in probabilities:
        state, stretch = hear(state, p, config=config)
        closed.append(stretch)
    return [s for s in [*closed, finish(state, config=config)] if s]


def spoken(*parts: tuple[float, float]) -> list[float]:
    """Each probability for so many seconds."""
    return [p for p, seconds in parts for _ in range(round(seconds / FRAME_S))]


def spans(probabilities: list[float]) -> list[tuple[float, float]]:
    return [(s.start_s, s.start_s + s.seconds) for s in cut(probabilities)]


def test_silence_is_no_stretch() -> None:
    """Nothing goes to a recogniser."""
    assert not cut(spoken((SILENCE, 60)))


def test_a_click_is_no_stretch() -> None:
    """A recogniser would make words of it."""
    assert not cut(spoken((SILENCE, 3), (VOICE, 0.15), (SILENCE, 5)))


def test_a_stretch_has_a_second_before_its_first_voice_and_a_tail() -> None:
    """A soft first word is found late, a fading last sound is lost early."""
    [(start, end)] = spans(spoken((SILENCE, 3), (VOICE, 2), (SILENCE, 5)))
    assert start == pytest.approx(2.0, abs=0.05)
    assert end == pytest.approx(5.4, abs=0.05)


def test_the_pre_roll_does_not_reach_before_the_turn() -> None:
    """Voice from the first frame."""
    assert spans(spoken((VOICE, 2), (SILENCE, 5)))[0][0] == 0.0


def test_the_pre_roll_does_not_reach_into_the_stretch_before() -> None:
    """The words at its end would be heard twice."""
    config = Cutting(close_short_after_s=0.7)
    first, second = cut(spoken((VOICE, 2), (SILENCE, 0.8), (VOICE, 2), (SILENCE, 3)), config=config)
    assert second.start == first.end


def test_a_short_stretch_waits_for_what_follows_soon() -> None:
    """Two short sentences take one pass of the recogniser."""
    assert len(cut(spoken((VOICE, 2), (SILENCE, 1.2), (VOICE, 2), (SILENCE, 3)))) == 1


def test_a_long_stretch_is_closed_at_the_next_breath() -> None:
    """Its words are waited for."""
    assert len(cut(spoken((VOICE, 9), (SILENCE, 1.2), (VOICE, 2), (SILENCE, 3)))) == 2


def test_a_stretch_is_closed_while_the_person_may_still_go_on() -> None:
    """1.6 s after its last voice, seconds before any turn is held to be done: only then it costs no waiting."""
    state, config = CutState(), CUT
    for p in spoken((VOICE, 2), (SILENCE, 1.5)):
        state, closed = hear(state, p, config=config)
        assert closed is None
    closed_after = [hear(state, SILENCE, config=config)[1]]
    for _ in range(5):
        state, closed = hear(state, SILENCE, config=config)
        closed_after.append(closed)
    assert any(closed_after)


def test_endless_talk_is_cut_where_the_voice_is_least_sure() -> None:
    """A breath of a fifth of a second at 24 s; Whisper's window holds 30."""
    probabilities = spoken((VOICE, 24), (0.36, 0.2), (VOICE, 10), (SILENCE, 3))
    first, second = cut(probabilities)
    assert first.start_s + first.seconds == pytest.approx(24.1, abs=0.1)
    assert second.start == first.end


def test_half_a_word_after_a_cut_is_kept() -> None:
    """What is left behind a cut may be too short for a stretch of its own, and is speech all the same."""
    probabilities = spoken((VOICE, 27.8), (0.36, 0.1), (VOICE, 0.15), (SILENCE, 3))
    first, second = cut(probabilities)
    assert second.start == first.end
    assert second.seconds < 1.0
    assert _covered([first, second], probabilities)


def test_a_limit_reached_in_a_pause_closes_there() -> None:
    """No second stretch is opened on the silence behind."""
    parts = cut(spoken((VOICE, 27.6), (SILENCE, 5)))
    assert len(parts) == 1
    assert parts[0].seconds <= 28.1


PROBABILITIES = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 0.36, 0.45, 0.55, 0.95]), st.integers(1, 220)), max_size=40
).map(lambda runs: [p for p, n in runs for _ in range(n)])


@settings(max_examples=150, deadline=None)
@given(PROBABILITIES)
def test_whatever_is_said(probabilities: list[float]) -> None:
    """In order, apart, inside the turn, never longer than a window, and every word of it covered."""
    parts = cut(probabilities)
    for before, after in pairwise(parts):
        assert before.end <= after.start
    for part in parts:
        assert 0 <= part.start < part.end <= len(probabilities) * FRAME
        assert part.start % FRAME == part.end % FRAME == 0
        assert part.seconds <= CUT.longest_s + FRAME_S
    assert _covered(parts, probabilities)


def _covered(parts: list[Stretch], probabilities: list[float]) -> bool:
    """Each run of voice that is long enough for a word lies inside the stretches, to its last frame."""
    inside = {frame for part in parts for frame in range(part.start // FRAME, part.end // FRAME)}
    return all(set(run) <= inside for run in _runs(probabilities) if len(run) * FRAME_S >= CUT.least_voice_s)


def _runs(probabilities: list[float]) -> list[range]:
    """Of voice that is sure at once. What is less sure counts only after the turn's first stretch."""
    runs, voice, start = [], False, 0
    for i, p in enumerate([*probabilities, 0.0]):
        now = p >= (CUT.voice_off if voice else CUT.voice_on)
        if now and not voice:
            start = i
        if voice and not now:
            runs.append(range(start, i))
        voice = now
    return runs
