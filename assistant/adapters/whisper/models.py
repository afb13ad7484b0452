"""The speech models of this machine: which are known, which are here, and whether they are whole."""

import difflib
import fcntl
import json
import logging
import os
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.dialogue.which_model import KnownModel, Machine, Present
from assistant.errors import AssistantError, PartMissing, UsageError

NEEDED = ("model.bin", "config.json", "tokenizer.json")
"""Without tokenizer.json faster-whisper would go and ask the hub for one."""

VOCABULARIES = ("vocabulary.json", "vocabulary.txt")
ALSO_TAKEN = ("preprocessor_config.json",)
RECORD = "fetched.json"
"""Beside the files of a fetched model: size and checksum of each, as the hub gave them."""

PART = ".part"
LOCK = ".fetching.lock"

log = logging.getLogger("between.models")


def keep_offline() -> None:
    """No library of a model may ask the hub for anything. Call before faster_whisper is imported."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    # From 1.29 on onnxruntime reports to its maker (microsoft/onnxruntime 27379). An older one is asked for; should
    # a newer one be here all the same, this is its way out, read once when it loads.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"


def known_models(manifest: Path) -> tuple[KnownModel, ...]:
    """The rows of `manifest.toml`; raises PartMissing where the program was not installed whole."""
    try:
        text = manifest.read_text(encoding="utf-8")
    except OSError as e:
        raise PartMissing(
            "The list of speech models that comes with the program is missing.", "Install Between again."
        ) from e
    return tuple(KnownModel(**row) for row in tomllib.loads(text)["model"])


def by_name(name: str, known: Sequence[KnownModel]) -> KnownModel:
    """Raises UsageError, with the nearest name, for one that nobody knows."""
    of_name = {m.name: m for m in known}
    if name in of_name:
        return of_name[name]
    names = [m.name for m in known if not m.synthetic_only]
    near = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(names)}."
    raise UsageError(f"There is no speech model called {name!r}.", hint)


def present(models: Path, *, brought: Path, known: Sequence[KnownModel]) -> tuple[Present, ...]:
    """Every model of the person's own folder, whole or not, and the ones brought along; by name."""
    ours = [brought / m.name for m in known if m.synthetic_only and (brought / m.name).is_dir()]
    theirs = [f for f in _folders(models) if f.name not in {o.name for o in ours}]
    return tuple(
        Present(name=f.name, folder=f, size_bytes=_size(f), fault=fault_of(f))
        for f in sorted([*theirs, *ours], key=lambda f: f.name)
    )


def folder_of(name: str, models: Iterable[Present]) -> Path:
    """The folder to load; raises PartMissing for a model that is absent or not whole."""
    found = next((m for m in models if m.name == name), None)
    if found is None:
        raise PartMissing(
            f"The speech model {name} is not on this machine.", f"`between models pull {name}` fetches it."
        )
    if found.fault:
        raise PartMissing(
            f"The speech model {name} cannot be used: {found.fault}.", f"`between models pull {name}` puts it right."
        )
    return found.folder


def fault_of(folder: Path) -> str:
    """What is wrong with a model's folder, as the rest of a sentence; empty when nothing is."""
    wanted = [*NEEDED, next((v for v in VOCABULARIES if (folder / v).is_file()), VOCABULARIES[0])]
    for name in wanted:
        if not (folder / name).is_file():
            return f"{name} is missing"
        if not (folder / name).stat().st_size:
            return f"{name} is empty"
    for name, size in _recorded_sizes(folder).items():
        if not (folder / name).is_file() or (folder / name).stat().st_size != size:
            return f"{name} is damaged"
    return ""


@contextmanager
def alone(models: Path) -> Iterator[None]:
    """One process at a time changes the folder of models; raises AssistantError for the second."""
    try:
        handle = os.open(models / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as e:
        raise AssistantError(
            f"The folder of speech models cannot be written: {e.strerror}.", f"Look at who may write in {models}."
        ) from e
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as e:
        os.close(handle)
        raise AssistantError("A speech model is being fetched already.", "Wait until it is here.") from e
    try:
        yield
    finally:
        os.close(handle)


def this_machine() -> Machine:
    """Memory and cores that this process may use, not those of the hardware."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = Path("/sys/fs/cgroup/memory.max")  # of a container; "max" where there is none
    allowed = limit.read_text(encoding="ascii").strip() if limit.is_file() else "max"
    if allowed.isdecimal():
        memory = min(memory, int(allowed))
    on_linux = hasattr(os, "sched_getaffinity")
    cores = len(os.sched_getaffinity(0)) if on_linux else (os.cpu_count() or 1)
    return Machine(memory_gb=memory / 1e9, cores=cores, cuda=cuda_devices() > 0)


def cuda_devices() -> int:
    """Graphics cards that CTranslate2 can use; 0 where its build or the driver has no CUDA, or a broken one."""
    import ctranslate2

    try:
        return int(ctranslate2.get_cuda_device_count())
    except RuntimeError as e:
        log.info("no CUDA: %s", e)
        return 0


def _folders(models: Path) -> list[Path]:
    if not models.is_dir():
        return []
    return [f for f in models.iterdir() if f.is_dir() and not f.name.startswith(".")]


def _size(folder: Path) -> int:
    return sum(f.stat().st_size for f in folder.iterdir() if f.is_file())


def _recorded_sizes(folder: Path) -> dict[str, int]:
    """Empty for a model that was copied here by hand, and for a record that cannot be read: sizes are a help only."""
    record = folder / RECORD
    if not record.is_file():
        return {}
    try:
        files = json.loads(record.read_text(encoding="utf-8"))["files"]
        return {name: int(facts["size"]) for name, facts in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as e:
        log.warning("%s of a model cannot be read: %s", RECORD, type(e).__name__)
        return {}
