"""Homework in an evening: one question at most, with each answer welcome."""

import logging
from collections.abc import Generator, Iterator
from datetime import date, timedelta
from uuid import uuid4

from assistant.dialogue import homework as words_of
from assistant.dialogue.homework import Choice, HomeworkWords
from assistant.dialogue.sentences import Sentence, pick
from assistant.errors import AssistantError
from assistant.journal import Entry, night_of
from assistant.practice import Doing, Homework
from assistant.session.conversation import Conversation
from assistant.session.events import Event, Notice
from assistant.session.parts import Keeping, Manners

LONGEST = timedelta(days=words_of.ASKED_NIGHTS)

log = logging.getLogger("between.session")


class HomeworkTonight:
    """One for an evening: asks `question`, and hears with `answered` what comes of it.

    Not for a night on which somebody may be in danger; whoever calls sees to that.
    """

    def __init__(self, keeping: Keeping, *, words: HomeworkWords, manners: Manners) -> None:
        self._keeping = keeping
        self._words = words
        self._manners = manners
        self._choice: Choice | None = None

    @property
    def waits(self) -> bool:
        """The question was put, and what is said next may answer it."""
        return self._choice is not None

    def leave(self) -> None:
        """What was said was something graver, or nothing: it is not come back to tonight."""
        self._choice = None

    def question(self, talk: Conversation) -> Generator[Event, None, str]:
        """Its `Asked.uid`; empty where there is nothing to ask, and then nothing is said."""
        choice = self._found()
        if choice is None:
            return ""
        self._choice = choice
        text = choice.text(self._words, seed=uuid4().hex)
        return (yield from talk.ask(text, question=choice.question, why=choice.reason))

    def _found(self) -> Choice | None:
        """A fault of the journal costs this question and nothing else."""
        tonight = self._tonight()
        try:
            with self._keeping.journal.in_one_go():
                noted = self._keeping.practices.homework()
                return words_of.choose(
                    noted,
                    doings={one.uid: self._keeping.practices.doings(one.uid) for one in noted},
                    asked=self._keeping.journal.asked_since(tonight - LONGEST) if noted else (),
                    tonight=tonight,
                )
        except AssistantError as e:
            log.warning("homework could not be looked up: %s", type(e).__name__)
            return None

    def answered(self, talk: Conversation, entry: Entry) -> Iterator[Event]:
        """Keeps what `entry`, read already, says of it, and answers warmly. For when `waits`."""
        choice, self._choice = self._choice, None
        if choice is None:
            return
        try:
            with self._keeping.journal.in_one_go():
                said = self._halved(choice.homework, entry) if choice.form == "halve" else self._done(choice, entry)
        except AssistantError as e:
            yield Notice(f"{e.message} What you said is kept; how the homework went is not. {e.hint}".strip())
            return
        for text in said:
            yield from talk.say(Sentence(text), kind="answer")

    def _done(self, choice: Choice, entry: Entry) -> tuple[str, ...]:
        practices, tonight = self._keeping.practices, self._tonight()
        reading = self._keeping.journal.reading(entry.uid) if entry.number else None
        done, late = words_of.heard(reading, said=_text(entry))
        before = [d for d in practices.doings(choice.homework.uid) if d.night < tonight]
        doing = None
        if done is not None:
            said_in = entry.uid if entry.number else ""
            doing = Doing(choice.homework.uid, tonight, done, self._keeping.clock.now(), late, said_in)
            practices.keep_doing(doing)
        return words_of.reply(choice.homework, doing=doing, before=before, words=self._words, seed=entry.uid)

    def _halved(self, one: Homework, entry: Entry) -> tuple[str, ...]:
        smaller = words_of.halved(one, said=_text(entry))
        if smaller == one:
            return (pick(self._words.unclear, seed=entry.uid),)
        self._keeping.practices.keep_homework(smaller)
        return (pick(self._words.halved, seed=entry.uid).format(smallest=smaller.smallest),)

    def _tonight(self) -> date:
        return night_of(self._keeping.clock.now(), turns_at=self._manners.night_turns_at)


def _text(entry: Entry) -> str:
    return entry.transcript.text if entry.transcript else ""


def note(keeping: Keeping, what: str, *, words: HomeworkWords, manners: Manners) -> str:
    """What is said to "my homework is …"; with no words nothing is noted. Raises AssistantError."""
    now, uid = keeping.clock.now(), uuid4().hex
    one = words_of.noted_aloud(what, uid=uid, moment=now, tonight=night_of(now, turns_at=manners.night_turns_at))
    if one is None:
        return pick(words.nothing_to_note, seed=uid)
    keeping.practices.keep_homework(one)
    return pick(words.noted, seed=uid).format(what=one.what)
