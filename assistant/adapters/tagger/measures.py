"""Two measures: when a pattern of one's own was noticed, and how long the speaker waited before they reacted."""

from collections.abc import Mapping
from typing import Any

from assistant.adapters.tagger.catching import Catching
from assistant.adapters.tagger.durations import Times
from assistant.adapters.tagger.measured import Measured
from assistant.adapters.tagger.patterns import Compiler
from assistant.adapters.tagger.pausing import Pausing
from assistant.adapters.tagger.scene import Scene
from assistant.errors import UsageError

_TABLES = {"list", "number", "unit", "amount", "loose", "hedge", "words", "pause_words"}


class Measures:
    def __init__(self, data: Mapping[str, Any], *, compiler: Compiler) -> None:
        """`data` is `measures.toml`; raises UsageError for a mistake in it."""
        missing = sorted(_TABLES - set(data))
        if missing:
            raise UsageError(f"measures.toml has no table “{missing[0]}”.", "Install the program again.")
        own = compiler.with_lists(data["list"])
        self._times = Times(data, compiler=own)
        self._catching = Catching(data, compiler=own)
        self._pausing = Pausing(data, compiler=own)

    def find(self, scene: Scene) -> list[Measured]:
        """In the order of the text."""
        times = self._times.find(scene.talk)
        found = [*self._catching.find(scene, times), *self._pausing.find(scene, times)]
        return sorted(found, key=lambda m: m.start)
