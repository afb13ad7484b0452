"""Prints the points of `people.toml` as a logistic regression over the reflections has them, and how well they do on
writers whom it had not read: PYTHONPATH=scripts python -m tagger.people. They go into the file by hand,
rounded, and a few are set otherwise, which the file tells.
"""

import sys

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from tagger.data import ROOT, reflections
from tagger.split import folds

from assistant.adapters.tagger.people import Persons
from assistant.adapters.tagger.presence import SIGNS
from assistant.adapters.tagger.rules import read_toml

LEAST = (0.2, 0.25, 0.3, 0.35)


def main() -> None:
    persons = Persons(read_toml(ROOT / "models" / "tagger", "people.toml"))
    rows, takes_part, writers, wanted = [], [], [], 0
    for reflection in reflections():
        wanted += len(reflection.people)
        for label, signs in persons.signs(reflection.text).items():
            rows.append([signs[sign] for sign in SIGNS])
            takes_part.append(label in reflection.people)
            writers.append(reflection.writer)
    x, y = np.array(rows), np.array(takes_part)
    likely = np.zeros(len(y))
    for others, held in folds(writers):
        likely[held] = _fitted(x[others], y[others]).predict_proba(x[held])[:, 1]
    for least in LEAST:
        said = likely >= least
        f1 = 2 * int((said & y).sum()) / (int(said.sum()) + wanted)
        sys.stdout.write(f"least {least}: micro F1 {f1:.3f}\n")
    for sign, points in zip(SIGNS, _fitted(x, y).coef_[0], strict=True):
        sys.stdout.write(f"{sign} = {points:.2f}\n")


def _fitted(rows: NDArray[np.float64], truth: NDArray[np.bool_]) -> LogisticRegression:
    """`always` takes the place of the intercept."""
    return LogisticRegression(max_iter=3000, fit_intercept=False).fit(rows, truth)


if __name__ == "__main__":
    main()
