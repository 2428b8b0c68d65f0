"""Corpus text → vocabulary and windows."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from . import corpus, vocabulary, windows
from .corpus import Document
from .windows import Windows

VOCABULARY, TRAINING, HELD_OUT, POSITIONS = "vocab.txt", "training.npz", "heldout.npz", "positions.txt"


def prepare(
    source: Path, out: Path, positions: int, vocabulary_of: Path | None, characters: int | None
) -> dict[str, int | float]:
    """Writes the folder `out` that runs train on; returns what is in it."""
    out.mkdir(parents=True, exist_ok=True)

    def modern() -> Iterator[Document]:
        return filter(corpus.is_modern, corpus.documents(source / corpus.TRAINING, characters))

    _take_vocabulary(out / VOCABULARY, vocabulary_of, modern)
    tokenizer = vocabulary.tokenizer(out / VOCABULARY, positions)
    training = windows.cut(modern(), tokenizer, positions)
    training.save(out / TRAINING)
    windows.cut(corpus.documents(source / corpus.HELD_OUT), tokenizer, positions).save(out / HELD_OUT)
    (out / POSITIONS).write_text(f"{positions}\n")
    return {
        "vocabulary": len(tokenizer),
        "tokens": len(training.tokens),
        "windows": len(training),
        "unknown, %": round(100 * float((training.tokens == vocabulary.UNKNOWN).mean()), 3),
    }


class Prepared:
    """What a prepared folder holds."""

    def __init__(self, folder: Path) -> None:
        self.vocabulary = folder / VOCABULARY
        self.positions = int((folder / POSITIONS).read_text())
        self.tokens = vocabulary.read(self.vocabulary)
        self.training = Windows.load(folder / TRAINING)
        self.held_out = Windows.load(folder / HELD_OUT)


def _take_vocabulary(out: Path, model: Path | None, documents: Callable[[], Iterator[Document]]) -> None:
    if model is None:
        vocabulary.write(out, vocabulary.build(documents()))
    else:
        shutil.copyfile(model / "vocab.txt", out)
