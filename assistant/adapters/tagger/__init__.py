"""Feelings, doings, themes, people and danger in what was said; nothing here loads spaCy before a Tagger is made."""

from assistant.adapters.tagger.tagger import SafetyRules, Tagger

__all__ = ["SafetyRules", "Tagger"]
