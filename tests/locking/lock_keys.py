"""A lock that is quickly opened."""

from assistant.adapters.locking import keys, recovery
from assistant.adapters.locking.ciphers import Slowness
from assistant.wiring.locking import Rewrapped

PASSPHRASE = "correct horse battery"
QUICK = Slowness(memory_kib=8, iterations=1, lanes=1)


def a_lock() -> Rewrapped:
    secret = recovery.made()
    made, key = keys.make(PASSPHRASE, recovery_key=secret, slowness=QUICK)
    return Rewrapped(made, key, recovery.written(secret))
