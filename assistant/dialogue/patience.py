"""How long each silence is waited through, and what counts as voice: every number of turn-taking, with its reason."""

from dataclasses import dataclass
from typing import Literal

Profile = Literal["unhurried", "brisk"]


@dataclass(frozen=True, slots=True)
class TurnTaking:
    """Seconds, decibels and probabilities. Each can be set; the reasons stand beside them."""

    profile: Profile = "unhurried"
    done_after_s: float = 4.9
    """Silence after a finished sentence, unhurried: five seconds for the person, since the voice activity hears a voice
    for a tenth of a second after its end. Longer than the four seconds that lie between two sentences."""
    brisk_done_after_s: float = 2.2
    """The same when brisk."""
    sure_at: float = 1.1
    """Log-odds from which words are a finished sentence, unhurried: half of all ends are; docs/turns.md says what a
    higher or a lower one costs."""
    brisk_sure_at: float = 1.0
    """The same when brisk."""
    open_done_after_s: float = 9.0
    """Silence after words that may go on or not. Thoughts pause for up to eight seconds, and voice activity hears a
    word end up to half a second early, and begin as late."""
    no_words_done_after_s: float = 8.0
    """Silence after a voice of which no words were made."""
    nudge_after_s: float = 20.0
    """Silence after words that clearly go on, before the one soft sound."""
    nudged_done_after_s: float = 20.0
    """Silence after that."""
    hold_for_s: float = 300.0
    """How long "wait" holds the turn open with no voice."""
    murmur_done_after_s: float = 8.0
    """Silence after the last whisper of a turn with no voice: nothing says that the sentence was finished."""
    gone_after_s: float = 45.0
    """Without voice or whisper after a prompt."""
    pause_after_s: float = 0.7
    """Shorter silences lie between words."""
    voice_on: float = 0.5
    """Silero's own threshold. A whisper reaches 0.3 here and there, and is none of this."""
    voice_off: float = 0.35
    """Lower than `voice_on`, so that a voice that wavers is one voice."""
    voice_on_again: float = 0.2
    """Once the person has spoken: a soft word in noise does not always reach 0.5, and of eight recorded noises,
    5 to 20 dB below talk, none stays above 0.15 for `least_more_voice_s`."""
    voice_off_again: float = 0.15
    least_voice_s: float = 0.25
    """A cough or a click is shorter; a spoken "no" is longer."""
    least_more_voice_s: float = 0.15
    """The same once the person has spoken: a soft "and" goes on, and a click too many only makes the wait longer."""
    voice_gap_s: float = 0.5
    """Bits of voice further apart than this do not add up to `least_voice_s`."""
    murmur: float = 0.02
    """Probability from which a loud frame may be a whisper; see `turn_taking`."""
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
    faint_below_db: float = 12.0
    """A voice so far below the person's own may be a television, or the person turning away."""
    faint_ceiling_s: float = 60.0
    """Such a voice alone holds the turn open at most so long."""
    longest_turn_s: float = 7200.0
    """A turn that lasts longer ends at its next breath: what talks on and on without a rest is no person."""
    floor_over_s: float = 10.0
    """How far back the room's floor looks."""
    quietest_floor_db: float = -75.0
    """Below this nothing is heard anyway; a gated or silent microphone would make every hiss stand out."""

    @property
    def finished_after_s(self) -> float:
        """Silence after a finished sentence."""
        return self.done_after_s if self.profile == "unhurried" else self.brisk_done_after_s

    @property
    def open_after_s(self) -> float:
        """Silence after words that may go on or not."""
        return max(self.open_done_after_s, self.finished_after_s)

    @property
    def finished_from(self) -> float:
        """Log-odds from which words are held for a finished sentence."""
        return self.sure_at if self.profile == "unhurried" else self.brisk_sure_at
