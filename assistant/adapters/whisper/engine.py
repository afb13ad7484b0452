"""Words from sound, by faster-whisper on a folder of this machine."""

import json
import logging
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.adapters.whisper import models
from assistant.adapters.whisper.segments import Segment, invented, sentences
from assistant.audio import SAMPLE_RATE, Samples
from assistant.errors import AssistantError, PartMissing, UsageError
from assistant.journal import Transcript, Word

TEMPERATURES = (0.0, 0.4)
"""One second try, by sampling, where the first loops or doubts itself; faster-whisper's five would each cost a pass."""
LEFTOVER_S = 0.6
"""What is left of the sound after the last word is the tail of the stretch: Whisper would make words of it."""
HOTWORDS_CHARS = 240
"""About 70 tokens: more of them makes each pass slower and draws names into words that were not said."""
TOKENS_BASE, TOKENS_PER_S, MOST_TOKENS = 40, 12, 220
"""Room for the words of a sound: the fastest talk has 8 tokens a second, and Whisper's own limit is 224 a window."""

log = logging.getLogger("between.whisper")


@dataclass(frozen=True, slots=True)
class Compute:
    """Where and how finely the model computes."""

    device: str
    compute_type: str
    why: str
    cpu_threads: int = 0
    """0 leaves their number to CTranslate2, which takes 4 at most."""


def choose_compute(cuda_devices: int) -> Compute:
    if cuda_devices > 0:
        return Compute("cuda", "float16", "there is a graphics card that CTranslate2 can use")
    return Compute("cpu", "int8", "there is no graphics card that CTranslate2 can use")


class WhisperTranscriber:
    """Implements `ports.Transcriber`. One transcription at a time; a second caller waits.

    Loading takes 0.3 s for a model of a few MB and some seconds for a large one. Raises PartMissing, with the file
    at fault, for a folder that is not whole. Never reaches for a network.
    """

    engine = "faster-whisper"

    def __init__(
        self,
        folder: Path,
        *,
        name: str = "",
        language: str = "en",
        beam_size: int = 5,
        compute: Compute | None = None,
    ) -> None:
        """`compute` None: chosen by what is there. `language` empty: heard from the sound, stretch by stretch.

        Raises UsageError for a language that the model does not know.
        """
        self.model = name or folder.name
        self._beam_size = beam_size
        self._language = language
        self._one_at_a_time = threading.Lock()
        self._whisper = _load(folder, compute=compute or choose_compute(models.cuda_devices()))
        _check_language(language, known=self._whisper.supported_languages, model=self.model)

    def transcribe(self, samples: Samples, *, hotwords: Sequence[str], offset_s: float = 0.0) -> Transcript:
        """Raises AssistantError when the model fails in mid-work, as a graphics card without memory makes it."""
        began = time.monotonic()
        kept: list[Segment] = []
        dropped: Counter[str] = Counter()
        with self._one_at_a_time:
            for segment in self._segments(samples, hotwords=hotwords):
                why = invented(segment, before=kept)
                if why:
                    dropped[why] += 1
                else:
                    kept.append(segment)
        heard = Transcript(sentences(kept, offset_s=offset_s), self.engine, self.model, dropped=dropped.total())
        seconds = len(samples) / SAMPLE_RATE
        took = time.monotonic() - began
        log.info("%.1f s of sound in %.2f s: %d utterances", seconds, took, len(heard.utterances))
        if dropped:
            log.info("left out as invented: %s", dict(dropped))
        return heard

    def options(self, seconds: float, *, hotwords: Sequence[str]) -> dict[str, Any]:
        """faster-whisper's, for so much sound. A benchmark with made-up weights overrides them."""
        return {
            "language": self._language or None,
            "beam_size": self._beam_size,
            "temperature": list(TEMPERATURES),
            # True feeds a loop of invented text into the next window (SYSTRAN/faster-whisper 465).
            "condition_on_previous_text": False,
            # Without it the time of a cut inside a window is unknown, and the rest is heard a second time.
            "without_timestamps": False,
            "word_timestamps": True,
            "vad_filter": False,
            # faster-whisper would leave silent windows out without a word: `invented` does, and counts them.
            "no_speech_threshold": None,
            # A loop would run to the end of the text window, which takes ten times as long as the words.
            "max_new_tokens": min(MOST_TOKENS, round(TOKENS_BASE + TOKENS_PER_S * seconds)),
            "hotwords": joined_hotwords(hotwords) or None,
        }

    def _segments(self, samples: Samples, *, hotwords: Sequence[str]) -> Iterator[Segment]:
        seconds = len(samples) / SAMPLE_RATE
        if not seconds:
            return
        try:
            found, _ = self._whisper.transcribe(samples, **self.options(seconds, hotwords=hotwords))
            for raw in found:
                segment = _segment(raw)
                yield segment
                # The generator would go on to what is left of the sound, which costs a whole pass.
                if segment.end_s >= seconds - LEFTOVER_S:
                    return
        except RuntimeError as e:
            raise AssistantError(
                f"The speech model {self.model} failed while it listened.",
                "The sound is kept. `between doctor` looks into it, `between retranscribe` tries again.",
            ) from e


def joined_hotwords(words: Sequence[str]) -> str:
    """One line of names for the prompt, the first ones first, as many as fit."""
    line = ""
    for word in dict.fromkeys(" ".join(w.split()) for w in words):
        longer = f"{line}, {word}" if line else word
        if word and len(longer) <= HOTWORDS_CHARS:
            line = longer
    return line


def _segment(raw: Any) -> Segment:
    return Segment(
        text=raw.text,
        start_s=float(raw.start),
        end_s=float(raw.end),
        words=tuple(Word(w.word, float(w.start), float(w.end), float(w.probability)) for w in raw.words or ()),
        avg_logprob=float(raw.avg_logprob),
        no_speech_prob=float(raw.no_speech_prob),
        compression_ratio=float(raw.compression_ratio),
    )


def _load(folder: Path, *, compute: Compute) -> Any:
    fault = models.fault_of(folder) or _broken_json(folder)
    if fault:
        raise _unusable(folder, fault)
    models.keep_offline()
    from faster_whisper import WhisperModel

    began = time.monotonic()
    try:
        model = WhisperModel(
            str(folder),
            device=compute.device,
            compute_type=compute.compute_type,
            cpu_threads=compute.cpu_threads,
            local_files_only=True,
        )
    except (RuntimeError, ValueError, IndexError) as e:  # CTranslate2 answers a damaged file with any of these
        if compute.device != "cpu":
            raise PartMissing(
                "The graphics card cannot be used for listening.", 'Set `device = "cpu"` in the settings.'
            ) from e
        raise _unusable(folder, "model.bin is damaged, or does not fit the files beside it") from e
    log.info(
        "loaded %s on %s, %s, in %.2f s", folder.name, compute.device, compute.compute_type, time.monotonic() - began
    )
    return model


def _check_language(language: str, *, known: Sequence[str], model: str) -> None:
    """faster-whisper would take English for it with an English model, and fail at the first words with another."""
    if not language or language in known:
        return
    hint = f"It knows {known[0]} alone." if len(known) == 1 else 'Codes have two letters, such as "en" or "fr".'
    raise UsageError(
        f"The speech model {model} does not know the language {language!r}.",
        f"{hint} Change `language` in the settings, or use another model.",
    )


def _broken_json(folder: Path) -> str:
    """The first of the model's JSON files that is none; faster-whisper passes over one and mistakes another's fault."""
    for name in (*models.NEEDED, *models.VOCABULARIES, *models.ALSO_TAKEN):
        path = folder / name
        if path.suffix == ".json" and path.is_file():
            try:
                json.loads(path.read_bytes())
            except ValueError:
                return f"{name} is damaged"
    return ""


def _unusable(folder: Path, fault: str) -> PartMissing:
    return PartMissing(
        f"The speech model {folder.name} cannot be used: {fault}.",
        f"`between models pull {folder.name}` puts it right.",
    )
