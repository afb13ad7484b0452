"""What a backup says of itself: its parts, each with a size and a checksum, and one checksum over all that."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

NAME = "manifest.json"
FORMAT = 1
DATABASE = "journal.duckdb"
KEYS = "keys.json"
RECORDINGS = "recordings/"
SETTINGS = "settings/"

_OWN = r"[^/\\.][^/\\]*"
"""A name that a person gave to a file; it leads nowhere else."""

_NAMES = re.compile(
    rf"journal\.duckdb(\.wal)?|keys\.json|recordings/[A-Za-z0-9]+\.opus|settings/({_OWN}/)?{_OWN}\.(toml|sql)"
)
_SEAL = re.compile(rb"between-backup (\d+) sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    made_utc: str
    """ISO 8601."""
    tables: int
    """The newest step of the tables that the version of Between knew that made it."""
    locked: bool
    parts: tuple[Part, ...]

    def cannot_do_without(self, part: Part) -> bool:
        """A recording, or the settings, may be missing."""
        return "/" not in part.name

    @property
    def recordings(self) -> Mapping[str, Part]:
        """By the name of the file."""
        return {p.name.removeprefix(RECORDINGS): p for p in self.parts if p.name.startswith(RECORDINGS)}


def to_json(manifest: Manifest) -> bytes:
    return json.dumps({"format": FORMAT, **asdict(manifest)}, indent=1).encode()


def from_json(data: bytes) -> Manifest:
    """Raises ValueError where it is none, or names a part that no backup has: such a name could lead anywhere."""
    try:
        read: dict[str, Any] = json.loads(data)
        parts = tuple(Part(str(p["name"]), int(p["size_bytes"]), str(p["sha256"])) for p in read["parts"])
        manifest = Manifest(str(read["made_utc"]), int(read["tables"]), bool(read["locked"]), parts)
    except (KeyError, TypeError, RecursionError) as e:
        raise ValueError("no manifest") from e
    names = [part.name for part in parts]
    if not all(may_be_called(name) for name in names) or len(set(names)) < len(names) or DATABASE not in names:
        raise ValueError("no manifest of a backup")
    return manifest


def may_be_called(name: str) -> bool:
    return name.isprintable() and bool(_NAMES.fullmatch(name))


def seal(manifest: bytes) -> bytes:
    """The checksum of the whole: of the manifest, which has those of all parts. It stands in the ZIP's comment."""
    return f"between-backup {FORMAT} sha256:{hashlib.sha256(manifest).hexdigest()}".encode()


def format_of(comment: bytes) -> int:
    """0 for what is no backup of ours."""
    found = _SEAL.fullmatch(comment)
    return int(found[1]) if found else 0
