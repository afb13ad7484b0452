"""Whisper's weights, by name and shape, and the way from them to CTranslate2's form. numpy and ctranslate2 only.

Any source of weights will do: our own network (`convert.py`), or random numbers for a bench that wants the
work of a larger Whisper without having one:

    save(whisper_spec(random_weights(BASE_EN), BASE_EN), folder, tokens=tokens, alignment_heads=[(5, 0)])
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from ctranslate2.specs.whisper_spec import WhisperSpec

Weights = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Shape:
    """How large a Whisper is."""

    width: int
    heads: int
    encoder_layers: int
    decoder_layers: int
    vocabulary: int
    mels: int = 80
    sound_positions: int = 1500  # 20 ms each
    text_positions: int = 448


NANO = Shape(width=192, heads=3, encoder_layers=4, decoder_layers=2, vocabulary=1990)
BASE_EN = Shape(width=512, heads=8, encoder_layers=6, decoder_layers=6, vocabulary=51864)


def _linear(name: str, rows: int, columns: int, *, bias: bool = True) -> dict[str, tuple[int, ...]]:
    return {f"{name}.weight": (rows, columns)} | ({f"{name}.bias": (rows,)} if bias else {})


def _norm(name: str, width: int) -> dict[str, tuple[int, ...]]:
    return {f"{name}.weight": (width,), f"{name}.bias": (width,)}


def _attention(name: str, width: int) -> dict[str, tuple[int, ...]]:
    """Whisper's keys have no bias: it would cancel out in the softmax."""
    shapes: dict[str, tuple[int, ...]] = {}
    for part in ("query", "key", "value", "out"):
        shapes |= _linear(f"{name}.{part}", width, width, bias=part != "key")
    return shapes


def _block(name: str, width: int, *, looks_at_sound: bool) -> dict[str, tuple[int, ...]]:
    shapes = _norm(f"{name}.own_norm", width) | _attention(f"{name}.own", width)
    if looks_at_sound:
        shapes |= _norm(f"{name}.sound_norm", width) | _attention(f"{name}.sound", width)
    shapes |= _norm(f"{name}.feed_norm", width)
    return shapes | _linear(f"{name}.feed_in", 4 * width, width) | _linear(f"{name}.feed_out", width, 4 * width)


def weight_shapes(shape: Shape) -> dict[str, tuple[int, ...]]:
    """Every weight's name and numpy shape; linear weights are (outputs, inputs)."""
    width = shape.width
    shapes: dict[str, tuple[int, ...]] = {
        "conv1.weight": (width, shape.mels, 3),
        "conv1.bias": (width,),
        "conv2.weight": (width, width, 3),
        "conv2.bias": (width,),
        "sound_positions": (shape.sound_positions, width),
        "embedding.weight": (shape.vocabulary, width),
        "text_positions": (shape.text_positions, width),
    }
    for layer in range(shape.encoder_layers):
        shapes |= _block(f"encoder.{layer}", width, looks_at_sound=False)
    for layer in range(shape.decoder_layers):
        shapes |= _block(f"decoder.{layer}", width, looks_at_sound=True)
    return shapes | _norm("encoder_norm", width) | _norm("decoder_norm", width)


def random_weights(shape: Shape, seed: int = 0) -> dict[str, np.ndarray]:
    """float32 weights that mean nothing, small enough that nothing overflows."""
    rng = np.random.default_rng(seed)
    weights = {}
    for name, size in weight_shapes(shape).items():
        is_gain = name.endswith("norm.weight")
        weights[name] = np.ones(size, np.float32) if is_gain else rng.normal(0, 0.02, size).astype(np.float32)
    return weights


class _Filler:
    """Puts weights into the slots of a spec."""

    def __init__(self, weights: Weights) -> None:
        self.weights = {name: np.ascontiguousarray(value, np.float32) for name, value in weights.items()}

    def linear(self, slot, *names: str) -> None:
        """One matrix of several under each other; a bias that is not there counts as zero."""
        rows = [self.weights[f"{name}.weight"] for name in names]
        none = [np.zeros(len(row), np.float32) for row in rows]
        slot.weight = np.concatenate(rows)
        slot.bias = np.concatenate([self.weights.get(f"{n}.bias", zero) for n, zero in zip(names, none, strict=True)])

    def norm(self, slot, name: str) -> None:
        slot.gamma, slot.beta = self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]

    def block(self, slot, name: str, *, looks_at_sound: bool) -> None:
        own, feed = slot.self_attention, slot.ffn
        self.norm(own.layer_norm, f"{name}.own_norm")
        self.linear(own.linear[0], f"{name}.own.query", f"{name}.own.key", f"{name}.own.value")
        self.linear(own.linear[1], f"{name}.own.out")
        if looks_at_sound:
            self.norm(slot.attention.layer_norm, f"{name}.sound_norm")
            self.linear(slot.attention.linear[0], f"{name}.sound.query")
            self.linear(slot.attention.linear[1], f"{name}.sound.key", f"{name}.sound.value")
            self.linear(slot.attention.linear[2], f"{name}.sound.out")
        self.norm(feed.layer_norm, f"{name}.feed_norm")
        self.linear(feed.linear_0, f"{name}.feed_in")
        self.linear(feed.linear_1, f"{name}.feed_out")


def whisper_spec(weights: Weights, shape: Shape) -> WhisperSpec:
    """The weights in CTranslate2's arrangement, without a vocabulary and not yet quantised."""
    spec, fill = WhisperSpec(shape.encoder_layers, shape.heads, shape.decoder_layers, shape.heads), _Filler(weights)
    encoder, decoder = spec.encoder, spec.decoder
    fill.linear(encoder.conv1, "conv1")
    fill.linear(encoder.conv2, "conv2")
    encoder.position_encodings.encodings = fill.weights["sound_positions"]
    for layer, slot in enumerate(encoder.layer):
        fill.block(slot, f"encoder.{layer}", looks_at_sound=False)
    fill.norm(encoder.layer_norm, "encoder_norm")
    decoder.embeddings.weight = decoder.projection.weight = fill.weights["embedding.weight"]
    decoder.position_encodings.encodings = fill.weights["text_positions"]
    decoder.scale_embeddings = False
    for layer, slot in enumerate(decoder.layer):
        fill.block(slot, f"decoder.{layer}", looks_at_sound=True)
    fill.norm(decoder.layer_norm, "decoder_norm")
    return spec


def save(
    spec: WhisperSpec,
    folder: Path,
    *,
    tokens: Sequence[str],
    alignment_heads: Sequence[tuple[int, int]],
    quantization: str = "int8",
) -> None:
    """Write model.bin, config.json and vocabulary.json. `tokens` in the order of their ids.

    `alignment_heads` are the (layer, head) pairs whose looks at the sound give word times.
    """
    at = {token: i for i, token in enumerate(tokens)}
    spec.register_vocabulary(list(tokens))
    spec.config.suppress_ids = []
    # Whisper forbids an empty answer as the first token; after a first timestamp it may still say nothing.
    spec.config.suppress_ids_begin = [at["<|endoftext|>"]]
    spec.config.lang_ids = [at["<|en|>"]] if "<|en|>" in at else []
    spec.config.alignment_heads = [list(pair) for pair in alignment_heads]
    spec.validate()
    spec.optimize(quantization=quantization)
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
