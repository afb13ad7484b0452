"""`prompts/spoken_commands.toml`: how wishes are said, read strictly into patterns."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias, get_args

from assistant.adapters.prompt_file import Part, read
from assistant.dialogue.spoken_commands import PAUSE_S, Commands, Rule, WishKind

_SLOTS = {"what", "one"}
_PIECE = re.compile(r"\[([^\[\]()]+)\]|\(([^\[\]()]+)\)|([^\s\[\]()|]+)")
_Same: TypeAlias = tuple[tuple[re.Pattern[str], str], ...]
_PLAIN = re.compile(r"[a-z0-9' |{}]+")


def load(path: Path) -> Commands:
    """Raises UsageError with the file, the line and what is wrong in it."""
    top = read(path)
    top.only("version", "same", "around", "story", "wish")
    around, story = top.part("around"), top.part("story")
    around.only("lead", "tail", "polite")
    story.only("after", "before")
    same = tuple(_same(top.part("same")))
    return Commands(
        rules=tuple(_rule(part, same) for part in top.parts("wish")),
        same=same,
        lead=re.compile(f"^(?:{_any_of(around, 'lead')})(?= )"),
        tail=re.compile(f"(?:{_any_of(around, 'tail')})$"),
        polite=re.compile(f"(?:{_any_of(around, 'polite')})$"),
        retold=re.compile(f"(?:{_any_of(story, 'after')})$"),
        quoted=re.compile(_any_of(story, "before")),
    )


def _rule(part: Part, same: _Same) -> Rule:
    part.only("kind", "says", "but_not", "whole", "one_sentence", "silence", "not_after")
    silence = part.table.get("silence", PAUSE_S)
    if type(silence) not in (int, float) or not 0 <= silence <= 10:
        raise part.fault("silence", "`silence` is seconds, from 0 to 10")
    for text in part.texts("says", slots=_SLOTS):
        for pattern, one in same:
            if found := pattern.search(" " + re.sub(r"[\[\]()|]+", " | ", text)):
                raise part.fault("says", f'"{found[0].strip()}" is heard as "{one.strip()}": write that')
    return Rule(
        kind=part.one_of("kind", get_args(WishKind)),
        says=tuple(_patterns(part, "says")),
        but_not=tuple(_patterns(part, "but_not")) if "but_not" in part.table else (),
        whole=part.flag("whole", default=False),
        one_sentence=part.flag("one_sentence", default=False),
        silence_s=float(silence),
        not_after=re.compile(f"(?:{_any_of(part, 'not_after')})$") if "not_after" in part.table else None,
    )


def _same(part: Part) -> Iterator[tuple[re.Pattern[str], str]]:
    for one in part.table:
        for way in part.texts(one):
            yield re.compile(rf" {re.escape(way)}(?![^ ])"), f" {one}"


def _any_of(part: Part, key: str) -> str:
    return "|".join(pattern.pattern for pattern in _patterns(part, key))


def _patterns(part: Part, key: str) -> Iterator[re.Pattern[str]]:
    for text in part.texts(key, slots=_SLOTS):
        pieces = [(m[1], m[2], m[3]) for m in _PIECE.finditer(text)]
        if _PIECE.sub("", text).strip() or not all(_PLAIN.fullmatch(next(filter(None, p))) for p in pieces):
            raise part.fault(
                key, f'"{text}" wants small letters, (one|or another) and [what may be missing], and no brackets inside'
            )
        yield re.compile("".join(_as_regex(maybe, one, word) for maybe, one, word in pieces))


def _as_regex(maybe: str | None, one: str | None, word: str | None) -> str:
    """Each word brings the space before it."""
    if word is not None:
        return _words([word])
    return f"(?:{_words((maybe or one or '').split('|'))}){'?' if maybe else ''}"


def _words(ways: Sequence[str]) -> str:
    """`{what}` is at least one word and is kept, `{what}'s` is one such word; `{one}` is any word."""
    return "|".join(
        "".join(f" {re.escape(word)}" for word in way.split())
        .replace(r" \{what\}'s", r"(?P<what> [^ ]+'s)")
        .replace(r" \{what\}", r"(?P<what>(?: [^ ]+)+)")
        .replace(r"\{one\}", "[^ ]+")
        for way in ways
    )
