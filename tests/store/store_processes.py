"""What other processes do in the tests of the journal."""

from pathlib import Path

import pytest

KEY = bytes(range(32))
over_both = pytest.mark.parametrize("key", [b"", KEY], ids=["plain", "locked"], indirect=True)
"""A journal of either kind, by the fixture `key`."""

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests' / 'store'}", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}

CONNECT = """
import duckdb, sys
from pathlib import Path
from assistant.adapters.store import connection
db = connection.connect(Path(sys.argv[1]), key=bytes.fromhex(sys.argv[2]), config={})
"""
"""A foreign program that knows the key, which may be empty."""

OPENS_AND_WAITS = "import duckdb, sys; db = duckdb.connect(sys.argv[1]); print('ready', flush=True); sys.stdin.read()"
