"""A run on disk: its settings, and a checkpoint from which it goes on."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

SETTINGS, CHECKPOINT = "settings.json", "checkpoint.pt"


@dataclass(frozen=True)
class Settings:
    """What decides the outcome of a run, besides the data."""

    data: str
    """The prepared folder."""
    steps: int
    batch: int
    """Windows a step."""
    matrix_rate: float
    """Muon's learning rate."""
    rate: float
    """AdamW's learning rate."""
    warmup: int
    """Steps."""
    decay: float
    """Share of the steps over which the rates fall to nearly nothing."""
    early_mask_rate: float
    seed: int
    origin: str | None = None
    """The model folder whose weights the run goes on from, if any."""


@dataclass
class Progress:
    """How far a run is. The step says where in the data it stands and which random numbers come next."""

    step: int = 0
    tokens: int = 0
    seconds: float = 0.0
    hardware: str = ""


class Run:
    """A run's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def start(self, settings: Settings, checkpoint: dict[str, Any]) -> None:
        if (self.folder / SETTINGS).exists():
            raise FileExistsError(
                f"{self.folder} already holds a run; go on with it by `train`, or name a new folder"
            )
        self.folder.mkdir(parents=True, exist_ok=True)
        self.save(checkpoint)
        text = json.dumps(asdict(settings), indent=2) + "\n"
        (self.folder / SETTINGS).write_text(text)

    @property
    def settings(self) -> Settings:
        return Settings(**json.loads((self.folder / SETTINGS).read_text()))

    def save(self, checkpoint: dict[str, Any]) -> None:
        """Whole or not at all: written beside the old one, flushed to the disk, then put in its place."""
        path = self.folder / CHECKPOINT
        beside = path.with_suffix(".new")
        with beside.open("wb") as file:
            torch.save(checkpoint, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)

    def load(self, device: torch.device) -> dict[str, Any]:
        return torch.load(self.folder / CHECKPOINT, map_location=device, weights_only=True)
