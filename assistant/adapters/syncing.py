"""A new or renamed file may be gone after a power cut, however it was synced, until its folder is synced too."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
