"""The first sound of calm, within half a second of the command: joined from the few parts that it takes.

`wiring` knows the whole house, and takes as long to load as this has in all. It is loaded while this is heard.
"""

import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Thread

from assistant import settings as knobs
from assistant.adapters.calm.ready_sounds import ReadySounds
from assistant.adapters.calm.ready_voice import PACE
from assistant.adapters.calm.words_file import load
from assistant.audio import at_loudness
from assistant.dialogue.calm_words import CalmWords
from assistant.dialogue.night_manners import hush
from assistant.dialogue.sentences import Sentence
from assistant.errors import PartMissing, UsageError
from assistant.ports import Home, Key, Keys
from assistant.session.calm_keys import Opened
from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Place:
    home: Home
    settings: Settings
    settings_file: Path
    told: tuple[str, ...] = ()
    """What the person should know, once it is over."""

    @property
    def ready_sounds(self) -> ReadySounds:
        wanted = self.settings.voice
        voice = f"{sys.platform} {PACE} {wanted.name} {wanted.words_per_minute} {wanted.volume}"
        return ReadySounds(self.home.calm / "sounds", voice=voice)


def place() -> Place:
    """The person's own. No slip in a file, and no home that is missing, comes before calm."""
    home, file = knobs.home(), knobs.settings_file()
    try:
        return Place(home, knobs.load(file), file)
    except UsageError as e:
        return Place(home, Settings(), file, (e.message,))


def words() -> CalmWords:
    return load(knobs.data_folder("prompts") / "calm.toml")


class FirstWords:
    """Said on a thread of their own from the moment this is made; where they are not ready yet, a tone."""

    def __init__(self, place: Place, *, keys: Keys) -> None:
        self._place = place
        self._keys = keys
        self._heard = False
        self._key: Key | None = None
        self._thread = Thread(target=self._say, name="between-calm", daemon=True)
        self._thread.start()

    def wait(self) -> Opened:
        self._thread.join()
        return Opened(self._heard, self._key)

    def _say(self) -> None:
        wanted = self._place.settings
        if not wanted.voice.speak:
            return
        sound = self._place.ready_sounds.get(Sentence(words().opening).spoken)
        if sound is None:
            from assistant.session import tones

            sound = tones.here(volume=wanted.voice.volume)
        from assistant.adapters.devices.loudspeaker import SystemLoudspeaker

        try:
            SystemLoudspeaker(wanted.loudspeaker.device).play(at_loudness(sound, _hushed()), stop=self._stop)
        except PartMissing:  # told with the next sentence, which can't be heard either
            return
        self._heard = True

    def _stop(self) -> bool:
        self._key = self._key or self._keys.pressed()
        return self._key is not None


def _hushed() -> float:
    """As the evening is at this hour. By the C library's clock: the name of the zone takes longer to find than this."""
    return hush(datetime.now().time(), questions=0).loudness
