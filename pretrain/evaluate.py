"""A model folder's figures, and the comparison of two folders."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import torch
from transformers import BertForMaskedLM, BertTokenizer

from . import cloze, corpus, heldout, windows
from .figures import Difference, Figure

POSITIONS = 128
"""Windows as the smallest model reads them, so that all are asked the same."""


def evaluate(folder: Path, source: Path, device: torch.device) -> list[Figure]:
    """The figures of a model folder on the held-out texts of a corpus and on the cloze sentences, in fp32."""
    model = BertForMaskedLM.from_pretrained(folder, dtype=torch.float32).to(device).eval()
    tokenizer = BertTokenizer.from_pretrained(folder)
    texts = windows.cut(corpus.documents(source / corpus.HELD_OUT), tokenizer, POSITIONS)
    return heldout.figures(model, texts) + cloze.figures(model, tokenizer)


def table(figures: list[Figure]) -> str:
    """As a Markdown table."""
    lines = ["| figure | value | 95 % interval | questions |", "| --- | --- | --- | --- |"]
    for f in figures:
        low, high = f.interval()
        show = _shown(f.name)
        lines.append(
            f"| {f.name} | {show(f.value)} | {show(low)} to {show(high)} | {f.questions.sum():,.0f} |"
        )
    return "\n".join(lines)


def comparison(found: list[Difference]) -> str:
    """As a Markdown table."""
    lines = ["| figure | new less old | 95 % interval | clearly better |", "| --- | --- | --- | --- |"]
    for d in found:
        show = _shown(d.name, sign="+")
        verdict = "yes" if d.better else "no"
        lines.append(f"| {d.name} | {show(d.by)} | {show(d.low)} to {show(d.high)} | {verdict} |")
    return "\n".join(lines)


def as_json(figures: list[Figure], found: list[Difference]) -> str:
    values = {
        f.name: {"value": f.value, "interval": f.interval(), "questions": f.questions.sum()} for f in figures
    }
    return json.dumps({"figures": values, "differences": [asdict(d) for d in found]}, indent=2) + "\n"


def _shown(name: str, sign: str = "") -> Callable[[float], str]:
    return (lambda v: f"{v:{sign}.3f}") if name.endswith("loss") else (lambda v: f"{100 * v:{sign}.1f} %")
