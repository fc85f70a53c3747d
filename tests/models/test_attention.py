"""Where decoders look that run over other steps than their encoders, against the models' own weights."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from public_hour import HierarchicalAttention, PointerNet
from public_loops import Seq2Seq, Translation
from torch import nn
from torch.nn import functional

import gatescope
from gatescope.tracing.picture import bundle_picture

SOURCE, TARGET = torch.tensor([[3, 1, 4, 1, 5, 2], [2, 7, 1, 8, 2, 8]]), torch.randint(0, 9, (2, 5))


def translation(seed=0):
    torch.manual_seed(seed)
    return Translation().eval()


def own_weights(model, x, y):
    """`[T, S]` as the tutorial's decoder returns them."""
    with torch.no_grad():
        return model.decoder(*model.encoder(x), y)[2][0].numpy()


def loss(output, target):
    return functional.nll_loss(output.reshape(-1, 9), target.reshape(-1))


@pytest.mark.parametrize("layers", [None, ["decoder.gru"]])
def test_the_decoder_of_the_tutorial_looks_at_its_encoder_whichever_of_both_is_shown(
    layers, faults
):
    model = translation()
    run = gatescope.trace(model, (SOURCE, TARGET), sequence=1, layers=layers)
    found = run.attention()
    assert found.layers == ("encoder.gru", "decoder.gru")
    assert found.weights.shape == (5, 6)
    assert np.abs(found.weights - own_weights(model, SOURCE[1:], TARGET[1:])).max() <= 1e-7
    assert "decoder.gru looks at the steps of encoder.gru: run.attention() shows where." in (
        run.record.notes
    )
    assert faults(found.to_bundle()) == []


def test_a_clamp_of_the_encoder_changes_where_the_decoder_looks():
    model = translation(1)
    run = gatescope.trace(model, (SOURCE[:1], TARGET[:1]))
    clamped = run.clamp("h", 0)
    # What is alike at every step is looked at evenly.
    assert clamped.attention().weights == pytest.approx(np.full((5, 6), 1 / 6), abs=1e-6)
    assert np.abs(run.attention().weights - 1 / 6).max() > 0.01


def test_another_sequence_and_a_loss_have_their_own_weights():
    model = translation(2)
    run = gatescope.trace(model, (SOURCE, TARGET), target=TARGET, loss=loss)
    for sequence in (0, 1):
        at = slice(sequence, sequence + 1)
        weights = run.at_sequence(sequence).attention().weights
        assert np.abs(weights - own_weights(model, SOURCE[at], TARGET[at])).max() <= 1e-7


def test_a_recorded_step_of_training_has_them_of_its_last_batch():
    model = translation(3)
    parts = nn.ModuleList([model.encoder, model.decoder])
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    with gatescope.record(parts, sequence=1) as recording:
        for _ in range(3):
            output, _, weights = model.decoder(*model.encoder(SOURCE), TARGET)
            objective = loss(output, TARGET)
            recording.backward(objective)
            optimizer.zero_grad()
            objective.backward()
            optimizer.step()
    found = recording.run.attention()
    assert found.layers == ("0.gru", "1.gru")
    assert np.abs(found.weights - weights[1].detach().numpy()).max() <= 1e-7


def test_words_name_rows_and_columns_and_others_are_refused():
    words = ["je", "suis", "très", "fatigué", "aujourd’hui", "<EOS>"]
    run = gatescope.trace(translation(), SOURCE[:1], labels=words)
    found = run.attention(target=["I", "am", "tired", "today", "<EOS>"])
    bundle = found.to_bundle()
    assert (bundle["source"], bundle["decodings"][0]["target"][2]) == (words, "tired")
    # The tokens are the ids of x where there are no words.
    assert gatescope.trace(translation(), SOURCE[:1]).attention().source == list("314152")
    assert "tired ←" in repr(found)
    table = found.to_pandas()["weights"]
    assert float(table.loc[("tired", "très")]) == found.weights[2, 2]
    assert found.to_xarray()["weights"].dims == ("written", "read")
    with pytest.raises(gatescope.GatescopeError, match="target must have 5 words, got 2"):
        run.attention(target=["I", "am"])
    with pytest.raises(gatescope.GatescopeError, match="layer must be one of 'decoder\\.gru', got"):
        run.attention(layer="gru")


def test_the_saved_picture_says_where_a_row_looked_most():
    run = gatescope.trace(translation(), (SOURCE[:1], TARGET[:1]))
    found = run.attention(target=["I", "am", "tired", "<today>", "<EOS>"])
    data, _ = gatescope.tracing.display.mime_bundle(found, renderer="mime")
    assert data["application/vnd.gatescope.attention+json"]["score"] == "softmax"
    most = int(found.weights[3].argmax())
    assert "&lt;today&gt;" in data["image/svg+xml"]
    drawn = bundle_picture({**found.to_bundle(), "view": {"step": 3}})
    title = drawn[: drawn.index("</title>")]
    share = round(100 * float(found.weights[3, most]))
    assert f"“&lt;today&gt;” looks at “{found.source[most]}” {share}\u202f%" in title


class Luong(nn.Module):
    """All steps of the decoder at once, over as many steps as the encoder has; of two heads."""

    def __init__(self, heads):
        super().__init__()
        self.encoder, self.decoder = (
            nn.LSTM(3, 4, 2, batch_first=True),
            nn.GRU(3, 4, batch_first=True),
        )
        self.attention = nn.MultiheadAttention(4, heads, batch_first=True) if heads else None

    def forward(self, x, y):
        keys, queries = self.encoder(x)[0], self.decoder(y)[0]
        if self.attention is not None:
            return self.attention(queries, keys, keys)
        weights = (queries @ keys.transpose(1, 2)).softmax(-1)
        return weights @ keys, weights


@pytest.mark.parametrize("heads", [0, 2])
def test_an_attention_of_all_steps_at_once_is_seen_whole(heads):
    torch.manual_seed(0)
    model = Luong(heads).eval()
    x, y = torch.randn(3, 5, 3), torch.randn(3, 5, 3)
    found = gatescope.trace(model, (x, y), sequence=2).attention()
    assert found.layers == ("encoder.l1", "decoder")
    expected = model(x[2:], y[2:])[1][0].detach().numpy()
    assert np.abs(found.weights - expected).max() <= 1e-7


class Pooled(nn.Module):
    """A classifier that pools; its answer is a softmax too, over as many classes as there are steps."""

    def __init__(self):
        super().__init__()
        self.lstm, self.score, self.out = nn.LSTM(2, 3), nn.Linear(3, 1), nn.Linear(3, 7)

    def forward(self, x):
        states, _ = self.lstm(x)
        weights = functional.softmax(self.score(states), 0)
        return functional.softmax(self.out((weights * states).sum(0)), -1)


def test_an_attention_that_pools_has_one_row_and_a_probability_is_none():
    torch.manual_seed(0)
    model, x = Pooled().eval(), torch.randn(7, 1, 2)
    run = gatescope.trace(model, x)
    (only,) = run.record.attentions
    with torch.no_grad():
        expected = functional.softmax(model.score(model.lstm(x)[0]), 0)[:, 0, 0].numpy()
    assert (only.source, only.target) == ("lstm", None)
    assert np.abs(only.weights[0] - expected).max() <= 1e-7
    assert run.attention().target == ["answer"]


def test_the_public_decoders_that_look_once_a_step_are_told_by_their_own_count():
    torch.manual_seed(0)
    words = (torch.randint(0, 11, (7, 3)), torch.randint(0, 11, (6, 3)))
    assert gatescope.trace(Seq2Seq(), words).attention().layers == ("encoder.rnn.l0", "decoder.rnn")
    # As many steps as the encoder: what went on one step is what looks.
    for names, decoder in ((True, "decoder"), (False, None)):
        pointers = gatescope.trace(PointerNet(names=names), torch.rand(2, 5, 2)).attention()
        assert (pointers.layers, pointers.weights.shape) == (("encoder", decoder), (5, 5))
    model = HierarchicalAttention()
    texts = gatescope.trace(model, torch.randint(0, 9, (2, 3, 5)), layers=["sent_att_net.gru"])
    assert [each.target for each in texts.record.attentions] == [None] * 4
    assert texts.attention(layer="sent_att_net.gru.l0").weights.shape == (1, 3)


def test_a_network_without_attention_says_so():
    run = gatescope.trace(nn.LSTM(2, 3), torch.randn(4, 1, 2))
    with pytest.raises(gatescope.NothingToSee, match="this run has none"):
        run.attention()


class Fused(nn.Module):
    """PyTorch's fused attention of two heads, or its module that is asked for no weights."""

    def __init__(self, module=False, causal=False):
        super().__init__()
        self.encoder, self.decoder = nn.LSTM(3, 4, batch_first=True), nn.GRU(3, 4, batch_first=True)
        self.attention = nn.MultiheadAttention(4, 2, batch_first=True) if module else None
        self.causal = causal

    def forward(self, x, y):
        keys, queries = self.encoder(x)[0], self.decoder(y)[0]
        if self.attention is not None:
            return self.attention(queries, keys, keys, need_weights=False)[0]
        queries, keys = (each.unflatten(-1, (2, 2)).transpose(1, 2) for each in (queries, keys))
        found = functional.scaled_dot_product_attention(
            queries, keys, keys, dropout_p=0.5 if self.training else 0.0, is_causal=self.causal
        )
        return found.transpose(1, 2).flatten(2)

    def weights(self, x, y):
        """`[T, S]`, the mean of both heads, by the formula."""
        keys, queries = self.encoder(x)[0], self.decoder(y)[0]
        if self.attention is not None:
            return self.attention(queries, keys, keys)[1][0]
        queries, keys = (each.unflatten(-1, (2, 2)).transpose(1, 2) for each in (queries, keys))
        scores = queries @ keys.transpose(-1, -2) / 2**0.5
        if self.causal:
            scores = scores.masked_fill(~torch.ones_like(scores, dtype=bool).tril(), -torch.inf)
        return scores.softmax(-1).mean(1)[0]


@pytest.mark.parametrize(
    ("model", "training"),
    [
        (Fused(), False),
        (Fused(causal=True), False),
        (Fused(), True),
        (Fused(module=True), False),
    ],
)
def test_a_fused_attention_that_gives_no_weights_shows_those_of_its_formula(model, training):
    x, y = torch.randn(3, 6, 3), torch.randn(3, 5, 3)
    run = gatescope.trace(
        model,
        (x, y),
        sequence=2,
        training=training,
        gradients_of=lambda output: output.pow(2).sum(),
    )
    found = run.attention()
    assert (found.layers, found.weights.shape) == (("encoder", "decoder"), (5, 6))
    with torch.no_grad():
        expected = model.weights(x[2:], y[2:]).numpy()
    assert np.abs(found.weights - expected).max() <= 1e-6
    assert found.to_bundle()["score"] == "softmax" + (
        "" if model.attention is not None else ", the mean of 2 heads"
    )


def test_a_fused_attention_once_a_step_is_that_of_the_decoder():
    class Stepwise(nn.Module):
        def __init__(self):
            super().__init__()
            self.encoder, self.cell = nn.GRU(3, 4, batch_first=True), nn.GRUCell(4, 4)

        def forward(self, x):
            keys, h = self.encoder(x)
            h, states = h[0], []
            for _ in range(4):
                context = functional.scaled_dot_product_attention(h[:, None], keys, keys)
                h = self.cell(context[:, 0], h)
                states.append(h)
            return torch.stack(states, 1)

    torch.manual_seed(0)
    model, x = Stepwise().eval(), torch.randn(1, 6, 3)
    found = gatescope.trace(model, x).attention()
    assert (found.layers, found.weights.shape) == (("encoder", "cell"), (4, 6))
    with torch.no_grad():
        keys, h = model.encoder(x)
        first = (keys[0] @ h[0, 0] / 2).softmax(0)
    assert np.abs(found.weights[0] - first.numpy()).max() <= 1e-6


def test_encoder_and_decoder_share_the_picture_whichever_of_both_is_shown(faults):
    model = translation()
    runs = [
        gatescope.trace(model, (SOURCE, TARGET), sequence=1, layers=layers)
        for layers in (["encoder.gru"], ["decoder.gru"])
    ]
    for run in runs:
        found = run.attention()
        for states, of in zip(found.states, runs):
            np.testing.assert_array_equal(states, of.layers[0].h)
        bundle = found.to_bundle()
        assert faults(bundle) == []
        [decoding] = bundle["decodings"]
        assert decoding["sourceStates"].values.shape == (6, runs[0].layers[0].h.shape[1])
        assert decoding["targetStates"].values.shape == (5, runs[1].layers[0].h.shape[1])
        # The weights with their scale, and what stands at either side of them.
        drawn = bundle_picture(bundle)
        assert drawn.count("<image") == 4 and ">encoder<" in drawn and ">decoder<" in drawn
    clamped = runs[0].clamp("h", 0.25).attention()
    assert (clamped.states[0] == 0.25).all()
    assert np.abs(clamped.states[1] - runs[1].layers[0].h).max() > 1e-4
