"""A turn's sound on its way to disk, before any model sees it, and what an earlier evening left there.

For each turn `<uid>.pcm` (16-bit little-endian, 16 kHz, mono) and `<uid>.json` (when, and what it answers; no words).
Whoever writes a turn holds `flock` on its sound, and the system lets go of it when that process dies, however it does.
The lock goes along with `fork`: a child that outlives us would keep a turn from being found, so start children afresh.
"""

from assistant.adapters.spool.folder import FileSpool as FileSpool
from assistant.adapters.spool.writer import TurnWriter as TurnWriter
