"""The order in which windows are seen."""

import numpy as np

CHUNK = 8
"""Batches that are sorted by length among themselves, so that little is padded."""


class Batches:
    """The windows of each step, which follow from seed and step: resuming needs the step's number alone.

    Every pass goes through all windows once, in a new order; what does not fill a last batch waits for the
    next pass.
    """

    def __init__(self, lengths: np.ndarray, size: int, seed: int) -> None:
        if len(lengths) < size:
            raise ValueError(f"{len(lengths)} windows are too few for batches of {size}")
        self._lengths, self._size, self._seed = lengths, size, seed
        self._pass, self._order = -1, np.zeros((0, size), np.int64)

    @property
    def steps_a_pass(self) -> int:
        return len(self._lengths) // self._size

    def at(self, step: int) -> np.ndarray:
        """[size] numbers of the windows."""
        pass_, batch = divmod(step, self.steps_a_pass)
        if pass_ != self._pass:
            self._pass, self._order = pass_, self._shuffled(pass_)
        return self._order[batch]

    def _shuffled(self, pass_: int) -> np.ndarray:
        random = np.random.default_rng([self._seed, pass_])
        order = random.permutation(len(self._lengths))[: self.steps_a_pass * self._size]
        chunk = CHUNK * self._size
        for start in range(0, len(order), chunk):
            part = order[start : start + chunk]
            order[start : start + chunk] = part[np.argsort(self._lengths[part], kind="stable")]
        return random.permutation(order.reshape(-1, self._size))
