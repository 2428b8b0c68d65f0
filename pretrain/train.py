"""Training: from checkpoint to checkpoint, in calls of bounded time."""

import platform
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.nn.functional import cross_entropy
from transformers import BertForMaskedLM

from .batches import Batches
from .initial import initialise
from .masking import generator, mask
from .model import Size, new_model
from .optimiser import Optimiser, has_fast_bf16
from .prepare import Prepared
from .run import Progress, Run, Settings
from .schedule import Schedule
from .vocabulary import PAD, read
from .windows import DeviceWindows

SAVE_SECONDS, REPORT_STEPS = 300, 50


def start(run: Run, settings: Settings, origin: Size | Path) -> None:
    """Makes a run's folder, with new weights of a size or those of a model folder of the same vocabulary."""
    data = Prepared(Path(settings.data))
    torch.manual_seed(settings.seed)
    if isinstance(origin, Size):
        model = new_model(origin, len(data.tokens), data.positions)
        initialise(model, data.training)
    else:
        model = _continued(origin, data)
    optimiser = Optimiser(model, settings.matrix_rate, settings.rate)
    run.start(settings, _checkpoint(model, optimiser, Progress()))


class Training:
    """A run in memory, at the step of its checkpoint."""

    def __init__(self, run: Run, device: torch.device) -> None:
        self._run, self._device, self._settings = run, device, run.settings
        s, data = self._settings, Prepared(Path(run.settings.data))
        checkpoint = run.load(device)
        self.progress = Progress(**checkpoint["progress"])
        self.model = model_of(checkpoint).to(device).train()
        self._optimiser = Optimiser(self.model, s.matrix_rate, s.rate)
        self._optimiser.load_state_dict(checkpoint["optimiser"])
        self._encode = _fast(self.model.bert, device)
        self._schedule = Schedule(s.steps, s.warmup, s.decay, s.early_mask_rate)
        self._windows = DeviceWindows(data.training, device)
        self._batches = Batches(data.training.lengths, s.batch, s.seed)

    @property
    def finished(self) -> bool:
        return self.progress.step >= self._settings.steps

    def go_on(self, minutes: float, report: Callable[[str], None]) -> None:
        """Trains until the run is finished or the time is up, and leaves a checkpoint in either case."""
        begun = saved = time.monotonic()
        before = self.progress.seconds
        self.progress.hardware = _hardware(self._device)
        while not self.finished and time.monotonic() - begun < minutes * 60:
            loss = self.step()
            self.progress.seconds = before + time.monotonic() - begun
            if self.progress.step % REPORT_STEPS == 0:
                report(self._line(loss))
            if time.monotonic() - saved > SAVE_SECONDS:
                self.save()
                saved = time.monotonic()
        self.save()

    def step(self) -> torch.Tensor:
        """One batch, one update. Returns the loss, still on the device."""
        step, seed = self.progress.step, self._settings.seed
        ids = self._windows.batch(self._batches.at(step))
        rate, size = self._schedule.mask_rate(step), self.model.config.vocab_size
        seen, chosen = mask(ids, rate, size, generator(self._device, seed, step))
        loss = self._loss(ids, seen, chosen)
        loss.backward()
        self._optimiser.step(self._schedule.rate(step))
        self.progress.step += 1
        self.progress.tokens += int((ids != PAD).sum())
        return loss.detach()

    def save(self) -> None:
        self._run.save(_checkpoint(self.model, self._optimiser, self.progress))

    def _loss(self, ids: torch.Tensor, seen: torch.Tensor, chosen: torch.Tensor) -> torch.Tensor:
        """Mean cross-entropy over the chosen tokens; the vocabulary is weighed there alone."""
        with torch.autocast(self._device.type, torch.bfloat16, enabled=has_fast_bf16(self._device)):
            hidden = self._encode(input_ids=seen, attention_mask=(ids != PAD).long()).last_hidden_state
            logits = self.model.cls(hidden[chosen])
        return cross_entropy(logits.float(), ids[chosen])

    def _line(self, loss: torch.Tensor) -> str:
        p = self.progress
        return (
            f"step {p.step} of {self._settings.steps}  loss {loss.item():.3f}  "
            f"{p.tokens / 1e6:.2f} million tokens  {p.tokens / p.seconds:,.0f} a second"
        )


def model_of(checkpoint: dict[str, Any]) -> BertForMaskedLM:
    """The model of a checkpoint, on the CPU."""
    model = BertForMaskedLM(BertForMaskedLM.config_class.from_dict(checkpoint["config"]))
    model.load_state_dict(checkpoint["model"])
    return model


def best_device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def _fast(encoder: nn.Module, device: torch.device) -> nn.Module:
    """On a GPU compiled; products that stay in fp32 (the held-out loss's) are then in TF32."""
    if device.type != "cuda":
        return encoder
    torch.set_float32_matmul_precision("high")
    return torch.compile(encoder)


def _continued(folder: Path, data: Prepared) -> BertForMaskedLM:
    model = BertForMaskedLM.from_pretrained(folder, dtype=torch.float32)
    if read(folder / "vocab.txt") != data.tokens:
        raise ValueError(f"{folder} has another vocabulary; prepare the data with `--vocabulary {folder}`")
    if model.config.max_position_embeddings != data.positions:
        raise ValueError(
            f"{folder} has {model.config.max_position_embeddings} positions, the data {data.positions}"
        )
    return model


def _checkpoint(model: BertForMaskedLM, optimiser: Optimiser, progress: Progress) -> dict[str, Any]:
    return {
        "config": model.config.to_dict(),
        "model": model.state_dict(),
        "optimiser": optimiser.state_dict(),
        "progress": asdict(progress),
    }


def _hardware(device: torch.device) -> str:
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return f"{torch.get_num_threads()} threads of a CPU ({platform.machine()})"
