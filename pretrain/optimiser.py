"""Muon for the matrices, AdamW for embeddings, biases and norms."""

import math
from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn


class Muon:
    """Momentum, orthogonalised by five Newton-Schulz steps (Jordan 2024), scaled to an RMS of 0.2 (Liu 2025).

    What `torch.optim.Muon(adjust_lr_fn="match_rms_adamw")` does, but for all matrices of one shape at once,
    and in bf16 only where that is fast: it took a CPU without bf16 thirty times as long.
    """

    def __init__(
        self, matrices: Iterable[nn.Parameter], momentum: float = 0.95, weight_decay: float = 0.01
    ) -> None:
        self._momentum, self._weight_decay = momentum, weight_decay
        self._groups: dict[torch.Size, list[nn.Parameter]] = {}
        for matrix in matrices:
            self._groups.setdefault(matrix.shape, []).append(matrix)
        self._buffers = [torch.stack([torch.zeros_like(m) for m in group]) for group in self._groups.values()]

    @torch.no_grad()
    def step(self, rate: float) -> None:
        for (shape, matrices), buffer in zip(self._groups.items(), self._buffers, strict=True):
            gradient = torch.stack([m.grad for m in matrices])
            buffer.lerp_(gradient, 1 - self._momentum)
            update = _orthogonal(gradient.lerp(buffer, self._momentum))
            for matrix, direction in zip(matrices, update, strict=True):
                matrix.mul_(1 - self._weight_decay * rate)
                matrix.add_(direction, alpha=-rate * 0.2 * math.sqrt(max(shape)))

    def state_dict(self) -> list[Tensor]:
        return self._buffers

    def load_state_dict(self, buffers: list[Tensor]) -> None:
        for buffer, saved in zip(self._buffers, buffers, strict=True):
            buffer.copy_(saved)


class Optimiser:
    """Both together, with one factor for their learning rates.

    With Muon a model reaches the same loss in less time than with AdamW alone, although a step costs 17 %
    more, and no plateau is seen. It is meant for matrices that turn vectors into vectors, which embeddings
    are not.
    """

    def __init__(self, model: nn.Module, matrix_rate: float, rate: float) -> None:
        named = [(name, p, p.ndim > 1, "embeddings" in name) for name, p in model.named_parameters()]
        embeddings = [p for _, p, matrix, embedding in named if matrix and embedding]
        vectors = [p for _, p, matrix, _ in named if not matrix]
        groups = [{"params": embeddings, "weight_decay": 0.01}, {"params": vectors, "weight_decay": 0.0}]
        self._parameters = list(model.parameters())
        self._matrix_rate, self._rate = matrix_rate, rate
        self._adam = torch.optim.AdamW(groups, betas=(0.9, 0.98), eps=1e-6, fused=True)
        self._muon = Muon(p for _, p, matrix, embedding in named if matrix and not embedding)

    def step(self, factor: float) -> None:
        """One step down the gradients, clipped at a norm of 1, which are then forgotten."""
        nn.utils.clip_grad_norm_(self._parameters, 1.0)
        for group in self._adam.param_groups:
            group["lr"] = self._rate * factor
        self._adam.step()
        self._muon.step(self._matrix_rate * factor)
        for parameter in self._parameters:
            parameter.grad = None

    def state_dict(self) -> dict[str, Any]:
        return {"adam": self._adam.state_dict(), "muon": self._muon.state_dict()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self._adam.load_state_dict(state["adam"])
        self._muon.load_state_dict(state["muon"])


def has_fast_bf16(device: torch.device) -> bool:
    """Whether products in bf16 are faster than in fp32: on a GPU, and on a CPU with instructions for them."""
    return device.type == "cuda" or torch.cpu._is_avx512_bf16_supported()


def _orthogonal(matrices: Tensor) -> Tensor:
    """[n, rows, columns] the nearest matrices with singular values of about 1, in the type of these.

    Products are in bf16 where that is fast.
    """
    tall = matrices.shape[1] > matrices.shape[2]
    x = matrices.mT if tall else matrices
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    x = x.bfloat16() if has_fast_bf16(x.device) else x
    for _ in range(5):
        square = x @ x.mT
        polynomial = torch.baddbmm(square, square, square, beta=-4.7750, alpha=2.0315)
        x = torch.baddbmm(x, polynomial, x, beta=3.4445)
    return (x.mT if tall else x).type_as(matrices)
