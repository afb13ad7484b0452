"""Keys off the record: each of them ends it, but those that answer what was just asked."""

from dataclasses import dataclass

from assistant.ports import Clock, Key, Keys, WrittenKeys

NUMBERS = {str(n): str(n) for n in range(10)}
YES_OR_NO = {"y": "yes", "p": "partly", "n": "no"}

SECOND_DIGIT_S = 0.7
"""How long a 1 may still become a 10."""


@dataclass(frozen=True, slots=True)
class Opened:
    """How the first words went, that were begun before all else was loaded."""

    heard: bool
    """Something reached the loudspeaker: they themselves, or a tone where they were not ready yet."""
    key: Key | None
    """What cut them short."""


class CalmKeys:
    """Implements `ports.Keys`. Where keys don't tell what they write, they can't answer."""

    def __init__(self, keys: Keys, *, clock: Clock) -> None:
        self._keys = keys
        self._clock = clock
        self._answers: dict[str, str] = {}
        self._one_at: float | None = None
        self.answer = ""
        """What was typed since `asks`."""
        self._passed_over = False
        self.over = False
        """A key has ended it."""
        self.interrupted = False
        """And that key was ^C, or the window was closed."""

    def asks(self, answers: dict[str, str]) -> None:
        """From now on these keys answer, and Enter goes on without an answer. With none of them, every key ends it."""
        self._answers, self.answer, self._one_at, self._passed_over = answers, "", None, False

    @property
    def answered(self) -> bool:
        """By a key, or by Enter for no answer; not while a 1 may still become a 10."""
        return self._one_at is None and (bool(self.answer) or self._passed_over)

    def pressed(self) -> Key | None:
        key = self._keys.pressed()
        if key is None:
            return self._a_one_stays_a_one()
        written = self._keys.written.strip().lower() if isinstance(self._keys, WrittenKeys) else ""
        if key != "end" and self._answers and self._taken(key, written):
            return self._a_one_stays_a_one() if self._one_at is not None else "enter"
        self.ended_by(key)
        return "end"

    def ended_by(self, key: Key) -> None:
        self.over = True
        self.interrupted = self.interrupted or key == "end"

    def _taken(self, key: Key, written: str) -> bool:
        """Whether it answers, or passes the question over. A pasted or a very quick 10 comes at once."""
        if key == "enter" and not written:
            self._one_at, self._passed_over = None, True
            return True
        numbers = self._answers is NUMBERS
        if numbers and (written == "10" or (written == "0" and self._one_at is not None)):
            self.answer, self._one_at = "10", None
        elif written in self._answers:
            self.answer = self._answers[written]
            self._one_at = self._clock.monotonic() if numbers and written == "1" else None
        else:
            return False
        return True

    def _a_one_stays_a_one(self) -> Key | None:
        if self._one_at is None or self._clock.monotonic() - self._one_at < SECOND_DIGIT_S:
            return None
        self._one_at = None
        return "enter"
