"""A run's weights as a Hugging Face folder."""

from pathlib import Path

import torch

from . import vocabulary
from .prepare import Prepared
from .run import Progress, Run
from .train import model_of


def export(run: Run, folder: Path) -> Progress:
    """Writes config, weights in fp16, tokenizer and vocabulary; returns how far the run was."""
    checkpoint = run.load(torch.device("cpu"))
    data = Prepared(Path(run.settings.data))
    model_of(checkpoint).half().save_pretrained(folder)
    vocabulary.tokenizer(data.vocabulary, data.positions).save_pretrained(folder)
    vocabulary.write(folder / "vocab.txt", data.tokens)
    return Progress(**checkpoint["progress"])
