"""Goes on training the model of this folder, on one processor or any number of GPUs. README.md says how."""

import argparse
import bisect
import itertools
import json
import random
import shutil
import time
from pathlib import Path

import torch
from accelerate import Accelerator
from accelerate.utils import set_seed
from peft import PeftModel
from torch.utils.data import DataLoader
from transformers import AutoModelForMaskedLM, AutoTokenizer, get_linear_schedule_with_warmup

HERE = Path(__file__).resolve().parent
IGNORED = -100  # the label of a token that is not to be predicted
MASKED_SHARE = 0.15  # of a text's tokens


def main():
    settings = json.loads((HERE / "settings.json").read_text(encoding="utf-8"))
    options = read_options(settings)
    accelerator = Accelerator(cpu=not torch.accelerator.is_available())
    set_seed(settings["seed"] % 2**31, device_specific=True)

    model, tokenizer = load_model()
    masking = Masking(tokenizer, settings["termShare"], model.config)
    train = DataLoader(read_lines("train"), options.batch_size, shuffle=True, collate_fn=masking.batch)
    same_masks = [masking.masked(words, random.Random(index)) for index, words in enumerate(read_lines("validation"))]
    # Each process judges its share by itself: filled up to whole batches, some texts would count several times.
    share = same_masks[accelerator.process_index :: accelerator.num_processes]
    validation = DataLoader(share, options.batch_size, collate_fn=masking.padded)
    optimizer = torch.optim.AdamW(parameter_groups(model, options.learning_rate), weight_decay=0.01)
    schedule = get_linear_schedule_with_warmup(optimizer, options.steps // 10, options.steps)
    model, optimizer, train = accelerator.prepare(model, optimizer, train)

    accelerator.print(f"before: {evaluation(model, validation, accelerator)}")
    for step, batch in enumerate(itertools.islice(again_and_again(train), options.steps), start=1):
        model.train()
        loss = model(**batch).loss
        accelerator.backward(loss)
        accelerator.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        if step % options.evaluate_every == 0 or step == options.steps:
            accelerator.print(f"step {step}: {evaluation(model, validation, accelerator)}")

    accelerator.wait_for_everyone()
    if accelerator.is_main_process:
        save(accelerator.unwrap_model(model), tokenizer, options.output)
        print(f"written to {options.output}")
    # On processors, PyTorch ends its thread for messages with Python's lock held, which that thread may still wait for
    # to give the last message free (github.com/pytorch/pytorch/issues/56297).
    time.sleep(0.1)
    accelerator.end_training()


def read_options(settings):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=HERE / "output", help="folder of the new model")
    parser.add_argument("--steps", type=int, default=settings["totalSteps"], help="batches to learn from")
    parser.add_argument("--batch-size", type=int, default=16, help="texts in a batch, of each process")
    parser.add_argument("--learning-rate", type=float, default=settings["learningRate"], help="at its peak")
    parser.add_argument("--evaluate-every", type=int, default=50, help="steps between two evaluations")
    return parser.parse_args()


def load_model():
    """The adapter on its base model, or the whole model, whichever is here."""
    if not (HERE / "adapter").exists():
        return AutoModelForMaskedLM.from_pretrained(HERE / "model"), AutoTokenizer.from_pretrained(HERE / "model")
    base = AutoModelForMaskedLM.from_pretrained(HERE / "base")
    model = PeftModel.from_pretrained(base, HERE / "adapter", is_trainable=True)
    return model, AutoTokenizer.from_pretrained(HERE / "base")


def parameter_groups(model, learning_rate):
    """Low-rank matrices want ten times the learning rate of weights that are trained as they are beside them."""
    trained = [(name, parameter) for name, parameter in model.named_parameters() if parameter.requires_grad]
    low_rank = [parameter for name, parameter in trained if "lora_" in name]
    others = [parameter for name, parameter in trained if "lora_" not in name]
    if not low_rank:
        return [{"params": others, "lr": learning_rate}]
    return [{"params": low_rank, "lr": learning_rate}, {"params": others, "lr": learning_rate / 10}]


def save(model, tokenizer, output):
    if isinstance(model, PeftModel):
        # An adapter is nothing without its base, so the base goes with it.
        shutil.copytree(HERE / "base", output / "base", dirs_exist_ok=True)
        model.peft_config["default"].base_model_name_or_path = "base"
        model.save_pretrained(output, save_embedding_layers=False)
    else:
        model.save_pretrained(output)
    tokenizer.save_pretrained(output)


def read_lines(name):
    """Texts as lists of words."""
    lines = (HERE / "data" / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line)["words"] for line in lines if line]


class Masking:
    """Hides words of texts, always whole, with masks drawn anew each time."""

    def __init__(self, tokenizer, term_share, config):
        self.tokenizer = tokenizer
        self.term_share = term_share
        self.longest = config.max_position_embeddings
        terms = (HERE / "terms.txt").read_text(encoding="utf-8").split("\n")
        self.terms = {term.lower() for term in terms if term}
        self.special = set(tokenizer.all_special_ids)
        vocabulary = tokenizer.get_vocab().items()
        self.ordinary = [id for token, id in vocabulary if id not in self.special and token[0] not in "[#"]

    def batch(self, lines):
        return self.padded([self.masked(words, random) for words in lines])

    def padded(self, examples):
        batch = self.tokenizer.pad([{"input_ids": ids} for ids, _ in examples], return_tensors="pt")
        labels = torch.full_like(batch["input_ids"], IGNORED)
        for row, (_, targets) in enumerate(examples):
            labels[row, : len(targets)] = torch.tensor(targets)
        return {**batch, "labels": labels}

    def masked(self, words, rng):
        """A text's tokens, some of them hidden, and what is to be predicted in their places."""
        encoding = self.tokenizer(
            "".join(words), truncation=True, max_length=self.longest, return_offsets_mapping=True
        )
        ids = encoding["input_ids"]
        places = self.places_of_words(words, ids, encoding["offset_mapping"])
        labels = [IGNORED] * len(ids)
        as_term = {word: words[word].strip().lower() for word in places}
        own = sorted(self.terms.intersection(as_term.values()))
        if own and rng.random() < self.term_share:
            term = rng.choice(own)  # wherever it stands, or it could be copied
            for word in places:
                if as_term[word] == term:
                    self.hide(ids, labels, places[word], lambda _: self.tokenizer.mask_token_id)
            return ids, labels
        left = max(1, round(MASKED_SHARE * sum(len(positions) for positions in places.values())))
        for word in rng.sample(list(places), len(places)):
            if left <= 0:
                break
            left -= len(places[word])
            draw = rng.random()
            if draw < 0.8:
                self.hide(ids, labels, places[word], lambda _: self.tokenizer.mask_token_id)
            elif draw < 0.9:
                self.hide(ids, labels, places[word], lambda _: rng.choice(self.ordinary))
            else:
                self.hide(ids, labels, places[word], lambda id: id)
        return ids, labels

    def places_of_words(self, words, ids, offsets):
        """Positions of tokens by the number of the word that they begin in."""
        ends = list(itertools.accumulate(len(word) for word in words))
        places = {}
        for position, (start, _) in enumerate(offsets):
            if ids[position] not in self.special:  # [CLS], [SEP], and [UNK], which is no word to be learnt
                places.setdefault(bisect.bisect_right(ends, start), []).append(position)
        return places

    @staticmethod
    def hide(ids, labels, positions, replacement_of):
        for position in positions:
            labels[position] = ids[position]
            ids[position] = replacement_of(ids[position])


def again_and_again(loader):
    while True:
        yield from loader


@torch.no_grad()
def evaluation(model, loader, accelerator):
    """Loss and first-guess accuracy on masks that stay the same."""
    model = accelerator.unwrap_model(model).eval()
    sums = torch.zeros(3, device=accelerator.device)
    for batch in loader:
        batch = {name: values.to(accelerator.device) for name, values in batch.items()}
        scores, labels = model(**batch).logits, batch["labels"]
        predicted = labels != IGNORED
        losses = torch.nn.functional.cross_entropy(scores[predicted], labels[predicted], reduction="sum")
        right = (scores.argmax(-1) == labels)[predicted].sum()
        sums += torch.stack([losses, right, predicted.sum()]).float()
    loss, right, count = accelerator.reduce(sums).tolist()
    return f"loss {loss / count:.3f}, first guess right {100 * right / count:.1f} %"


if __name__ == "__main__":
    main()
