"""Thoughts that were cut off, and how long a finished turn was waited after, beside a timer of fixed silence."""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.adapters.sentence_ends_file import load
from assistant.adapters.whisper.voice_activity import SileroVoiceActivity
from assistant.audio import FRAME, SAMPLE_RATE, Samples, Stretch, level_db
from assistant.dialogue.patience import Profile, TurnTaking
from assistant.dialogue.sentence_ends import SentenceEnds, ending, log_odds, spoken_words
from assistant.dialogue.turn_taking import Frame, TurnState, WordsSoFar, step
from assistant.session.hearing import Hearing, live
from assistant.wiring import data_folder
from benchmarks.stage import percentile
from benchmarks.talks import DATA, KINDS, SNRS_DB, Talk, people, synthetic_people, talks

TURNS = 200
"""A profile and a kind of voice; each has a pause of each kind."""
DELAY_S = 1.0
"""From a closed stretch to its words: what base.en takes with its question in `scripts/bench gap`, and no less."""
TIMERS_S = (1.0, 2.0, 3.0)
SURE = (-20.0, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5)
"""Each with its own line of what it would cost, on the same sound."""


class Ruler(SileroVoiceActivity):
    """Voice activity that measures each silence beside, never begun anew."""

    def __init__(self) -> None:
        super().__init__()
        self.state = TurnState()
        self._config = TurnTaking()

    def probability(self, frame: Samples) -> float:
        found = super().probability(frame)
        self.state = step(self.state, frame=Frame(found, level_db(frame)), config=self._config)
        return found

    def reset(self) -> None:
        """The stream goes on when a turn is cut off: what comes next is the same talk."""
        if not hasattr(self, "state"):
            super().reset()

    @property
    def silence_s(self) -> float:
        return self.state.time_s - self.state.last_voice_s if self.state.spoke else 0.0


@dataclass
class Scripted:
    """A recogniser that knows what was said, and takes its time; one stretch after another."""

    words: Sequence[tuple[int, str]]
    ready: list[tuple[int, str]] = field(default_factory=list)
    """When the words of a stretch are here, and they."""

    def take(self, stretch: Stretch, *, now: int) -> None:
        said = [word for at, word in self.words if stretch.start - 0.1 * SAMPLE_RATE <= at < stretch.end]
        begins = max(now, self.ready[-1][0]) if self.ready else now
        self.ready.append((begins + round(DELAY_S * SAMPLE_RATE), " ".join(said)))

    def so_far(self, now: int) -> WordsSoFar:
        here = [text for at, text in self.ready if at <= now]
        # It ends whatever it heard with a full stop, as Whisper does.
        text = ". ".join(filter(None, here)) + "." * any(here)
        return WordsSoFar(text, all_written=len(here) == len(self.ready))


@dataclass
class Heard:
    """What came of one talk."""

    ended: list[int] = field(default_factory=list)
    """Samples at which a turn was held for done; the last one is right."""
    stretches: list[Stretch] = field(default_factory=list)
    silences: list[float] = field(default_factory=list)
    """The longest that was measured in each pause."""
    timers: dict[float, int] = field(default_factory=dict)
    """When each fixed timer would have ended the turn, after the last word."""
    endings: Counter[str] = field(default_factory=Counter)


def heard(talk: Talk, *, config: TurnTaking, ends: SentenceEnds) -> Heard:
    found, ruler = Heard(silences=[0.0] * len(talk.pauses)), Ruler()
    hearing, script, began = _begun(ruler, talk, 0, config=config, ends=ends)
    for at in range(0, len(talk.samples) - FRAME + 1, FRAME):
        now = at + FRAME
        for piece in hearing.feed(talk.samples[at:now]):
            stretch = Stretch(piece.stretch.start + began, piece.stretch.end + began)
            found.stretches.append(stretch)
            script.take(stretch, now=now)
        _measure(found, talk, now, silence_s=ruler.silence_s)
        words = script.so_far(now)
        if hearing.decision(words) in ("done", "gone"):
            found.ended.append(now)
            if now >= talk.end:
                found.endings[ending(words.text, sure=config.finished_from, ends=ends)] += 1
                break
            hearing, script, began = _begun(ruler, talk, now, config=config, ends=ends)
    return found


def _begun(
    ruler: Ruler, talk: Talk, at: int, *, config: TurnTaking, ends: SentenceEnds
) -> tuple[Hearing, Scripted, int]:
    hearing = Hearing(ruler, turn_taking=config, cutting=live(config), ends=ends)
    return hearing, Scripted([word for word in talk.words if word[0] >= at]), at


def _measure(found: Heard, talk: Talk, now: int, *, silence_s: float) -> None:
    for n, pause in enumerate(talk.pauses):
        if pause.start <= now < pause.end + SAMPLE_RATE // 2:  # the next word is found late
            found.silences[n] = max(found.silences[n], silence_s)
    if now >= talk.end:
        for timer in TIMERS_S:
            if silence_s >= timer:
                found.timers.setdefault(timer, now)


def cut_off(talk: Talk, ended: Sequence[int]) -> list[int]:
    """Of each wrong end, the number of the pause that it fell in, or after."""
    return [max(0, sum(p.start <= at for p in talk.pauses) - 1) for at in ended if at < talk.end]


def figures(talks: Sequence[Talk], *, config: TurnTaking, ends: SentenceEnds) -> dict[str, object]:
    counts, waits, by_snr, endings = Counter[str](), list[float](), Counter[int](), Counter[str]()
    timers: dict[float, Counter[str]] = {t: Counter() for t in TIMERS_S}
    timer_waits: dict[float, list[float]] = {t: [] for t in TIMERS_S}
    rows: list[tuple[str, str, float]] = []
    for number, talk in enumerate(talks):
        found = heard(talk, config=config, ends=ends)
        endings += found.endings
        counts.update(pause.kind for pause in talk.pauses)
        for n in set(cut_off(talk, found.ended)):
            counts[f"cut_{talk.pauses[n].kind}"] += 1
            by_snr[talk.snr_db] += 1
        if found.ended and found.ended[-1] >= talk.end:
            waits.append((found.ended[-1] - talk.end) / SAMPLE_RATE)
        counts["never_ended"] += len(found.ended) == 0 or found.ended[-1] < talk.end
        counts["first_words"] += 1 + len(talk.pauses)
        counts["first_words_lost"] += _lost(talk, found.stretches)
        for pause, silence_s in zip(talk.pauses, found.silences, strict=True):
            rows.append((pause.kind, _before(talk, pause.end), silence_s))
            for timer in TIMERS_S:
                timers[timer][f"cut_{pause.kind}"] += silence_s >= timer
        rows.append(("end", _before(talk, talk.end), 0.0))
        for timer, at in found.timers.items():
            timer_waits[timer].append((at - talk.end) / SAMPLE_RATE)
        if number % 10 == 9:
            print(f"{number + 1} turns: {dict(counts)}", file=sys.stderr, flush=True)
    return {
        "turns": len(talks),
        **{name: counts[name] for kind in KINDS for name in (kind, f"cut_{kind}")},
        "cut_off_at_db": {str(db): by_snr[db] for db in SNRS_DB},
        "wait_p50": percentile(waits, 0.5),
        "wait_p95": percentile(waits, 0.95),
        "longest_wait": percentile(waits, 1.0),
        "never_ended": counts["never_ended"],
        "first_words": counts["first_words"],
        "first_words_lost": counts["first_words_lost"],
        "last_sentence_held_for": dict(endings),
        "fixed_timers": {
            f"{t:g} s": {**dict(timers[t]), "wait_p50": percentile(timer_waits[t], 0.5)} for t in TIMERS_S
        },
        "by_sureness": [_would_be(rows, sure=sure, config=config, ends=ends) for sure in SURE],
    }


def _lost(talk: Talk, stretches: Sequence[Stretch]) -> int:
    """Words after a pause, and the first, of which no stretch has the beginning."""
    firsts = [talk.start, *(pause.end for pause in talk.pauses)]
    slack = SAMPLE_RATE // 10
    return sum(not any(s.start <= at + slack and s.end > at + slack for s in stretches) for at in firsts)


def _before(talk: Talk, at: int) -> str:
    return " ".join(word for place, word in talk.words if place < at)


def _would_be(
    rows: Sequence[tuple[str, str, float]], *, sure: float, config: TurnTaking, ends: SentenceEnds
) -> dict[str, float]:
    """Were this sure enough: by the words and the silences alone."""
    cut, waits = Counter[str](), []
    for kind, text, silence_s in rows:
        odds = log_odds(spoken_words(text), ends=ends)
        finished = odds >= sure and ending(text, sure=sure, ends=ends) in ("finished", "answer")
        wait_s = config.finished_after_s if finished else config.open_after_s
        cut[kind] += kind != "end" and silence_s >= wait_s
        waits += [wait_s] if kind == "end" else []
    return {"sure_at": sure, **{f"cut_{kind}": cut[kind] for kind in KINDS}, "p50": percentile(waits, 0.5)}


def measure(arguments: list[str]) -> dict[str, object]:
    """About fifteen minutes; `short` is a tenth of it, `human` or `synthetic` one kind of voice alone."""
    if not DATA.is_dir():
        return {"skipped": "the recorded voices and noises are not here"}
    count = TURNS // 10 if "short" in arguments else TURNS
    kinds = {"human": people, "synthetic": synthetic_people}
    wanted = [kind for kind in kinds if kind in arguments] or list(kinds)
    profiles: list[Profile] = ["unhurried", "brisk"]
    ends = load(data_folder("models") / "turns" / "weights.npz")
    made: dict[str, dict[str, object]] = {profile: {} for profile in profiles}
    for kind in wanted:
        voices = kinds[kind]()
        for profile in profiles:
            every = talks(voices, profile=profile, count=count)
            made[profile][kind] = figures(every, config=TurnTaking(profile=profile), ends=ends)
            print(f"{profile} {kind}: {made[profile][kind]}", file=sys.stderr, flush=True)
    return {"recogniser_s": DELAY_S, **made}
