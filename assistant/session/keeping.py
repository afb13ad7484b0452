"""Keeps what was said, makes its words, reads them. Nothing after "kept" may cost the words."""

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

from assistant.audio import SAMPLE_RATE, Samples
from assistant.errors import AssistantError, JournalBusy, NoSpace
from assistant.journal import Entry, Reading, Transcript, joined, night_of
from assistant.ports import Selection, Spooled, Tagger
from assistant.session.events import Event, Kept, Notice, Progress, Read
from assistant.session.hearing import FROM_FILE, LIVE, Hearing, Piece
from assistant.session.parts import Keeping, Manners

AHEAD = 3
"""Stretches of a file that may wait for the recogniser: enough to keep it at work, and no more in memory."""


class Keeper:
    """One for an evening, or for one command. `close` waits until the sound of every kept entry has its file."""

    def __init__(self, parts: Keeping, manners: Manners) -> None:
        self._parts = parts
        self._manners = manners
        self._encoder = ThreadPoolExecutor(1, thread_name_prefix="recordings")
        self._encoding: list[Future[None]] = []

    def keep(self, entry: Entry) -> Entry:
        return self._parts.journal.keep(entry)

    def keep_sound(self, uid: str) -> None:
        """Behind the evening's back: the spool holds the sound until its file is whole and known to the journal."""
        self._encoding.append(self._encoder.submit(self._encode, uid))

    def _encode(self, uid: str) -> None:
        recording = self._parts.sound_files.keep(self._parts.spool.blocks(uid))
        try:
            self._parts.journal.add_recording(uid, recording)
        except AssistantError:
            self._parts.sound_files.discard(recording)
            raise
        self._parts.spool.discard(uid)

    def close(self) -> Iterator[Event]:
        for job in self._encoding:
            try:
                job.result()
            except AssistantError as e:
                yield Notice(f"{e.message} The sound is safe and is tried again at the next start. {e.hint}".strip())
        self._encoding.clear()
        self._encoder.shutdown()

    def read(self, entry: Entry) -> Reading | None:
        """Tags the entry and stores the tags; None where there are no words."""
        reading = self.tags(entry)
        if reading is not None:
            self._parts.journal.add_reading(entry, reading)
        return reading

    def tags(self, entry: Entry) -> Reading | None:
        """As `read`, and stores nothing."""
        return _read_by(self._parts.tagger, entry)

    def danger(self, entry: Entry) -> Reading | None:
        """What can be heard without the tagger; it is not stored, so that the entry is read when the tagger is back."""
        return _read_by(self._parts.danger, entry)

    def read_left(self) -> Iterator[Read]:
        """Reads words that were kept and never read: a kill, a busy journal or a broken tagger came between.

        Those from another program wait for `between retag`: there may be thousands, and an evening begins now.
        """
        for entry in self._parts.journal.entries(Selection(unread=True, origin="own")):
            if (reading := self.read(entry)) is not None:
                yield Read(entry, reading)

    def recover(self) -> Iterator[Event]:
        """Turns that a crash, a kill or a power cut left on disk become entries, with a word about it."""
        for spooled in self._parts.spool.unfinished():
            if self._parts.journal.has(spooled.uid):
                self.keep_sound(spooled.uid)
            elif self._holds_something(spooled):
                night = night_of(spooled.moment, turns_at=self._manners.night_turns_at)
                entry = Entry(spooled.uid, spooled.moment, night, "talk", "pending", answers=spooled.answers)
                kept = self.keep(entry)
                self.keep_sound(spooled.uid)
                local = spooled.moment.local  # with its date: they may not have been here for weeks
                when = f"{local:%A} {local.day} {local:%B at %H:%M}"
                yield Notice(f"Something you said on {when} was never finished. It is kept as entry {kept.number}.")
                yield Kept(kept)
            else:
                self._parts.spool.discard(spooled.uid)

    def _holds_something(self, spooled: Spooled) -> bool:
        hearing = Hearing(self._parts.voice_activity(), turn_taking=self._manners.turn_taking, cutting=LIVE)
        for block in self._parts.spool.blocks(spooled.uid):
            hearing.feed(block)
            if hearing.something:
                return True
        return False

    def catch_up(self, *, skip: Callable[[], bool]) -> Iterator[Event]:
        """Makes the words of pending entries, oldest first; stops before the next one when `skip()` says so.

        Those from another program wait for `between retranscribe`: they may take hours.
        Raises AssistantError where none can be made: no model that loads, a busy journal, a full disk.
        """
        if self._parts.transcriber is None:
            return
        pending = self._parts.journal.entries(Selection(state="pending", origin="own"))
        waiting = [e for e in pending if e.recording is not None]
        for entry in waiting:
            if skip():
                return
            self._parts.transcriber()  # loads it: a model that is broken is no fault of a recording
            try:
                yield from self.make_words(entry)
            except (JournalBusy, NoSpace):
                raise
            except AssistantError as e:  # a recording that is gone or damaged keeps no other from its words
                yield Notice(f"Entry {entry.number} still has no words. {e.message} {e.hint}".strip())

    def make_words(self, entry: Entry) -> Iterator[Event]:
        """A new transcript of a kept recording, and its tags. Raises AssistantError; the entry stays as it was."""
        if self._parts.transcriber is None or entry.recording is None:
            return
        blocks = self._parts.sound_files.stream(entry.recording)
        what = f"Writing down entry {entry.number}"
        whole = yield from self.write_down(blocks, what=what, seconds=entry.recording.seconds)
        yield from self.words_made(entry, whole)

    def words_made(self, entry: Entry, whole: Transcript) -> Iterator[Event]:
        """Stores and reads the words of an entry that is kept already."""
        kept = self._parts.journal.add_transcript(entry.uid, whole)
        written = replace(entry, transcript=kept, state="words" if whole.utterances else "wordless")
        yield Kept(written)
        reading = self.read(written)
        if reading is not None:
            yield Read(written, reading)

    def write_down(self, blocks: Iterable[Samples], *, what: str, seconds: float) -> Generator[Event, None, Transcript]:
        """The words of a whole recording. One core looks for the voice while the other makes words of what it found."""
        assert self._parts.transcriber is not None
        transcriber, hotwords, done = self._parts.transcriber(), self.hotwords(), 0.0
        words = ThreadPoolExecutor(1, thread_name_prefix="words")
        jobs: list[Future[Transcript]] = []
        try:
            for heard_s, pieces in self._pieces(blocks):
                done += heard_s
                for piece in pieces:
                    at = piece.stretch.start_s
                    jobs.append(words.submit(transcriber.transcribe, piece.samples, hotwords=hotwords, offset_s=at))
                    jobs[max(0, len(jobs) - AHEAD)].result()
                yield Progress(what, done, max(seconds, done))
            made = joined(job.result() for job in jobs)
        finally:
            words.shutdown(cancel_futures=True)
        return made or Transcript((), transcriber.engine, transcriber.model)

    def _pieces(self, blocks: Iterable[Samples]) -> Iterator[tuple[float, list[Piece]]]:
        """Seconds heard, and the stretches that they closed."""
        hearing = Hearing(self._parts.voice_activity(), turn_taking=self._manners.turn_taking, cutting=FROM_FILE)
        for block in blocks:
            yield len(block) / SAMPLE_RATE, hearing.feed(block)
        yield 0.0, hearing.finish()

    def hotwords(self) -> tuple[str, ...]:
        """Names and words of the person's own: what they listed, then who is in the journal already."""
        return tuple(dict.fromkeys((*self._manners.vocabulary, *self._parts.journal.people())))


def _read_by(tagger: Callable[[], Tagger], entry: Entry) -> Reading | None:
    if entry.transcript is None or not entry.transcript.utterances:
        return None
    return tagger().read([u.text for u in entry.transcript.utterances])
