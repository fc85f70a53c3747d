"""What one step of each kind of cell computes: equations, Python source, words, parameter count.

The letters are those of the lessons and of the gatescope kernel. W_f is the weight from the input to
the gate f, U_f from the hidden state; biases that a framework keeps twice are written twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .expressions import Expression, call, number, operation, symbol
from .steps import Adjoints, adjoints_of

LABELS = {
    "f": "forget",
    "i": "input",
    "g": "candidate",
    "o": "output",
    "z": "update",
    "r": "reset",
    "n": "candidate",
    "c": "cell state",
    "m": "before projection",
    "h": "hidden state",
}
ROLES = {
    **dict.fromkeys("fiozr", "gate"),
    **dict.fromkeys("gn", "candidate"),
    **dict.fromkeys("ch", "state"),
    "m": "value",
}


#: Names and sizes of the axes of a state behind the batch.
Axes = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class CellForm:
    """One kind of cell as a framework computes it."""

    kind: str
    """`rnn`, `lstm`, `gru` or `custom`."""
    name: str
    """To print: `LSTM`."""
    channels: tuple[str, ...]
    """In order of computation."""
    states: tuple[str, ...]
    output: str = "h"
    labels: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    bias: int = 1
    """How many bias vectors a gate has: 0, 1 or 2."""
    reset_after: bool = True
    """GRU only: whether r is applied after the product with U."""
    projected: bool = False
    activation: str = "tanh"
    gate_activation: str = "sigmoid"
    equations: tuple[tuple[str, Expression], ...] = ()
    adjoints: Adjoints = ()
    """What comes back to the parts of the equations, by their texts."""
    source: str = ""
    axes: dict[str, Axes] = field(default_factory=dict)
    """Of channels that are no vector: the axes that H is made of, the last one fastest."""

    def label(self, channel: str) -> str:
        return self.labels.get(channel) or LABELS.get(channel) or self.role(channel)

    def role(self, channel: str) -> str:
        return self.roles.get(channel) or ROLES.get(channel) or "value"

    def count(self, inputs: int, units: int, hidden: int) -> dict[str, object]:
        """Learned numbers and the arithmetic: `4((n+m)m+2m)`; n inputs, m units, p projected."""
        gates = {"lstm": 4, "gru": 3, "rnn": 1}.get(self.kind, 0)
        if gates == 0:
            return {"count": 0, "formula": "0", "arithmetic": "0"}
        # reset_after needs a second bias for n; Keras then keeps a second one for every gate.
        pairs = ["", "+m", "+2m"][self.bias]
        numbers = ["", f"+{units}", f"+2·{units}"][self.bias]
        letter = "p" if self.projected else "m"
        count = gates * ((inputs + hidden) * units + self.bias * units)
        formula, arithmetic = f"(n+{letter})m{pairs}", f"({inputs}+{hidden})·{units}{numbers}"
        if gates > 1:
            formula, arithmetic = f"{gates}({formula})", f"{gates}({arithmetic})"
        if self.projected:
            count += units * hidden
            formula, arithmetic = f"{formula}+mp", f"{arithmetic}+{units}·{hidden}"
        return {"count": count, "formula": formula, "arithmetic": arithmetic}


def _x() -> Expression:
    return symbol("x", "input")


def _before(name: str) -> Expression:
    return symbol(name, "state", lag=-1)


def _channel(name: str) -> Expression:
    return symbol(name, "channel")


def _weight(name: str, below: str = "") -> Expression:
    return symbol(name, "parameter", below=below)


def _sum(*terms: Expression | None) -> Expression:
    present = [term for term in terms if term is not None]
    return present[0] if len(present) == 1 else operation("add", *present)


def _affine(below: str, bias: int) -> Expression:
    """W_f x + U_f h[t−1] + b_f, or W_f x + b_f + U_f h[t−1] + b_hf of a framework that keeps two."""
    from_input = operation("matmul", _weight("W", below), _x())
    from_state = operation("matmul", _weight("U", below), _before("h"))
    if bias == 2:
        return _sum(from_input, _weight("b", below), from_state, _weight("b", f"h{below}"))
    return _sum(from_input, from_state, _weight("b", below) if bias else None)


def _python_affine(gate: str, bias: int) -> str:
    """The same line in Python."""
    suffix = f"_{gate}" if gate else ""
    if bias == 2:
        return f"W{suffix} @ x + b{suffix} + U{suffix} @ h + b_h{gate}"
    return f"W{suffix} @ x + U{suffix} @ h" + (f" + b{suffix}" if bias else "")


def lstm_form(
    *,
    bias: int = 2,
    projected: bool = False,
    activation: str = "tanh",
    gate_activation: str = "sigmoid",
) -> CellForm:
    """f, i, g, o, c, h (Hochreiter and Schmidhuber 1997; projection of Sak et al. 2014)."""
    gates = [
        (gate, call(activation if gate == "g" else gate_activation, _affine(gate, bias)))
        for gate in "figo"
    ]
    cell = _sum(
        operation("multiply", _channel("f"), _before("c")),
        operation("multiply", _channel("i"), _channel("g")),
    )
    filtered = operation("multiply", _channel("o"), call(activation, _channel("c")))
    last = (
        [("m", filtered), ("h", operation("matmul", _weight("P"), _channel("m")))]
        if projected
        else [("h", filtered)]
    )
    lines = ["def step(x, h, c):"]
    lines += [
        f"    {gate} = {activation if gate == 'g' else gate_activation}({_python_affine(gate, bias)})"
        for gate in "figo"
    ]
    lines.append("    c = f * c + i * g")
    lines += (
        [f"    m = o * {activation}(c)", "    h = P @ m"]
        if projected
        else [f"    h = o * {activation}(c)"]
    )
    lines.append("    return h, c")
    return CellForm(
        kind="lstm",
        name="LSTM",
        channels=("f", "i", "g", "o", "c", *(("m", "h") if projected else ("h",))),
        states=("h", "c"),
        bias=bias,
        projected=projected,
        activation=activation,
        gate_activation=gate_activation,
        equations=(*gates, ("c", cell), *last),
        adjoints=adjoints_of(
            "lstm",
            bias,
            projected=projected,
            activation=activation,
            gate_activation=gate_activation,
        ),
        source="\n".join(lines),
    )


def gru_form(
    *,
    bias: int = 2,
    reset_after: bool = True,
    activation: str = "tanh",
    gate_activation: str = "sigmoid",
) -> CellForm:
    """z, r, n, h (Cho et al. 2014); `reset_after` as cuDNN, PyTorch and Keras compute n."""
    gates = [(gate, call(gate_activation, _affine(gate, bias))) for gate in "zr"]
    recurrent = operation("matmul", _weight("U", "n"), _before("h"))
    if reset_after:
        inner = _sum(recurrent, _weight("b", "hn") if bias == 2 else None)
        from_state = operation("multiply", _channel("r"), inner)
        python = f"r * (U_n @ h{' + b_hn' if bias == 2 else ''})"
    else:
        from_state = operation(
            "matmul", _weight("U", "n"), operation("multiply", _channel("r"), _before("h"))
        )
        python = "U_n @ (r * h)"
    own = (_weight("b", "n"),) if bias else ()
    w_x = operation("matmul", _weight("W", "n"), _x())
    summands = (w_x, *own, from_state) if reset_after else (w_x, from_state, *own)
    first = " + b_n" if bias else ""
    n_line = f"W_n @ x{first} + {python}" if reset_after else f"W_n @ x + {python}{first}"
    hidden = _sum(
        operation("multiply", operation("subtract", number(1), _channel("z")), _channel("n")),
        operation("multiply", _channel("z"), _before("h")),
    )
    lines = ["def step(x, h):"]
    lines += [f"    {gate} = {gate_activation}({_python_affine(gate, bias)})" for gate in "zr"]
    lines += [
        f"    n = {activation}({n_line})",
        "    h = (1 - z) * n + z * h",
        "    return h",
    ]
    return CellForm(
        kind="gru",
        name="GRU",
        channels=("z", "r", "n", "h"),
        states=("h",),
        bias=bias,
        reset_after=reset_after,
        activation=activation,
        gate_activation=gate_activation,
        equations=(*gates, ("n", call(activation, _sum(*summands))), ("h", hidden)),
        adjoints=adjoints_of(
            "gru",
            bias,
            reset_after=reset_after,
            activation=activation,
            gate_activation=gate_activation,
        ),
        source="\n".join(lines),
    )


def rnn_form(*, bias: int = 2, activation: str = "tanh") -> CellForm:
    """h_t = tanh(W x_t + U h_{t−1} + b) (Elman 1990)."""
    total = _affine("", bias)
    python = _python_affine("", bias)
    return CellForm(
        kind="rnn",
        name="RNN",
        channels=("h",),
        states=("h",),
        bias=bias,
        activation=activation,
        equations=(("h", total if activation == "linear" else call(activation, total)),),
        adjoints=adjoints_of("rnn", bias, activation=activation),
        source=f"def step(x, h):\n    h = {activation}({python})\n    return h",
    )


#: Letters that are states wherever a cell of the user's own names them.
STATES = frozenset("hcsSC")


def custom_form(
    name: str,
    channels: tuple[str, ...],
    states: tuple[str, ...],
    roles: dict[str, str],
    axes: dict[str, Axes] | None = None,
) -> CellForm:
    """A cell written by hand, of which only the values are known."""
    output = "h" if "h" in channels or not channels else channels[-1]
    return CellForm(
        kind="custom",
        name=name,
        channels=channels,
        states=states,
        output=output,
        roles={**dict.fromkeys(states, "state"), **roles},
        axes=axes or {},
    )


def axes_of(channel: str, shape: Sequence[int], names: Sequence[str] | None = None) -> Axes:
    """Those behind the batch of a channel's value `[B, …]`, where there are several."""
    sizes = tuple(shape)[1:]
    if len(sizes) < 2:
        return ()
    return tuple(
        zip(names or [f"{channel} axis {at + 1}" for at in range(len(sizes))], map(int, sizes))
    )
