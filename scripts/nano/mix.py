"""Make many odd sentences out of a few good ones, for the ear alone: halves are exchanged where a joint allows it.

usage: python mix.py sentences.txt OUT.txt [--most 4000] [--leave-out unseen.txt]
       python mix.py common_words.txt OUT.txt --words

What comes out is often strange to read ("I called my aunt, but the soup was cold"), and that is welcome: the network
should spell what it hears and not what it expects.
"""

import argparse
import random
import re
import sys
from pathlib import Path

from text import words

JOINT = re.compile(r",? (?:and|but|because|before|after|when|while|until|so|than|even though|instead of) |, ")
AWAY = re.compile(r"\b(?:Anna|David|Maria|Tom|Sarah|Daniel|Julia|Peter|Emma|Michael|Laura|Ben|Lisa|Alex|Karen)\b")
NAMES = (
    "Anna David Maria Tom Sarah Daniel Julia Peter Emma Michael Laura Ben Lisa Alex Karen James John Robert Mary "
    "Paul Mark Kate Susan Nina Sam Max Leo Alice Claire Martin Simon Helen Ruth Rachel Jack Henry Oliver Sophie "
    "Grace Lucy Nora Clara Eric Kevin Brian George Frank Jane Amy Eva"
).split()

FRAMES = (
    "The {} and the {} are near the {}.",
    "She said {}, not {}.",
    "I think that {} is a {} word.",
    "He wrote {}, {} and {} on the {}.",
    "It was {} and {}, but not {}.",
    "We talked about {} and about {}.",
    "My {} is {} and your {} is {}.",
    "There is a {} in the {}.",
    "Did you say {} or {}?",
    "They like {} with {} in the {}.",
    "{}, {}, {}, {}.",
    "I remember the {} {} from {}.",
)


def framed(common: list[str], rng: random.Random, *, most: int) -> set[str]:
    """Common words in a few plain frames, where little but the sound tells which word it is."""
    frames = [rng.choice(FRAMES) for _ in range(most)]
    made = (frame.format(*rng.sample(common, frame.count("{}"))) for frame in frames)
    return {sentence[:1].upper() + sentence[1:] for sentence in made}


def halves(sentences: list[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Beginnings, and endings with the joint before them."""
    beginnings, endings = [], []
    for sentence in sentences:
        joint = JOINT.search(sentence)
        if joint and joint.start() > 8 and len(sentence) - joint.end() > 6:
            beginnings.append(sentence[: joint.start()])
            endings.append((joint.group(), sentence[joint.end() :]))
        elif sentence.endswith("."):
            beginnings.append(sentence[:-1])
    return beginnings, endings


def mixed(sentences: list[str], rng: random.Random, *, most: int) -> set[str]:
    """New sentences: two halves that did not belong together, or another name in an old sentence."""
    named = [sentence for sentence in sentences if AWAY.search(sentence)]
    beginnings, endings = halves(sentences)
    made = set()
    for _ in range(most):
        if rng.random() < 0.15:
            made.add(AWAY.sub(rng.choice(NAMES), rng.choice(named)))
        else:
            made.add(rng.choice(beginnings) + "".join(rng.choice(endings)))
    return made


def main() -> int:
    """Write mixed sentences, none of them among those to leave out."""
    parser = argparse.ArgumentParser(description="exchange halves of sentences")
    parser.add_argument("sentences", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--most", type=int, default=4000)
    parser.add_argument("--words", action="store_true", help="the file holds words and not sentences")
    parser.add_argument("--leave-out", type=Path, nargs="*", default=[])
    options = parser.parse_args()
    unseen = {words(line) for path in options.leave_out for line in path.read_text().splitlines()}
    text, rng = options.sentences.read_text(), random.Random(0)
    if options.words:
        made = framed(text.split(), rng, most=options.most)
    else:
        made = mixed(text.splitlines(), rng, most=options.most)
    kept = sorted(s for s in made if words(s) not in unseen and len(s.split()) <= 25)
    options.out.write_text("\n".join(kept) + "\n")
    print(f"{len(kept)} sentences", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
