"""Names that a person keeps private: what stands for each is kept, and a fingerprint to know it again.

The fingerprint's key lies beside it, so it hides a name from a glance, not from somebody who tries all names there are.
"""

import hmac
import unicodedata
from collections.abc import Mapping, Sequence
from secrets import choice, token_hex

from duckdb import DuckDBPyConnection

from assistant.adapters.store import rows
from assistant.adapters.store.access import Access

_KNOWN = """
SELECT lower(label) FROM tags WHERE kind = 'person' UNION SELECT lower(label) FROM corrections WHERE kind = 'person'
UNION SELECT lower(name) FROM private_names
"""


class PrivateNames:
    """`free` are those that may stand for a person."""

    def __init__(self, access: Access, *, free: Sequence[str]) -> None:
        self._access = access
        self._free = free

    def keep(self, name: str) -> str:
        """What stands for it from now on; the same name always gives the same one."""
        with self._access.writing("private name") as db:
            kept = _Kept(db)
            known = kept.private(name)
            if known:
                return known
            private, salt = self._chosen(db, but=name), token_hex(16)
            made = self._access.now().utc.replace(tzinfo=None)
            row = {"name": private, "salt": salt, "digest": _digest(name, salt=salt), "made_utc": made}
            rows.insert(db, "private_names", [row])
            return private

    def among(self, names: Sequence[str]) -> Mapping[str, str]:
        """Those of them that are private, with what stands for them."""
        if not names or not self._access.home.database.exists():
            return {}
        with self._access.open() as db:
            kept = _Kept(db)
        found = {name: kept.fingerprinted(name) for name in names}
        return {name: private for name, private in found.items() if private}

    def _chosen(self, db: DuckDBPyConnection, *, but: str) -> str:
        """Of nobody whom the journal knows."""
        taken = {label for (label,) in db.execute(_KNOWN).fetchall()} | {_folded(but)}
        left = [name for name in self._free if _folded(name) not in taken]
        if left:
            return choice(left)
        numbered = (f"{name} {number}" for number in range(2, len(taken) + 3) for name in self._free or ("Someone",))
        return next(name for name in numbered if _folded(name) not in taken)


class _Kept:
    def __init__(self, db: DuckDBPyConnection) -> None:
        self._rows = db.execute("SELECT name, salt, digest FROM private_names ORDER BY made_utc, rowid").fetchall()

    def fingerprinted(self, name: str) -> str:
        """Empty where it is not private."""
        return next((private for private, salt, digest in self._rows if digest == _digest(name, salt=salt)), "")

    def private(self, name: str) -> str:
        """As `fingerprinted`; one that stands for a person already stands for itself."""
        itself = next((private for private, _, _ in self._rows if _folded(private) == _folded(name)), "")
        return self.fingerprinted(name) or itself


def _digest(name: str, *, salt: str) -> str:
    return hmac.new(salt.encode(), _folded(name).encode("utf-8", "replace"), "sha256").hexdigest()


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
