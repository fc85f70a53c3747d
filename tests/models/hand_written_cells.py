"""Cells and loops as people write them, each in small: what their own autograd says of every state.

`keep(name, value)` is how a loop tells the test which tensor a state is; it does nothing in a trace.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize, silu, softplus

import gatescope

X, H = 2, 3
_kept: dict[str, list[Tensor]] | None = None


def keep(name: str, value: Tensor) -> None:
    if _kept is not None:
        _kept.setdefault(name, []).append(value)


def own_autograd(
    model: nn.Module, x: Tensor, objective: Callable[[Any], Tensor]
) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """`[T, …]` of the only sequence of x by the state: its values, and dL/d of each."""
    global _kept
    _kept = kept = {}
    try:
        loss = objective(model(x))
    finally:
        _kept = None
    every = [value for values in kept.values() for value in values]
    slopes = iter(torch.autograd.grad(loss, every, allow_unused=True))

    def whole(parts: list[Tensor | None], like: list[Tensor]) -> Tensor:
        return torch.stack(
            [torch.zeros_like(v) if p is None else p for p, v in zip(parts, like)]
        ).detach()[:, 0]

    values = {name: whole(list(of), of) for name, of in kept.items()}
    return values, {name: whole([next(slopes) for _ in of], of) for name, of in kept.items()}


class Cell(nn.Module):
    """A step of some states, `[B, …]` each; `states` are their letters and their sizes behind the batch."""

    states: dict[str, tuple[int, ...]] = {"h": (H,)}

    def __init__(self, **sizes: tuple[int, int]) -> None:
        super().__init__()
        for name, (into, out) in sizes.items():
            self.add_module(name, nn.Linear(into, out))

    def begin(self, x: Tensor) -> tuple[Tensor, ...]:
        return tuple(x.new_zeros(len(x), *size) for size in self.states.values())

    def step(self, x: Tensor, *states: Tensor) -> tuple[Tensor, ...]:
        raise NotImplementedError


class Elman(Cell):
    def __init__(self):
        super().__init__(w=(X, H), u=(H, H))

    def step(self, x, h):
        return (torch.tanh(self.w(x) + self.u(h)),)


class Residual(Elman):
    def step(self, x, h):
        return (h + 0.5 * torch.tanh(self.w(x) + self.u(h)),)


class Leaky(Elman):
    def step(self, x, h):
        return (0.8 * h + 0.2 * torch.relu(self.w(x) + self.u(h)),)


class AntiSymmetric(Elman):
    def step(self, x, h):
        turned = h @ (self.u.weight - self.u.weight.T)
        return (h + 0.3 * torch.tanh(turned + self.w(x)),)


class Independent(Elman):
    def step(self, x, h):
        return (torch.relu(self.w(x) + self.u.bias * h),)


class Multiplicative(Cell):
    """Sutskever et al. 2011."""

    def __init__(self):
        super().__init__(w=(X, H), m=(X, H), n=(H, H), u=(H, H))

    def step(self, x, h):
        return (torch.tanh(self.w(x) + self.u(self.m(x) * self.n(h))),)


class Minimal(Cell):
    """A minimal gated unit, Zhou et al. 2016."""

    def __init__(self):
        super().__init__(f=(X + H, H), n=(X + H, H))

    def step(self, x, h):
        f = torch.sigmoid(self.f(torch.cat([x, h], -1)))
        return ((1 - f) * h + f * torch.tanh(self.n(torch.cat([x, f * h], -1))),)


class Gru(Cell):
    def __init__(self):
        super().__init__(w=(X, 3 * H), u=(H, 3 * H))

    def step(self, x, h):
        a, b = self.w(x).chunk(3, -1), self.u(h).chunk(3, -1)
        z, r = torch.sigmoid(a[0] + b[0]), torch.sigmoid(a[1] + b[1])
        return ((1 - z) * torch.tanh(a[2] + r * b[2]) + z * h,)


class Ugrnn(Cell):
    """Collins et al. 2017."""

    def __init__(self):
        super().__init__(g=(X + H, 2 * H))

    def step(self, x, h):
        g, c = self.g(torch.cat([x, h], -1)).chunk(2, -1)
        g = torch.sigmoid(g)
        return (g * h + (1 - g) * torch.tanh(c),)


class Lstm(Cell):
    states = {"h": (H,), "c": (H,)}

    def __init__(self):
        super().__init__(g=(X + H, 4 * H))

    def step(self, x, h, c):
        i, f, g, o = self.g(torch.cat([x, h], -1)).chunk(4, -1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        return torch.sigmoid(o) * torch.tanh(c), c


class Peephole(Lstm):
    def __init__(self):
        super().__init__()
        self.p = nn.Parameter(torch.rand(3, H))

    def step(self, x, h, c):
        i, f, g, o = self.g(torch.cat([x, h], -1)).chunk(4, -1)
        new = torch.sigmoid(f + self.p[0] * c) * c + torch.sigmoid(i + self.p[1] * c) * torch.tanh(
            g
        )
        return torch.sigmoid(o + self.p[2] * new) * torch.tanh(new), new


class Coupled(Lstm):
    def step(self, x, h, c):
        _, f, g, o = self.g(torch.cat([x, h], -1)).chunk(4, -1)
        f = torch.sigmoid(f)
        c = f * c + (1 - f) * torch.tanh(g)
        return torch.sigmoid(o) * torch.tanh(c), c


class MultiplicativeLstm(Cell):
    """Krause et al. 2016."""

    states = {"h": (H,), "c": (H,)}

    def __init__(self):
        super().__init__(m=(X, H), n=(H, H), g=(X + H, 4 * H))

    def step(self, x, h, c):
        i, f, g, o = self.g(torch.cat([x, self.m(x) * self.n(h)], -1)).chunk(4, -1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        return torch.sigmoid(o) * torch.tanh(c), c


class SLstm(Cell):
    """The scalar memory of xLSTM, Beck et al. 2024, stabilized."""

    states = {"h": (H,), "c": (H,), "n": (H,), "m": (H,)}

    def __init__(self):
        super().__init__(g=(X + H, 4 * H))

    def step(self, x, h, c, n, m):
        i, f, z, o = self.g(torch.cat([x, h], -1)).chunk(4, -1)
        most = torch.maximum(f + m, i)
        i, f = torch.exp(i - most), torch.exp(f + m - most)
        c, n = f * c + i * torch.tanh(z), f * n + i
        return torch.sigmoid(o) * c / n, c, n, most


class Sru(Cell):
    """Lei et al. 2018."""

    states = {"h": (H,), "c": (H,)}

    def __init__(self):
        super().__init__(w=(X, 4 * H))

    def step(self, x, h, c):
        new, f, r, skip = self.w(x).chunk(4, -1)
        f, r = torch.sigmoid(f), torch.sigmoid(r)
        c = f * c + (1 - f) * new
        return r * c + (1 - r) * skip, c


class Qrnn(Cell):
    """fo-pooling, Bradbury et al. 2017."""

    states = {"c": (H,)}

    def __init__(self):
        super().__init__(w=(X, 2 * H))

    def step(self, x, c):
        z, f = self.w(x).chunk(2, -1)
        f = torch.sigmoid(f)
        return (f * c + (1 - f) * torch.tanh(z),)

    def scanned(self, x):
        z, f = self.w(x).chunk(2, -1)
        f = torch.sigmoid(f)
        return "c", f, (1 - f) * torch.tanh(z)


class MinGru(Cell):
    """Feng et al. 2024."""

    def __init__(self):
        super().__init__(z=(X, H), n=(X, H))

    def step(self, x, h):
        z = torch.sigmoid(self.z(x))
        return ((1 - z) * h + z * self.n(x),)

    def scanned(self, x):
        z = torch.sigmoid(self.z(x))
        return "h", 1 - z, z * self.n(x)


class MinLstm(Cell):
    def __init__(self):
        super().__init__(g=(X, 3 * H))

    def step(self, x, h):
        _, a, b = self.scanned(x)
        return (a * h + b,)

    def scanned(self, x):
        f, i, n = self.g(x).chunk(3, -1)
        f, i = torch.sigmoid(f), torch.sigmoid(i)
        return "h", f / (f + i), i / (f + i) * n


class Decayed(Cell):
    """A linear recurrent unit of real numbers, as in S4D and LRU."""

    def __init__(self):
        super().__init__(b=(X, H))
        self.a = nn.Parameter(torch.rand(H))

    def step(self, x, h):
        _, a, b = self.scanned(x)
        return (a * h + b,)

    def scanned(self, x):
        b = self.b(x)
        return "h", torch.sigmoid(self.a).expand_as(b), b


class SelectiveScan(Cell):
    """Mamba, Gu and Dao 2023, as mamba-minimal writes it: a state of channels × N."""

    states = {"h": (X, 4)}

    def __init__(self):
        super().__init__(dt=(X, X), b=(X, 4), c=(X, 4))
        self.a = nn.Parameter(torch.rand(X, 4))

    def step(self, x, h):
        _, a, b = self.scanned(x)
        return (a * h + b,)

    def scanned(self, x):
        delta = softplus(self.dt(x))
        a = torch.exp(-delta[..., None] * torch.exp(self.a))
        return "h", a, (delta * x)[..., None] * self.b(x)[..., None, :]


class LinearAttention(Cell):
    """Katharopoulos et al. 2020: what is remembered, and by how much it is divided."""

    states = {"S": (H, 4), "z": (H,)}

    def __init__(self):
        super().__init__(k=(X, H), v=(X, 4))

    def step(self, x, S, z):
        k = softplus(self.k(x))
        return S + k[..., None] * self.v(x)[:, None], z + k


class GatedLinearAttention(Cell):
    """Yang et al. 2024."""

    states = {"S": (H, 4)}

    def __init__(self):
        super().__init__(k=(X, H), v=(X, 4), a=(X, H))

    def step(self, x, S):
        _, a, b = self.scanned(x)
        return (a * S + b,)

    def scanned(self, x):
        b = self.k(x)[..., None] * self.v(x)[..., None, :]
        return "S", torch.sigmoid(self.a(x))[..., None].expand_as(b), b


class DeltaNet(Cell):
    """Schlag et al. 2021."""

    states = {"S": (H, 4)}

    def __init__(self):
        super().__init__(k=(X, H), v=(X, 4), b=(X, 1))

    def step(self, x, S):
        k, beta = normalize(self.k(x), dim=-1), torch.sigmoid(self.b(x))
        miss = self.v(x) - torch.einsum("bk,bkv->bv", k, S)
        return (S + torch.einsum("bk,bv->bkv", k, beta * miss),)


class FastWeights(Cell):
    """Ba et al. 2016: a state of vectors and one of a matrix that it is read with."""

    states = {"h": (H,), "A": (H, H)}

    def __init__(self):
        super().__init__(w=(X, H), u=(H, H))
        self.kept = nn.Parameter(torch.tensor(0.9))

    def step(self, x, h, A):
        A = self.kept * A + 0.2 * torch.einsum("bi,bj->bij", h, h)
        new = torch.tanh(self.w(x) + self.u(h))
        return torch.tanh(new + torch.einsum("bij,bj->bi", A, new)), A


class TimeMix(Cell):
    """RWKV-4's time mix, Peng et al. 2023: numerator, denominator and the exponent both are kept by."""

    states = {"aa": (H,), "bb": (H,), "pp": (H,)}

    def __init__(self):
        super().__init__(k=(X, H), v=(X, H))
        self.w, self.u = nn.Parameter(torch.rand(H)), nn.Parameter(torch.rand(H))

    def begin(self, x):
        aa, bb, pp = super().begin(x)
        return aa, bb, pp - 30

    def step(self, x, aa, bb, pp):
        k, v = self.k(x), self.v(x)
        low = pp - torch.exp(self.w)
        most = torch.maximum(low, k)
        before, now = torch.exp(low - most), torch.exp(k - most)
        return before * aa + now * v, before * bb + now, most


class Convolutional(Cell):
    """A state that is a picture: channels × places."""

    states = {"h": (2, 5)}

    def __init__(self):
        super().__init__(w=(X, 10))
        self.u = nn.Conv1d(2, 2, 3, padding=1)

    def step(self, x, h):
        return (torch.tanh(self.w(x).reshape(-1, 2, 5) + self.u(h)),)


class Hopfield(Cell):
    """A state that looks itself up among stored patterns before it is written."""

    def __init__(self):
        super().__init__(w=(X, H))
        self.patterns = nn.Parameter(torch.rand(4, H))

    def step(self, x, h):
        asked = self.w(x) + h
        return (torch.softmax(asked @ self.patterns.T, -1) @ self.patterns,)


CELLS = (
    *(Elman, Residual, Leaky, AntiSymmetric, Independent, Multiplicative, Minimal, Gru, Ugrnn),
    *(Lstm, Peephole, Coupled, MultiplicativeLstm, SLstm, Sru, Qrnn, MinGru, MinLstm, Decayed),
    *(SelectiveScan, LinearAttention, GatedLinearAttention, DeltaNet, FastWeights, TimeMix),
    *(Convolutional, Hopfield),
)


class Looped(nn.Module):
    """A loop over the steps around a cell; `named` is the only word of it that gatescope is told."""

    def __init__(self, cell: Cell) -> None:
        super().__init__()
        self.cell, self.out = cell, nn.LazyLinear(1)

    def once(self, x: Tensor, states: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        raise NotImplementedError

    def forward(self, x):
        states, answers = self.cell.begin(x), []
        for at in range(x.shape[1]):
            states = self.once(x[:, at], states)
            for name, value in zip(self.cell.states, states):
                keep(name, value)
            answers.append(self.out(torch.cat([each.flatten(1) for each in self.read(states)], 1)))
        return torch.stack(answers, 1)

    def read(self, states: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        return states


class Named(Looped):
    """The step is a function of the loop's own; each state is named."""

    def once(self, x, states):
        return tuple(
            gatescope.channel(name, value, role="state")
            for name, value in zip(self.cell.states, self.cell.step(x, *states))
        )


class Flat(nn.Module):
    """A cell that takes its states one by one and gives them in a row."""

    def __init__(self, cell: Cell) -> None:
        super().__init__()
        self.inner, self.states, self.begin = cell, cell.states, cell.begin

    def forward(self, x, *states):
        after = self.inner.step(x, *states)
        return after if len(after) > 1 else after[0]


class AsModule(Looped):
    """The step is a module of the user's own, and nothing is named."""

    def __init__(self, cell: Cell) -> None:
        super().__init__(Flat(cell))

    def once(self, x, states):
        after = self.cell(x, *states)
        return after if isinstance(after, tuple) else (after,)


class InTuple(nn.Module):
    """A cell that gives an answer of the step before its states, as Keras's do."""

    def __init__(self, cell: Cell) -> None:
        super().__init__()
        self.inner, self.states, self.begin = cell, cell.states, cell.begin

    def forward(self, x, state):
        after = self.inner.step(x, *state)
        return silu(after[0]), list(after)


class WithAnswer(Looped):
    """The states go in and out as one list, and a module of its own answers at every step."""

    def __init__(self, cell: Cell) -> None:
        super().__init__(InTuple(cell))

    def once(self, x, states):
        self.answer, after = self.cell(x, list(states))
        keep("y", self.answer)
        return tuple(after)

    def read(self, states):
        return self.answer, *states


class Scanned(nn.Module):
    """All steps at once, by products and sums of logarithms; in the test's own run, one after the other."""

    def __init__(self, cell: Any) -> None:
        super().__init__()
        self.cell, self.out = cell, nn.LazyLinear(1)

    def forward(self, x):
        name, a, b = self.cell.scanned(x)
        if _kept is None:
            kept = torch.cumprod(a, 1)
            h = gatescope.channel(name, kept * torch.cumsum(b / kept, 1), "state", steps=1, added=b)
            return self.out(h.flatten(2))
        (h,), found = self.cell.begin(x), []
        for at in range(x.shape[1]):
            h = a[:, at] * h + b[:, at]
            keep(name, h)
            found.append(h)
        return self.out(torch.stack(found, 1).flatten(2))


@dataclass
class Memory:
    h: Tensor
    c: Tensor


class OfData(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.inner = Lstm()

    def forward(self, x, memory):
        return Memory(*self.inner.step(x, memory.h, memory.c))


class Dataclass(nn.Module):
    """States in a dataclass."""

    names = ("h", "state 2")

    def __init__(self) -> None:
        super().__init__()
        self.cell, self.out = OfData(), nn.Linear(H, 1)

    def forward(self, x):
        memory, answers = Memory(*self.cell.inner.begin(x)), []
        for at in range(x.shape[1]):
            memory = self.cell(x[:, at], memory)
            keep("h", memory.h), keep("state 2", memory.c)
            answers.append(self.out(memory.h))
        return torch.stack(answers, 1)


class OfDict(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.inner = Lstm()

    def forward(self, *, frame, state=None):
        state = state or dict(zip("hc", self.inner.begin(frame)))
        return dict(zip("hc", self.inner.step(frame, state["h"], state["c"])))


class Keywords(nn.Module):
    """By keywords, states in a dict, and none before the first step."""

    def __init__(self) -> None:
        super().__init__()
        self.cell, self.out = OfDict(), nn.Linear(H, 1)

    def forward(self, x):
        state, answers = None, []
        for frame in x.unbind(1):
            state = self.cell(frame=frame, state=state)
            keep("h", state["h"]), keep("state 2", state["c"])
            answers.append(self.out(state["h"]))
        return torch.stack(answers, 1)


class Stacked(nn.Module):
    """Two cells, each of which is called from within a third module."""

    def __init__(self) -> None:
        super().__init__()
        self.step, self.out = Both(), nn.Linear(H, 1)

    def forward(self, x):
        low = high = x.new_zeros(len(x), H)
        answers = []
        for at in range(x.shape[1]):
            low, high = self.step(x[:, at], low, high)
            keep("step.low/h", low), keep("step.high/h", high)
            answers.append(self.out(high))
        return torch.stack(answers, 1)


class Both(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.low, self.high = Flat(Gru()), Flat(Gru())
        self.high.inner.w = nn.Linear(H, 3 * H)

    def forward(self, x, low, high):
        low = self.low(x, low)
        return low, self.high(low, high)


class Nested(nn.Module):
    """A cell whose cell state is written by a cell inside it (Moniz and Krueger 2017)."""

    def __init__(self) -> None:
        super().__init__()
        self.cell, self.out = Outer(), nn.Linear(H, 1)

    def forward(self, x):
        h = inner = x.new_zeros(len(x), H)
        answers = []
        for at in range(x.shape[1]):
            h, inner = self.cell(x[:, at], h, inner)
            keep("cell/h", h), keep("cell.memory/h", inner)
            answers.append(self.out(h))
        return torch.stack(answers, 1)


class Outer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.memory, self.g = Flat(Elman()), nn.Linear(X + H, 2 * H)
        self.memory.inner.w = nn.Linear(H, H)

    def forward(self, x, h, inner):
        o, g = self.g(torch.cat([x, h], -1)).chunk(2, -1)
        inner = self.memory(torch.tanh(g), inner)
        return torch.sigmoid(o) * torch.tanh(inner), inner


class Turns(nn.Module):
    """Two agents with one cell, by turns: each sequence stays its own."""

    def __init__(self) -> None:
        super().__init__()
        self.cell, self.out = Flat(Gru()), nn.Linear(2 * H, 1)

    def forward(self, x):
        one, other, answers = *self.cell.begin(x), x.new_ones(len(x), H), []
        for at in range(x.shape[1]):
            one, other = self.cell(x[:, at], one), self.cell(-x[:, at], other)
            keep("cell/h", one), keep("cell (2)/h", other)
            answers.append(self.out(torch.cat([one, other], -1)))
        return torch.stack(answers, 1)
