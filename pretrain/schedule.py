"""What changes over the steps of a run. Functions of the step's number, never of a clock."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Schedule:
    """A run of `steps` steps: warm-up, constant rate, linear decay over the last `decay` of it."""

    steps: int
    warmup: int
    decay: float
    early_mask_rate: float

    def rate(self, step: int) -> float:
        """The factor of the learning rates, in (0, 1].

        Constant first, so that a run can be prolonged as long as it has not begun to decay; then linear to
        nearly 0 over 40 % of the steps. On the CPU that last third brought as much as the second.
        """
        return min(1.0, (step + 1) / self.warmup) * max(0.005, 1 - self._decayed(step))

    def mask_rate(self, step: int) -> float:
        """The share of tokens hidden: 40 % over the first tenth, then 30 %, falling to 15 % during the decay.

        More is learnt from a step when more is hidden, which matters most at the start: at 1.5 million tokens
        the loss was 5.34, against 6.08 for a plain start. The end is as the model will be used: with most of
        the sentence to be seen.
        """
        start = self.early_mask_rate if step < self.steps / 10 else 0.30
        return start + (0.15 - start) * self._decayed(step)

    def _decayed(self, step: int) -> float:
        """How much of the decay is over, in [0, 1]."""
        falling = self.decay * self.steps
        return max(0.0, step - (self.steps - falling)) / falling
