"""The corpus: one paragraph a line, documents parted by an empty line."""

import lzma
from collections.abc import Iterator
from pathlib import Path

TRAINING, HELD_OUT = "zh-pretrain.txt.xz", "zh-heldout.txt"

Document = list[str]


def documents(path: Path, characters: int | None = None) -> Iterator[Document]:
    """The documents of a text file (`.xz` or plain), up to the one that reaches a number of characters."""
    left = characters
    document: Document = []
    for line in _lines(path):
        if line:
            document.append(line)
        elif document:
            yield document
            if left is not None and (left := left - sum(map(len, document))) <= 0:
                return
            document = []


def is_modern(document: Document) -> bool:
    """Whether at least 1.2 % of a document is 的.

    Old and classical texts and poems hardly have it. What they would take of the time goes to the Chinese
    that people write today.
    """
    characters = sum(map(len, document))
    return sum(line.count("的") for line in document) >= 0.012 * characters


def _lines(path: Path) -> Iterator[str]:
    opened = lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8")
    with opened as file:
        for line in file:
            yield line.rstrip("\n")
    yield ""
