"""Figures of a model, how certain they are, and whether one model is clearly better than another."""

from dataclasses import dataclass

import numpy as np

DRAWS, SEED = 2000, 0


@dataclass(frozen=True)
class Figure:
    """A mean over many questions, by units that are independent of each other: documents, sentences.

    `amounts` and `questions` [units] float: what a unit adds to the sum, and how many questions it asks.
    """

    name: str
    amounts: np.ndarray
    questions: np.ndarray
    lower_is_better: bool = False
    decisive: bool = True
    """Whether a model has to win here to be called better. Not so where the questions are few."""

    @property
    def value(self) -> float:
        return float(self.amounts.sum() / self.questions.sum())

    def interval(self) -> tuple[float, float]:
        """95 % by bootstrap over the units."""
        return _middle(_draws(self.amounts, self.questions))


@dataclass(frozen=True)
class Difference:
    """New less old, with its 95 % interval by bootstrap over the units, the same ones drawn for both."""

    name: str
    by: float
    low: float
    high: float
    better: bool
    decisive: bool


def differences(new: list[Figure], old: list[Figure]) -> list[Difference]:
    return [_difference(n, o) for n, o in zip(new, old, strict=True)]


def not_clearly_better(found: list[Difference]) -> list[str]:
    """The names of the figures that keep a new model from replacing an old one."""
    return [d.name for d in found if d.decisive and not d.better]


def _difference(new: Figure, old: Figure) -> Difference:
    if not np.array_equal(new.questions, old.questions):
        raise ValueError(f"{new.name}: the two models were not asked the same questions")
    draws = _draws(new.amounts - old.amounts, new.questions)
    low, high = _middle(draws)
    better = high < 0 if new.lower_is_better else low > 0
    return Difference(new.name, new.value - old.value, low, high, better, new.decisive)


def _draws(amounts: np.ndarray, questions: np.ndarray) -> np.ndarray:
    """[draws] the mean over as many units as there are, drawn with replacement."""
    units = len(questions)
    times = np.random.default_rng(SEED).multinomial(units, np.full(units, 1 / units), size=DRAWS)
    return times @ amounts / (times @ questions)


def _middle(draws: np.ndarray) -> tuple[float, float]:
    low, high = np.quantile(draws, (0.025, 0.975))
    return float(low), float(high)
