"""What an evening is made of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time

from assistant.dialogue.follow_ups import Question
from assistant.dialogue.guides import Guide, GuidingPhrases
from assistant.dialogue.homework import HomeworkWords
from assistant.dialogue.patience import TurnTaking
from assistant.dialogue.safety_texts import Country, SafetyTexts
from assistant.dialogue.sentence_ends import NO_WEIGHTS, SentenceEnds
from assistant.dialogue.sentences import Phrases
from assistant.dialogue.spoken_commands import Commands
from assistant.dialogue.thread_words import ThreadTexts
from assistant.dialogue.wish_words import WishWords
from assistant.journal import NIGHT_TURNS_AT
from assistant.ports import (
    Clock,
    Forgetting,
    Journal,
    Keys,
    Loudspeaker,
    Microphone,
    Practices,
    SoundFiles,
    Spool,
    Tagger,
    Transcriber,
    Voice,
    VoiceActivity,
)
from assistant.session.helps import Helps


@dataclass(frozen=True, slots=True)
class Manners:
    """How an evening goes."""

    questions: int = 3
    night_turns_at: time = NIGHT_TURNS_AT
    greeting: bool = True
    vocabulary: tuple[str, ...] = ()
    turn_taking: TurnTaking = field(default_factory=TurnTaking)
    sentence_ends: SentenceEnds = NO_WEIGHTS
    looks_back: bool = True
    threads: bool = True
    """An evening may open with one thing of an earlier night."""
    homework: bool = True
    """An evening may ask once about homework."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """The parts that keep and read words; all that adding and typing need."""

    clock: Clock
    journal: Journal
    practices: Practices
    forgetting: Forgetting
    sound_files: SoundFiles
    spool: Spool
    voice_activity: Callable[[], VoiceActivity]
    """Loads on its first call; each call gives a stream of its own."""
    transcriber: Callable[[], Transcriber] | None
    """Loads on its first call, and raises AssistantError when it is broken. None where there is no model."""
    tagger: Callable[[], Tagger]
    """Loads on its first call."""
    danger: Callable[[], Tagger]
    """Hears danger alone, by rules alone: for when the tagger can't be loaded."""


@dataclass(frozen=True, slots=True)
class Talking:
    """The parts that only a spoken evening needs."""

    microphone: Microphone
    loudspeaker: Loudspeaker
    voice: Voice | None
    """None where the person wants no voice."""
    keys: Keys
    helps: Helps = field(default_factory=Helps)


@dataclass(frozen=True, slots=True)
class Says:
    """Everything that Between may say, as loaded from `prompts/`."""

    questions: tuple[Question, ...]
    phrases: Phrases
    safety: SafetyTexts
    country: Country | None
    commands: Commands
    """How wishes are said."""
    threads: ThreadTexts
    """How a thing of an earlier night is brought up."""
    homework: HomeworkWords
    wishes: WishWords
    guiding: GuidingPhrases
    guides: tuple[Guide, ...]
