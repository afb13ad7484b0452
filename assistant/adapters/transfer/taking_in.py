"""What of a parcel is new, and the taking of it into the journal."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.adapters.store import moving, moving_practices
from assistant.adapters.store.access import Access
from assistant.adapters.store.moving_practices import Practices
from assistant.adapters.store.rows import Row
from assistant.adapters.transfer.entries import recordings
from assistant.adapters.transfer.incoming import HALF, Found, LeftOut, Parcel
from assistant.errors import AssistantError, JournalBusy, NoSpace
from assistant.ports import Journal, SoundFiles

log = logging.getLogger("between.transfer")

_TWICE = "the same words at the same moment as another one"
_STRUCK = "an entry that you struck here"


@dataclass(frozen=True, slots=True)
class Plan:
    """What would happen. Oldest first."""

    new: tuple[Found, ...]
    here: tuple[Found, ...]
    """In the journal already."""
    changed: tuple[Found, ...]
    """Here, with other words: changed since in the other program."""
    left_out: tuple[LeftOut, ...]
    asked: tuple[Row, ...] = ()
    """Questions that go with them, new or not."""
    sounds_again: int = 0
    """Recordings that are missing here and whole in the export, of entries that are here."""
    asked_new: int = 0
    practices: Practices = field(default_factory=dict)
    """Homework, guides and the like, new or not."""
    practices_new: int = 0
    """Rows of them."""

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.sounds_again or self.asked_new or self.practices_new)


def plan(parcel: Parcel, *, access: Access, sound_files: SoundFiles) -> Plan:
    """Compares with what is here, and with what was struck here; changes nothing."""
    known = _known(access)
    here, others, left_out = list[Found](), list[Found](), list[LeftOut]()
    seen = set[str]()
    for found in sorted(parcel.found, key=lambda f: (f.moment.utc, f.place)):
        what = found.uid[HALF:] if found.foreign else found.uid
        uid = known.same(found)
        if what in seen:
            left_out.append(LeftOut(found.place, _TWICE))
        elif uid is None:
            others.append(found)
        elif uid in known.struck:
            left_out.append(LeftOut(found.place, _STRUCK))
        else:
            here.append(found)
        seen.add(what)
    new, changed = list[Found](), list[Found]()
    for found in others:
        uid = known.as_it_was(found)
        if uid in known.struck:
            left_out.append(LeftOut(found.place, _STRUCK))
        else:
            (new if uid is None else changed).append(found)
    sounds = [name for found in here for name in found.sounds]
    return Plan(
        tuple(new),
        tuple(here),
        tuple(changed),
        (*parcel.left_out, *left_out),
        parcel.asked,
        sounds_again=len(_missing(access, sound_files=sound_files).intersection(sounds)) if sounds else 0,
        asked_new=_new_questions(parcel.asked, access=access),
        practices=parcel.practices,
        practices_new=_new_practices(parcel.practices, access=access),
    )


def _missing(access: Access, *, sound_files: SoundFiles) -> frozenset[str]:
    """Names of recordings that are to be here and are not. What was let go of here stays gone."""
    with access.reading() as db:
        wanted = db.execute("SELECT file_name FROM recordings WHERE let_go_utc IS NULL").fetchall()
    return frozenset(name for (name,) in wanted) - sound_files.names()


def _new_questions(asked: Sequence[Row], *, access: Access) -> int:
    if not asked or not access.home.database.exists():
        return len(frozenset(str(row["uid"]) for row in asked))
    return sum(moving.new_asked(access, asked))


def _new_practices(practices: Practices, *, access: Access) -> int:
    if not access.home.database.exists():
        return sum(map(len, practices.values()))
    return moving_practices.count_new(access, practices)


class _Known:
    """Entries that are here, or were. Each stands for one that another program gave out, and for no second."""

    def __init__(self, *, uids: Iterable[str], foreign: Iterable[str], struck: Iterable[str]) -> None:
        self.struck = frozenset(struck)
        self._uids = frozenset(uids) | self.struck
        self._by_content = {uid[HALF:]: uid for uid in (*self.struck, *foreign)}
        self._by_origin: dict[str, list[str]] = {}
        for uid in self._by_content.values():
            self._by_origin.setdefault(uid[:HALF], []).append(uid)

    def same(self, found: Found) -> str | None:
        """The one with these words of this moment."""
        uid = found.uid if found.uid in self._uids else self._by_content.get(found.uid[HALF:])
        if uid is None or not (found.foreign or uid == found.uid):
            return None
        self._take(uid)
        return uid

    def as_it_was(self, found: Found) -> str | None:
        """The one that its program gave out as the same entry, with other words. Ask it when all `same` are known."""
        left = self._by_origin.get(found.uid[:HALF]) if found.foreign else None
        return left.pop() if left else None

    def _take(self, uid: str) -> None:
        left = self._by_origin.get(uid[:HALF], [])
        if uid in left:
            left.remove(uid)


def _known(access: Access) -> _Known:
    """Nothing where there is no journal yet."""
    if not access.home.database.exists():
        return _Known(uids=(), foreign=(), struck=())
    with access.reading() as db:
        entries = db.execute("SELECT uid, source FROM entries").fetchall()
        struck = [uid for (uid,) in db.execute("SELECT uid FROM struck").fetchall()]
    foreign = [uid for uid, source in entries if source == "import"]
    return _Known(uids=(uid for uid, _ in entries), foreign=foreign, struck=struck)


@dataclass(frozen=True, slots=True)
class Step:
    """After some more of them."""

    done: int
    total: int
    taken: tuple[str, ...] = ()
    """Uids."""
    refused: LeftOut | None = None
    sounds_again: int = 0
    """Recordings that were missing here and are back."""


def take_in(plan: Plan, *, access: Access, journal: Journal, sound_files: SoundFiles) -> Iterator[Step]:
    """Each step is whole in the journal when it is told. Raises NoSpace or JournalBusy; the rest is for the next time.

    Words go in by many at once; one with sound alone, since making its file takes longer than putting it in.
    """
    done, total = 0, len(plan.new)
    batch = list[Found]()
    for found in plan.new:
        if not found.has_sound:
            batch.append(found)
        if batch and (found.has_sound or len(batch) == moving.BATCH):
            done += len(batch)
            yield _put(batch, done=done, total=total, access=access, sound_files=sound_files)
            batch.clear()
        if found.has_sound:
            done += 1
            step = _with_sound(found, access=access, journal=journal, sound_files=sound_files)
            yield replace(step, done=done, total=total)
    if batch:
        yield _put(batch, done=total, total=total, access=access, sound_files=sound_files)
    moving.put_in_asked(access, plan.asked)
    moving_practices.put_in(access, plan.practices)
    if again := _sounds_again(plan, access=access, sound_files=sound_files):
        yield Step(total, total, sounds_again=again)


def _sounds_again(plan: Plan, *, access: Access, sound_files: SoundFiles) -> int:
    """Of entries that came in before without them."""
    ours = [found.sound_again for found in plan.here if found.sound_again]
    if not ours:
        return 0
    missing = _missing(access, sound_files=sound_files)
    return sum(put_back(sound_files, missing) for put_back in ours) if missing else 0


def _put(batch: Sequence[Found], *, done: int, total: int, access: Access, sound_files: SoundFiles) -> Step:
    made = [found.rows(sound_files) for found in batch]
    new = moving.put_in(access, made)
    return Step(done, total, tuple(entry.uid for entry, is_new in zip(made, new, strict=True) if is_new))


def _with_sound(found: Found, *, access: Access, journal: Journal, sound_files: SoundFiles) -> Step:
    try:
        made = found.rows(sound_files)
    except (NoSpace, JournalBusy):
        raise
    except AssistantError:
        if not found.foreign:  # its own reader has told of each recording already
            raise
        log.warning("a sound could not be brought in")
        return Step(0, 0, refused=LeftOut(found.place, "a recording that can't be read"))
    came_in = False
    try:
        origin = str(made.tables["entries"][0].get("origin_sha256") or "")
        if found.foreign and journal.find_origin(origin) is not None:
            return Step(0, 0, refused=LeftOut(found.place, "a recording that is here already"))
        (came_in,) = moving.put_in(access, [made])
    finally:
        # one of Between's own may be the very file that an entry has here
        if found.foreign and not came_in:
            for recording in recordings(made):
                sound_files.discard(recording)
    return Step(0, 0, (made.uid,) if came_in else ())
