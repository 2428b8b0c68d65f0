"""The weights that training starts from.

From BERT's usual ones a small model stands still at the loss of single-word frequencies (6.1) for the first
1.5 million tokens: it has to find out where things are before it can learn what they mean. These weights know
both from the start.
"""

import math

import numpy as np
import torch
from transformers import BertForMaskedLM

from .windows import Windows

EMBEDDING_SPREAD = 0.02
"""Standard deviation of all embeddings, as BERT starts with."""

NEIGHBOURS = ((-1, 1, -2, 2), (-1, 1, -3, 3), (-1, 1))
"""Where the heads of the first three layers look, in tokens."""

DISTANCE_WEIGHTS = (1.0, 0.7, 0.5, 0.35, 0.25)
"""How much a neighbour counts that is one to five tokens away."""


@torch.no_grad()
def initialise(model: BertForMaskedLM, windows: Windows) -> None:
    embeddings, size = model.bert.embeddings, model.config.vocab_size
    positions, width = embeddings.position_embeddings.weight.shape
    embeddings.word_embeddings.weight.copy_(neighbour_embeddings(windows.tokens, size, width))
    embeddings.position_embeddings.weight.copy_(sinusoids(positions, width))
    model.cls.predictions.bias.copy_(log_frequencies(windows.tokens, size))
    for layer in model.bert.encoder.layer:
        widen_values(layer)
    for layer, offsets in zip(model.bert.encoder.layer, NEIGHBOURS, strict=False):
        look_at_neighbours(layer.attention.self, offsets)


def log_frequencies(tokens: np.ndarray, size: int) -> torch.Tensor:
    """[size] the output's bias: what to say when nothing is known. Saves the first hundred steps."""
    frequency = np.bincount(tokens, minlength=size) + 1.0
    return torch.from_numpy(np.log(frequency / frequency.sum())).float()


def sinusoids(positions: int, width: int) -> torch.Tensor:
    """[positions, width] sine | cosine (Vaswani 2017): a step aside is the same rotation everywhere."""
    angle = torch.arange(positions)[:, None] * _frequencies(width)
    waves = torch.cat([angle.sin(), angle.cos()], dim=1)
    return waves * (EMBEDDING_SPREAD / waves.std())


def neighbour_embeddings(tokens: np.ndarray, size: int, width: int) -> torch.Tensor:
    """[size, width] words that keep the same company lie close together (病: 疾 患 诊 疫).

    A truncated singular value decomposition U·√S of the positive pointwise mutual information of tokens at
    most five apart, the contexts' frequencies to the power 0.75 (Levy 2015). Tokens that are hardly there
    start at random.
    """
    count = _neighbour_counts(tokens, size)
    total = count.sum(1)
    context = total**0.75
    context /= context.sum()
    with np.errstate(divide="ignore"):
        information = np.log(count / np.maximum(total, 1)[:, None] / np.maximum(context, 1e-12))
    positive = torch.from_numpy(np.maximum(information, 0).astype(np.float32))
    left, singular, _ = torch.svd_lowrank(positive, q=width, niter=3)
    embeddings = left * singular.sqrt()
    embeddings -= embeddings.mean(0)
    embeddings *= EMBEDDING_SPREAD / embeddings.std()
    rare = torch.from_numpy(total < 5)
    embeddings[rare] = torch.randn(int(rare.sum()), width) * EMBEDDING_SPREAD
    return embeddings


def widen_values(layer: torch.nn.Module) -> None:
    """Value and output products so large that what a head looks at gets through beside the token itself."""
    width = layer.attention.output.dense.weight.shape[0]
    layer.attention.self.value.weight.normal_(0, width**-0.5)
    layer.attention.output.dense.weight.normal_(0, 0.7 * width**-0.5)


def look_at_neighbours(attention: torch.nn.Module, offsets: tuple[int, ...], gain: float = 1.4) -> None:
    """Makes one head for each offset attend to the token so many places away.

    On sinusoidal positions: a pair of rows of the key copies one wave's sine and cosine, the query's the
    same, turned by the angle of the offset. Their product is largest where key and query are `offset` apart.
    The rest of the head is damped.
    """
    query, key = attention.query.weight, attention.key.weight
    width, head = query.shape[1], attention.attention_head_size
    half, waves = head // 2, width // 2
    chosen = np.linspace(0, waves * 0.72, half).astype(int)
    frequency = _frequencies(width)
    for start, offset in zip(range(0, width, head), offsets, strict=False):
        query[start : start + head] *= 0.1
        key[start : start + head] *= 0.1
        for row, wave in enumerate(chosen, start):
            angle = offset * float(frequency[wave])
            turn = gain * torch.tensor(
                [[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]]
            )
            for r, matrix in ((key, gain * torch.eye(2)), (query, turn)):
                r[row, wave], r[row, waves + wave] = matrix[0]
                r[row + half, wave], r[row + half, waves + wave] = matrix[1]


def _frequencies(width: int) -> torch.Tensor:
    """[width / 2] radians a token."""
    return 10000 ** (-2 * torch.arange(width // 2) / width)


def _neighbour_counts(tokens: np.ndarray, size: int, portion: int = 4_000_000) -> np.ndarray:
    """[size, size] how often two tokens are near each other, by distance, both ways."""
    count = np.zeros(size * size, np.float32)
    for distance, weight in enumerate(DISTANCE_WEIGHTS, 1):
        for start in range(0, len(tokens) - distance, portion):
            right = tokens[start + distance : start + distance + portion]
            pair = tokens[start : start + len(right)].astype(np.int64) * size + right
            count += np.float32(weight) * np.bincount(pair, minlength=size * size).astype(np.float32)
    square = count.reshape(size, size)
    return square + square.T
