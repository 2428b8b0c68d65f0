"""How well a model finds the hidden tokens of texts that it was not trained on."""

import numpy as np
import torch
from transformers import BertForMaskedLM

from . import masking, vocabulary
from .figures import Figure
from .windows import DeviceWindows, Windows

RATE, SEED, BATCH = 0.15, 7, 64

WAYS = {"single tokens": (1.0,), "spans of 1-4": masking.LENGTHS}
"""The ways of hiding, each with the shares of its lengths."""


def figures(model: BertForMaskedLM, windows: Windows) -> list[Figure]:
    """Loss, top-1 and top-5 for either way. The same windows always give the same questions."""
    return [f for way in WAYS for f in _figures_of(model, windows, way)]


def loss(model: BertForMaskedLM, windows: Windows) -> float:
    """The loss on single tokens alone, to look at on the way."""
    return _figures_of(model, windows, next(iter(WAYS)))[0].value


def hidden_places(shape: tuple[int, int], lengths: tuple[float, ...]) -> np.ndarray:
    """[windows, tokens] bool: about 15 % hidden, in spans apart from each other with the shares of lengths.

    Between two spans stand 1/q tokens on average, so q = rate / (mean length · (1 - rate)).
    """
    random = np.random.default_rng(SEED)
    mean = sum(share * length for length, share in enumerate(lengths, 1))
    beginning = RATE / (mean * (1 - RATE))
    hidden = np.zeros(shape, bool)
    left, was_hidden = np.zeros(shape[0], np.int64), np.zeros(shape[0], bool)
    for place in range(shape[1]):
        begins = (left == 0) & ~was_hidden & (random.random(shape[0]) < beginning)
        left = np.where(begins, random.choice(len(lengths), shape[0], p=lengths) + 1, left)
        was_hidden = hidden[:, place] = left > 0
        left = np.maximum(left - 1, 0)
    return hidden


@torch.inference_mode()
def _figures_of(model: BertForMaskedLM, windows: Windows, way: str) -> list[Figure]:
    on_device = DeviceWindows(windows, model.device)
    hidden = hidden_places((len(windows), int(windows.lengths.max())), WAYS[way])
    sums = np.zeros((4, int(windows.documents.max()) + 1))
    for start in range(0, len(windows), BATCH):
        rows = np.arange(start, min(start + BATCH, len(windows)))
        answers, row = _ask(model, on_device.batch(rows), hidden[rows])
        np.add.at(sums.T, windows.documents[rows[row]], answers)
    questions, lost, first, fifth = sums[:, sums[0] > 0]
    return [
        Figure(f"{way}: loss", lost, questions, lower_is_better=True),
        Figure(f"{way}: top-1", first, questions),
        Figure(f"{way}: top-5", fifth, questions),
    ]


def _ask(model: BertForMaskedLM, ids: torch.Tensor, hidden: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each hidden token (1, loss, is first, is among five) and its row in the batch."""
    places = torch.zeros_like(ids, dtype=torch.bool)
    width = min(hidden.shape[1], ids.shape[1] - 1)
    places[:, 1 : 1 + width] = torch.from_numpy(hidden[:, :width]).to(ids.device)
    places &= ids >= vocabulary.FIRST
    seen, true = ids.masked_fill(places, vocabulary.MASK), ids[places]
    state = model.bert(input_ids=seen, attention_mask=(ids != vocabulary.PAD).long()).last_hidden_state
    logits = model.cls(state[places]).float()
    lost = torch.nn.functional.cross_entropy(logits, true, reduction="none")
    among = logits.topk(5).indices == true[:, None]
    answers = torch.stack([torch.ones_like(lost), lost, among[:, 0].float(), among.any(1).float()], dim=1)
    return answers.cpu().numpy(), places.nonzero()[:, 0].cpu().numpy()
