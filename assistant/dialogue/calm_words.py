"""What is said off the record, around the tools. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CalmWords:
    """`prompts/calm.toml`."""

    opening: str
    another: str
    closing: str
    hint: str
    number_hint: str
    not_understood: str

    @property
    def spoken(self) -> tuple[str, ...]:
        return self.opening, self.another, self.closing


READ_A_WORD_S = 0.3
"""By somebody who is tired and afraid."""
LEAST_READING_S = 2.0


def reading_s(text: str) -> float:
    """How long a sentence stands where it could not be spoken."""
    return max(LEAST_READING_S, READ_A_WORD_S * len(text.split()))
