"""Breathing led by a tone, and by words on the screen where none can be heard."""

from collections.abc import Callable, Generator

from assistant.audio import Sound
from assistant.dialogue.guides import Breathe
from assistant.dialogue.sentences import Sentence
from assistant.session.events import Event
from assistant.session.guidance import Guidance, Guided, Verdict

PAUSE_S = 1.0
"""After each breath: the tone is not spoken into, and here a word is heard."""
AT_ONCE_S = 0.1
"""A tone that ended sooner was never begun: the loudspeaker is gone."""

Quiet = Callable[[float], Generator[Event, None, Guided | Verdict]]
"""So many seconds of it, and what was said meanwhile."""


def breathe(how: Breathe, *, guidance: Guidance, quiet: Quiet) -> Generator[Event, None, Guided | Verdict]:
    """A key, or skip, ends it."""
    tone = guidance.tone(how) if guidance.tone is not None and not guidance.talk.muted else None
    for _ in range(how.times):
        whole = None if tone is None else (yield from _toned(tone, guidance=guidance))
        if whole is None:
            verdict = yield from _in_words(how, guidance=guidance, quiet=quiet)
        else:
            verdict = (yield from quiet(PAUSE_S)) if whole else "skip"
        if isinstance(verdict, Guided) or verdict in ("skip", "cared"):
            return verdict
    return ""


def _toned(tone: Sound, *, guidance: Guidance) -> Generator[Event, None, bool | None]:
    """False where a key stopped it, None where it can't be heard."""
    clock = guidance.keeping.clock
    began = clock.monotonic()
    whole = yield from guidance.talk.play(tone)
    if not whole and clock.monotonic() - began < AT_ONCE_S and not guidance.talk.ending:
        return None
    return whole


def _in_words(how: Breathe, *, guidance: Guidance, quiet: Quiet) -> Generator[Event, None, Guided | Verdict]:
    phrases = guidance.phrases
    parts = ((phrases.breathe_in, how.in_s), (phrases.breathe_hold, how.hold_s), (phrases.breathe_out, how.out_s))
    for word, seconds in parts:
        if seconds:
            yield from guidance.talk.say(Sentence(word), kind="guide")
            verdict = yield from quiet(seconds)
            if isinstance(verdict, Guided) or verdict in ("skip", "cared"):
                return verdict
    return ""
