"""Choose short plain sentences to train on from a folder of comments (GoEmotions' `train.tsv`).

usage: python text.py COMMENTS.tsv OUT.txt [--leave-out unseen.txt held-out.txt]

The comments stay where they are: only the training reads them, and nothing of them is kept in the project.
"""

import argparse
import random
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

PLAIN = re.compile(r"[A-Za-z' ,.?!-]+")
SENTENCE_END = re.compile(r"(?<=[.?!]) +")
FEWEST_WORDS, MOST_WORDS, LONGEST_WORD = 3, 25, 16


def words(sentence: str) -> str:
    """Lower-case words alone: what two sentences share when they are the same to the ear."""
    return " ".join(re.sub(r"[^a-z' ]", " ", sentence.lower()).split())


def tidy(sentence: str) -> str:
    """One capital at the front, one mark at the end, so that the model learns a single habit."""
    sentence = re.sub(r"\bi\b", "I", " ".join(sentence.split()))
    sentence = re.sub(r"([.?!])[.?!]+$", r"\1", sentence).rstrip(" ,-")
    return sentence[:1].upper() + sentence[1:] + ("" if sentence[-1:] in ".?!" else ".")


def is_speakable(sentence: str) -> bool:
    """Whether espeak-ng would say these letters as words: shouted or spelt-out words are named, not said."""
    said = sentence.split()
    shouted = any(len(word) > 1 and word.isupper() for word in said)
    return (
        PLAIN.fullmatch(sentence) is not None
        and FEWEST_WORDS <= len(said) <= MOST_WORDS
        and max(map(len, said)) <= LONGEST_WORD
        and not shouted
    )


def sentences(comments: Iterable[str]) -> Iterator[str]:
    """Plain sentences out of comments; a comment with one mask or odd sign gives only its clean sentences."""
    for comment in comments:
        for part in SENTENCE_END.split(comment.replace("\u2019", "'").strip()):
            if is_speakable(part.strip()):
                yield tidy(part.strip())


def main() -> int:
    """Write the chosen sentences, shuffled; a missing source is told and is no failure."""
    parser = argparse.ArgumentParser(description="choose plain sentences to train on")
    parser.add_argument("comments", type=Path, help="comments, one a line, the text before the first tab")
    parser.add_argument("out", type=Path)
    parser.add_argument("--leave-out", type=Path, nargs="*", default=[], help="sentences that must stay unseen")
    parser.add_argument("--most", type=int, default=30_000)
    options = parser.parse_args()
    if not options.comments.exists():
        print(f"{options.comments} is not here: training goes on with the journal's own sentences.", file=sys.stderr)
        return 0
    unseen = {words(line) for path in options.leave_out for line in path.read_text().splitlines()}
    lines = (line.split("\t")[0] for line in options.comments.read_text().splitlines())
    chosen = {words(s): s for s in sentences(lines) if words(s) not in unseen}
    kept = list(chosen.values())
    random.Random(0).shuffle(kept)
    options.out.write_text("\n".join(kept[: options.most]) + "\n")
    print(f"{min(len(kept), options.most)} sentences of {len(kept)}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
