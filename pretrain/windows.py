"""Windows: documents as token ids, cut to the length that the model reads at once."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from transformers import BertTokenizer

from . import vocabulary
from .corpus import Document

SHORTEST = 6
"""Tokens. What is left of a document and is shorter has no context to learn from."""


@dataclass(frozen=True)
class Windows:
    """Token ids of all windows in a row, without [CLS] and [SEP].

    `tokens` [all tokens] uint16, `starts` [windows + 1] int64, `documents` [windows] int32: the document of
    each.
    """

    tokens: np.ndarray
    starts: np.ndarray
    documents: np.ndarray

    def __len__(self) -> int:
        return len(self.documents)

    @property
    def lengths(self) -> np.ndarray:
        return np.diff(self.starts)

    def save(self, path: Path) -> None:
        np.savez(path, tokens=self.tokens, starts=self.starts, documents=self.documents)

    @staticmethod
    def load(path: Path) -> "Windows":
        with np.load(path) as arrays:
            return Windows(arrays["tokens"], arrays["starts"], arrays["documents"])


def cut(documents: Iterable[Document], tokenizer: BertTokenizer, positions: int) -> Windows:
    """Documents cut to windows of `positions` tokens with [CLS] and [SEP]. None spans two documents."""
    width = positions - 2
    pieces: list[np.ndarray] = []
    of_document: list[int] = []
    for number, ids in enumerate(_token_ids(documents, tokenizer)):
        for start in range(0, len(ids), width):
            piece = ids[start : start + width]
            if len(piece) >= SHORTEST:
                pieces.append(piece)
                of_document.append(number)
    starts = np.cumsum([0, *map(len, pieces)], dtype=np.int64)
    tokens = np.concatenate(pieces) if pieces else np.zeros(0, np.uint16)
    return Windows(tokens, starts, np.array(of_document, np.int32))


class DeviceWindows:
    """Windows whose ids live on a device, so that batches are gathered there and a GPU need not wait."""

    def __init__(self, windows: Windows, device: torch.device) -> None:
        self.lengths = windows.lengths
        self._tokens = torch.from_numpy(windows.tokens.astype(np.int32)).to(device)
        self._starts = torch.from_numpy(windows.starts).to(device)

    def batch(self, chosen: np.ndarray) -> torch.Tensor:
        """Ids [windows, tokens] int64: [CLS] … [SEP], padded with [PAD] to a multiple of 32.

        Few different lengths, because `torch.compile` compiles each anew.
        """
        device = self._tokens.device
        longest = int(self.lengths[chosen].max()) + 2
        rows = torch.from_numpy(chosen).to(device)
        start, end = self._starts[rows, None], self._starts[rows + 1, None]
        at = start - 1 + torch.arange(-(-longest // 32) * 32, device=device)
        ids = self._tokens[at.clamp(0, len(self._tokens) - 1)].long()
        ids = torch.where(at < end, ids, vocabulary.PAD)
        ids = torch.where(at == end, vocabulary.SEP, ids)
        ids[:, 0] = vocabulary.CLS
        return ids


def _token_ids(documents: Iterable[Document], tokenizer: BertTokenizer) -> Iterator[np.ndarray]:
    """The ids of each document, its lines joined. Encoded by the hundred, on all cores."""
    fast, rest = tokenizer.backend_tokenizer, iter(documents)
    fast.no_truncation()  # a tokenizer's file may ask for it, and paragraphs would lose their ends
    while group := list(itertools.islice(rest, 100)):
        lines = [line for document in group for line in document]
        encoded = iter(fast.encode_batch(lines, add_special_tokens=False))
        for document in group:
            ids = [line.ids for line in itertools.islice(encoded, len(document))]
            yield np.fromiter(itertools.chain.from_iterable(ids), np.uint16)
