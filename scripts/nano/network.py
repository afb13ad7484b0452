"""Whisper's architecture in plain PyTorch, with the weight names of `spec.py`."""

import math

import torch
import torch.nn.functional as F
from spec import Shape
from torch import Tensor, nn


def sinusoids(length: int, width: int) -> Tensor:
    """(length, width): Whisper's fixed positions for sound, sines then cosines."""
    slower = torch.exp(-math.log(10_000) / (width // 2 - 1) * torch.arange(width // 2))
    angles = torch.arange(length)[:, None] * slower[None]
    return torch.cat([angles.sin(), angles.cos()], 1)


class Attention(nn.Module):
    """Many-headed attention from x (B, N, width) to itself or to a source (B, M, width)."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.value, self.out = (nn.Linear(width, width) for _ in range(3))
        self.key = nn.Linear(width, width, bias=False)

    def _split(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)

    def forward(self, x: Tensor, source: Tensor, *, causal: bool = False) -> Tensor:
        query, key, value = self._split(self.query(x)), self._split(self.key(source)), self._split(self.value(source))
        mixed = F.scaled_dot_product_attention(query, key, value, is_causal=causal)
        return self.out(mixed.transpose(1, 2).flatten(2))


class EncoderBlock(nn.Module):
    """Attention to all of the sound, then two layers on each position."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.own_norm, self.own = nn.LayerNorm(width), Attention(width, heads)
        self.feed_norm = nn.LayerNorm(width)
        self.feed_in, self.feed_out = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def feed(self, x: Tensor) -> Tensor:
        return x + self.feed_out(F.gelu(self.feed_in(self.feed_norm(x))))

    def forward(self, x: Tensor) -> Tensor:
        normed = self.own_norm(x)
        return self.feed(x + self.own(normed, normed))


class DecoderBlock(EncoderBlock):
    """Attention to the words before, then to the sound, then two layers on each position."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__(width, heads)
        self.sound_norm, self.sound = nn.LayerNorm(width), Attention(width, heads)

    def forward(self, x: Tensor, sound: Tensor) -> Tensor:
        normed = self.own_norm(x)
        x = x + self.own(normed, normed, causal=True)
        return self.feed(x + self.sound(self.sound_norm(x), sound))


class Whisper(nn.Module):
    """Frames (B, mels, T) to encodings (B, T/2, width); tokens (B, L) to logits (B, L, vocabulary).

    `guide` is used in training only: it spells the text pieces along the encodings (CTC, blank = `pieces`),
    which taught this small network to listen long before its decoder would have.
    """

    def __init__(self, shape: Shape, pieces: int) -> None:
        super().__init__()
        width = shape.width
        self.conv1 = nn.Conv1d(shape.mels, width, 3, padding=1)
        self.conv2 = nn.Conv1d(width, width, 3, stride=2, padding=1)
        self.register_buffer("sound_positions", sinusoids(shape.sound_positions, width))
        self.encoder = nn.ModuleList(EncoderBlock(width, shape.heads) for _ in range(shape.encoder_layers))
        self.encoder_norm = nn.LayerNorm(width)
        self.embedding = nn.Embedding(shape.vocabulary, width)
        self.text_positions = nn.Parameter(torch.randn(shape.text_positions, width) * 0.01)
        self.decoder = nn.ModuleList(DecoderBlock(width, shape.heads) for _ in range(shape.decoder_layers))
        self.decoder_norm = nn.LayerNorm(width)
        self.guide = nn.Linear(width, pieces + 1)
        nn.init.normal_(self.embedding.weight, std=0.02)

    def encode(self, mel: Tensor) -> Tensor:
        x = F.gelu(self.conv2(F.gelu(self.conv1(mel)))).transpose(1, 2)
        x = x + self.sound_positions[: x.shape[1]]
        for block in self.encoder:
            x = block(x)
        return self.encoder_norm(x)

    def decode(self, tokens: Tensor, sound: Tensor) -> Tensor:
        x = self.embedding(tokens) + self.text_positions[: tokens.shape[1]]
        for block in self.decoder:
            x = block(x, sound)
        return self.decoder_norm(x) @ self.embedding.weight.T
