"""What the person wants gone: hidden at once, brought back on "keep it", and gone for good when the evening closes.

Danger in words that are to go is answered before they go.
"""

from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from math import inf
from typing import Literal

from assistant.dialogue import forgetting
from assistant.dialogue.forgetting import Cut
from assistant.dialogue.sentences import Sentence
from assistant.dialogue.spoken_commands import Wish
from assistant.dialogue.wish_words import WishWords
from assistant.errors import AssistantError
from assistant.journal import Entry, Reading, Transcript, Utterance
from assistant.ports import Selection
from assistant.session.answering import Answering
from assistant.session.conversation import Answered, Conversation
from assistant.session.events import Event, Notice
from assistant.session.keeping import Keeper
from assistant.session.parts import Keeping, Manners

LATELY = 30
"""Entries of this evening that are looked through, newest first: a minute, or a name, has no more."""


@dataclass(frozen=True, slots=True)
class Means:
    """What doing a wish takes, the same for each of an evening."""

    keeping: Keeping
    keeper: Keeper
    talk: Conversation
    answering: Answering
    manners: Manners
    words: WishWords

    def in_danger(self, entry: Entry) -> bool:
        """By all that hears danger, or by its rules alone where the rest is broken."""
        reading: Reading | None = None
        try:
            reading = self.keeper.tags(entry)
        except AssistantError:
            with suppress(AssistantError):  # told where it was read; nothing that was to go stays because of it
                reading = self.keeper.danger(entry)
        return reading is not None and reading.safety != "none"


@dataclass(slots=True)
class _Hidden:
    """What one wish hid, entry by entry, in the order in which the journal would bring it back from the end."""

    what: Literal["strike", "name"]
    uids: list[str] = field(default_factory=list)


class Forgetful:
    """One for an evening. What is raised is AssistantError, and then nothing more was hidden."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._keeping = means.keeping
        self._talk = means.talk
        self._answering = means.answering
        self._words = means.words
        self._since = means.keeping.clock.now().utc
        self._hidden: list[_Hidden] = []
        self._told = False

    def strike(self, wish: Wish, heard: Answered) -> Iterator[Event]:
        entries = self._tonight()
        same_turn = bool(entries) and heard.entry is not None and entries[-1].uid == heard.entry.uid
        minute = wish.kind == "strike_minute"
        until_s = wish.phrase.start_s if same_turn and wish.phrase.end_s else inf
        cuts = (forgetting.last_minute if minute else forgetting.last_sentence)(entries, until_s=until_s)
        if not cuts:
            yield from self._say(self._words.nothing_to_hide)
            return
        yield from self._care(cuts)
        yield from self._hide("strike", cuts)
        yield from self._say(self._words.minute_hidden if minute else self._words.sentence_hidden)
        if not self._told:
            self._told = True
            yield Notice(self._words.keep_it)

    def keep_it(self) -> Iterator[Event]:
        """Brings back what the last strike hid, and leaves names that were made private since as they are."""
        struck = [n for n, hidden in enumerate(self._hidden) if hidden.what == "strike"]
        if not struck:
            yield from self._say(self._words.nothing_hidden)
            return
        undone, self._hidden = self._hidden[struck[-1] :], self._hidden[: struck[-1]]
        shown: dict[str, Entry] = {}
        for _ in (uid for hidden in undone for uid in hidden.uids):
            entry = self._keeping.forgetting.show_again()
            if entry is not None:
                shown[entry.uid] = entry
        for entry in shown.values():
            again = yield from self.with_private_names(entry)
            yield from self._answering.read_again(again)
        yield from self._say(self._words.back)

    def private_name(self, wish: Wish) -> Iterator[Event]:
        """The name that was said, or else the last one of the evening that is not private yet."""
        entries = self._tonight()
        name, private = self._meant(wish.what, entries)
        if not name:
            yield from self._say(self._words.whose_name)
            yield Notice(self._words.say_whose)
            return
        cuts = [cut for entry in entries if (cut := forgetting.renamed(entry, names={name: private})) is not None]
        yield from self._hide("name", cuts)
        self._rename_homework({name: private})
        yield from self._say(self._words.name_hidden.format(name=name))

    def _rename_homework(self, names: dict[str, str]) -> None:
        """It is asked about aloud on other nights."""
        for one in self._keeping.practices.homework():
            what, smallest, matters = (
                forgetting.with_names(text, names=names) for text in (one.what, one.smallest, one.matters)
            )
            renamed = replace(one, what=what, smallest=smallest, matters=matters)
            if renamed != one:
                self._keeping.practices.keep_homework(renamed)

    def in_private(self, text: str) -> str:
        """With what stands for the names in it."""
        names = forgetting.maybe_names(Transcript((Utterance(text),), "", ""))
        return forgetting.with_names(text, names=self._keeping.forgetting.private_names(names))

    def with_private_names(self, entry: Entry) -> Generator[Event, None, Entry]:
        """The entry with what stands for the names in it; as it was where it has none, or where that can't be known."""
        if entry.transcript is None or not entry.number:
            return entry
        try:
            names = self._keeping.forgetting.private_names(forgetting.maybe_names(entry.transcript))
            cut = forgetting.renamed(entry, names=names)
            if cut is None:
                return entry
            hidden = self._keeping.forgetting.hide(entry, words=cut.words, spans=cut.spans)
        except AssistantError as e:
            yield Notice(f"{e.message} A private name may still stand in what you said just now. {e.hint}".strip())
            return entry
        self._hidden.append(_Hidden("name", [entry.uid]))
        return hidden

    def _meant(self, said: str, entries: list[Entry]) -> tuple[str, str]:
        """The name, and what stands for it. A name that stands for one already stands for itself."""
        readings = self._keeping.journal.readings([entry.uid for entry in entries])
        heard = forgetting.names_meant([readings[entry.uid] for entry in entries if entry.uid in readings])
        if asked := said.removesuffix("\u2019s").removesuffix("'s"):
            name = next((name for name in heard if name.casefold() == asked.casefold()), asked)
            return (name, self._keeping.forgetting.keep_private(name)) if name[:1].isupper() else ("", "")
        for name in heard:
            private = self._keeping.forgetting.keep_private(name)
            if private != name:
                return name, private
        return "", ""

    def _hide(self, what: Literal["strike", "name"], cuts: Sequence[Cut]) -> Iterator[Event]:
        self._hidden.append(_Hidden(what))
        for cut in cuts:
            entry = self._keeping.forgetting.hide(cut.entry, words=cut.words, spans=cut.spans)
            self._hidden[-1].uids.append(entry.uid)
            yield from self._answering.read_again(entry)

    def _care(self, cuts: tuple[Cut, ...]) -> Iterator[Event]:
        """What was said goes, and is answered all the same; whoever replied to the entry mostly did so already."""
        for cut in cuts:
            if self._answering.stays or not self._means.in_danger(cut.entry):
                continue
            reply = yield from self._answering.reply(cut.entry, ask=False)
            for sentence in reply.sentences if reply else ():
                yield from self._talk.say(sentence, kind="safety")

    def _tonight(self) -> list[Entry]:
        """What was said in this evening and has words still, oldest first, as the journal has it now."""
        entries = self._keeping.journal.entries(Selection(last=LATELY))
        return [e for e in entries if e.moment.utc >= self._since and e.transcript and e.transcript.utterances]

    def _say(self, text: str) -> Iterator[Event]:
        yield from self._talk.say(Sentence(text), kind="wish")
