"""A repository on the hub, over HTTP: the listing of its files, and a file from a byte on.

huggingface_hub starts an interrupted download from nothing (huggingface_hub 4196) and changes its HTTP client between
releases, so these two requests are made here. The one place of Between that reaches for the network.
"""

import hashlib
import logging
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.adapters.whisper import models
from assistant.errors import NO_ROOM, AssistantError, NoSpace

if TYPE_CHECKING:
    import requests

BLOCK = 1 << 18
TIMEOUT_S = (10.0, 30.0)
"""To connect, and between two pieces of an answer."""

TRIES = 4
"""In a row that bring not one byte."""

HEX = re.compile(r"[0-9a-f]{40,64}")

log = logging.getLogger("between.models")


@dataclass(frozen=True, slots=True)
class Progress:
    done_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class RepositoryFile:
    """A file of a repository, as the hub describes it."""

    name: str
    size: int
    sha256: str
    """Of a large file; empty for a small one, which git's own id describes."""
    git_id: str

    @property
    def part(self) -> str:
        """Named after its checksum, so that two versions of a file are never joined."""
        return f"{self.name}.{(self.sha256 or self.git_id)[:12]}{models.PART}"

    def matches(self, path: Path) -> bool:
        if length(path) != self.size:
            return False
        with path.open("rb") as stream:
            if self.sha256:
                return hashlib.file_digest(stream, "sha256").hexdigest() == self.sha256
            head = f"blob {self.size}\0".encode()
            return hashlib.sha1(head + stream.read(), usedforsecurity=False).hexdigest() == self.git_id

    def arrived(self, folder: Path) -> int:
        return min(self.size, max(length(folder / self.name), length(folder / self.part)))


@dataclass(frozen=True, slots=True)
class Listing:
    revision: str
    files: tuple[RepositoryFile, ...]

    def progress(self, folder: Path) -> Progress:
        return Progress(sum(f.arrived(folder) for f in self.files), sum(f.size for f in self.files))


class Repository:
    """One repository on the hub."""

    def __init__(self, session: "requests.Session", *, base: str, repo: str, again: str) -> None:
        self._session = session
        self._base = base
        self._repo = repo
        self._again = again

    def listing(self) -> Listing:
        import requests

        url = f"{self._base}/api/models/{self._repo}/revision/main"
        try:
            answer = self._session.get(url, params={"blobs": "true"}, timeout=TIMEOUT_S)
        except requests.RequestException as e:
            raise self._unreachable() from e
        self._check(answer.status_code)
        try:
            return _read_listing(answer.json())
        except (ValueError, KeyError, TypeError, AttributeError) as e:
            raise AssistantError(
                "Something other than the hub answered: the sign-in page of a network, perhaps.",
                f"Open a page in a browser first. {self._again} then.",
            ) from e

    def fetch(self, file: RepositoryFile, *, part: Path, revision: str, tell: Callable[[], None]) -> None:
        """Brings `file` into the folder `part`, from the first byte that is not there yet; a whole one stays."""
        import requests

        if (part / file.name).is_file():
            tell()
            return
        path, tries = part / file.part, 0
        while (have := length(path)) < file.size:
            fault: Exception | None = None
            try:
                self._append(path, file=file, revision=revision, tell=tell)
            except requests.RequestException as e:
                fault = e
            tries = 0 if length(path) > have else tries + 1
            if tries == TRIES:
                raise self._unreachable() from fault
            if fault:
                log.info("the connection broke: %s", type(fault).__name__)
                time.sleep(0.5 * tries)
        if not file.matches(path):
            path.unlink()
            raise AssistantError(f"{file.name} arrived damaged and was thrown away.", f"{self._again}.")
        path.replace(part / file.name)

    def _append(self, path: Path, *, file: RepositoryFile, revision: str, tell: Callable[[], None]) -> None:
        have = length(path)
        url = f"{self._base}/{self._repo}/resolve/{revision}/{file.name}"
        headers = {"Range": f"bytes={have}-"} if have else {}
        with self._session.get(url, headers=headers, stream=True, timeout=TIMEOUT_S) as answer:
            self._check(answer.status_code)
            with appending(path, afresh=answer.status_code != 206) as handle:
                room = file.size if answer.status_code != 206 else file.size - have
                for block in answer.iter_content(BLOCK):
                    write_all(handle, block[:room])
                    room -= len(block)
                    tell()
                    if room < 0:  # more than was announced must not fill the disk
                        return

    def _check(self, status: int) -> None:
        if status < 400:
            return
        if status in (401, 403, 404, 410):
            raise AssistantError(f"The hub does not have {self._repo} any more ({status}).", "Choose another model.")
        raise AssistantError(f"The hub cannot answer just now ({status}).", f"{self._again} in a while.")

    def _unreachable(self) -> AssistantError:
        return AssistantError(
            f"No connection to {self._base.split('://')[-1]}.",
            f"{self._again} when there is one: what arrived is kept. Everything else in Between works without.",
        )


@contextmanager
def open_session() -> Iterator["requests.Session"]:
    import requests

    os.environ["NETRC"] = os.devnull  # requests would send along the name and password that ~/.netrc has for a host
    with requests.Session() as session:
        session.headers.update({"User-Agent": "between-journal", "Accept-Encoding": "identity"})
        yield session


def _read_listing(answer: dict[str, object]) -> Listing:
    """The hub's description of a repository; raises what a wrong shape raises for anything else."""
    revision, siblings = answer["sha"], answer["siblings"]
    if not isinstance(revision, str) or not revision.isalnum() or not isinstance(siblings, list):
        raise ValueError("not a repository")
    names = (*models.NEEDED, *models.VOCABULARIES, *models.ALSO_TAKEN)
    files = tuple(_read_file(s) for s in siblings if s["rfilename"] in names)
    if missing := set(models.NEEDED) - {f.name for f in files}:
        raise KeyError(f"no {', '.join(sorted(missing))}")
    return Listing(revision, tuple(sorted(files, key=lambda f: f.size)))


def _read_file(sibling: dict[str, Any]) -> RepositoryFile:
    sha256, git_id = (sibling.get("lfs") or {}).get("sha256", ""), sibling["blobId"]
    if not HEX.fullmatch(sha256 or git_id):
        raise ValueError("not a checksum")
    return RepositoryFile(name=sibling["rfilename"], size=int(sibling["size"]), sha256=sha256, git_id=git_id)


def length(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


@contextmanager
def appending(path: Path, *, afresh: bool) -> Iterator[int]:
    """Unbuffered: what was written before the connection broke is there to go on from."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | (os.O_TRUNC if afresh else os.O_APPEND)
    try:
        handle = os.open(path, flags, 0o600)
    except OSError as e:
        raise disk_fault(e) from e
    try:
        yield handle
        try:
            os.fsync(handle)
        except OSError as e:
            raise disk_fault(e) from e
    finally:
        os.close(handle)


def write_all(handle: int, block: bytes) -> None:
    rest = memoryview(block)
    while rest:
        try:
            rest = rest[os.write(handle, rest) :]
        except OSError as e:
            raise disk_fault(e) from e


def disk_fault(e: OSError) -> AssistantError:
    if e.errno in NO_ROOM:
        return NoSpace("The disk is full.", "Make some room and try again: what arrived is kept.")
    return AssistantError(f"The folder of speech models cannot be written: {e.strerror}.", "Look at who may write it.")
