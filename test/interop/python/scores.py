"""Says what transformers, with peft for an adapter, makes of masks. Reads questions from standard input, a line each:

    {"folder": …, "texts": […]}    ->    [[score of each word] for the first [MASK] of each text]
"""

import json
import sys
from pathlib import Path

import torch
from peft import PeftModel
from transformers import AutoModelForMaskedLM, AutoTokenizer


def load(folder):
    adapter = folder / "adapter_config.json"
    if not adapter.exists():
        return AutoModelForMaskedLM.from_pretrained(folder, dtype=torch.float32)
    base = folder / json.loads(adapter.read_text(encoding="utf-8"))["base_model_name_or_path"]
    return PeftModel.from_pretrained(AutoModelForMaskedLM.from_pretrained(base, dtype=torch.float32), folder)


@torch.no_grad()
def scores_of(text, model, tokenizer):
    encoding = tokenizer(text, return_tensors="pt")
    slot = encoding["input_ids"][0].tolist().index(tokenizer.mask_token_id)
    return model(**encoding).logits[0, slot].tolist()


for line in sys.stdin:
    question = json.loads(line)
    folder = Path(question["folder"])
    model, tokenizer = load(folder).eval(), AutoTokenizer.from_pretrained(folder)
    print(json.dumps([scores_of(text, model, tokenizer) for text in question["texts"]]), flush=True)
