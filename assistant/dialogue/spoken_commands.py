"""Wishes said aloud, told apart from the same words in a story. Pure; the wording is in `prompts/`.

A wish is a whole phrase: what was said between two pauses, or all of a turn. Words around it that only make it polite
or slow ("um, could you", "please") are looked past. Whoever retells what somebody said ("and I told him, that's all,
goodnight") tells a story, pauses or not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, TypeAlias

from assistant.dialogue.phrases import APART_S, PAUSE_S, Phrase
from assistant.dialogue.pieces import Piece

WishKind = Literal[
    "thats_all",
    "goodnight",
    "wait",
    "go_on",
    "repeat",
    "skip",
    "slower",
    "faster",
    "softer",
    "louder",
    "stop_talking",
    "talk_again",
    "strike_that",
    "strike_sentence",
    "strike_minute",
    "keep_it",
    "private_name",
    "guide",
    "homework",
    "ask",
    "calm",
    "safety_plan",
    "leave",
]

LONGEST_SILENCE_S = 1.2
"""No wish wants a longer one around it."""
RETOLD_WITHIN_S = 2.0
"""After "she said" and a longer silence, nobody is quoting any more."""

Ways: TypeAlias = tuple[tuple[str, str], ...]
"""Patterns, each with the one way in which it is written."""


@dataclass(frozen=True, slots=True)
class Wish:
    kind: WishKind
    what: str
    """The guide, the homework, the question or the name in the person's words; empty where none was said."""
    phrase: Phrase
    """The words to Between alone: what was said of oneself in the same breath is no part of it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One `[[wish]]` of `prompts/spoken_commands.toml`; its patterns match plain words with a space before each.

    They are text until one is first needed: to compile them all takes a tenth of a second, and an evening begins now.
    """

    kind: WishKind
    says: tuple[str, ...]
    but_not: tuple[str, ...] = ()
    """What begins like it and is a story."""
    whole: bool = False
    """`Wish.what` is all of it, not only what fills `{what}`."""
    one_sentence: bool = False
    """And no comma in it: "when did I last sleep, I asked myself" is a story."""
    silence_s: float = PAUSE_S
    """Before it and after it, where it is not all that was said."""
    not_after: str = ""
    """Words that, right before it, make it a part of their sentence."""


@dataclass(frozen=True, slots=True)
class Commands:
    rules: tuple[Rule, ...]
    same: Ways
    """What is heard or said in two ways, and the one that the rules use."""
    lead: str
    tail: str
    """What may stand before and after a wish and adds nothing."""
    ignored: str
    """Small words anywhere in a wish; not in a name, a question or a homework."""
    aside: str
    """A sentence beside a wish, said in the same breath to Between, too."""
    own: str
    """The same, and said of oneself: it stays in the journal."""
    polite: str
    """What may stand after a name, a question or a homework and is no part of it."""
    retold: str
    """The end of what comes before words that are only quoted."""
    told: str
    """What ends like it, and is all told."""
    quoted: str
    """The beginning of what comes after them."""


def wish(phrase: Phrase, *, commands: Commands) -> Wish | None:
    """None for a story, and for words that are no wish of ours."""
    meant = _said(phrase, commands=commands)
    if meant is None or _retold(phrase, commands=commands):
        return None
    rule, what, own_words = meant
    if min(phrase.before_s, phrase.after_s) < rule.silence_s - APART_S:
        return None
    if rule.not_after and _re(rule.not_after).search(plain(_just_before(phrase), commands=commands)):
        return None
    return Wish(rule.kind, what, own_words)


def plain(text: str, *, commands: Commands) -> str:
    """Small letters with a space before each word, no punctuation, and one way for what is said in two."""
    return said(text, same=commands.same)


def said(text: str, *, same: Ways) -> str:
    bare = re.sub(r"[^\w' ]+", " ", text.lower().replace("\u2019", "'").replace("-", " "))
    words = "".join(f" {word.strip(chr(39))}" for word in bare.split() if word.strip("'"))
    for pattern, one in same:
        words = _re(pattern).sub(one, words)
    return words


@cache
def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _said(phrase: Phrase, *, commands: Commands) -> tuple[Rule, str, Phrase] | None:
    """The rule that it matches, wherever it stands, what fills it, and the words that are no more than the wish."""
    if re.search('["\u201c\u201d]', phrase.text):  # it was heard as somebody's words
        return None
    meant = _matched(phrase.text, commands=commands)
    return (*meant, phrase) if meant else _part_by_part(phrase, commands=commands)


def _part_by_part(phrase: Phrase, *, commands: Commands) -> tuple[Rule, str, Phrase] | None:
    """ "I'm tired. Thank you, goodnight.": each part is a wish, or stands beside one; the last wish is meant."""
    parts = list(_parts(phrase))
    texts = [" ".join(piece.text for piece in part) for part in parts]
    meant = [_matched(text, commands=commands) for text in texts]
    own = [_is(commands.own, text, commands=commands) for text in texts]
    last = next((m for m in reversed(meant) if m is not None), None)
    if last is None or len(parts) == 1:
        return None
    for text, is_wish, is_own in zip(texts, meant, own, strict=True):
        if not (is_wish or is_own or _is(commands.aside, text, commands=commands)):
            return None
    while own[0] and not meant[0]:
        del own[0], meant[0], parts[0]
    while own[-1] and not meant[-1]:
        del own[-1], meant[-1], parts[-1]
    left = tuple(piece for part in parts for piece in part)
    text = " ".join(piece.text for piece in left)
    return (*last, replace(phrase, text=text, start_s=left[0].start_s, end_s=left[-1].end_s, pieces=left))


def _parts(phrase: Phrase) -> Iterator[list[Piece]]:
    """Sentences and what stands between two commas; a line is one part."""
    part: list[Piece] = []
    for piece in phrase.pieces:
        part.append(piece)
        if piece.text.endswith((".", ",", ";", "?", "!", "\u2026")):
            yield part
            part = []
    if part:
        yield part


def _is(pattern: str, text: str, *, commands: Commands) -> bool:
    return any(_re(pattern).fullmatch(bare) for bare in _bared(plain(text, commands=commands), commands=commands))


def _matched(text: str, *, commands: Commands) -> tuple[Rule, str] | None:
    whole = plain(text, commands=commands)
    thin = _re(commands.ignored).sub("", whole)
    for words in _bared(whole, commands=commands):
        for rule in commands.rules:
            if (what := _fills(rule, words, whole=whole, commands=commands)) is not None:
                filled = _as_said(text, what, commands=commands)
                if not (rule.one_sentence and re.search(r"[.?!,]\s", filled)):
                    return rule, filled
    for words in _bared(thin, commands=commands) if thin != whole else ():
        for rule in commands.rules:
            if _fills(rule, words, whole=whole, commands=commands) == "":
                return rule, ""
    return None


def _fills(rule: Rule, words: str, *, whole: str, commands: Commands) -> str | None:
    """The plain words that fill the rule, empty where it has no place for any; None where it does not match."""
    found = next((found for pattern in rule.says if (found := _re(pattern).fullmatch(words))), None)
    if found is None or any(_re(story).fullmatch(said) for story in rule.but_not for said in (words, whole)):
        return None
    *_, what = _cuts(words if rule.whole else found.groupdict().get("what") or "", commands.polite)
    return what


def _bared(words: str, *, commands: Commands) -> Iterator[str]:
    """The words, then with less and less around them: in "say that again, please" one may go and the other not."""
    for led in _cuts(words, commands.lead):
        yield from _cuts(led, commands.tail)


def _cuts(words: str, edge: str) -> Iterator[str]:
    yield words
    while (shorter := _re(edge).sub("", words, count=1)) not in (words, ""):
        words = shorter
        yield words


def _as_said(text: str, words: str, *, commands: Commands) -> str:
    """The part of `text` that these plain words come from, with its capitals."""
    if not words:
        return ""
    spoken = text.split()
    for start in range(len(spoken)):
        for end in range(len(spoken), start, -1):
            part = " ".join(spoken[start:end])
            if plain(part, commands=commands).strip() == words.strip():
                return part.strip(" .,;:!\u2026")
    return words.strip()


def _retold(phrase: Phrase, *, commands: Commands) -> bool:
    """Somebody's words in a story: "and I told him", that's all, goodnight."""
    if phrase.after_s <= RETOLD_WITHIN_S and _re(commands.quoted).match(plain(phrase.after, commands=commands)):
        return True
    before = phrase.before
    if before is None or not _just_before(phrase):
        return False
    words = plain(before.text, commands=commands)
    if _re(commands.retold).search(words) and not _re(commands.told).search(words):
        return True
    return _said(before, commands=commands) is not None and _retold(before, commands=commands)


def _just_before(phrase: Phrase) -> str:
    """What was said up to it; a line follows the line above it."""
    if phrase.before is None or (phrase.before_s > RETOLD_WITHIN_S and phrase.end_s > 0.0):
        return ""
    return phrase.before.text
