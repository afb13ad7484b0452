"""What the model of sentence ends sees of words. Pure.

Each word stands there as itself, as how it ends or which small word it is, and as its Brown cluster, so that a word
that no training line has is known by those it is used like.
"""

from collections.abc import Mapping

SMALL_WORDS = frozenset(
    """a an the this that these those my your his her its our their some any no every each all both half such what
    which whose i you he she it we they me him us them myself yourself himself herself itself ourselves themselves who
    whom someone something anyone anything everyone everything nobody nothing and but or nor so yet because since if
    when while although though unless until before after as than whether where why how then am is are was were be been
    being have has had having do does did doing done will would shall should can could may might must i'm you're he's
    she's it's we're they're that's there's what's i've you've we've they've i'd you'd he'd she'd we'd they'd i'll
    you'll he'll she'll it'll we'll they'll don't doesn't didn't won't wouldn't can't couldn't shouldn't isn't aren't
    wasn't weren't haven't hasn't hadn't to of in on at by for from with about into onto over under between through
    during against without within around across behind beside near off out up down away back again along not never
    just only even also too very really quite almost still already always often sometimes soon now here there today
    tonight yesterday tomorrow like well oh yes no okay said told asked felt feel think thought know knew want wanted
    need needed go went got get made make let keep kept tried try started seem seemed became become one two three more
    most much many few little other another same own enough""".split()
)
"""Those that say how a sentence is built; of other words the ending says a little."""
WORD_ENDS = "ing ed ly tion ness ment able ful ous ive al er est en y es s e t".split()
CLAUSE_WORDS = frozenset(
    "and but so because when if that who which while after before then or though although since until where what how "
    "why as than".split()
)
SUBJECTS = frozenset(
    "i he she it we they you i'm it's he's she's that's we're they're i've i'd he'd she'd there there's".split()
)
COARSE, COARSER = 6, 4
"""Bits of a cluster's path that are a coarser cluster: the first ones are the top of the tree, and lie lowest."""


def features(words: list[str], *, clusters: Mapping[str, int]) -> list[str]:
    """Of the last dozen words: the last and their kinds together, and how long ago a clause and a subject began."""
    w = ["^"] * 3 + words[-12:]
    kinds = [_kind(word) for word in w]
    last, kind = w[-1], kinds[-1]
    found = [
        f"1{last}",
        f"2{w[-2]} {last}",
        f"3{kinds[-2]} {last}",
        f"4{w[-2]} {kind}",
        f"5{kinds[-3]} {kinds[-2]} {kind}",
        f"6{kinds[-3]} {kinds[-2]} {last}",
        f"7{w[-3]} {w[-2]} {last}",
        f"8{w[-2]}",
        f"9{w[-3]}",
        f"a{kind}",
        f"b{kinds[-2]} {kind}",
        f"c{' '.join(kinds[-4:])}",
        f"n{min(len(words), 8)}",
    ]
    return found + _built(w, kinds) + _used(w, clusters=clusters)


def _built(w: list[str], kinds: list[str]) -> list[str]:
    clause, subject = _latest(w, CLAUSE_WORDS), _latest(w, SUBJECTS)
    from_clause = len(w) - 1 - clause if clause is not None else 12
    from_subject = len(w) - 1 - subject if subject is not None else 12
    found = [
        f"k{min(from_clause, 9)}",
        f"l{w[clause] if clause is not None else '^'} {min(from_clause, 6)}",
        f"m{min(from_subject, 9)}",
        f"o{min(from_subject, 5)} {kinds[-1]}",
        f"r{min(from_clause, 6)} {min(from_subject, 6)}",
    ]
    if subject is not None and from_subject > 0:
        found += [f"p{w[subject + 1]} {min(from_subject, 4)}", f"q{kinds[subject + 1]} {kinds[-1]}"]
    return found


def _kind(word: str) -> str:
    if word in SMALL_WORDS:
        return word
    return next((f"-{end}" for end in WORD_ENDS if word.endswith(end) and len(word) > len(end) + 2), "-")


def _latest(words: list[str], wanted: frozenset[str]) -> int | None:
    return next((i for i in range(len(words) - 1, -1, -1) if words[i] in wanted), None)


def _used(w: list[str], *, clusters: Mapping[str, int]) -> list[str]:
    """What words are used like the last ones, and which of them stand in the last clause."""
    like = [_like(word, clusters=clusters, bits=None) for word in w]
    coarse = [_like(word, clusters=clusters, bits=COARSE) for word in w]
    found = [
        f"A{like[-1]}",
        f"B{like[-2]} {like[-1]}",
        f"C{coarse[-2]} {coarse[-1]}",
        f"D{' '.join(coarse[-3:])}",
        f"E{' '.join(coarse[-4:])}",
        f"F{like[-2]} {w[-1]}",
        f"G{w[-2]} {like[-1]}",
        f"H{like[-2]}",
        f"I{coarse[-3]} {coarse[-2]} {w[-1]}",
        f"J{coarse[-1]}",
    ]
    begins = _latest(w, CLAUSE_WORDS | SUBJECTS)
    clause = [_like(word, clusters=clusters, bits=COARSER) for word in (w[3:] if begins is None else w[begins:])]
    if len(clause) <= 6:
        found.append(f"K{' '.join(clause)}")
    return found + [f"L{word} {clause[-1]}" for word in set(clause[:-1])]


def _like(word: str, *, clusters: Mapping[str, int], bits: int | None) -> str:
    if word in SMALL_WORDS or word == "^":
        return word
    cluster = clusters.get(word)
    if cluster is None:
        return _kind(word) if bits is None else "-"
    return f"{cluster if bits is None else cluster % 2**bits}"
