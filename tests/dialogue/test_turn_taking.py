"""Decisions from probabilities, levels and words, with no sound at all."""

from dataclasses import replace

import pytest

from assistant.audio import FRAME_S
from assistant.dialogue.patience import TurnTaking
from assistant.dialogue.turn_taking import Decision, Frame, TurnState, WordsSoFar, decision, hold, nudged, step

NO_WORDS = WordsSoFar()
FINISHED, OPEN, GOES_ON = WordsSoFar("Yes."), WordsSoFar("I told my brother"), WordsSoFar("I told him and.")
TURN = TurnTaking()
BRISK = TurnTaking(profile="brisk")
VOICE, QUIET = Frame(0.95, -25.0), Frame(0.01, -65.0)
WAVERING = Frame(0.4, -25.0)
WHISPER, SNORE = Frame(0.1, -45.0), Frame(0.001, -40.0)
KEYBOARD = Frame(0.001, -35.0)


def heard(*parts: tuple[Frame, float], state: TurnState | None = None, config: TurnTaking = TURN) -> TurnState:
    """The state after each frame for so many seconds."""
    state = state or TurnState()
    for frame, seconds in parts:
        for _ in range(round(seconds / FRAME_S)):
            state = step(state, frame=frame, config=config)
    return state


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], "waiting"),
        ([(QUIET, 42)], "waiting"),
        ([(QUIET, 43.5)], "gone"),
        ([(QUIET, 40), (VOICE, 1)], "speaking"),
        ([(QUIET, 1), (VOICE, 1)], "speaking"),
        ([(VOICE, 1), (QUIET, 0.5)], "speaking"),
        ([(VOICE, 1), (QUIET, 1)], "breath"),
        ([(VOICE, 1), (QUIET, 7.8)], "breath"),
        ([(VOICE, 1), (QUIET, 8.1)], "done"),
        ([(VOICE, 1), (QUIET, 7), (VOICE, 1), (QUIET, 7)], "breath"),
        ([(VOICE, 1), (WAVERING, 6)], "speaking"),
        ([(WAVERING, 1)], "waiting"),
    ],
)
def test_voice_and_silence(parts: list[tuple[Frame, float]], expected: Decision) -> None:
    """With no words eight seconds end a turn, and 45 with no voice mean that the person has gone."""
    assert decision(heard((QUIET, 2), *parts), words=NO_WORDS, config=TURN) == expected


def test_a_turn_that_began_at_once_ends_too() -> None:
    """Voice from the very first frame, before anything is known of the room."""
    assert decision(heard((VOICE, 3), (QUIET, 8.1)), words=NO_WORDS, config=TURN) == "done"


def test_a_click_is_no_speech() -> None:
    """Shorter than a word: the person is still waited for."""
    state = heard((QUIET, 5), (VOICE, 0.15), (QUIET, 6))
    assert decision(state, words=NO_WORDS, config=TURN) == "waiting"
    assert not state.spoke


def test_clicks_far_apart_do_not_add_up() -> None:
    """One a second for ten seconds; together they are longer than a word."""
    assert not heard(*[(VOICE, 0.1), (QUIET, 0.9)] * 10).spoke


def test_a_broken_word_adds_up() -> None:
    """A voice that the voice activity loses for a moment is one voice."""
    state = heard((QUIET, 1), (VOICE, 0.15), (QUIET, 0.2), (VOICE, 0.15))
    assert state.spoke
    assert state.voiced_s == pytest.approx(0.3, abs=2 * FRAME_S)


def test_a_click_after_talk_does_not_keep_the_turn_open() -> None:
    """The eight seconds go on."""
    assert decision(heard((VOICE, 2), (QUIET, 7), (VOICE, 0.1), (QUIET, 1.1)), words=NO_WORDS, config=TURN) == "done"


def test_a_whisper_is_told_once_and_never_taken_for_having_gone() -> None:
    """It is heard after two seconds, and the person stays as long as it goes on."""
    before = heard((QUIET, 20), (WHISPER, 1.8))
    state = heard((WHISPER, 0.3), state=before)
    assert not before.heard_but_no_words
    assert state.heard_but_no_words
    state = heard(*[(WHISPER, 2), (QUIET, 3)] * 20, state=state)
    assert decision(state, words=NO_WORDS, config=TURN) == "breath"
    assert decision(heard((QUIET, 8.1), state=state), words=NO_WORDS, config=TURN) == "done"


def test_a_whisper_beside_a_snoring_partner_is_heard() -> None:
    """Noise wears down what was gathered, and more whisper than noise wins."""
    assert heard((QUIET, 5), *[(WHISPER, 1), (SNORE, 0.5), (QUIET, 1)] * 5).heard_but_no_words


def test_snoring_is_no_whisper() -> None:
    """One frame in ten may pass for a whisper: nothing is told, and the person has gone after 45 seconds."""
    snore = [(Frame(0.05, -40.0), FRAME_S), (SNORE, 9 * FRAME_S)] * 6 + [(QUIET, 2.0)]
    state = heard((QUIET, 2), *snore * 12)
    assert not state.heard_but_no_words
    assert decision(state, words=NO_WORDS, config=TURN) == "gone"


def test_steady_rain_becomes_the_floor() -> None:
    """Loud, and half believed in by the voice activity, but even: it is not above the room."""
    assert not heard((Frame(0.1, -20.0), 60)).heard_but_no_words


def test_rain_that_begins_becomes_the_floor_in_ten_seconds() -> None:
    """Until then it is noise, which opens nothing."""
    state = heard((QUIET, 20), (Frame(0.001, -20.0), 11))
    assert state.floor_db == pytest.approx(-20.0)
    assert not state.heard_but_no_words


@pytest.mark.parametrize("noise", [SNORE, KEYBOARD])
def test_noise_after_talk_ends_the_turn_as_silence_does(noise: Frame) -> None:
    """What is refused holds nothing open."""
    assert decision(heard((QUIET, 2), (VOICE, 3), (noise, 8.1)), words=NO_WORDS, config=TURN) == "done"


def test_murmur_after_talk_holds_the_turn_for_a_minute_only() -> None:
    """A whisper may follow a voice; what murmurs on and on is no person."""
    talk = heard((QUIET, 10), (VOICE, 3))
    murmur = [(WHISPER, 0.5), (QUIET, 1.0)]
    assert decision(heard(*murmur * 30, state=talk), words=NO_WORDS, config=TURN) != "done"
    assert decision(heard(*murmur * 46, state=talk), words=NO_WORDS, config=TURN) == "done"


def test_murmur_alone_ends_after_ten_minutes() -> None:
    """Nothing goes on for ever."""
    murmur = heard(*[(WHISPER, 0.5), (QUIET, 1.5)] * 306)
    assert murmur.heard_but_no_words
    assert decision(murmur, words=NO_WORDS, config=TURN) == "done"


def test_the_fading_ends_of_words_do_not_make_a_whisper() -> None:
    """Five minutes of talk, each word fading through half-believed frames."""
    words = [(VOICE, 0.4), (WHISPER, 0.1), (QUIET, 0.2)]
    assert not heard((QUIET, 2), *words * 400).heard_but_no_words


@pytest.mark.parametrize("level_db", [-120.0, -100.0, -80.0])
def test_a_gated_microphone_does_not_make_a_hiss_stand_out(level_db: float) -> None:
    """Between silence that is none and a hiss of -72 dB lies nothing that a person said."""
    assert not heard((Frame(0.0, level_db), 5), (Frame(0.1, -72.0), 5)).heard_but_no_words


@pytest.mark.parametrize(
    ("words", "config", "before_s", "after_s"),
    [
        (FINISHED, BRISK, 2.1, 2.3),
        (FINISHED, replace(BRISK, sure_at=-1.0), 2.1, 2.3),
        (OPEN, TURN, 8.9, 9.1),
        (OPEN, BRISK, 8.9, 9.1),
        (OPEN, replace(TURN, sure_at=0.0), 4.8, 5.0),
        (OPEN, replace(BRISK, brisk_sure_at=0.0), 2.1, 2.3),
        (OPEN, replace(TURN, open_done_after_s=11.0), 10.9, 11.1),
        (OPEN, replace(TURN, done_after_s=12.0), 11.9, 12.1),
        (GOES_ON, TURN, 39.9, 40.1),
        (replace(FINISHED, all_written=False), BRISK, 8.9, 9.1),
        (WordsSoFar(expected=False), BRISK, 7.9, 8.1),
    ],
)
def test_how_long_a_silence_is_waited_through(
    words: WordsSoFar, config: TurnTaking, before_s: float, after_s: float
) -> None:
    """It goes by the words, by the profile, and by what the person set."""
    state = nudged(heard((QUIET, 1), (VOICE, 1), (QUIET, before_s), config=config))
    assert decision(state, words=words, config=config) not in ("done", "gone")
    state = heard((QUIET, after_s - before_s), state=state, config=config)
    assert decision(state, words=words, config=config) == "done"


def test_a_short_reply_is_waited_for_when_unhurried() -> None:
    """ "Yes" may be the first word of an evening; who is brisk, or asked, is taken at their word."""
    state = heard((VOICE, 1), (QUIET, 5.5))
    assert decision(state, words=FINISHED, config=TURN) == "breath"
    assert decision(state, words=FINISHED, config=BRISK) == "done"


def test_a_thought_is_waited_for_nudged_once_and_never_for_ever() -> None:
    """Twenty seconds, one soft sound, twenty more; the sound is no end, and speaking on begins all of it anew."""
    state = heard((VOICE, 1), (QUIET, 19.8))
    assert decision(state, words=GOES_ON, config=TURN) == "thinking"
    state = heard((QUIET, 0.3), state=state)
    assert decision(state, words=GOES_ON, config=TURN) == "nudge"
    state = nudged(state)
    assert decision(state, words=GOES_ON, config=TURN) == "thinking"
    assert decision(heard((VOICE, 1), (QUIET, 20.1), state=state), words=GOES_ON, config=TURN) == "nudge"
    assert decision(heard((QUIET, 20), state=state), words=GOES_ON, config=TURN) == "done"


def test_who_is_never_nudged_ends_too() -> None:
    """A face that makes no sound still comes to an end."""
    assert decision(heard((VOICE, 1), (QUIET, 40.1)), words=GOES_ON, config=TURN) == "done"


def test_wait_holds_the_turn_for_five_minutes_or_until_there_is_voice() -> None:
    """No end, no nudge, not even with a finished sentence."""
    state = hold(heard((VOICE, 1), (QUIET, 2)))
    held = heard((QUIET, 290), state=state)
    assert decision(held, words=GOES_ON, config=BRISK) == "thinking"
    assert decision(heard((QUIET, 12), state=held), words=FINISHED, config=BRISK) == "done"
    assert decision(heard((VOICE, 1), (QUIET, 2.3), state=held), words=FINISHED, config=BRISK) == "done"


def test_wait_before_a_word_is_not_taken_for_having_gone() -> None:
    """45 seconds with no voice, and the person asked for them."""
    held = heard((QUIET, 60), state=hold(heard((QUIET, 5))))
    assert decision(held, words=NO_WORDS, config=TURN) == "waiting"
    assert decision(heard((QUIET, 250), state=held), words=NO_WORDS, config=TURN) == "gone"


def test_a_word_that_begins_is_heard_out() -> None:
    """At the very moment of the end there is a bit of voice: it may become a word."""
    state = heard((VOICE, 1), (QUIET, 8.95), (VOICE, 0.1))
    assert decision(state, words=OPEN, config=TURN) == "breath"
    assert decision(heard((QUIET, 0.6), state=state), words=OPEN, config=TURN) == "done"


@pytest.mark.parametrize(("below_db", "open_still"), [(20.0, False), (6.0, True)])
def test_a_television_behind_the_person_does_not_hold_the_turn_for_ever(below_db: float, open_still: bool) -> None:
    """It talks on, far fainter than the person did: a minute. A person who gets quieter is a person."""
    tv = Frame(0.95, VOICE.level_db - below_db)
    state = heard((QUIET, 2), (VOICE, 8), *[(tv, 4), (QUIET, 0.5)] * 8)
    assert decision(state, words=OPEN, config=TURN) not in ("done", "gone")
    state = heard(*[(tv, 4), (QUIET, 0.5)] * 10, (tv, 4), state=state)
    assert (decision(state, words=OPEN, config=TURN) != "done") == open_still


def test_a_voice_that_never_rests_ends_at_a_breath_after_two_hours() -> None:
    """No person talks so long; what was said is kept, and heard on in another turn."""
    config = replace(TURN, longest_turn_s=120.0)
    state = heard((VOICE, 119), config=config)
    assert decision(heard((QUIET, 0.9), state=state, config=config), words=OPEN, config=config) == "breath"
    state = heard((VOICE, 2), state=state, config=config)
    assert decision(state, words=OPEN, config=config) == "speaking"
    assert decision(heard((QUIET, 0.8), state=state, config=config), words=OPEN, config=config) == "done"
