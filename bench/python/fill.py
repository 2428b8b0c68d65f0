"""Fills one [MASK] with PyTorch and transformers, in turns that bench/contestant.ts asks for.

    python fill.py <model folder> <threads> <sentence>

The model and the tokenizer are used directly: `pipeline("fill-mask")` does the same and takes longer to import.
"""

import sys
import time

import torch
from transformers import BertForMaskedLM, BertTokenizerFast, logging

from turns import answer, peak_bytes


def main(folder, threads, sentence):
    torch.set_num_threads(int(threads))
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    tokenizer = BertTokenizerFast.from_pretrained(folder)
    model = BertForMaskedLM.from_pretrained(folder, dtype=torch.float32).eval()
    answer({"ready": True, "filled": fill(model, tokenizer, sentence)})
    for line in sys.stdin:
        seconds = []
        for _ in range(int(line)):
            start = time.perf_counter()
            fill(model, tokenizer, sentence)
            seconds.append(time.perf_counter() - start)
        answer({"seconds": seconds, "peakBytes": peak_bytes()})


@torch.inference_mode()
def fill(model, tokenizer, sentence):
    encoded = tokenizer(sentence, return_tensors="pt")
    slot = (encoded["input_ids"][0] == tokenizer.mask_token_id).nonzero()[0]
    probabilities = model(**encoded).logits[0, slot].softmax(-1)
    best = probabilities.topk(5)
    tokens = tokenizer.convert_ids_to_tokens(best.indices[0].tolist())
    return [{"token": token, "probability": p} for token, p in zip(tokens, best.values[0].tolist())]


if __name__ == "__main__":
    main(*sys.argv[1:])
