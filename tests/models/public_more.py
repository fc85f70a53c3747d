"""Public recurrent models with several inputs, typed again in small: gaps in a series, two sentences, a world."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional


class Decay(nn.Module):
    """How much is left of what was known so long ago."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.weigh = nn.Linear(inputs, outputs)

    def forward(self, ago):
        return torch.exp(-functional.relu(self.weigh(ago)))


class Rits(nn.Module):
    """One direction of BRITS: the state fades with the age of what was seen, and guesses what was not."""

    def __init__(self, size, hidden):
        super().__init__()
        self.hidden = hidden
        self.rnn_cell = nn.LSTMCell(2 * size, hidden)
        self.temp_decay_h = Decay(size, hidden)
        self.hist_reg, self.out = nn.Linear(hidden, size), nn.Linear(hidden, 1)

    def forward(self, data, direct):
        values, masks, deltas = (data[direct][name] for name in ("values", "masks", "deltas"))
        h = c = values.new_zeros(len(values), self.hidden)
        loss, imputations = 0.0, []
        for step in range(values.shape[1]):
            x, known = values[:, step], masks[:, step]
            h = h * self.temp_decay_h(deltas[:, step])
            guess = self.hist_reg(h)
            loss = loss + ((x - guess).abs() * known).sum() / (known.sum() + 1e-5)
            x = known * x + (1 - known) * guess
            h, c = self.rnn_cell(torch.cat([x, known], 1), (h, c))
            imputations.append(x)
        return {
            "imputations": torch.stack(imputations, 1),
            "predictions": torch.sigmoid(self.out(h)),
            "loss": loss,
        }


class Brits(nn.Module):
    """caow13/BRITS: gaps of a series are filled from both sides; one dict in, one dict out."""

    def __init__(self, size=3, hidden=5):
        super().__init__()
        self.rits_f, self.rits_b = Rits(size, hidden), Rits(size, hidden)

    def forward(self, data):
        forward, backward = self.rits_f(data, "forward"), self.rits_b(data, "backward")
        both = (forward["imputations"] + backward["imputations"].flip(1)) / 2
        return {
            "imputations": both,
            "predictions": (forward["predictions"] + backward["predictions"]) / 2,
            "loss": forward["loss"] + backward["loss"],
        }


def gaps(batch=4, steps=7, size=3):
    """A batch as its loader gives it."""
    made = torch.Generator().manual_seed(1)
    masks = (torch.rand(batch, steps, size, generator=made) > 0.3).float()
    values = torch.randn(batch, steps, size, generator=made).cumsum(1) * masks
    deltas = torch.ones(batch, steps, size)
    return {
        name: {"values": turn(values), "masks": turn(masks), "deltas": turn(deltas)}
        for name, turn in (("forward", lambda each: each), ("backward", lambda each: each.flip(1)))
    }


class Transition(nn.Module):
    """Kaixhin/PlaNet: what the world becomes; its state is sampled, and its tensors have two batch axes."""

    def __init__(self, belief=6, state=3, action=2, seen=4):
        super().__init__()
        self.embed = nn.Linear(state + action, belief)
        self.rnn = nn.GRUCell(belief, belief)
        self.posterior = nn.Linear(belief + seen, 2 * state)

    def forward(self, state, actions, belief, observations):
        beliefs, states = [], []
        for action, seen in zip(actions, observations):
            belief = self.rnn(functional.relu(self.embed(torch.cat([state, action], 1))), belief)
            mean, deviation = self.posterior(torch.cat([belief, seen], 1)).chunk(2, 1)
            state = mean + (functional.softplus(deviation) + 0.1) * torch.randn_like(mean)
            beliefs.append(belief)
            states.append(state)
        return torch.stack(beliefs), torch.stack(states)


def world(batch=4, steps=7):
    """`(state [B, S], actions [T, B, A], belief [B, H], observations [T, B, O])`."""
    made = torch.Generator().manual_seed(1)
    return (
        torch.zeros(batch, 3),
        torch.randn(steps, batch, 2, generator=made),
        torch.zeros(batch, 6),
        torch.randn(steps, batch, 4, generator=made),
    )


class SortedEncoder(nn.Module):
    """Sorts a batch by length, packs it, and puts it back in order."""

    def __init__(self, inputs, hidden):
        super().__init__()
        self._encoder = nn.LSTM(inputs, hidden, batch_first=True, bidirectional=True)

    def forward(self, x, lengths):
        lengths, order = lengths.sort(descending=True)
        packed = nn.utils.rnn.pack_padded_sequence(x[order], lengths, batch_first=True)
        outputs, _ = nn.utils.rnn.pad_packed_sequence(self._encoder(packed)[0], batch_first=True)
        return outputs[order.argsort()]


class Esim(nn.Module):
    """coetaur0/ESIM (Apache 2.0): two sentences by one encoder, each attends to the other."""

    def __init__(self, words=12, size=4, hidden=3, classes=3):
        super().__init__()
        self.embedding = nn.Embedding(words, size, padding_idx=0)
        self.encoding = SortedEncoder(size, hidden)
        self.projection = nn.Linear(4 * hidden, hidden)
        self.composition = SortedEncoder(hidden, hidden)
        self.out = nn.Linear(4 * hidden, classes)

    def forward(self, premises, lengths, hypotheses, other_lengths):
        first = self.encoding(self.embedding(premises), lengths)
        second = self.encoding(self.embedding(hypotheses), other_lengths)
        alike = first.bmm(second.transpose(1, 2))
        read = [
            self.attend(alike, second, hypotheses),
            self.attend(alike.transpose(1, 2), first, premises),
        ]
        composed = [
            self.composition(self.projection(torch.cat([own, other], -1)), count)
            for own, other, count in zip((first, second), read, (lengths, other_lengths))
        ]
        return self.out(torch.cat([each.max(1)[0] for each in composed], 1))

    def attend(self, scores, states, words):
        known = (words[:, : states.shape[1]] != 0).float()[:, None]
        weights = torch.softmax(scores * known, -1) * known
        return (weights / (weights.sum(-1, keepdim=True) + 1e-13)).bmm(states)


def sentences():
    """`(premises [B, T], lengths [B], hypotheses [B, S], lengths [B])`."""
    made = torch.Generator().manual_seed(1)

    def padded(lengths):
        words = torch.randint(1, 12, (len(lengths), int(lengths.max())), generator=made)
        return words * (torch.arange(int(lengths.max())) < lengths[:, None])

    lengths, others = torch.tensor([5, 7, 4]), torch.tensor([4, 3, 5])
    return padded(lengths), lengths, padded(others), others
