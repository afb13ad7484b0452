"""The roles that the evening needs, one small Protocol each. Adapters fill them; tests fill them too."""

from assistant.ports.devices import (
    Back,
    Clock,
    Heard,
    Key,
    Keys,
    Lost,
    Loudspeaker,
    Microphone,
    Voice,
    VoiceActivity,
    WrittenKeys,
)
from assistant.ports.home import Home
from assistant.ports.keeping import Forgetting, Journal, Practices, Selection
from assistant.ports.sound import Incoming, Probe, SoundFiles, Spool, Spooled, SpoolWriter
from assistant.ports.words import Tagger, Transcriber

__all__ = [
    "Back",
    "Clock",
    "Forgetting",
    "Heard",
    "Home",
    "Incoming",
    "Journal",
    "Key",
    "Keys",
    "Lost",
    "Loudspeaker",
    "Microphone",
    "Practices",
    "Probe",
    "Selection",
    "SoundFiles",
    "Spool",
    "SpoolWriter",
    "Spooled",
    "Tagger",
    "Transcriber",
    "Voice",
    "VoiceActivity",
    "WrittenKeys",
]
