"""The first sound of calm, within half a second of the command: nothing is imported here that it does not need."""

import sys
from datetime import datetime
from threading import Thread

from assistant import settings
from assistant.adapters.calm.ready_sounds import ReadySounds
from assistant.adapters.calm.ready_voice import PACE
from assistant.adapters.calm.words_file import load
from assistant.audio import at_loudness
from assistant.dialogue.calm_words import CalmWords
from assistant.dialogue.night_manners import hush
from assistant.dialogue.sentences import Sentence
from assistant.errors import PartMissing, UsageError
from assistant.ports import Key, Keys
from assistant.session.calm_keys import Opened
from assistant.wiring import House, data_folder, guest


def house() -> House:
    """The person's own. No slip in a file, and no home that is missing, comes before calm."""
    try:
        return guest("between calm")
    except UsageError as e:
        return House(
            settings.home(), settings.Settings(), settings.settings_file(), command="between calm", told=[e.message]
        )


def words() -> CalmWords:
    return load(data_folder("prompts") / "calm.toml")


def ready_sounds(house: House) -> ReadySounds:
    wanted = house.settings.voice
    voice = f"{sys.platform} {PACE} {wanted.name} {wanted.words_per_minute} {wanted.volume}"
    return ReadySounds(house.home.calm / "sounds", voice=voice)


class FirstWords:
    """Said on a thread of their own from the moment this is made; where they are not ready yet, a tone."""

    def __init__(self, house: House, *, keys: Keys) -> None:
        self._house = house
        self._keys = keys
        self._heard = False
        self._key: Key | None = None
        self._thread = Thread(target=self._say, name="between-calm", daemon=True)
        self._thread.start()

    def wait(self) -> Opened:
        self._thread.join()
        return Opened(self._heard, self._key)

    def _say(self) -> None:
        voice = self._house.settings.voice
        if not voice.speak:
            return
        sound = ready_sounds(self._house).get(Sentence(words().opening).spoken)
        if sound is None:
            from assistant.session import tones

            sound = tones.here(volume=voice.volume)
        try:
            self._house.loudspeaker().play(at_loudness(sound, _hushed()), stop=self._stop)
        except PartMissing:  # told with the next sentence, which can't be heard either
            return
        self._heard = True

    def _stop(self) -> bool:
        self._key = self._key or self._keys.pressed()
        return self._key is not None


def _hushed() -> float:
    """As the evening is at this hour. By the C library's clock: the name of the zone takes longer to find than this."""
    return hush(datetime.now().time(), questions=0).loudness
