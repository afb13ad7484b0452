"""Decisions from probabilities and levels, with no sound at all."""

from dataclasses import replace

import pytest

from assistant.audio import FRAME_S
from assistant.dialogue.turn_taking import Decision, Frame, TurnState, TurnTaking, WordsSoFar, decision, step

NO_WORDS = WordsSoFar()
TURN = TurnTaking()
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
        ([(VOICE, 1), (QUIET, 1)], "pause"),
        ([(VOICE, 1), (QUIET, 4.8)], "pause"),
        ([(VOICE, 1), (QUIET, 5.1)], "done"),
        ([(VOICE, 1), (QUIET, 4), (VOICE, 1), (QUIET, 4)], "pause"),
        ([(VOICE, 1), (WAVERING, 6)], "speaking"),
        ([(WAVERING, 1)], "waiting"),
    ],
)
def test_voice_and_silence(parts: list[tuple[Frame, float]], expected: Decision) -> None:
    """A pause of four seconds is waited for, five end a turn, 45 with no voice mean that the person has gone."""
    assert decision(heard((QUIET, 2), *parts), words=NO_WORDS, config=TURN) == expected


def test_a_turn_that_began_at_once_ends_too() -> None:
    """Voice from the very first frame, before anything is known of the room."""
    assert decision(heard((VOICE, 3), (QUIET, 5.1)), words=NO_WORDS, config=TURN) == "done"


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
    """The five seconds go on."""
    assert decision(heard((VOICE, 2), (QUIET, 4), (VOICE, 0.1), (QUIET, 1.1)), words=NO_WORDS, config=TURN) == "done"


def test_a_whisper_is_told_once_and_never_taken_for_having_gone() -> None:
    """It is heard after two seconds, and the person stays as long as it goes on."""
    before = heard((QUIET, 20), (WHISPER, 1.8))
    state = heard((WHISPER, 0.3), state=before)
    assert not before.heard_but_no_words
    assert state.heard_but_no_words
    state = heard(*[(WHISPER, 2), (QUIET, 3)] * 20, state=state)
    assert decision(state, words=NO_WORDS, config=TURN) == "pause"
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
    assert decision(heard((QUIET, 2), (VOICE, 3), (noise, 5.1)), words=NO_WORDS, config=TURN) == "done"


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


def test_the_numbers_can_be_set() -> None:
    """A brisk person is answered sooner."""
    brisk = replace(TURN, done_after_s=2.2)
    assert decision(heard((VOICE, 1), (QUIET, 2.3), config=brisk), words=NO_WORDS, config=brisk) == "done"
