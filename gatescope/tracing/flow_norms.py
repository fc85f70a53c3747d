"""Largest singular values of step Jacobians and of their products, within bounds of memory and time.

Of many steps at once by the bidiagonalization of Golub and Kahan (1965); of the products over long
sequences of wide layers in the space that they stretch most.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .arrays import Array
from .flow_steps import StepJacobians

#: Steps of the bidiagonalization: the largest singular value is there to more digits than are drawn.
MOST_ROUNDS = 40
#: Numbers of one block of steps, 32 MB: the vectors of all rounds.
MOST_BLOCK = 4_000_000
#: Multiplications of whole products of Jacobians; beyond it they are followed in a smaller space.
MOST_PRODUCT_WORK = 3e9
#: Directions that are kept of each length of the way.
DIRECTIONS = 4
#: How often the directions of a length go to and fro.
SWEEPS = 3


#: Is told how many more products of a Jacobian with a vector are done.
Advance = Callable[[int], object]


def work_of(size: int, steps: int, way: int) -> int:
    """How many products `step_norms` of `steps` and `product_norms` of a `way` tell of."""
    whole = follows_whole(way, size)
    sweeps = 0 if whole else 2 * SWEEPS * sum(DIRECTIONS * each for each in _lengths(way))
    followed = size if whole else min(size, DIRECTIONS * len(_lengths(way)))
    return 2 * min(MOST_ROUNDS, size) * steps + sweeps + followed * way


def step_norms(jacobians: StepJacobians, steps: Array, advance: Advance) -> Array:
    """‖∂s_t/∂s_{t−1}‖₂ of each of the steps."""
    size = jacobians.size
    rounds = min(MOST_ROUNDS, size)
    block = max(1, MOST_BLOCK // (2 * size * rounds))
    return np.concatenate(
        [
            _largest(jacobians, steps[first : first + block], rounds, advance)
            for first in range(0, len(steps), block)
        ]
        or [np.zeros(0)]
    )


def _largest(jacobians: StepJacobians, steps: Array, rounds: int, advance: Advance) -> Array:
    """By Golub–Kahan with every vector made orthogonal to all before it; one row a step."""
    count, size = len(steps), jacobians.size
    right, left = np.zeros((rounds, count, size)), np.zeros((rounds, count, size))
    matrix = np.zeros((count, rounds, rounds))
    vector = np.tile(np.random.default_rng(0).standard_normal(size), (count, 1))
    vector, _ = _unit(vector)
    for at in range(rounds):
        right[at] = vector
        across = _orthogonal(jacobians.forward(steps, vector), left[:at])
        across, alpha = _unit(across)
        left[at], matrix[:, at, at] = across, alpha
        vector = _orthogonal(jacobians.back(steps, across), right[: at + 1])
        vector, beta = _unit(vector)
        if at + 1 < rounds:
            matrix[:, at, at + 1] = beta
        advance(2 * count)
    # A step that was NaN has no norm; the singular values of all would be refused for it.
    finite = np.isfinite(matrix).all(axis=(1, 2))
    norms = np.full(count, np.nan)
    norms[finite] = np.linalg.norm(matrix[finite], 2, axis=(1, 2))
    return norms


def _orthogonal(vectors: Array, basis: Array) -> Array:
    """Twice, as once leaves rounding behind."""
    for _ in range(2):
        vectors = vectors - np.einsum("ktn,kt->tn", basis, np.einsum("ktn,tn->kt", basis, vectors))
    return vectors


def _unit(vectors: Array) -> tuple[Array, Array]:
    """Rows of length 1 (of nothing, nothing), and their lengths."""
    lengths = np.linalg.norm(vectors, axis=1)
    return vectors / np.where(lengths > 1e-300, lengths, 1)[:, None], lengths


def follows_whole(steps: int, size: int) -> bool:
    """Whether products over so many steps are followed as whole matrices."""
    return steps * float(size) ** 3 <= MOST_PRODUCT_WORK


def product_norms(jacobians: StepJacobians, way: Array, advance: Advance) -> Array:
    """‖∂s_loss/∂s‖₂ after each step of the way back from the loss; `way` are its steps, the latest first.

    Whole products where they fit, which is exact. Else what the products do in the directions that those of
    1, 2, 4, … steps stretch most: never more than the norm, and hardly less.
    """
    size = jacobians.size
    whole = follows_whole(len(way), size)
    # Rows of the start are what of s_loss is followed: all of it, or the directions.
    start = np.eye(size) if whole else _stretched(jacobians, way, advance)
    norms = np.zeros(len(way))
    rows, exponent = start, 0.0
    for at, step in enumerate(way):
        rows = jacobians.back(np.full(len(rows), step), rows)
        advance(len(rows))
        largest = np.abs(rows).max()
        if largest == 0 or not np.isfinite(largest):
            norms[at:] = largest
            break
        rows = rows / largest
        exponent += np.log(largest)
        # The largest singular value by that of the smaller of R Rᵀ and Rᵀ R.
        square = rows @ rows.T
        norms[at] = np.sqrt(max(0.0, np.linalg.eigvalsh(square)[-1])) * np.exp(exponent)
    return norms


def _lengths(way: int) -> list[int]:
    """1, 2, 4, … steps back from the loss, up to all of the way."""
    return [min(1 << power, way) for power in range((way - 1).bit_length() + 1)] if way else []


def _stretched(jacobians: StepJacobians, way: Array, advance: Advance) -> Array:
    """`[N, size]`, orthonormal: what the products of 1, 2, 4, … steps stretch most, at the loss.

    All lengths begin at the loss, so at each step those that reach it go through one product.
    """
    lengths, size = _lengths(len(way)), jacobians.size
    rows = np.random.default_rng(0).standard_normal((len(lengths), DIRECTIONS, size))

    def through(move: Callable[[Array, Array], Array], at: int) -> None:
        reach = rows[np.searchsorted(lengths, at, side="right") :]
        flat = reach.reshape(-1, size)
        reach[:] = _rows(move(np.full(len(flat), way[at]), flat).reshape(reach.shape))
        advance(len(flat))

    for _ in range(SWEEPS):
        for at in range(len(way)):
            through(jacobians.back, at)
        for at in reversed(range(len(way))):
            through(jacobians.forward, at)
    return _rows(rows.reshape(-1, size)[:size])


def _rows(vectors: Array) -> Array:
    """`[…, N, size]`: the same spaces by orthonormal rows."""
    if not np.isfinite(vectors).all():
        return np.nan_to_num(vectors)
    return np.asarray(np.linalg.qr(vectors.swapaxes(-1, -2))[0].swapaxes(-1, -2))
