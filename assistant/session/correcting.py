"""What the person says of the tags of an entry. Each answer is in the journal before the next one is asked for."""

from assistant.dialogue.labels import Named
from assistant.errors import AssistantError
from assistant.insight.tags import Sameness, each_once, sameness
from assistant.insight.words_again import place_of
from assistant.journal import YOU, Correction, Entry, Reading, Tag, Verdict
from assistant.session.events import Read
from assistant.session.keeping import Keeper
from assistant.session.parts import Keeping, Manners


class Correcting:
    """One entry's tags, gone through once."""

    def __init__(self, keeping: Keeping, *, manners: Manners, entry: Entry) -> None:
        """Reads the entry where that was not done yet; raises AssistantError where there is nothing to read."""
        if entry.transcript is None or not entry.transcript.utterances:
            why = "still has to get its words" if entry.state == "pending" else "has no words"
            raise AssistantError(f"Entry {entry.number} {why}.", "`between show` shows what is there.")
        self._journal = keeping.journal
        self._entry = entry
        self._texts = [u.text for u in entry.transcript.utterances]
        self.kept = 0
        """Answers until now."""
        self.read_now: Read | None = None
        """Where it had to be read first."""
        self.reading = self._journal.reading(entry.uid) or self._read(Keeper(keeping, manners))
        self._said: dict[Sameness, Verdict] = {sameness(c): c.verdict for c in self._journal.corrections(entry.uid)}

    def _read(self, keeper: Keeper) -> Reading:
        reading = keeper.read(self._entry)
        assert reading is not None  # it has words
        self.read_now = Read(self._entry, reading)
        return self._journal.reading(self._entry.uid) or reading

    def tags(self) -> list[Tag]:
        return each_once(self.reading.tags)

    def said_before(self, tag: Tag) -> Verdict | None:
        return self._said.get(sameness(tag))

    def right(self, tag: Tag) -> None:
        if tag.made_by != YOU:  # what the person added is so already
            self._keep(self._judged(tag, "right"))

    def wrong(self, tag: Tag) -> None:
        self._keep(self._judged(tag, "wrong"))

    def instead(self, tag: Tag, named: Named) -> None:
        """Another label for the same words."""
        better = self._missed(named, words=tag)
        if sameness(better) == sameness(tag):
            self.right(tag)
        else:
            self._keep(self._judged(tag, "wrong"), better)

    def missed(self, named: Named) -> None:
        self._keep(self._missed(named, words=None))

    def shown_by(self, named: Named, words: str) -> bool:
        """The words for what was missed; False where they don't stand in the entry."""
        place = place_of(words, texts=self._texts)
        if place is not None:
            tag = Tag(named.kind, named.label, named.detail, 1.0, place, YOU)
            self._keep(self._missed(named, words=tag))
        return place is not None

    def _judged(self, tag: Tag, verdict: Verdict) -> Correction:
        return Correction(
            tag.kind, tag.label, tag.detail, verdict, tag.evidence, tagger=self.reading.tagger, made_by=tag.made_by
        )

    def _missed(self, named: Named, *, words: Tag | None) -> Correction:
        evidence = words.evidence if words and words.evidence.text else None
        return Correction(named.kind, named.label, named.detail, "missed", evidence, tagger=self.reading.tagger)

    def _keep(self, *corrections: Correction) -> None:
        self._journal.add_corrections(self._entry, corrections)
        self.kept += 1
