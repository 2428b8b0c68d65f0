"""Fine-tunes as tutorials do, with the Trainer of transformers, until the model has learnt the name.

    python story.py <model folder> <texts.json> <probes.json> <out> <batch> <learning rate> <seed> <seconds at most> <threads>

texts.json is a list of sentences; probes.json a list of {"text", "expected"}, the first of which is the one that has to
be right. Says a line of JSON: how long starting took (imports, model, data), how long training took until the probes
passed, epochs and steps until then, how many probes were right. The model of that moment is saved in <out>.

Filling is not counted as time. It is done in both usual ways: the first guess of every slot at once, as the fill-mask
pipeline gives it, and one slot after the other, the surest first; the better of the two counts.
"""

import time

started = time.perf_counter()

import json
import sys

import torch
from transformers import (
    AutoModelForMaskedLM,
    AutoTokenizer,
    DataCollatorForLanguageModeling,
    Trainer,
    TrainerCallback,
    TrainingArguments,
    logging,
    set_seed,
)

EPOCHS_BETWEEN_LOOKS = 2
PROBES_TO_PASS = 5


def main(folder, texts_path, probes_path, out, batch, learning_rate, seed, most_seconds, threads):
    torch.set_num_threads(int(threads))
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    set_seed(int(seed))
    with open(texts_path, encoding="utf-8") as file:
        texts = json.load(file)
    with open(probes_path, encoding="utf-8") as file:
        probes = json.load(file)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForMaskedLM.from_pretrained(folder, dtype=torch.float32)
    data = [tokenizer(text, truncation=True, max_length=128) for text in texts]
    watcher = Watcher(tokenizer, probes, float(most_seconds))
    trainer = Trainer(
        model=model,
        args=TrainingArguments(
            output_dir=out,
            per_device_train_batch_size=int(batch),
            learning_rate=float(learning_rate),
            lr_scheduler_type="constant",
            num_train_epochs=100_000,
            save_strategy="no",
            logging_strategy="no",
            report_to="none",
            disable_tqdm=True,
            use_cpu=True,
            seed=int(seed),
        ),
        data_collator=DataCollatorForLanguageModeling(tokenizer, mlm_probability=0.15),
        train_dataset=data,
        callbacks=[watcher],
    )
    starting = time.perf_counter() - started
    trainer.train()
    trainer.save_model(out)
    tokenizer.save_pretrained(out)
    print(json.dumps({"startSeconds": starting, **watcher.figures}), flush=True)


class Watcher(TrainerCallback):
    """Looks at the probes every few epochs, and ends the training when they pass or the time is over."""

    def __init__(self, tokenizer, probes, most_seconds):
        self.tokenizer, self.probes, self.most_seconds = tokenizer, probes, most_seconds
        self.looking = 0.0
        self.figures = {}

    def on_train_begin(self, args, state, control, **kwargs):
        self.began = time.perf_counter()

    def on_epoch_end(self, args, state, control, model, **kwargs):
        epochs = round(state.epoch)
        if epochs % EPOCHS_BETWEEN_LOOKS != 0:
            return
        look_began = time.perf_counter()
        seconds = look_began - self.began - self.looking
        right = [self.is_right(model, **probe) for probe in self.probes]
        passed = right[0] and sum(right) >= PROBES_TO_PASS
        self.looking += time.perf_counter() - look_began
        self.figures = {
            "trainSeconds": seconds,
            "epochs": epochs,
            "steps": state.global_step,
            "passed": passed,
            "first": right[0],
            "right": sum(right),
        }
        if passed or seconds > self.most_seconds:
            control.should_training_stop = True

    def is_right(self, model, text, expected):
        model.eval()
        ways = {fill_at_once(model, self.tokenizer, text), fill_surest_first(model, self.tokenizer, text)}
        model.train()
        return expected in ways


@torch.inference_mode()
def fill_at_once(model, tokenizer, text):
    encoded = tokenizer(text, return_tensors="pt")
    slots = encoded["input_ids"][0] == tokenizer.mask_token_id
    return "".join(tokenizer.convert_ids_to_tokens(model(**encoded).logits[0, slots].argmax(-1).tolist()))


@torch.inference_mode()
def fill_surest_first(model, tokenizer, text):
    encoded = tokenizer(text, return_tensors="pt")
    ids = encoded["input_ids"]
    slots = (ids[0] == tokenizer.mask_token_id).nonzero()[:, 0].tolist()
    open_slots = list(slots)
    while open_slots:
        best = model(**encoded).logits[0, open_slots].softmax(-1).max(-1)
        surest = int(best.values.argmax())
        ids[0, open_slots.pop(surest)] = best.indices[surest]
    return "".join(tokenizer.convert_ids_to_tokens(ids[0, slots].tolist()))


if __name__ == "__main__":
    main(*sys.argv[1:])
