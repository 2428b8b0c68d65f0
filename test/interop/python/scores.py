"""Prints what transformers, with peft for an adapter, says of masks: for each text, the scores of its first [MASK].

    python scores.py FOLDER TEXT...          -> [[score of each word]...] as JSON
"""

import json
import sys
from pathlib import Path

import torch
from peft import PeftModel
from transformers import AutoModelForMaskedLM, AutoTokenizer

folder, texts = Path(sys.argv[1]), sys.argv[2:]
adapter = folder / "adapter_config.json"
if adapter.exists():
    base = folder / json.loads(adapter.read_text(encoding="utf-8"))["base_model_name_or_path"]
    model = PeftModel.from_pretrained(AutoModelForMaskedLM.from_pretrained(base, dtype=torch.float32), folder)
else:
    model = AutoModelForMaskedLM.from_pretrained(folder, dtype=torch.float32)
model.eval()
tokenizer = AutoTokenizer.from_pretrained(folder)

scores = []
for text in texts:
    encoding = tokenizer(text, return_tensors="pt")
    slot = encoding["input_ids"][0].tolist().index(tokenizer.mask_token_id)
    with torch.no_grad():
        scores.append(model(**encoding).logits[0, slot].tolist())
print(json.dumps(scores))
