"""What is said once a spoken wish is done."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WishWords:
    """`prompts/wishes.toml`."""

    slower: str
    faster: str
    softer: str
    louder: str
    no_further: str
    """It is as slow, fast, soft or loud as it gets."""
    nothing_to_repeat: str
    skipped: str
    quiet: str
    talking: str
    sentence_hidden: str
    minute_hidden: str
    nothing_to_hide: str
    keep_it: str
    back: str
    nothing_hidden: str
    name_hidden: str
    """With `{name}`."""
    whose_name: str
    say_whose: str
    no_guide: str
    guides_are: str
    """With `{guides}`."""
    one_word_missing: str
    """With `{what}`."""
    not_understood: str
