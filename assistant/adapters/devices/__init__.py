"""Microphone and loudspeaker. The only room that imports sounddevice and soxr."""
