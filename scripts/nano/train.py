"""Train the network on spoken sentences; stop and go on at any time.

usage: python train.py FOLDER --speech everyday-00:1 journal:2 --held-out t --tokenizer tokenizer.json [--start nano.pt]

FOLDER keeps `last.pt` (to go on from), `nano.pt` (the averaged weights, float16) and `curve.tsv`. A run that was
stopped goes on from `last.pt`; `--seconds` is the whole budget, over which the rate falls to nothing.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import torch
import torch.nn.functional as F
from network import Whisper
from spec import NANO
from tokenizers import Tokenizer
from tokens import Ids
from torch import Tensor
from torch.optim import AdamW, Muon
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torch.utils.data import DataLoader, IterableDataset
from windows import IGNORED, Batch, Corpus, Maker, Plan

SHORT, MIDDLE, WHOLE = Plan(600, 24, 0.3), Plan(1500, 8, 0.2), Plan(3000, 5, 0.6)
EARLY, LATE = (0.65, 0.1, 0.25), (0.35, 0.15, 0.5)  # how often each plan is drawn: faster-whisper pads to 30 s
LATE_FROM = 0.6  # of the budget; short windows teach more words a second
REPORT_EVERY, SAVE_EVERY = 50, 100  # steps


class Stream(IterableDataset):
    """Batches without end, made in a process beside the training."""

    def __init__(self, maker: Maker, mix: tuple[float, ...]) -> None:
        self.maker, self.mix = maker, mix

    def __iter__(self) -> Iterator[Batch]:
        while True:
            yield self.maker.batch(self.maker.rng.choices((SHORT, MIDDLE, WHOLE), self.mix)[0])


def losses(network: Whisper, batch: Batch, *, ears: bool = True) -> tuple[Tensor, Tensor, Tensor]:
    """Attention loss, CTC loss, and the share of tokens that were right.

    Without `ears` the encoder stays as it is, and the CTC loss, which is only about the encoder, is zero.
    """
    with torch.autocast("cpu", torch.bfloat16):
        with torch.set_grad_enabled(ears and torch.is_grad_enabled()):
            sound = network.encode(batch.mel)
        logits = network.decode(batch.tokens, sound).float()
    attention = F.cross_entropy(logits.flatten(0, 1), batch.goals.flatten(), ignore_index=IGNORED)
    asked = batch.goals != IGNORED
    right = (logits.argmax(-1) == batch.goals)[asked].float().mean()
    return attention, guiding(network, sound, batch) if ears else torch.zeros(()), right


def guiding(network: Whisper, sound: Tensor, batch: Batch) -> Tensor:
    """CTC loss of the text pieces along the encodings, as far as there is sound."""
    spelt = F.log_softmax(network.guide(sound[:, : batch.sounding]).float(), -1)
    return F.ctc_loss(
        spelt.transpose(0, 1),
        torch.tensor([piece for pieces in batch.pieces for piece in pieces]),
        torch.full((len(batch.pieces),), spelt.shape[1]),
        torch.tensor([len(pieces) for pieces in batch.pieces]),
        blank=spelt.shape[2] - 1,
        zero_infinity=True,
    )


def optimisers(network: Whisper) -> list[torch.optim.Optimizer]:
    """Muon for the matrices of the blocks, AdamW for the rest; both at one rate."""
    inner = ("encoder.", "decoder.")
    matrices = [p for n, p in network.named_parameters() if p.ndim == 2 and n.startswith(inner)]
    taken = set(map(id, matrices))
    rest = [p for p in network.parameters() if id(p) not in taken]
    return [
        AdamW(rest, betas=(0.9, 0.98), weight_decay=0.01),
        Muon(matrices, adjust_lr_fn="match_rms_adamw", weight_decay=0.01),
    ]


def free_threads(most: int) -> int:
    """How many threads to use for the next step on a shared Linux machine.

    Each operation waits for its slowest thread, and a polite one beside a busy neighbour is ten times slower.
    """
    running = int(Path("/proc/loadavg").read_text().split()[3].split("/")[0])
    return max(1, most - (running - 1))


def rate(peak: float, step: int, done: float) -> float:
    """Up over the first 100 steps, level, then straight down from half of the budget on."""
    return peak * min(1.0, step / 100) * min(1.0, max(0.0, 2 * (1 - done)) + 0.01)


class Run:
    """A training run that can be left and taken up again."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options, self.tokenizer = options, Tokenizer.from_file(str(options.tokenizer))
        shape = replace(NANO, vocabulary=self.tokenizer.get_vocab_size())
        self.network = Whisper(shape, Ids.of(self.tokenizer).end)
        if options.start:
            start = torch.load(options.start)
            self.network.load_state_dict({name: weight.float() for name, weight in start.items()})
        self.average = AveragedModel(self.network, multi_avg_fn=get_ema_multi_avg_fn(0.995))
        self.optimisers = optimisers(self.network)
        self.step, self.spent, self.hours = 0, 0.0, 0.0
        if self._last.exists():
            self._take_up(torch.load(self._last))

    @property
    def _last(self) -> Path:
        return self.options.folder / "last.pt"

    def _parts(self) -> list:
        return [self.network, self.average, *self.optimisers]

    def _take_up(self, kept: dict) -> None:
        for part, state in zip(self._parts(), kept["parts"], strict=True):
            part.load_state_dict(state)
        self.step, self.spent, self.hours = kept["step"], kept["spent"], kept["hours"]

    def save(self) -> None:
        """Write beside, then rename: a run that is killed here still has its last weights."""
        parts = [part.state_dict() for part in self._parts()]
        beside = self._last.with_suffix(".new")
        torch.save({"parts": parts, "step": self.step, "spent": self.spent, "hours": self.hours}, beside)
        beside.rename(self._last)
        weights = self.average.module.state_dict()
        torch.save({name: weight.half() for name, weight in weights.items()}, self.options.folder / "nano.pt")

    def maker(self, named: list[str], seed: int) -> Maker:
        parts = [name.rpartition(":") for name in named]
        return Maker([(Corpus(Path(stem), self.tokenizer), float(w)) for stem, _, w in parts], self.tokenizer, seed)

    def batches(self, maker: Maker, done: float) -> Iterator[Batch]:
        mix = EARLY if done < LATE_FROM else LATE
        return iter(DataLoader(Stream(maker, mix), batch_size=None, num_workers=1, prefetch_factor=3))

    def learn(self, batch: Batch, done: float) -> tuple[Tensor, Tensor, Tensor]:
        torch.set_num_threads(free_threads(self.options.threads))
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = rate(self.options.rate, self.step, done)
        attention, guide, right = losses(self.network, batch, ears=not self.options.spelling)
        (attention + (0.3 if done < 0.5 else 0.15) * guide).backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        for optimiser in self.optimisers:
            optimiser.step()
            optimiser.zero_grad()
        self.average.update_parameters(self.network)
        self.step, self.hours = self.step + 1, self.hours + batch.mel.shape[0] * batch.mel.shape[2] / 360_000
        return attention.detach(), guide.detach(), right

    def report(self, seen: list[Tensor], held: list[Batch]) -> None:
        """One line of figures to the curve and to the eye; the held-out ones are of the averaged weights."""
        with torch.no_grad():
            kept = [losses(self.average.module, batch)[2].item() for batch in held]
        mean = torch.tensor([[x.item() for x in row] for row in seen]).mean(0).tolist()
        figures = [self.step, self.spent, self.hours, *mean, *kept]
        line = "\t".join(f"{figure:.4g}" if isinstance(figure, float) else str(figure) for figure in figures)
        with (self.options.folder / "curve.tsv").open("a") as curve:
            curve.write(line + "\n")
        print(line, flush=True)

    def train(self) -> None:
        budget = self.options.seconds
        maker, held_maker = self.maker(self.options.speech, self.step), self.maker([self.options.held_out + ":1"], 5)
        held = [held_maker.batch(replace(plan, size=8)) for plan in (SHORT, WHOLE)]
        batches, seen, late = self.batches(maker, self.spent / budget), [], self.spent / budget >= LATE_FROM
        clock = time.monotonic() - self.spent
        while (done := self.spent / budget) < 1:
            if done >= LATE_FROM and not late:
                batches, late = self.batches(maker, done), True
            seen.append(self.learn(next(batches), done))
            self.spent = time.monotonic() - clock
            if self.step % REPORT_EVERY == 0:
                self.report(seen, held)
                seen.clear()
            if self.step % SAVE_EVERY == 0:
                self.save()
        self.save()


def main() -> int:
    """Train within a budget of wall-clock seconds."""
    parser = argparse.ArgumentParser(description="train the small Whisper")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--speech", nargs="+", required=True, metavar="STEM:WEIGHT")
    parser.add_argument("--held-out", required=True, metavar="STEM")
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="weights to begin with")
    parser.add_argument("--seconds", type=float, default=5400)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--spelling", action="store_true", help="teach the decoder alone, four times as fast a step")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    random.seed(0)
    Run(options).train()
    return 0


if __name__ == "__main__":
    sys.exit(main())
