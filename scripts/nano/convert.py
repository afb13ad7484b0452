"""Turn trained weights into a folder that faster-whisper loads.

usage: python convert.py nano.pt ../../models/whisper-nano [--quantization int8] [--heads 1.0 1.2]

The tokenizer is the one in the folder, or `--tokenizer`. `--heads` are the (layer.head) pairs that `heads.py` found.
"""

import argparse
import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from spec import NANO, save, weight_shapes, whisper_spec
from tokenizers import Tokenizer
from tokens import names

SOUND = {"feature_size": 80, "sampling_rate": 16000, "hop_length": 160, "chunk_length": 30, "n_fft": 400}


def weights(path: Path) -> dict[str, np.ndarray]:
    """float32 arrays by name."""
    return {name: value.float().numpy() for name, value in torch.load(path).items()}


def main() -> int:
    """Convert, and put what faster-whisper reads beside it."""
    parser = argparse.ArgumentParser(description="PyTorch weights to CTranslate2")
    parser.add_argument("weights", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tokenizer", type=Path)
    parser.add_argument("--quantization", default="int8")
    parser.add_argument("--heads", nargs="+", default=["1.0", "1.1", "1.2"], metavar="LAYER.HEAD")
    options = parser.parse_args()
    kept = options.folder / "tokenizer.json"
    if options.tokenizer and options.tokenizer != kept:
        options.folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(options.tokenizer, kept)
    tokens = names(Tokenizer.from_file(str(kept)))
    shape = replace(NANO, vocabulary=len(tokens))
    found = {name: value for name, value in weights(options.weights).items() if name in weight_shapes(shape)}
    heads = [tuple(map(int, pair.split("."))) for pair in options.heads]
    save(
        whisper_spec(found, shape),
        options.folder,
        tokens=tokens,
        alignment_heads=heads,
        quantization=options.quantization,
    )
    (options.folder / "preprocessor_config.json").write_text(json.dumps(SOUND) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
