"""Networks whose state of health is known: trained and fresh ones, and ones with a planted fault.

Each is a description in numpy, of which the same network is built in PyTorch, Keras and flax. Weights
have PyTorch's shapes and order of gates. `scripts/health_zoo.py` checks them all and writes a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

FRAMEWORKS = ("torch", "keras", "jax")
SIZES = (8, 24, 64)
GATES = {"lstm": "ifgo", "gru": "rzn", "rnn": "g", "relu": "g"}
BATCH, STEPS, FEATURES = 16, 24, 3


@dataclass
class Part:
    """One recurrent layer: `w` [G·H, I], `u` [G·H, H], `b` [G·H]."""

    cell: str
    w: Array
    u: Array
    b: Array

    @property
    def units(self) -> int:
        return int(self.u.shape[1])

    def rows(self, gate: str, units: Any = slice(None)) -> Any:
        """Which rows belong to these units of a gate."""
        at = GATES[self.cell].index(gate) * self.units
        return np.arange(at, at + self.units)[units]


@dataclass
class Member:
    """One network of the zoo, and what it reads."""

    name: str
    kind: str | None
    """The planted fault; None of a healthy one."""
    cell: str
    size: int
    parts: list[Part]
    head_w: Array
    head_b: Array
    x: Array
    y: Array
    framework: str = "torch"
    lengths: Array | None = None
    told: bool = False
    """Whether the network is told the lengths."""
    traits: set[str] = field(default_factory=set)
    """`dropout`, `turned`, `unread`, `initial`."""


# ── tasks and weights ──


def task(seed: int, steps: int = STEPS) -> tuple[Array, Array]:
    """A signal of three features; the answers are its running mean and the first value."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(BATCH, steps, FEATURES)).astype(np.float32)
    y = np.stack([x[:, :, 0].sum(axis=1) / np.sqrt(steps), x[:, -3:, 1].mean(axis=1)], axis=1)
    return x, y.astype(np.float32)


def part(cell: str, inputs: int, units: int, seed: int) -> Part:
    """Fresh weights: Glorot for the input, orthogonal for the state, forget bias 1."""
    random = np.random.default_rng(seed)
    gates = len(GATES[cell])
    limit = np.sqrt(6 / (inputs + units))
    w = random.uniform(-limit, limit, (gates * units, inputs))
    u = np.concatenate([np.linalg.qr(random.normal(size=(units, units)))[0] for _ in range(gates)])
    made = Part(
        cell, w.astype(np.float32), u.astype(np.float32), np.zeros(gates * units, np.float32)
    )
    if cell == "lstm":
        made.b[made.rows("f")] = 1
    return made


def fresh(cell: str, size: int, seed: int, *, layers: int = 1, steps: int = STEPS) -> Member:
    x, y = task(seed, steps)
    random = np.random.default_rng(seed + 1)
    parts = [part(cell, FEATURES if at == 0 else size, size, seed + 2 + at) for at in range(layers)]
    head = random.uniform(-1, 1, (2, size)) / np.sqrt(size)
    return Member(
        f"fresh {cell} {layers}×{size}", None, cell, size, parts,
        head.astype(np.float32), np.zeros(2, np.float32), x, y,
    )  # fmt: skip


@lru_cache(maxsize=64)
def _trained(cell: str, size: int, seed: int, updates: int) -> Member:
    import torch

    member = fresh(cell, size, seed)
    torch.manual_seed(seed)
    module = torch_model(member)
    optimizer = torch.optim.Adam(module.parameters(), lr=0.01)
    for update in range(updates):
        x, y = task(1000 * (seed + 1) + update)
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(module(torch.tensor(x)), torch.tensor(y)).backward()
        torch.nn.utils.clip_grad_norm_(module.parameters(), 1.0)
        optimizer.step()
    layer = module.layers[0]
    w, u, b = (
        getattr(layer, name).detach().numpy().copy()
        for name in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0")
    )
    return replace(
        member,
        name=f"trained {cell} {size}, seed {seed}",
        parts=[Part(cell, w, u, b)],
        head_w=module.head.weight.detach().numpy().copy(),
        head_b=module.head.bias.detach().numpy().copy(),
    )


def trained(cell: str, size: int, seed: int, updates: int = 150) -> Member:
    found = _trained(cell, size, seed, updates)
    parts = [
        replace(each, w=each.w.copy(), u=each.u.copy(), b=each.b.copy()) for each in found.parts
    ]
    return replace(found, parts=parts, traits=set())


# ── healthy ──


def padded(member: Member, seed: int) -> Member:
    """Sequences of different lengths, with zeros behind them."""
    lengths = np.random.default_rng(seed).integers(STEPS // 3, STEPS + 1, BATCH)
    lengths[0] = STEPS
    x = member.x * (np.arange(STEPS)[None, :] < lengths[:, None])[..., None]
    return replace(member, x=x.astype(np.float32), lengths=lengths)


def healthy(sizes: tuple[int, ...] = SIZES, seeds: tuple[int, ...] = (0, 1)) -> Iterator[Member]:
    for framework in FRAMEWORKS:
        for cell in ("lstm", "gru", "rnn"):
            for size in sizes:
                for seed in seeds:
                    yield replace(trained(cell, size, seed), framework=framework)
                yield replace(fresh(cell, size, 10), framework=framework)
                stack = fresh(cell, size, 20, layers=2)
                yield replace(stack, framework=framework)
                masked = padded(fresh(cell, size, 30), 4)
                yield replace(masked, name=f"masked {cell} {size}", told=True, framework=framework)


# ── planted ──


def planted(sizes: tuple[int, ...] = SIZES) -> Iterator[Member]:
    """Every kind of fault, in two cells where it can be, three sizes and three frameworks."""
    for kind, cells in PLANTED.items():
        for cell in cells:
            for size in sizes:
                for framework in FRAMEWORKS:
                    yield plant(kind, cell, size, framework)


def plant(kind: str, cell: str, size: int, framework: str) -> Member:
    seed = SIZES.index(size) if size in SIZES else size
    member = _PLANTERS[kind](cell, size, seed)
    return replace(member, kind=kind, name=f"{kind} in {cell} {size}", framework=framework)


def _some(size: int) -> Array:
    return np.arange(1, 1 + max(2, size // 8))


def _silent(made: Part, units: Array) -> None:
    for gate in GATES[made.cell]:
        made.w[made.rows(gate, units)] = 0
        made.u[made.rows(gate, units)] = 0
        made.b[made.rows(gate, units)] = 0


def _dead(cell: str, size: int, seed: int) -> Member:
    member = trained(cell, size, seed)
    made, units = member.parts[0], _some(size)
    if cell == "rnn":
        _silent(made, units)
    else:
        gate, value = ("i", -20) if cell == "lstm" else ("z", 20)
        made.w[made.rows(gate, units)] = made.u[made.rows(gate, units)] = 0
        made.b[made.rows(gate, units)] = value
    return member


def _constant(cell: str, size: int, seed: int) -> Member:
    member = trained(cell, size, seed)
    made, units = member.parts[0], _some(size)
    _silent(made, units)
    if cell == "lstm":
        made.b[made.rows("f", units)] = -20
    if cell == "gru":
        made.b[made.rows("z", units)] = -20
    made.b[made.rows("n" if cell == "gru" else "g", units)] = 1
    return member


def _held_gate(value: float) -> Any:
    def planter(cell: str, size: int, seed: int) -> Member:
        member = trained(cell, size, seed)
        made, units = member.parts[0], _some(size)
        gate = ("o", "f", "i")[seed % 3] if cell == "lstm" else "r"
        made.w[made.rows(gate, units)] *= 0.1
        made.b[made.rows(gate, units)] = value
        return member

    return planter


def _saturated_gate(cell: str, size: int, seed: int) -> Member:
    member = trained(cell, size, seed)
    made = member.parts[0]
    gate = ("o", "i", "f")[seed % 3] if cell == "lstm" else "zr"[seed % 2]
    made.w[made.rows(gate)] *= 40
    return member


def _saturated_candidate(cell: str, size: int, seed: int) -> Member:
    member = trained(cell, size, seed)
    made = member.parts[0]
    made.w[made.rows("n" if cell == "gru" else "g")] *= 40
    return member


def _runaway(cell: str, size: int, seed: int) -> Member:
    if cell == "relu":
        member = fresh("relu", size, seed)
        member.parts[0].u[:] = 1.25 * np.eye(size)
        return member
    member = fresh(cell, size, seed, steps=40)
    made, units = member.parts[0], _some(size)
    _silent(made, units)
    made.b[made.rows("f", units)] = 9
    made.b[made.rows("i", units)] = 5
    made.b[made.rows("g", units)] = 2
    return member


def _copied(cell: str, size: int, seed: int) -> Member:
    member = trained(cell, size, seed)
    made = member.parts[0]
    for gate in GATES[cell]:
        for of in (made.w, made.u, made.b):
            of[made.rows(gate, _some(size))] = of[made.rows(gate, 0)]
    return member


def _short(cell: str, size: int, seed: int) -> Member:
    member = fresh(cell, size, seed, steps=40)
    made = member.parts[0]
    made.u *= 0.03
    if cell != "rnn":
        made.b[made.rows("f" if cell == "lstm" else "z")] = -5
    return member


def _vanishing(cell: str, size: int, seed: int) -> Member:
    if seed == 2:  # between layers
        member = fresh(cell, size, seed, layers=2)
        member.parts[1].w *= 1e-6
        return member
    member = fresh(cell, size, seed, steps=40)
    member.parts[0].u *= 0.3
    if cell == "lstm":
        member.parts[0].b[member.parts[0].rows("f")] = -1
    if cell == "gru":
        member.parts[0].b[member.parts[0].rows("z")] = -1
    return member


def _exploding(cell: str, size: int, seed: int) -> Member:
    member = fresh(cell, size, seed)
    made = member.parts[0]
    gate = "n" if cell == "gru" else "g"
    made.u[made.rows(gate)] *= {"lstm": 7, "gru": 7, "rnn": 1.8}[cell]
    return replace(member, x=member.x * np.float32(1e-7))


def _not_finite(cell: str, size: int, seed: int) -> Member:
    member = trained(cell, size, seed)
    if seed == 0:
        member.x = member.x.copy()
        member.x[3, 5, 1] = np.nan
    elif seed == 1:
        member.parts[0].u[2, 1] = np.inf
    else:
        member.head_w = np.full_like(member.head_w, np.inf)
    return member


def _padding(cell: str, size: int, seed: int) -> Member:
    return padded(trained(cell, size, seed), seed)


def _trait(name: str) -> Any:
    def planter(cell: str, size: int, seed: int) -> Member:
        return replace(trained(cell, size, seed), traits={name})

    return planter


def _initial(cell: str, size: int, seed: int) -> Member:
    return replace(fresh(cell, size, seed), traits={"initial"})


def _never_read(cell: str, size: int, seed: int) -> Member:
    member = trained(cell, size, seed)
    if seed == 1:
        member.parts[0].u[:] = 0
        return member
    return replace(member, traits={"unread"})


def _forget_zero(cell: str, size: int, seed: int) -> Member:
    member = fresh(cell, size, seed)
    member.parts[0].b[:] = 0
    return member


_PLANTERS: dict[str, Any] = {
    "dead-unit": _dead,
    "constant-unit": _constant,
    "gate-open": _held_gate(20),
    "gate-shut": _held_gate(-20),
    "saturated-gate": _saturated_gate,
    "saturated-candidate": _saturated_candidate,
    "runaway-state": _runaway,
    "copied-unit": _copied,
    "short-memory": _short,
    "vanishing-gradient": _vanishing,
    "exploding-gradient": _exploding,
    "not-finite": _not_finite,
    "padding-read": _padding,
    "batch-first": _trait("turned"),
    "dropout-on": _trait("dropout"),
    "initial-state-dominates": _initial,
    "state-never-read": _never_read,
    "forget-bias-zero": _forget_zero,
}
#: In which cells each fault can be.
PLANTED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_PLANTERS, ("lstm", "gru")),
    "dead-unit": ("lstm", "gru", "rnn"),
    "constant-unit": ("lstm", "gru", "rnn"),
    "saturated-candidate": ("lstm", "gru", "rnn"),
    "copied-unit": ("lstm", "gru", "rnn"),
    "vanishing-gradient": ("lstm", "gru", "rnn"),
    "exploding-gradient": ("lstm", "gru", "rnn"),
    "runaway-state": ("lstm", "relu"),
    "forget-bias-zero": ("lstm",),
}


# ── the same network in each framework ──


def torch_model(member: Member) -> Any:
    import torch
    from torch import nn
    from torch.nn.utils.rnn import pack_padded_sequence

    made = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}
    first = "turned" not in member.traits

    class Network(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layers = nn.ModuleList()
            for each in member.parts:
                kind = made.get(each.cell, nn.RNN)
                options = {"nonlinearity": "relu"} if each.cell == "relu" else {}
                layer = kind(each.w.shape[1], each.units, batch_first=first, **options)
                with torch.no_grad():
                    layer.weight_ih_l0.copy_(torch.tensor(each.w))
                    layer.weight_hh_l0.copy_(torch.tensor(each.u))
                    layer.bias_ih_l0.copy_(torch.tensor(each.b))
                    layer.bias_hh_l0.zero_()
                self.layers.append(layer)
            width = FEATURES if "unread" in member.traits else member.size
            self.head = nn.Linear(width, 2)
            with torch.no_grad():
                self.head.weight.copy_(torch.tensor(member.head_w[:, :width]))
                self.head.bias.copy_(torch.tensor(member.head_b))

        def forward(self, x, lengths=None):
            given, state = x, None
            if "initial" in member.traits:
                large = torch.full((1, len(x), member.size), 100.0)
                state = (torch.zeros_like(large), large) if member.cell == "lstm" else large
            if lengths is not None:
                x = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
            for layer in self.layers:
                x, after = layer(x, state)
            h = after[0] if isinstance(after, tuple) else after
            last = x[:, -1] if lengths is None else h[0]
            if "dropout" in member.traits:
                last = nn.functional.dropout(last, 0.5)  # in evaluation too
            return self.head(given.mean(dim=1) if "unread" in member.traits else last)

    return Network()


def keras_model(member: Member) -> Any:
    import keras

    steps = member.x.shape[1]
    shape = (BATCH if "turned" in member.traits else steps, FEATURES)
    inputs = keras.Input(shape)
    x = keras.layers.Masking()(inputs) if member.told else inputs
    recurrent = []
    for at, each in enumerate(member.parts):
        kind = {"lstm": keras.layers.LSTM, "gru": keras.layers.GRU}
        options = {"activation": "relu"} if each.cell == "relu" else {}
        layer = kind.get(each.cell, keras.layers.SimpleRNN)(
            each.units, return_sequences=at < len(member.parts) - 1, **options
        )
        initial = {}
        if "initial" in member.traits:

            def large(value: Any, units: int = each.units) -> Any:
                return 100.0 + 0.0 * keras.ops.repeat(value[:, 0, :1], units, axis=-1)

            state = keras.layers.Lambda(large, output_shape=(each.units,))(inputs)
            initial["initial_state"] = [state, state] if each.cell == "lstm" else state
        x = layer(x, **initial)
        recurrent.append((layer, each))
    if "dropout" in member.traits:

        class Always(keras.layers.Layer):
            def __init__(self) -> None:
                super().__init__()
                self.seed = keras.random.SeedGenerator(1)

            def call(self, given: Any) -> Any:
                return keras.random.dropout(given, 0.5, seed=self.seed)

        x = Always()(x)
    if "unread" in member.traits:
        mean = keras.layers.GlobalAveragePooling1D()(inputs)
        x = keras.layers.Lambda(lambda parts: parts[1] + 0.0 * parts[0][:, :FEATURES])([x, mean])
    head = keras.layers.Dense(2)
    model = keras.Model(inputs, head(x))
    for layer, each in recurrent:
        w, u, b = each.w, each.u, each.b
        if each.cell == "gru":  # Keras has z before r
            order = np.concatenate([each.rows(gate) for gate in "zrn"])
            w, u, b = w[order], u[order], b[order]
            b = np.stack([b, np.zeros_like(b)])
        layer.set_weights([w.T, u.T, b])
    width = FEATURES if "unread" in member.traits else member.size
    head.set_weights([member.head_w[:, :width].T, member.head_b])
    return model


def jax_model(member: Member) -> Any:
    import jax
    import jax.numpy as jnp
    from flax import nnx

    rngs = nnx.Rngs(0)
    kinds = {"lstm": nnx.OptimizedLSTMCell, "gru": nnx.GRUCell}

    class Network(nnx.Module):
        def __init__(self) -> None:
            layers = []
            for each in member.parts:
                options = {"activation_fn": jax.nn.relu} if each.cell == "relu" else {}
                cell = kinds.get(each.cell, nnx.SimpleCell)(
                    each.w.shape[1], each.units, rngs=rngs, **options
                )
                cell.dense_i.kernel[...] = jnp.asarray(each.w.T)
                cell.dense_h.kernel[...] = jnp.asarray(each.u.T)
                (cell.dense_h if each.cell == "lstm" else cell.dense_i).bias[...] = jnp.asarray(
                    each.b
                )
                layers.append(nnx.RNN(cell, time_major="turned" in member.traits, rngs=rngs))
            self.layers = nnx.List(layers)
            self.drop = nnx.Dropout(0.5, rngs=rngs)
            width = FEATURES if "unread" in member.traits else member.size
            self.head = nnx.Linear(width, 2, rngs=rngs)
            self.head.kernel[...] = jnp.asarray(member.head_w[:, :width].T)
            self.head.bias[...] = jnp.asarray(member.head_b)

        def __call__(self, x, lengths=None):
            given, options = x, {}
            if "initial" in member.traits:
                large = jnp.full((len(x), member.size), 100.0)
                options["initial_carry"] = (large, large) if member.cell == "lstm" else large
            if lengths is not None:
                options["seq_lengths"] = lengths
            for layer in self.layers:
                x = layer(x, **options)
            last = x[:, -1] if lengths is None else x[jnp.arange(len(x)), lengths - 1]
            if "dropout" in member.traits:
                last = self.drop(last, deterministic=False)
            return self.head(given.mean(axis=1) if "unread" in member.traits else last)

    return Network()


def built(member: Member) -> tuple[Any, Any, Any, Any]:
    """`(model, x, target, loss)`, as somebody would give them to a check."""
    x, y = member.x, member.y
    if member.framework == "keras":
        if "turned" in member.traits:
            x = np.swapaxes(x, 0, 1)
        return keras_model(member), x, y, "mean_squared_error"
    if member.framework == "jax":
        given: Any = (x, member.lengths.astype(np.int32)) if member.told else x
        return jax_model(member), given, y, lambda output, target: ((output - target) ** 2).mean()
    given = (x, member.lengths.astype(np.int64)) if member.told else x
    return torch_model(member), given, y, "mse_loss"
