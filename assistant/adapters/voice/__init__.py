"""The voice that asks: pyttsx3 in a process of its own, so that an engine that hangs or dies costs one sentence."""

from assistant.adapters.voice.voice import Voice as Voice
