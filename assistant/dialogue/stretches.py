"""Cuts a turn into stretches of speech for the recogniser while the person talks on. Pure.

Each pass of Whisper costs a whole window of 30 s, however short the speech in it. So a short stretch waits for a
longer silence than a long one before it is closed: what follows soon is heard in the same pass. At the end of a
turn this costs nothing: its last stretch is closed seconds before the turn is held to be done.
"""

from dataclasses import dataclass, replace

from assistant.audio import FRAME, FRAME_S, Stretch


@dataclass(frozen=True, slots=True)
class Cutting:
    """Seconds and probabilities."""

    voice_on: float = 0.5
    voice_off: float = 0.35
    voice_on_again: float = 0.2
    voice_off_again: float = 0.15
    """After the turn's first stretch."""
    """As in turn-taking."""
    pre_roll_s: float = 1.0
    """Before the first voice: a soft first word is found late."""
    tail_s: float = 0.4
    """After the last voice: a fading last sound is lost early."""
    close_after_s: float = 0.7
    """Silence that closes a stretch of `enough_s`. Not below `tail_s`."""
    close_short_after_s: float = 1.6
    """Silence that closes a shorter one. Below 2 s, so that a brisk turn's end (2.2 s) finds it closed."""
    enough_s: float = 8.0
    """From here on a pass is worth its window, and its words are waited for on the screen."""
    longest_s: float = 28.0
    """Whisper's window is 30 s; what does not fit is heard in a second pass, cut where it should not be."""
    cut_within_s: float = 8.0
    """A stretch that reaches `longest_s` is cut where its voice was least sure in these last seconds."""
    least_voice_s: float = 0.25
    """A stretch with less voice than this is a cough or a click, and Whisper would make words of it."""
    least_voice_again_s: float = 0.15
    """The same after the turn's first stretch: a soft "and" between two pauses."""


@dataclass(frozen=True, slots=True)
class CutState:
    """Counts are in frames from the turn's first; probabilities are those of the open stretch's last seconds."""

    frames: int = 0
    start: int | None = None
    """Of the open stretch, its pre-roll included."""
    voice: bool = False
    voiced: int = 0
    """Frames of voice in the open stretch."""
    voice_end: int = 0
    """The frame after the last voice."""
    end_before: int = 0
    """Where the stretch before ended."""
    recent: tuple[float, ...] = ()


def hear(state: CutState, probability: float, *, config: Cutting) -> tuple[CutState, Stretch | None]:
    """Takes one frame; gives a stretch when one is closed by it."""
    state = _with_frame(state, probability, config=config)
    if state.start is None:
        return state, None
    length, silence = state.frames - state.start, state.frames - state.voice_end
    if silence >= _frames(config.close_after_s if length >= _frames(config.enough_s) else config.close_short_after_s):
        return _closed(state, config=config)
    if length >= _frames(config.longest_s):
        return _cut(state, config=config)
    return state, None


def finish(state: CutState, *, config: Cutting) -> Stretch | None:
    """What is still open when the turn ends."""
    return None if state.start is None else _closed(state, config=config)[1]


def _with_frame(state: CutState, probability: float, *, config: Cutting) -> CutState:
    again = state.end_before > 0
    on, off = (config.voice_on_again, config.voice_off_again) if again else (config.voice_on, config.voice_off)
    voice = probability >= (off if state.voice else on)
    start = state.start
    if voice and start is None:
        start = max(state.end_before, state.frames - _frames(config.pre_roll_s))
    if start is None:
        return replace(state, frames=state.frames + 1, voice=False)
    return replace(
        state,
        frames=state.frames + 1,
        start=start,
        voice=voice,
        voiced=state.voiced + voice,
        voice_end=state.frames + 1 if voice else state.voice_end,
        recent=(*state.recent, probability)[-_frames(config.cut_within_s) :],
    )


def _closed(state: CutState, *, config: Cutting) -> tuple[CutState, Stretch | None]:
    assert state.start is not None
    end = min(state.frames, state.voice_end + _frames(config.tail_s))
    idle = CutState(frames=state.frames, end_before=end, voice=state.voice)
    if state.voiced < _frames(config.least_voice_again_s if state.end_before else config.least_voice_s):
        return replace(idle, end_before=state.end_before), None
    return idle, _stretch(state.start, end)


def _cut(state: CutState, *, config: Cutting) -> tuple[CutState, Stretch | None]:
    """Closes at the least sure frame and goes on from there, open; in a pause it just closes."""
    assert state.start is not None
    at = state.frames - len(state.recent) + _least(state.recent)
    if at >= state.voice_end:
        return _closed(state, config=config)
    # Half a word may be all that is left. It is speech for sure: `voiced` is kept.
    rest = state.recent[at - state.frames :]
    return replace(state, start=at, recent=rest, end_before=at), _stretch(state.start, at)


def _least(probabilities: tuple[float, ...]) -> int:
    """The frame in the middle of the five that are least sure together: the closing of a lip is shorter."""
    sums = [sum(probabilities[i - 2 : i + 3]) for i in range(2, len(probabilities) - 2)]
    return 2 + min(range(len(sums)), key=sums.__getitem__)


def _frames(seconds: float) -> int:
    return round(seconds / FRAME_S)


def _stretch(start: int, end: int) -> Stretch:
    return Stretch(start=start * FRAME, end=end * FRAME)
