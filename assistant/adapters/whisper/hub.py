"""Fetching a speech model: into a hidden folder, checked, and in place only when it is whole."""

import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.adapters.syncing import sync_folder
from assistant.adapters.whisper import models
from assistant.adapters.whisper.repository import (
    Listing,
    Progress,
    Repository,
    appending,
    disk_fault,
    open_session,
    write_all,
)
from assistant.dialogue.which_model import KnownModel
from assistant.errors import NoSpace, UsageError

HUB = "https://huggingface.co"
SPARE_BYTES = 100_000_000
"""Left free for the journal."""


def pull(
    name: str,
    *,
    into: Path,
    known: Sequence[KnownModel],
    progress: Callable[[Progress], None],
    endpoint: str = "",
) -> Path:
    """Fetches a model into its folder, going on where an earlier try broke off; a whole one is left alone.

    `endpoint` is another hub than the usual one (else `HF_ENDPOINT`, else huggingface.co). Raises UsageError for an
    unknown name, NoSpace, and AssistantError for no network, an answer that is not the hub's, and a damaged file.
    What arrived whole or in part stays for the next try.
    """
    model = models.by_name(name, known)
    if not model.repo:
        raise UsageError(f"{name} comes with the program.", "There is nothing to fetch.")
    folder = into / name
    if folder.is_dir() and not models.fault_of(folder):
        return folder
    _make(into)
    base = (endpoint or os.environ.get("HF_ENDPOINT") or HUB).rstrip("/")
    with models.alone(into), open_session() as session:
        hub = Repository(session, base=base, repo=model.repo, again=f"Run `between models pull {name}` again")
        listing = hub.listing()
        part = _workplace(folder)
        _sort_out(part, listing)
        _check_space(name, part=part, now=listing.progress(part))
        for file in listing.files:
            hub.fetch(file, part=part, revision=listing.revision, tell=lambda: progress(listing.progress(part)))
        _record(part, repo=model.repo, listing=listing)
        _put_in_place(part, folder=folder)
    return folder


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as e:
        raise disk_fault(e) from e


def _workplace(folder: Path) -> Path:
    """The hidden folder that the files arrive in. A model that is not whole becomes it, and lends its good files."""
    part = folder.with_name(f".{folder.name}{models.PART}")
    if folder.is_dir() and not part.exists():
        folder.rename(part)
    _make(part)
    return part


def _sort_out(part: Path, listing: Listing) -> None:
    """Keeps of what lies there the files that are right and the beginnings of others; throws the rest away."""
    current = {n for f in listing.files for n in (f.name, f.part)}
    for path in part.iterdir():
        if path.is_file() and path.name not in current:
            path.unlink()
    for file in listing.files:
        path = part / file.name
        if not path.is_file() or file.matches(path):
            continue
        if path.stat().st_size < file.size:  # cut short after it was fetched
            path.replace(part / file.part)
        else:
            path.unlink()


def _check_space(name: str, *, part: Path, now: Progress) -> None:
    needed = now.total_bytes - now.done_bytes + SPARE_BYTES
    free = shutil.disk_usage(part).free
    if free < needed:
        raise NoSpace(
            f"{name} needs {needed / 1e6:.0f} MB of room on the disk, and {free / 1e6:.0f} MB are free.",
            "Make some room, or choose a smaller model: `between models` lists them.",
        )


def _record(part: Path, *, repo: str, listing: Listing) -> None:
    files = {f.name: {"size": f.size, "sha256": f.sha256, "git_id": f.git_id} for f in listing.files}
    text = json.dumps({"repo": repo, "revision": listing.revision, "files": files}, indent=1)
    with appending(part / models.RECORD, afresh=True) as handle:
        write_all(handle, text.encode())


def _put_in_place(part: Path, *, folder: Path) -> None:
    """The model appears whole or not at all."""
    if folder.is_dir():  # a damaged one that an earlier try left beside
        shutil.rmtree(folder)
    part.rename(folder)
    for file in folder.iterdir():
        if file.is_file():
            file.chmod(0o600)
    sync_folder(folder.parent)
