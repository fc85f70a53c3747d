"""A check is certain only of what a measurement shows: networks that look ill and are not."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from test_cut_chains import Truncated
from torch import nn
from torch.nn import functional

import gatescope

STEPS = 40


def sequences():
    torch.manual_seed(0)
    return torch.randn(16, STEPS, 2)


class Scan(nn.Module):
    """A linear recurrence, all steps at once; its states are slices of one tensor."""

    def __init__(self):
        super().__init__()
        self.keep, self.write = nn.Parameter(torch.linspace(-1, 1, 8)), nn.Linear(2, 8)
        self.out = nn.Linear(8, 1)

    def forward(self, x):
        lag = torch.arange(x.shape[1])[:, None] - torch.arange(x.shape[1])
        weights = torch.where(
            lag[..., None] >= 0, torch.sigmoid(self.keep) ** lag.clamp(min=0)[..., None], 0.0
        )
        h = torch.einsum("tsh,bsh->bth", weights, self.write(x))
        return self.out(
            torch.stack([gatescope.channel("h", h[:, t]) for t in range(x.shape[1])], 1)
        )


class Mamba(nn.Module):
    """A selective scan as it is published (Gu & Dao 2023), fresh; `goes_on`: with what channel returned."""

    def __init__(self, goes_on, width=6, size=4):
        super().__init__()
        self.goes_on, self.size = goes_on, size
        self.enter, self.out = nn.Linear(2, width), nn.Linear(width, 1)
        self.select = nn.Linear(width, 1 + 2 * size, bias=False)
        self.dt, self.d = nn.Linear(1, width), nn.Parameter(torch.ones(width))
        rates = torch.logspace(-3, -1, width)
        with torch.no_grad():
            self.dt.bias.copy_(rates + torch.log(-torch.expm1(-rates)))
        self.a = nn.Parameter(torch.log(torch.arange(1.0, size + 1).repeat(width, 1)))

    def forward(self, x):
        u = functional.silu(self.enter(x))
        raw, b, c = self.select(u).split([1, self.size, self.size], -1)
        dt, h, found = functional.softplus(self.dt(raw)), 0.0, []
        for t in range(x.shape[1]):
            keep = torch.exp(-dt[:, t, :, None] * torch.exp(self.a))
            gatescope.channel("f", keep.flatten(1), role="gate")
            h = keep * h + dt[:, t, :, None] * b[:, t, None] * u[:, t, :, None]
            named = gatescope.channel("h", h.flatten(1))
            h = named.view_as(h) if self.goes_on else h
            found.append((h * c[:, t, None]).sum(-1) + self.d * u[:, t])
        return self.out(torch.stack(found, 1))


class Detached(nn.Module):
    """Answers from a state that sends no gradient back."""

    def __init__(self):
        super().__init__()
        self.gru, self.out = nn.GRU(2, 6, batch_first=True), nn.Linear(6, 1)

    def forward(self, x):
        return self.out(self.gru(x)[0].detach())


class BothWays(nn.Module):
    """Of its lower layer that reads backward the last answer feels the last step at once, the first through
    a layer of forty steps."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(1)
        self.rnn = nn.LSTM(2, 8, 2, batch_first=True, bidirectional=True)
        self.out = nn.Linear(16, 1)

    def forward(self, x):
        return self.out(self.rnn(x)[0])


class Early(nn.Module):
    """Its answer reads an early step ten thousand times as much as the last."""

    def __init__(self):
        super().__init__()
        self.gru, self.out = nn.GRU(2, 6, batch_first=True), nn.Linear(6, 1)

    def forward(self, x):
        h = self.gru(x)[0]
        return self.out(h[:, 30] + 1e-4 * h[:, -1])


HEALTHY = {
    "truncated": lambda: Truncated("gru", cuts=range(5, STEPS, 5)).float(),
    "truncated, of a layer": lambda: Truncated("a layer", cuts=range(5, STEPS, 5)).float(),
    "slices of a scan": Scan,
    "a fresh state space": lambda: Mamba(goes_on=True),
    "a fresh state space whose names are beside its way": lambda: Mamba(goes_on=False),
    "a state behind detach": Detached,
}


@pytest.mark.parametrize("name", HEALTHY)
def test_nothing_is_said_of_a_network_whose_gradient_is_cut_or_whose_scale_is_its_own(name):
    x = sequences()
    gatescope.assert_healthy(HEALTHY[name](), x, ignore=["forget-bias-zero"])


def test_the_notes_say_over_how_many_steps_a_gradient_comes_back():
    found = gatescope.check(HEALTHY["truncated"](), sequences())
    assert found["cell"].memory is None
    assert any("over 5 of 40 steps" in note for note in found.notes)


def test_a_gradient_that_vanishes_before_it_is_cut_does_so_for_certain():
    model = Truncated("rnn", cuts=(4,)).float()
    with torch.no_grad():
        model.cell.weight_hh.copy_(0.3 * torch.eye(3))
    found = {each.kind: each for each in gatescope.check(model, sequences()).findings}
    assert found["vanishing-gradient"].certainty == "certain"
    # By hand: 0.3 a step at most, so beyond 4 steps less than a hundredth is felt.
    assert gatescope.check(model, sequences())["cell"].memory <= 4


@pytest.mark.parametrize("network", [BothWays, Early])
def test_a_gradient_that_grows_as_an_early_step_is_read_more_does_not_explode(network):
    found = gatescope.check(network(), sequences())
    assert "exploding-gradient" not in {each.kind for each in found.findings}


def test_a_state_that_no_answer_reads_is_still_found():
    class Unread(Detached):
        def forward(self, x):
            self.gru(x)
            return self.out(torch.ones(len(x), 6)) + 0 * x[:, :1, 0]

    (found,) = gatescope.check(Unread(), sequences()).findings
    assert found.kind == "state-never-read"


@pytest.mark.parametrize("dropout", [0.0, 0.5])
def test_a_keras_layer_that_carries_its_state_has_no_dropout_by_that(dropout):
    import keras

    class Always(keras.layers.Layer):
        def __init__(self):
            super().__init__()
            self.seed = keras.random.SeedGenerator(1)

        def call(self, given):
            return keras.random.dropout(given, dropout, seed=self.seed) if dropout else given

    keras.utils.set_random_seed(0)
    given = keras.Input(batch_shape=(4, 12, 2))
    hidden = keras.layers.LSTM(6, stateful=True, name="lstm")(given)
    model = keras.Model(given, keras.layers.Dense(1)(Always()(hidden)))
    x = np.random.default_rng(0).normal(size=(4, 12, 2)).astype("float32")
    model(x)
    before = [np.array(keras.ops.convert_to_numpy(s)) for s in model.get_layer("lstm").states]
    kinds = [each.kind for each in gatescope.check(model, x).findings]
    assert ("dropout-on" in kinds) == (dropout > 0)
    for state, values in zip(model.get_layer("lstm").states, before, strict=True):
        assert np.array_equal(keras.ops.convert_to_numpy(state), values)


def test_a_flax_module_that_carries_its_state_has_no_dropout_by_that():
    import jax.numpy as jnp
    from flax import nnx

    class Carry(nnx.Variable):
        pass

    class Going(nnx.Module):
        def __init__(self, rngs):
            self.rnn = nnx.RNN(nnx.GRUCell(2, 6, rngs=rngs), return_carry=True)
            self.out, self.carry = nnx.Linear(6, 1, rngs=rngs), Carry(jnp.zeros((4, 6)))

        def __call__(self, x):
            carry, _ = self.rnn(x, initial_carry=self.carry[...][: x.shape[0]])
            if x.shape[0] == 4:
                self.carry[...] = carry
            return self.out(carry)

    x = np.random.default_rng(0).normal(size=(4, 12, 2)).astype("float32")
    kinds = [each.kind for each in gatescope.check(Going(nnx.Rngs(0)), x).findings]
    assert "dropout-on" not in kinds
