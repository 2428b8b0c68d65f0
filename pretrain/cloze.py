"""Cloze sentences by kind (cloze.json). The answer stands in 【】; where several are right, | parts them."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from transformers import BertForMaskedLM, BertTokenizer

from .figures import Figure

SENTENCES = Path(__file__).with_name("cloze.json")
BEAMS = 20


@dataclass(frozen=True)
class Cloze:
    """A sentence with [MASK] for each character of its answer."""

    text: str
    answers: list[str]

    @staticmethod
    def parse(sentence: str) -> "Cloze":
        before, answers, after = re.fullmatch(r"(.*)【(.+)】(.*)", sentence).groups()
        choices = answers.split("|")
        return Cloze(before + "[MASK]" * len(choices[0]) + after, choices)


def sentences() -> dict[str, list[Cloze]]:
    kinds = json.loads(SENTENCES.read_text(encoding="utf-8"))
    return {kind: [Cloze.parse(s) for s in of_kind] for kind, of_kind in kinds.items()}


def figures(model: BertForMaskedLM, tokenizer: BertTokenizer) -> list[Figure]:
    """Top-1 and top-5 for each kind and for all. An answer of several characters is right only as a whole."""
    ranks = {kind: [_rank(model, tokenizer, c) for c in of_kind] for kind, of_kind in sentences().items()}
    every = [rank for of_kind in ranks.values() for rank in of_kind]
    by_kind = [f for kind, of_kind in ranks.items() for f in _figures_of(f"cloze, {kind}", of_kind, False)]
    return [*by_kind, *_figures_of("cloze, all", every, True)]


@torch.inference_mode()
def best_fillings(model: BertForMaskedLM, tokenizer: BertTokenizer, text: str) -> list[str]:
    """The five likeliest fillings of all slots together: a beam from left to right, by the chain rule."""
    ids = tokenizer(text, return_tensors="pt").input_ids.to(model.device)
    slots = (ids[0] == tokenizer.mask_token_id).nonzero()[:, 0]
    beams, scores = ids, torch.zeros(1, device=ids.device)
    for slot in slots:
        likely = model(input_ids=beams).logits[:, slot].float().log_softmax(-1)
        scores, best = (scores[:, None] + likely).flatten().topk(BEAMS)
        beams = beams[best // likely.shape[1]]
        beams[:, slot] = best % likely.shape[1]
    return ["".join(tokenizer.convert_ids_to_tokens(beam[slots])) for beam in beams[:5]]


def _rank(model: BertForMaskedLM, tokenizer: BertTokenizer, cloze: Cloze) -> int:
    """The place of the first right answer among the five best, 5 if there is none."""
    fillings = best_fillings(model, tokenizer, cloze.text)
    return next((place for place, filling in enumerate(fillings) if filling in cloze.answers), 5)


def _figures_of(name: str, ranks: list[int], decisive: bool) -> list[Figure]:
    rank, questions = np.array(ranks), np.ones(len(ranks))
    return [
        Figure(f"{name}: top-1", (rank < 1).astype(float), questions, decisive=decisive),
        Figure(f"{name}: top-5", (rank < 5).astype(float), questions, decisive=decisive),
    ]
