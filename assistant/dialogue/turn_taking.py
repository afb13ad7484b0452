"""When a person is speaking, thinking, done or gone, from voice activity, level, the words so far and the clock. Pure.

How long a silence is waited through goes by the words before it (`sentence_ends`): a finished sentence is answered
soon, a thought that is still open is waited for, and where the words don't tell, it waits longer than people pause.

Three kinds of frames are told apart:

- *voice*: the voice activity is sure;
- *murmur*: clearly above the room's floor, and the voice activity half believes in it. Whispers are this: of their
  loud frames at least 87 % get a probability of 0.02 or more, and next to none gets 0.5 (three whispers of one man,
  in rooms of -65 and -60 dB). Snoring, typing, a dog, dishes and thunder are as loud and as uneven, but at most
  14 % of their loud frames get as much. A whisper that follows a full voice is believed in less, and mostly ends the
  turn as silence does, with its sound kept; the next turn hears it;
- *noise*: everything else. It opens nothing, and holds nothing open.
"""

from dataclasses import dataclass, replace
from typing import Literal

from assistant.audio import FRAME_S
from assistant.dialogue.patience import TurnTaking
from assistant.dialogue.sentence_ends import NO_WEIGHTS, Ending, SentenceEnds, ending

Decision = Literal["waiting", "speaking", "breath", "thinking", "nudge", "done", "gone"]
"""`thinking`: what was said goes on, or the person asked to be waited for. `nudge`: it is time for one soft sound."""

VOICE_OVER_S = 0.5
OWN_VOICE_OVER_S = 8.0
"""How far back the level of a voice looks, and that of the person's own."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of FRAME_S seconds: probability of speech, and level in dB of full scale."""

    probability: float
    level_db: float


@dataclass(frozen=True, slots=True)
class TurnState:
    """What is remembered of a turn. A new one begins after each prompt."""

    time_s: float = 0.0
    """Heard since the turn began."""
    levels: tuple[float, ...] = ()
    """Of the last `floor_over_s` without voice, older first."""
    floor_db: float = 0.0
    voice: bool = False
    """The last frame was voice, long enough or not."""
    run_s: float = 0.0
    """Voice in the present run, short gaps left out."""
    run_end_s: float = 0.0
    voiced_s: float = 0.0
    """Voice in all runs that were long enough."""
    last_voice_s: float = 0.0
    """Time of it; 0 while there was none."""
    voice_db: float = 0.0
    """Level of the voice over about the last half second of it."""
    own_db: float = 0.0
    """The same over seconds, and only of a voice that is no fainter: the person's own."""
    near_s: float = 0.0
    """Time of the last voice that was no fainter than the person's own."""
    held_s: float | None = None
    """Time at which the person asked to be waited for; None once there is voice again."""
    nudged: bool = False
    """In this silence."""
    murmur_s: float = 0.0
    """Murmur gathered, up to `murmur_told_s`; each loud frame that is none takes one back."""
    last_murmur_s: float = 0.0
    heard_but_no_words: bool = False
    """The person was heard for a while, but not the words. Once true it stays so for the turn: tell it once."""

    @property
    def spoke(self) -> bool:
        return self.last_voice_s > 0.0


@dataclass(frozen=True, slots=True)
class WordsSoFar:
    """What the recogniser has made of the turn until now."""

    text: str = ""
    all_written: bool = True
    """No closed stretch is still waiting for its words."""
    expected: bool = True
    """False where there is no recogniser: then no words ever come."""


def step(state: TurnState, *, frame: Frame, config: TurnTaking) -> TurnState:
    heard = replace(state, time_s=state.time_s + FRAME_S)
    on, off = (config.voice_on_again, config.voice_off_again) if state.spoke else (config.voice_on, config.voice_off)
    if frame.probability >= (off if state.voice else on):
        return _with_voice(heard, level_db=frame.level_db, config=config)
    return _with_murmur(_with_floor(heard, frame=frame, config=config), frame=frame, config=config)


def decision(state: TurnState, *, words: WordsSoFar, config: TurnTaking, ends: SentenceEnds = NO_WEIGHTS) -> Decision:
    silence_s = state.time_s - max(state.last_voice_s, state.last_murmur_s)
    held = state.held_s is not None and state.time_s - state.held_s < config.hold_for_s
    if not (state.spoke or state.heard_but_no_words):
        return "gone" if silence_s >= config.gone_after_s and not held else "waiting"
    if silence_s < config.pause_after_s:
        return "speaking"
    if held:
        return "thinking"
    if state.time_s >= config.longest_turn_s:
        return "done"
    if _beginning(state, config=config):
        return "breath"
    if not state.spoke:
        return "done" if silence_s >= config.murmur_done_after_s else "breath"
    how = ending(words.text, sure=config.finished_from, ends=ends) if words.text else None
    if how is None:
        return "done" if silence_s >= config.no_words_done_after_s else "breath"
    # Words that are still to come may end otherwise than these.
    return _by_words(how if words.all_written else "open", silence_s, nudged=state.nudged, config=config)


def hold(state: TurnState) -> TurnState:
    """The person asked to be waited for: no end and no nudge until there is voice again, or `hold_for_s` are over."""
    return replace(state, held_s=state.time_s)


def nudged(state: TurnState) -> TurnState:
    """The soft sound was made: there is none again before the next silence."""
    return replace(state, nudged=True)


def _by_words(how: Ending, silence_s: float, *, nudged: bool, config: TurnTaking) -> Decision:
    if how == "unfinished":
        if silence_s >= config.nudge_after_s + config.nudged_done_after_s:
            return "done"
        return "nudge" if silence_s >= config.nudge_after_s and not nudged else "thinking"
    sure = how == "finished" or (how == "answer" and config.profile == "brisk")
    return "done" if silence_s >= (config.finished_after_s if sure else config.open_after_s) else "breath"


def _beginning(state: TurnState, *, config: TurnTaking) -> bool:
    """There is a bit of voice, and it is not known yet whether it becomes a word."""
    recent = state.run_end_s > state.last_voice_s and state.time_s - state.run_end_s <= config.voice_gap_s
    return recent and state.run_s < _least_s(state, config=config)


def _least_s(state: TurnState, *, config: TurnTaking) -> float:
    return config.least_more_voice_s if state.spoke else config.least_voice_s


def _with_voice(state: TurnState, *, level_db: float, config: TurnTaking) -> TurnState:
    goes_on = state.time_s - state.run_end_s <= config.voice_gap_s
    run_s = (state.run_s if goes_on else 0.0) + FRAME_S
    state = replace(state, voice=True, run_s=run_s, run_end_s=state.time_s)
    least_s = _least_s(state, config=config)
    if run_s < least_s:
        return state
    fresh = run_s - FRAME_S < least_s
    state = _with_nearness(state, level_db=level_db, config=config)
    if state.time_s - state.near_s > config.faint_ceiling_s:
        return state
    voiced_s = state.voiced_s + (run_s if fresh else FRAME_S)
    # The fading end of a word looks like a whisper: over a talk such ends must not add up.
    return replace(state, voiced_s=voiced_s, last_voice_s=state.time_s, murmur_s=0.0, held_s=None, nudged=False)


def _with_nearness(state: TurnState, *, level_db: float, config: TurnTaking) -> TurnState:
    if not state.spoke:
        return replace(state, voice_db=level_db, own_db=level_db, near_s=state.time_s)
    voice_db = state.voice_db + (level_db - state.voice_db) * FRAME_S / VOICE_OVER_S
    if voice_db < state.own_db - config.faint_below_db:
        return replace(state, voice_db=voice_db)
    share = FRAME_S / min(OWN_VOICE_OVER_S, max(VOICE_OVER_S, state.voiced_s))
    return replace(
        state, voice_db=voice_db, own_db=state.own_db + (voice_db - state.own_db) * share, near_s=state.time_s
    )


def _with_floor(state: TurnState, *, frame: Frame, config: TurnTaking) -> TurnState:
    """The level that nine tenths of what is no voice are above, over the last seconds of it."""
    levels = (*state.levels, frame.level_db)[-round(config.floor_over_s / FRAME_S) :]
    floor_db = max(config.quietest_floor_db, sorted(levels)[len(levels) // 10])
    return replace(state, voice=False, levels=levels, floor_db=floor_db)


def _with_murmur(state: TurnState, *, frame: Frame, config: TurnTaking) -> TurnState:
    loud = frame.level_db >= state.floor_db + config.above_floor_db
    if not loud or (state.spoke and state.time_s - state.last_voice_s < config.settle_s):
        return state
    if frame.probability < (config.murmur_held if state.heard_but_no_words else config.murmur):
        return replace(state, murmur_s=max(0.0, state.murmur_s - FRAME_S))
    murmur_s = min(config.murmur_told_s, state.murmur_s + FRAME_S)
    ceiling_s = config.murmur_ceiling_s if state.spoke else config.whispered_turn_s
    counts = murmur_s >= config.murmur_counts_s and state.time_s - state.last_voice_s <= ceiling_s
    return replace(
        state,
        murmur_s=murmur_s,
        last_murmur_s=state.time_s if counts else state.last_murmur_s,
        heard_but_no_words=state.heard_but_no_words or murmur_s >= config.murmur_told_s,
    )
