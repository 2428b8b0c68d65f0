"""A run's weights as a Hugging Face folder."""

from pathlib import Path

import torch
from transformers import BertForMaskedLM

from . import vocabulary
from .prepare import Prepared
from .run import Progress, Run
from .train import model_of


def export(run: Run, folder: Path, share: float = 1.0) -> Progress:
    """Writes config, weights in fp16, tokenizer and vocabulary; returns how far the run was.

    `share`: how far the weights lie on the way from those of the model that the run went on from to its own.
    """
    checkpoint = run.load(torch.device("cpu"))
    data = Prepared(Path(run.settings.data))
    model = model_of(checkpoint).half()
    if share != 1:
        if run.settings.origin is None:
            raise ValueError("a run that began with new weights has no model to stay near to")
        _stay_near(model, BertForMaskedLM.from_pretrained(run.settings.origin), share)
    model.save_pretrained(folder)
    vocabulary.tokenizer(data.vocabulary, data.positions).save_pretrained(folder)
    vocabulary.write(folder / "vocab.txt", data.tokens)
    return Progress(**checkpoint["progress"])


@torch.no_grad()
def _stay_near(model: BertForMaskedLM, origin: BertForMaskedLM, share: float) -> None:
    begun = dict(origin.named_parameters())
    for name, weight in model.named_parameters():
        weight.copy_((1 - share) * begun[name].float() + share * weight.float())
