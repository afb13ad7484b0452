"""One spoken evening: greets, listens, keeps, reads, asks, listens again, closes softly."""

from collections.abc import Generator, Iterator, Sequence
from uuid import uuid4

from assistant.dialogue.sentences import Sentence, pick
from assistant.errors import AssistantError
from assistant.journal import night_of
from assistant.session.answering import Answering
from assistant.session.conversation import Answered, Conversation
from assistant.session.events import Ended, Event, Notice, Read
from assistant.session.keeping import Keeper
from assistant.session.looking_back import offer
from assistant.session.parts import Keeping, Manners, Says, Talking


class Evening:
    """`run` once. Every sample is on disk before anything looks at it; every entry is kept before it is answered."""

    def __init__(
        self, keeping: Keeping, *, talking: Talking, says: Says, manners: Manners, late: Sequence[Read] = ()
    ) -> None:
        """`late`: what was read since the last evening, of words that nobody has answered."""
        self._keeping = keeping
        self._says = says
        self._phrases = says.phrases
        self._manners = manners
        self._keeper = Keeper(keeping, manners)
        self._conversation = Conversation(keeping, talking=talking, says=says, manners=manners, keeper=self._keeper)
        self._answering = Answering(keeping, keeper=self._keeper, says=says, manners=manners)
        self._late = list(late)
        self._seed = uuid4().hex

    def run(self) -> Iterator[Event]:
        """The microphone is open already: it is heard while everything else is still being loaded."""
        try:
            yield from self._look_back()
            yield from self._talk()
        finally:
            self._conversation.close()
        yield from self._keeper.close()
        yield Ended(interrupted=self._conversation.ending)

    def _look_back(self) -> Iterator[Event]:
        """What the journal is needed for before a word is said; without it the evening goes on all the same."""
        try:
            self._conversation.hotwords = self._keeper.hotwords()
            yield from self._keeper.recover()
            for read in self._keeper.read_left():
                self._late.append(read)  # one by one: a fault further on must not cost this one its answer
        except AssistantError as e:
            yield Notice(f"{e.message} I listen all the same, and keep what you say. {e.hint}".strip())

    def _talk(self) -> Iterator[Event]:
        talk = self._conversation
        if self._manners.greeting:
            yield from talk.say(Sentence(pick(self._phrases.greeting, seed=self._seed)), kind="greeting")
        talk.warm_up()
        answers, kept_as = (yield from self._care_late()), ""
        while True:
            heard = yield from talk.hear(answers=answers)
            if heard.entry is not None and kept_as != "words":
                kept_as = heard.entry.state if heard.kept else "pending"
            asked = yield from self._answer(heard)
            if heard.over or talk.ending or (asked is None and not self._answering.stays):
                break
            answers = asked or answers
        if kept_as == "words":
            yield from self._offer()
        yield from talk.say(self._closing(kept_as), kind="closing")

    def _answer(self, heard: Answered) -> Generator[Event, None, str | None]:
        """Care, or a question; its `Asked.uid`, and None where nothing was to be said."""
        if heard.entry is None:
            return None
        ask = heard.kept and not (heard.over or self._conversation.ending)
        reply = yield from self._answering.reply(heard.entry, ask=ask)
        if reply is None:
            return None
        for sentence in reply.sentences:
            yield from self._conversation.say(sentence, kind=reply.kind)
        return reply.asked

    def _offer(self) -> Iterator[Event]:
        """What is kept of the same night earlier; not to who has just ended the evening by hand."""
        if self._manners.looks_back and not (self._conversation.ending or self._answering.stays):
            tonight = night_of(self._keeping.clock.now(), turns_at=self._manners.night_turns_at)
            text = offer(self._keeping, says=self._says, tonight=tonight, heard=self._answering.heard)
            if text:
                yield from self._conversation.say(Sentence(text), kind="offer")

    def _care_late(self) -> Generator[Event, None, str]:
        """Danger in a recording that had no words when it was spoken is answered now, the gravest once."""
        reply = yield from self._answering.late_care(self._late)
        if reply is None:
            return ""
        for sentence in reply.sentences:
            yield from self._conversation.say(sentence, kind=reply.kind)
        return reply.asked

    def _closing(self, kept_as: str) -> Sentence:
        if self._answering.stays:
            return self._answering.closing()
        ways = {"words": self._phrases.closing, "": self._phrases.closing_unsaid}
        return Sentence(pick(ways.get(kept_as, self._phrases.closing_without_words), seed=self._seed))
