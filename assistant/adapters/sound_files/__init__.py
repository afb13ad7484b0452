"""Recordings on disk, and sound files from elsewhere. PyAV is imported in this room only."""

from assistant.adapters.sound_files.folder import RecordingsFolder as RecordingsFolder
from assistant.adapters.sound_files.incoming import Incoming as Incoming
from assistant.adapters.sound_files.probing import Probe as Probe
