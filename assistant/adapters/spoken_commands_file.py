"""`prompts/spoken_commands.toml`: how wishes are said, read strictly into patterns."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

from assistant.adapters.prompt_file import Part, read
from assistant.dialogue.phrases import PAUSE_S
from assistant.dialogue.spoken_commands import LONGEST_SILENCE_S, Commands, Rule, Ways, WishKind, said

_SLOTS = {"what", "one", "any", "guide"}
_PIECE = re.compile(r"\[([^\[\]()]+)\]|\(([^\[\]()]+)\)|([^\s\[\]()|]+)")
_MOST_WORDS = 30
"""Of what is asked for: whoever goes on and on without a pause tells something."""
_GUIDE = r" \{guide\}"
_PLAIN = re.compile(r"[a-z0-9' |{}]+")


def load(path: Path, *, guides: Sequence[str] = ()) -> Commands:
    """`guides`: their titles. Raises UsageError with the file, the line and what is wrong in it."""
    top = read(path)
    top.only("version", "same", "around", "story", "wish")
    around, story = top.part("around"), top.part("story")
    around.only("lead", "tail", "polite", "ignored", "aside", "own")
    story.only("after", "told", "before")
    same = tuple(_same(top.part("same")))
    lead, polite, aside = (_any_of(around, key) for key in ("lead", "polite", "aside"))
    return Commands(
        rules=tuple(_rule(part, same, guides=guides) for part in top.parts("wish")),
        same=same,
        lead=f"^(?:{lead})(?= )",
        tail=f"(?:{_any_of(around, 'tail')})$",
        ignored=f"(?:{_any_of(around, 'ignored')})(?![^ ])",
        aside=f"{aside}|{lead}|{polite}",
        own=_any_of(around, "own"),
        polite=f"(?:{polite})$",
        retold=f"(?:{_any_of(story, 'after')})$",
        told=f"(?:{_any_of(story, 'told')})$",
        quoted=_any_of(story, "before"),
    )


def _rule(part: Part, same: Ways, *, guides: Sequence[str]) -> Rule:
    part.only("kind", "says", "but_not", "whole", "one_sentence", "silence", "not_after")
    silence = part.table.get("silence", PAUSE_S)
    if type(silence) not in (int, float) or not 0 <= silence <= LONGEST_SILENCE_S:
        raise part.fault("silence", f"`silence` is seconds, from 0 to {LONGEST_SILENCE_S}")
    _check_heard(part, same)
    return Rule(
        kind=part.one_of("kind", get_args(WishKind)),
        says=tuple(_with_guides(_patterns(part, "says"), guides, same)),
        but_not=tuple(_patterns(part, "but_not")) if "but_not" in part.table else (),
        whole=part.flag("whole", default=False),
        one_sentence=part.flag("one_sentence", default=False),
        silence_s=float(silence),
        not_after=f"(?:{_any_of(part, 'not_after')})$" if "not_after" in part.table else "",
    )


def _check_heard(part: Part, same: Ways) -> None:
    """A rule in words that are always turned into others would never be met."""
    ways = re.compile("|".join(way for way, _ in same))
    for text in part.texts("says", slots=_SLOTS):
        if found := ways.search(" " + re.sub(r"[\[\]()|]+", " | ", text)):
            heard = found[0].strip()
            raise part.fault("says", f'"{heard}" is heard as "{said(heard, same=same).strip()}": write that')


def _with_guides(patterns: Iterator[str], guides: Sequence[str], same: Ways) -> Iterator[str]:
    """What asks for a guide by its name is understood where guides are known."""
    for pattern in patterns:
        if _GUIDE not in pattern:
            yield pattern
        elif guides:
            names = "|".join(re.escape(said(name, same=same)) for name in sorted(guides, key=len, reverse=True))
            yield pattern.replace(_GUIDE, f"(?P<what>{names})")


def _same(part: Part) -> Iterator[tuple[str, str]]:
    for one in part.table:
        for way in part.texts(one):
            yield rf" {re.escape(way)}(?![^ ])", f" {one}"


def _any_of(part: Part, key: str) -> str:
    return "|".join(_patterns(part, key))


def _patterns(part: Part, key: str) -> Iterator[str]:
    for text in part.texts(key, slots=_SLOTS):
        pieces = [(m[1], m[2], m[3]) for m in _PIECE.finditer(text)]
        if _PIECE.sub("", text).strip() or not all(_PLAIN.fullmatch(next(filter(None, p))) for p in pieces):
            raise part.fault(
                key, f'"{text}" wants small letters, (one|or another) and [what may be missing], and no brackets inside'
            )
        yield "".join(_as_regex(maybe, one, word) for maybe, one, word in pieces)


def _as_regex(maybe: str | None, one: str | None, word: str | None) -> str:
    """Each word brings the space before it."""
    if word is not None:
        return _words([word])
    return f"(?:{_words((maybe or one or '').split('|'))}){'?' if maybe else ''}"


def _words(ways: Sequence[str]) -> str:
    """`{what}` is at least one word and is kept, `{what}'s` is one such word; `{one}` is any word, `{any}` are some."""
    return "|".join(
        "".join(f" {re.escape(word)}" for word in way.split())
        .replace(r" \{what\}'s", r"(?P<what> [^ ]+'s)")
        .replace(r" \{what\}", rf"(?P<what>(?: [^ ]+){{1,{_MOST_WORDS}}})")
        .replace(r"\{one\}", "[^ ]+")
        .replace(r" \{any\}", "(?: [^ ]+)+")
        for way in ways
    )
