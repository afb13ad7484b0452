"""What other processes do in the tests of the journal."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests' / 'store'}", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}

OPENS_AND_WAITS = "import duckdb, sys; db = duckdb.connect(sys.argv[1]); print('ready', flush=True); sys.stdin.read()"
