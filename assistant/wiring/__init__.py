"""The only place that names an adapter; each is imported when it is first needed."""

import logging
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from assistant import settings as knobs
from assistant.dialogue import which_model
from assistant.dialogue.sentence_ends import NO_WEIGHTS, SentenceEnds
from assistant.errors import AssistantError, PartMissing
from assistant.journal import Moment, night_of
from assistant.ports import Clock, Home, Keys, Loudspeaker, Microphone, Tagger, Transcriber, Voice, VoiceActivity
from assistant.session.parts import Keeping, Manners, Says, Talking
from assistant.settings import Settings
from assistant.settings import data_folder as data_folder

if TYPE_CHECKING:
    from assistant.adapters.drafts import Drafts
    from assistant.adapters.keyboard import Keyboard
    from assistant.adapters.locking.in_use import InUse
    from assistant.adapters.sound_files import RecordingsFolder
    from assistant.adapters.spool import FileSpool
    from assistant.adapters.store import DuckDBJournal
    from assistant.adapters.store.practices import DuckDBPractices
    from assistant.adapters.store.search import Search
    from assistant.wiring.forgetting import HouseForgetting


Part = TypeVar("Part")


def _once(load: Callable[[], Part]) -> Callable[[], Part]:
    """Loads on the first call; a second thread waits for it instead of loading again. A failure may be tried again."""
    lock = threading.Lock()
    loaded: list[Part] = []

    def get() -> Part:
        with lock:
            if not loaded:
                loaded.append(load())
            return loaded[0]

    return get


def _clock() -> Clock:
    from assistant.adapters.clock import SystemClock

    return SystemClock()


@dataclass(frozen=True)
class House:
    """Everything of one person on one machine. Parts are made on first use and shared after."""

    home: Home
    settings: Settings
    settings_file: Path
    command: str = "between"
    """What the person started; a second process is told it while it waits."""
    synthetic: bool = False
    """The talk is our own voice's, as in the demo: then, and only then, the brought model listens."""
    clock: Clock = field(default_factory=_clock)
    told: list[str] = field(default_factory=list)
    """What the person should know, to be shown once."""
    given_key: bytes = field(default=b"", repr=False)
    """Of a locked journal, where another process of ours knows it already: nobody is asked."""

    def open(self) -> "House":
        """Makes the home's folder; raises AssistantError where that can't be."""
        root = self.home.root
        try:
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not root.stat().st_mode & stat.S_ISVTX:  # /tmp and its like are for everyone
                root.chmod(0o700)
        except (FileExistsError, NotADirectoryError) as e:
            raise AssistantError(
                f"{root} can't be the folder of your journal: there is a file of that name.",
                "Name another folder with BETWEEN_HOME, or move the file away.",
            ) from e
        except OSError as e:
            raise AssistantError(
                f"The folder {root} can't be written ({e.strerror}).",
                "Give it back to your user, or name another folder with BETWEEN_HOME.",
            ) from e
        return self

    @cached_property
    def in_use(self) -> "InUse":
        from assistant.adapters.locking.in_use import InUse

        return InUse(self.home.root)

    @cached_property
    def key(self) -> bytes | None:
        """Of a locked journal, asked for when it is first needed; None where it is not locked."""
        from assistant.wiring import locking

        return locking.key(self)

    def key_for(self, purpose: Literal["database", "files"]) -> bytes | None:
        from assistant.adapters.locking.ciphers import derived

        return derived(self.key, purpose) if self.key else None

    @cached_property
    def journal(self) -> "DuckDBJournal":
        from assistant.adapters.store import DuckDBJournal

        key = self.key_for("database") or b""
        return DuckDBJournal(self.home, now=self.clock.now, command=self.command, key=key)

    @cached_property
    def practices(self) -> "DuckDBPractices":
        from assistant.adapters.store.practices import DuckDBPractices

        return DuckDBPractices(self.journal.access)

    @cached_property
    def forgetting(self) -> "HouseForgetting":
        from assistant.wiring.forgetting import HouseForgetting

        return HouseForgetting(self)

    @cached_property
    def search(self) -> "Search":
        from assistant.adapters.store.search import Search

        return Search(self.journal.access)

    @cached_property
    def sound_files(self) -> "RecordingsFolder":
        from assistant.adapters.sound_files import RecordingsFolder

        folder = RecordingsFolder(self.home.recordings, key=self.key_for("files"))
        with suppress(OSError):  # what a kill left half written is of no use; its sound is still where it came from
            folder.sweep()
        return folder

    @cached_property
    def spool(self) -> "FileSpool":
        from assistant.adapters.spool import FileSpool

        return FileSpool(self.home.spool, key=self.key_for("files"), tell=self._tell_once)

    @cached_property
    def drafts(self) -> "Drafts":
        from assistant.adapters.drafts import Drafts

        return Drafts(self.home.drafts, key=self.key_for("files"), tell=self._tell_once)

    def _tell_once(self, what: str) -> None:
        if what not in self.told:
            self.told.append(what)

    def microphone(self) -> Microphone:
        from assistant.adapters.devices.microphone import SystemMicrophone

        return SystemMicrophone(self.settings.microphone.device)

    def loudspeaker(self) -> Loudspeaker:
        from assistant.adapters.devices.loudspeaker import SystemLoudspeaker

        return SystemLoudspeaker(self.settings.loudspeaker.device)

    def keyboard(self) -> "Keyboard":
        from assistant.adapters.keyboard import Keyboard

        return Keyboard()

    @cached_property
    def voice(self) -> Voice | None:
        wanted = self.settings.voice
        if not wanted.speak:
            return None
        from assistant.adapters.voice import Voice as SpokenVoice

        return SpokenVoice(rate_wpm=wanted.words_per_minute, volume=wanted.volume, name=wanted.name)

    def voice_activity(self) -> VoiceActivity:
        from assistant.adapters.whisper.voice_activity import SileroVoiceActivity

        return SileroVoiceActivity()

    @cached_property
    def tagger(self) -> Callable[[], Tagger]:
        def load() -> Tagger:
            from assistant.adapters.tagger import Tagger as SpacyTagger

            return SpacyTagger(data_folder("models") / "tagger")

        return _once(load)

    @cached_property
    def danger(self) -> Callable[[], Tagger]:
        def load() -> Tagger:
            from assistant.adapters.tagger import SafetyRules

            return SafetyRules(data_folder("models") / "tagger")

        return _once(load)

    @cached_property
    def model_choice(self) -> which_model.Choice:
        from assistant.adapters.whisper import models

        known, here = which_model.for_language(
            self.settings.speech.language, known=self.known_models, present=self.models_here()
        )
        return which_model.choose(
            here,
            use=self.settings.speech.model,
            machine=models.this_machine(),
            known=known,
            synthetic=self.synthetic,
        )

    @cached_property
    def known_models(self) -> tuple[which_model.KnownModel, ...]:
        from assistant.adapters.whisper import models

        return models.known_models(data_folder("models") / "manifest.toml")

    def models_here(self) -> tuple[which_model.Present, ...]:
        from assistant.adapters.whisper import models

        return models.present(self.home.models, brought=data_folder("models"), known=self.known_models)

    @cached_property
    def transcriber(self) -> Callable[[], Transcriber] | None:
        """None where no model can listen, which is an ordinary state."""
        name = self.model_choice.name
        if name is None:
            return None

        def load() -> Transcriber:
            from assistant.adapters.whisper import engine, models

            wanted = self.settings.speech
            compute = engine.choose_compute(0 if wanted.device == "cpu" else models.cuda_devices())
            folder = models.folder_of(name, self.models_here())
            return engine.WhisperTranscriber(folder, language=wanted.language, name=name, compute=compute)

        return _once(load)

    def offer(self) -> which_model.Offer:
        from assistant.adapters.whisper import models

        language = self.settings.speech.language
        known, _ = which_model.for_language(language, known=self.known_models, present=self.models_here())
        return which_model.recommend(known, machine=models.this_machine())

    def pull(self, name: str, *, at: Callable[[float, float], None]) -> Path:
        """Fetches a model; the only use of a network. `at` is told bytes here and bytes in all."""
        from assistant.adapters.whisper import hub

        return hub.pull(
            name, into=self.home.models, known=self.known_models, progress=lambda p: at(p.done_bytes, p.total_bytes)
        )

    def keeping(self) -> Keeping:
        return Keeping(
            clock=self.clock,
            journal=self.journal,
            practices=self.practices,
            forgetting=self.forgetting,
            sound_files=self.sound_files,
            spool=self.spool,
            voice_activity=self.voice_activity,
            transcriber=self.transcriber,
            tagger=self.tagger,
            danger=self.danger,
        )

    def talking(self, microphone: Microphone, *, keys: Keys) -> Talking:
        from assistant.wiring import helping

        return helping.talking(self, microphone, keys=keys)

    def manners(self) -> Manners:
        wanted = self.settings.evening
        return Manners(
            questions=wanted.questions,
            night_turns_at=wanted.night_turns_at,
            greeting=wanted.greeting,
            vocabulary=self.settings.speech.vocabulary,
            turn_taking=self.settings.turn_taking,
            sentence_ends=self.sentence_ends,
            looks_back=wanted.looks_back,
            threads=wanted.threads,
            homework=wanted.homework,
        )

    @cached_property
    def sentence_ends(self) -> SentenceEnds:
        """Without its weights every pause is waited for as one that may go on; that costs no evening."""
        from assistant.adapters import sentence_ends_file

        try:
            return sentence_ends_file.load(data_folder("models") / "turns" / "weights.npz")
        except PartMissing as e:
            self._tell_once(f"{e.message} {e.hint}")
            return NO_WEIGHTS

    def says(self) -> Says:
        from assistant.wiring import saying

        return saying.says(self)

    def loudspeaker_name(self) -> str:
        """Raises PartMissing without one."""
        from assistant.adapters.devices import sound_system

        return sound_system.find("output", self.settings.loudspeaker.device).name

    @property
    def has_loudspeaker(self) -> bool:
        try:
            return bool(self.loudspeaker_name())
        except PartMissing:
            return False

    def moment_of(self, instant: datetime) -> Moment:
        """An aware instant in this machine's own zone."""
        from assistant.adapters.clock import moment_of

        return moment_of(instant)

    def tonight(self) -> date:
        return night_of(self.clock.now(), turns_at=self.settings.evening.night_turns_at)

    def alone(self) -> AbstractContextManager[None]:
        """One evening at a time; raises AssistantError for the second."""
        from assistant.adapters.alone import alone

        return alone(self.home.root / "evening.lock")

    @contextmanager
    def quiet_libraries(self) -> Iterator[None]:
        """Our log is opened, and what C libraries write to a terminal goes there too."""
        from assistant.adapters.devices.chatter import aside

        where = self.home.logs / "between.log"
        try:
            open_log(where)
        except OSError as e:
            raise AssistantError(f"The folder {self.home.logs} can't be written.", "Give it back to your user.") from e
        with aside(where):
            yield

    def close(self) -> None:
        """Ends the voice's process, if there is one."""
        if "voice" in self.__dict__ and self.voice is not None:
            self.voice.close()


def open_log(where: Path) -> None:
    """Counts, seconds and names of faults from here on; raises OSError where it can't be written."""
    from logging.handlers import RotatingFileHandler

    log = logging.getLogger("between")
    if any(isinstance(h, RotatingFileHandler) and h.baseFilename == str(where.absolute()) for h in log.handlers):
        return
    where.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = RotatingFileHandler(where, maxBytes=1_000_000, backupCount=1)
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)


def house(command: str, *, key: bytes = b"") -> House:
    """The person's own. The passphrase of a locked journal is asked for here, unless `key` is given: before a bar
    runs, the keyboard is another, or the microphone is open.
    """
    opened = replace(unasked(command), given_key=key)
    opened.key  # noqa: B018 - it is kept
    return opened


def unasked(command: str) -> House:
    """The same for a command that needs the home, and no words."""
    return guest(command).open()


def guest(command: str) -> House:
    """The same for a command that needs no journal: no folder is made."""
    file = knobs.settings_file()
    return House(knobs.home(), knobs.load(file), file, command=command)
