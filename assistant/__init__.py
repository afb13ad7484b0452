"""Between: a voice-first journal that runs on a person's own machine."""

__version__ = "0.1.0"
