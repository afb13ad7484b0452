"""Everything of the lock: keys and sealed files. `cryptography` is imported in this room only."""
