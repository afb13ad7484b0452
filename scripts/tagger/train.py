"""Makes `weights.npz`, `steps.json` and `figures.json` in `models/tagger` from the training lines and GoEmotions.

usage: python -m tagger.train GOEMOTIONS_FOLDER

What is learnt from a line is never used to judge that same line: the lines are split by their writers, and the second
step and all thresholds are chosen on sentences whose writers the first step had not read.
"""

import json
import sys
from hashlib import sha256
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from tagger import danger, go, sentences, themes
from tagger.clusters import clusters
from tagger.data import ANY, LABELS, ROOT, goemotions, reflections, rows, single
from tagger.heard import Rules
from tagger.split import FOLDS

from assistant.adapters.tagger.features import Features, tokens
from assistant.adapters.tagger.network import Network
from assistant.adapters.tagger.weights import saved, write

OUT = ROOT / "models" / "tagger"


def main(comments: Path) -> None:
    lines, whole = single(), reflections()
    dangerous = danger.Rows(list(rows("danger")), [*rows("danger_second"), *rows("danger_plain")])
    texts = [line.text for line in lines] + [r.text for r in whole] + [row["text"] for row in dangerous.all]
    known = clusters({t for text in texts + goemotions(comments, "train").texts for t in tokens(text)})
    features = Features(known)
    heads = go.STEPS + (FOLDS + 1) * (len(LABELS) + len(ANY) + 1 + themes.HEADS + danger.HEADS)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("the rules read the lines", total=heads)
        hear = Rules()
        heard = {text: hear(text) for text in texts}

        def told() -> None:
            progress.advance(task)

        progress.update(task, description="GoEmotions")
        layers, go_figures = go.train(comments, known, told=told)
        progress.update(task, description="feelings and doings")
        given = sentences.Given(lines, whole, heard, features, Network(layers, known))
        own, decider, figures = sentences.train(given, told=told)
        progress.update(task, description="themes")
        theme_block, theme_step, theme_figures = themes.train(whole, heard, features=features, told=told)
        progress.update(task, description="danger")
        work = danger.Work(dangerous, whole, lines, heard, features=features)
        danger_block, danger_step, danger_figures = work.train(told=told)
    told_figures = {
        "unread_writers": figures,
        "themes": theme_figures,
        "danger": danger_figures,
        "goemotions": go_figures,
    }
    blocks = {"own": own, "themes": theme_block, "danger": danger_block}
    arrays = saved(blocks, layers, words=list(known), clusters=list(known.values()), version="")
    steps = {"sentences": sentences.plain(decider), "themes": theme_step, "danger": danger_step}
    _keep(arrays, steps, told_figures)
    json.dump({**told_figures, "bytes": (OUT / "weights.npz").stat().st_size}, sys.stdout)


def _keep(arrays: dict[str, object], steps: dict[str, object], figures: dict[str, object]) -> None:
    """All three files, once each is whole. Weights and steps bear one mark of what is in them."""
    bytes_of = b"".join(np.asarray(arrays[name]).tobytes() for name in sorted(arrays))
    version = sha256(bytes_of + json.dumps(steps).encode()).hexdigest()[:8]
    write(OUT / "weights.new", arrays | {"version": version})
    for name, data in (("steps", {"version": version, **steps}), ("figures", figures)):
        (OUT / f"{name}.new").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    for name in ("weights.npz", "steps.json", "figures.json"):
        (OUT / name).with_suffix(".new").replace(OUT / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
