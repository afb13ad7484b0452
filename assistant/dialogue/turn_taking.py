"""When a person is speaking, thinking, done or gone, from voice activity and level alone. Pure.

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

Decision = Literal["waiting", "speaking", "pause", "done", "gone"]


@dataclass(frozen=True, slots=True)
class TurnTaking:
    """Seconds, decibels and probabilities. Each can be set; the reasons stand beside them."""

    done_after_s: float = 5.0
    """Silence after the last voice. Longer than the four seconds that a thought may pause in a sentence."""
    murmur_done_after_s: float = 8.0
    """Silence after the last whisper of a turn with no voice: nothing says that the sentence was finished."""
    gone_after_s: float = 45.0
    """Without voice or whisper after a prompt."""
    pause_after_s: float = 0.7
    """Shorter silences lie between words."""
    voice_on: float = 0.5
    """Silero's own threshold. Of eight recorded noises typing reached it, for one frame in 30 s."""
    voice_off: float = 0.35
    """Lower than `voice_on`, so that a voice that wavers is one voice."""
    least_voice_s: float = 0.25
    """A cough or a click is shorter; a spoken "no" is longer."""
    voice_gap_s: float = 0.5
    """Bits of voice further apart than this do not add up to `least_voice_s`."""
    murmur: float = 0.02
    """Probability from which a loud frame may be a whisper; see above."""
    murmur_held: float = 0.005
    """The same once a whisper is sure: the voice activity gets used to whispers, and believes in them less and less.
    After two minutes it may no longer hear them, and the turn ends, kept; the next turn hears them afresh."""
    above_floor_db: float = 8.0
    """Steady rain or a tap varies by 4 dB around its own floor."""
    settle_s: float = 2.0
    """After a voice the voice activity half believes in any loud noise for about so long."""
    murmur_counts_s: float = 0.5
    """Murmur gathered before it keeps a turn open; a single rustle is less."""
    murmur_told_s: float = 2.0
    """Murmur gathered before the person is told that the words cannot be heard."""
    murmur_ceiling_s: float = 60.0
    """Murmur after a voice holds the turn open at most this long: what murmurs on and on is no person, and a person
    who went on in a whisper is asked after a minute, with all of it kept."""
    whispered_turn_s: float = 600.0
    """The same where there was no voice at all: a whole reflection may be whispered beside someone asleep."""
    floor_over_s: float = 10.0
    """How far back the room's floor looks."""
    quietest_floor_db: float = -75.0
    """Below this nothing is heard anyway; a gated or silent microphone would make every hiss stand out."""


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
    if frame.probability >= (config.voice_off if state.voice else config.voice_on):
        return _with_voice(heard, config=config)
    return _with_murmur(_with_floor(heard, frame=frame, config=config), frame=frame, config=config)


def decision(state: TurnState, *, words: WordsSoFar, config: TurnTaking) -> Decision:
    silence_s = state.time_s - max(state.last_voice_s, state.last_murmur_s)
    if not (state.spoke or state.heard_but_no_words):
        return "gone" if silence_s >= config.gone_after_s else "waiting"
    if silence_s >= (config.done_after_s if state.spoke else config.murmur_done_after_s):
        return "done"
    return "pause" if silence_s >= config.pause_after_s else "speaking"


def _with_voice(state: TurnState, *, config: TurnTaking) -> TurnState:
    goes_on = state.time_s - state.run_end_s <= config.voice_gap_s
    run_s = (state.run_s if goes_on else 0.0) + FRAME_S
    state = replace(state, voice=True, run_s=run_s, run_end_s=state.time_s)
    if run_s < config.least_voice_s:
        return state
    fresh = run_s - FRAME_S < config.least_voice_s
    voiced_s = state.voiced_s + (run_s if fresh else FRAME_S)
    # The fading end of a word looks like a whisper: over a talk such ends must not add up.
    return replace(state, voiced_s=voiced_s, last_voice_s=state.time_s, murmur_s=0.0)


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
