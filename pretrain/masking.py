"""Which tokens are hidden in training."""

import torch

from . import vocabulary

LENGTHS = (0.5, 0.3, 0.15, 0.05)
"""Shares of spans of one to four tokens: most Chinese words have one or two characters, names three."""

MEAN_LENGTH = sum(share * length for length, share in enumerate(LENGTHS, 1))


def generator(device: torch.device, seed: int, step: int) -> torch.Generator:
    """The random numbers of one step, which follow from its number: resuming needs no stored state."""
    return torch.Generator(device).manual_seed(seed * 1_000_003 + step)


def mask(
    ids: torch.Tensor, rate: float, size: int, random: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Hides spans of one to four tokens, about `rate` of all; spans may touch and overlap.

    `ids` [windows, tokens], `size` of the vocabulary. Returns the ids that the model sees and which were
    chosen (bool), both [windows, tokens]. BERT's rule: 80 % become [MASK], 10 % any other token, 10 % stay
    (Devlin 2019).
    """

    def uniform() -> torch.Tensor:
        return torch.rand(ids.shape, device=ids.device, generator=random)

    chosen = _spans(starts=uniform() < rate / MEAN_LENGTH, chance=uniform()) & (ids >= vocabulary.FIRST)
    fate = uniform()
    anything = torch.randint(vocabulary.FIRST, size, ids.shape, device=ids.device, generator=random)
    seen = torch.where(chosen & (fate < 0.8), vocabulary.MASK, ids)
    seen = torch.where(chosen & (fate >= 0.8) & (fate < 0.9), anything, seen)
    return seen, chosen


def _spans(starts: torch.Tensor, chance: torch.Tensor) -> torch.Tensor:
    """The tokens of the spans that begin at `starts`, of lengths that `chance` in [0, 1) decides."""
    covered = starts.clone()
    longer = 0.0
    for further in range(1, len(LENGTHS)):
        longer += LENGTHS[further - 1]
        covered[:, further:] |= (starts & (chance >= longer))[:, :-further]
    return covered
