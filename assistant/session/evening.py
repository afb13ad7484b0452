"""One spoken evening: greets, listens, keeps, reads, asks, listens again, closes softly."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import uuid4

from assistant.dialogue.guides import Guide
from assistant.dialogue.night_manners import farewell, short_ones
from assistant.dialogue.sentences import Sentence, pick
from assistant.errors import AssistantError
from assistant.journal import Entry, night_of
from assistant.session.abilities import Abilities
from assistant.session.answering import Answering, Reply
from assistant.session.conversation import Answered, Conversation, Patience
from assistant.session.events import Ended, Event, Kept, Notice, Read
from assistant.session.forgetting import Means
from assistant.session.homework import HomeworkTonight
from assistant.session.keeping import Keeper
from assistant.session.looking_back import offer
from assistant.session.opening import opening
from assistant.session.parts import Keeping, Manners, Says, Talking
from assistant.session.wishes import Next as WishNext

Next = Literal["listen", "ask", "close"]
"""The person goes on; it is our turn to ask; the evening closes."""

MOVES_ON = frozenset({"guide", "calm", "homework", "skip"})
"""Wishes that leave what was asked before them."""


@dataclass(slots=True)
class _Turns:
    """Where the talk stands."""

    answers: str = ""
    """`Asked.uid` that the next entry answers."""
    unasked: Entry | None = None
    """The newest entry, as long as nothing was said or asked back."""
    newest: Entry | None = None
    patience: Patience = "reflection"


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
        self._talk = Conversation(keeping, talking=talking, says=says, manners=manners, keeper=self._keeper)
        self._answering = Answering(keeping, keeper=self._keeper, says=says, manners=manners)
        self._homework = HomeworkTonight(keeping, words=says.homework, manners=manners)
        self._braking = self._answering.braking
        means = Means(keeping, self._keeper, self._talk, self._answering, manners, says.wishes)
        self._abilities = Abilities(means, talking=talking, says=says)
        self._late = list(late)
        self._seed = uuid4().hex
        self._kept_as = ""
        """`words` once there are any; else the state of what was kept; empty for nothing."""

    def run(self, *, guide: Guide | None = None) -> Iterator[Event]:
        """The microphone is open already: it is heard while everything else is still being loaded.

        With a `guide` the evening is this guide. It listens on only where somebody may be in danger.
        """
        try:
            yield from self._look_back()
            for event in self._night(guide):
                if isinstance(event, Kept) and self._kept_as != "words":
                    self._kept_as = event.entry.state
                yield event
        finally:
            self._talk.close()
        yield from self._keeper.close()
        yield from self._forget()
        yield Ended(interrupted=self._talk.ending)

    def _night(self, guide: Guide | None) -> Iterator[Event]:
        if guide is None:
            yield from self._turns(_Turns(answers=(yield from self._open())))
        else:
            yield from self._guided(guide)
        if self._kept_as == "words":
            yield from self._offer()
        yield from self._talk.say(self._closing(), kind="closing")

    def _guided(self, guide: Guide) -> Iterator[Event]:
        self._talk.warm_up()
        late = yield from self._answering.late_care(self._late)
        if late is not None:  # goes before any practice; whoever still wants the guide can say so
            yield from self._say(late)
            yield from self._turns(_Turns(answers=late.asked))
            return
        then = yield from self._abilities.lead(guide)
        if then != "close" and (self._answering.stays or self._abilities.asked):
            yield from self._turns(_Turns(answers=self._abilities.asked))

    def _forget(self) -> Iterator[Event]:
        """Once every sound has its file: what was hidden this evening is gone for good."""
        try:
            if self._keeping.forgetting.pending():
                self._keeping.forgetting.for_good()
        except AssistantError as e:
            yield Notice(f"{e.message} What you took back stays hidden, and goes at the next start. {e.hint}".strip())

    def _look_back(self) -> Iterator[Event]:
        """What the journal is needed for before a word is said; without it the evening goes on all the same."""
        try:
            self._talk.hotwords = self._keeper.hotwords()
            yield from self._keeper.recover()
            for read in self._keeper.read_left():
                self._late.append(read)  # one by one: a fault further on must not cost this one its answer
        except AssistantError as e:
            yield Notice(f"{e.message} I listen all the same, and keep what you say. {e.hint}".strip())

    def _turns(self, turns: _Turns) -> Iterator[Event]:
        while True:
            heard = yield from self._talk.hear(answers=turns.answers, patience=turns.patience)
            over = heard.over or self._talk.ending
            said = heard.entry is not None and (yield from self._take(heard, turns, over=over))
            then = yield from self._wished(heard, turns)
            if over or self._talk.ending:
                return
            if then == "close" and not said:  # after danger and goodnight in one breath there is time for an answer
                return
            if then == "listen":
                turns.patience = "after_wish" if turns.unasked else "reflection"
                continue
            turns.patience = "reflection"
            if not ((yield from self._ask(turns)) or said or self._answering.stays):
                return

    def _open(self) -> Generator[Event, None, str]:
        """A greeting, or a thing of an earlier night; then care that is late, or the homework. Gives `Asked.uid`."""
        careful = any(read.reading.safety != "none" for read in self._late) or self._answering.danger_tonight()
        asked = yield from self._greet(careful=careful)
        self._talk.warm_up()
        late = yield from self._answering.late_care(self._late)
        if late is not None:
            yield from self._say(late)
            return late.asked
        if asked or careful or not (self._manners.homework and self._answering.may_ask):
            return asked
        asked = yield from self._homework.question(self._talk)
        if asked:
            self._answering.has_asked()
        return asked

    def _greet(self, *, careful: bool) -> Generator[Event, None, str]:
        if not self._manners.greeting:
            return ""
        now = self._keeping.clock.now()
        tonight = night_of(now, turns_at=self._manners.night_turns_at)
        thread = self._manners.threads and not careful
        opened = opening(self._keeping, says=self._says, tonight=tonight) if thread else None
        if opened is None:
            ways = short_ones(self._phrases.greeting, local=now.local.time())
            yield from self._talk.say(Sentence(pick(ways, seed=self._seed)), kind="greeting")
            return ""
        for sentence in opened.sentences:
            yield from self._talk.say(sentence, kind="greeting")
        return opened.asked

    def _take(self, heard: Answered, turns: _Turns, *, over: bool) -> Generator[Event, None, bool]:
        """Reads an entry, and says what is to be said of it before anything is asked; whether anything was."""
        assert heard.entry is not None
        entry = (yield from self._abilities.wishes.with_private_names(heard.entry)) if heard.kept else heard.entry
        turns.unasked = turns.newest = entry if heard.kept else None
        care = yield from self._answering.care(entry, goes_on=not (over or heard.wishes))
        if care is not None:
            turns.unasked, turns.answers = None, care.asked or turns.answers
            self._homework.leave()
            yield from self._say(care)
        elif self._homework.waits:
            yield from self._homework.answered(self._talk, entry)
        return care is not None

    def _wished(self, heard: Answered, turns: _Turns) -> Generator[Event, None, Next]:
        """Does what was asked for, in order."""
        closes = heard.entry is not None and self._braking.closes(heard.entry)
        if closes and not self._answering.stays:  # danger told in the same breath ends no evening
            return "close"
        then: Next = "ask"
        for wish in heard.wishes:
            then = _after((yield from self._abilities.wishes.do(wish, heard)))
            if wish.kind in MOVES_ON:
                self._leave_question(turns)
            if wish.kind == "skip":
                turns.unasked = turns.newest
                then = "ask" if turns.newest else "listen"
            if then == "close":
                break
        return then

    def _leave_question(self, turns: _Turns) -> None:
        """What is said next is no answer to what was asked before, but perhaps to care in a guide that was led."""
        self._homework.leave()
        self._braking.leave()
        turns.unasked, turns.answers, self._abilities.asked = None, self._abilities.asked, ""

    def _ask(self, turns: _Turns) -> Generator[Event, None, bool]:
        """The brake, or a question, after what nobody has answered yet; whether there was one."""
        entry, turns.unasked = turns.unasked, None
        if entry is None:
            return False
        heard = self._answering.heard
        brake = self._braking.instead(entry, readings=heard) if self._answering.may_ask else None
        if brake is not None:
            self._answering.has_asked()
            self._answering.settles = self._braking.settles
            turns.answers = yield from self._talk.ask(
                brake.text, question=brake.question, why=brake.why, after=entry.uid
            )
            return True
        reply = yield from self._answering.follow_up(entry)
        if reply is None:
            return False
        turns.answers = reply.asked or turns.answers
        yield from self._say(reply)
        return True

    def _say(self, reply: Reply) -> Iterator[Event]:
        for sentence in reply.sentences:
            yield from self._talk.say(sentence, kind=reply.kind)

    def _offer(self) -> Iterator[Event]:
        """What is kept of the same night earlier; not to who has just ended the evening by hand."""
        if self._manners.looks_back and not (self._talk.ending or self._answering.stays):
            tonight = night_of(self._keeping.clock.now(), turns_at=self._manners.night_turns_at)
            text = offer(self._keeping, says=self._says, tonight=tonight, heard=self._answering.heard)
            if text:
                yield from self._talk.say(Sentence(text), kind="offer")

    def _closing(self) -> Sentence:
        if self._answering.stays:
            return self._answering.closing()
        kept_as = self._kept_as or ("pending" if self._talk.unkept else "")
        ways = farewell(self._phrases, kept_as=kept_as, local=self._keeping.clock.now().local.time())
        return Sentence(pick(ways, seed=self._seed))


def _after(done: WishNext) -> Next:
    return "ask" if done == "done" else done
