"""Trains with PyTorch and transformers (full) or peft (LoRA), in turns that bench/contestant.ts asks for.

    python train.py <model folder> full|lora <batches.json> <threads>

The setup is what transformers' Trainer does by default (fused AdamW, gradients clipped at 1, attention by
scaled_dot_product_attention), less its bookkeeping. Weight decay is 0.01 except for biases and norms.
"""

import json
import sys
import time

import torch
from transformers import BertForMaskedLM, logging

from turns import answer, peak_bytes

IGNORED = -100  # what transformers takes as "no target here"
PADDING = 0  # the id of [PAD]


def main(folder, method, batches_path, threads):
    torch.set_num_threads(int(threads))
    torch.manual_seed(0)
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    model = BertForMaskedLM.from_pretrained(folder, dtype=torch.float32)
    if method == "lora":
        model = with_lora(model)
    model.train()
    optimizer = torch.optim.AdamW(parameter_groups(model), lr=1e-4, fused=True)
    with open(batches_path, encoding="utf-8") as file:
        batches = [as_tensors(batch) for batch in json.load(file)]
    answer({"ready": True})
    done = 0
    for line in sys.stdin:
        seconds, optimiser_seconds = [], []
        for _ in range(int(line)):
            whole, optimiser = timed_step(model, optimizer, batches[done % len(batches)])
            seconds.append(whole)
            optimiser_seconds.append(optimiser)
            done += 1
        answer({"seconds": seconds, "optimiserSeconds": optimiser_seconds, "peakBytes": peak_bytes()})


def with_lora(model):
    """All dense layers of the encoder by LoRA; the head's transform and bias train too, as on our side."""
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(
        r=8,
        lora_alpha=16,
        target_modules=["query", "key", "value", "dense"],
        modules_to_save=["transform"],
    )
    tuned = get_peft_model(model, config)
    tuned.base_model.model.cls.predictions.bias.requires_grad_()
    return tuned


def parameter_groups(model):
    trained = [(name, parameter) for name, parameter in model.named_parameters() if parameter.requires_grad]
    exempt = ("bias", "LayerNorm.weight")
    return [
        {"params": [p for name, p in trained if not name.endswith(exempt)], "weight_decay": 0.01},
        {"params": [p for name, p in trained if name.endswith(exempt)], "weight_decay": 0.0},
    ]


def as_tensors(batch):
    """A batch as transformers' collators make it: padded to its longest example."""
    shape = (len(batch), max(len(example["ids"]) for example in batch))
    ids = torch.full(shape, PADDING)
    labels = torch.full(shape, IGNORED)
    attention_mask = torch.zeros(shape, dtype=torch.long)
    for row, example in enumerate(batch):
        ids[row, : len(example["ids"])] = torch.tensor(example["ids"])
        labels[row, example["positions"]] = torch.tensor(example["targets"])
        attention_mask[row, : len(example["ids"])] = 1
    return {"input_ids": ids, "attention_mask": attention_mask, "labels": labels}


def timed_step(model, optimizer, batch):
    """Seconds of the step, and those of them that clipping and updating took."""
    start = time.perf_counter()
    loss = model(**batch).loss
    loss.backward()
    gradients_done = time.perf_counter()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad()
    loss.item()
    end = time.perf_counter()
    return end - start, end - gradients_done


if __name__ == "__main__":
    main(*sys.argv[1:])
