"""Fills one [MASK] with the fill-mask pipeline of transformers, in turns that bench/contestant.ts asks for.

    python pipeline.py <model folder> <threads> <calls> <text…>

Each repetition is so many calls with one of the texts.
"""

import sys
import time

import torch
from transformers import logging, pipeline

from turns import answer, peak_bytes


def main(folder, threads, calls, *texts):
    torch.set_num_threads(int(threads))
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    fill = pipeline("fill-mask", model=folder, tokenizer=folder, device="cpu", dtype=torch.float32)
    answer({"ready": True, "filled": fill(texts[0], top_k=5)})
    done = 0
    for line in sys.stdin:
        seconds = []
        for _ in range(int(line)):
            text = texts[done % len(texts)]
            done += 1
            start = time.perf_counter()
            for _ in range(int(calls)):
                fill(text, top_k=5)
            seconds.append(time.perf_counter() - start)
        answer({"seconds": seconds, "peakBytes": peak_bytes()})


if __name__ == "__main__":
    main(*sys.argv[1:])
