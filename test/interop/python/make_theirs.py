"""Makes models as their own libraries save them: OUT/model by transformers, OUT/adapter by peft.

    python make_theirs.py EMBEDDED OUT

The model has random weights and the embedded model's tokenizer; the adapter, of one of its layers, was trained for a
few steps on the embedded model.
"""

import sys
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForMaskedLM, AutoTokenizer, BertConfig, BertForMaskedLM

embedded, out = sys.argv[1], Path(sys.argv[2])
torch.manual_seed(0)
tokenizer = AutoTokenizer.from_pretrained(embedded)

config = BertConfig(
    vocab_size=len(tokenizer), hidden_size=48, num_hidden_layers=2, num_attention_heads=4, intermediate_size=96
)
BertForMaskedLM(config).save_pretrained(out / "model")
tokenizer.save_pretrained(out / "model")

base = AutoModelForMaskedLM.from_pretrained(embedded, dtype=torch.float32)
model = get_peft_model(base, LoraConfig(r=4, lora_alpha=8, target_modules=["query", "value"], layers_to_transform=[1], bias="all"))
optimizer = torch.optim.AdamW([weight for weight in model.parameters() if weight.requires_grad], lr=1e-2)
encoding = tokenizer("诸葛涛是蜀汉的将领。", return_tensors="pt")
labels = encoding["input_ids"].clone()
encoding["input_ids"][0, 1:4] = tokenizer.mask_token_id
for _ in range(4):
    model(**encoding, labels=labels).loss.backward()
    optimizer.step()
    optimizer.zero_grad()
model.save_pretrained(out / "adapter")
tokenizer.save_pretrained(out / "adapter")
