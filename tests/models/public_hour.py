"""Public recurrent models that keep their own state or write their own cell, typed again in small."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional


class PointerNet(nn.Module):
    """shirgur/PointerNet: an LSTM reads points, an LSTM written by hand points at them one by one."""

    def __init__(self, size=4, hidden=6, names=False):
        super().__init__()
        self.embedding, self.encoder = nn.Conv1d(2, size, 1), nn.LSTM(size, hidden)
        self.decoder = PointingDecoder(size, hidden, names)
        self.first = nn.Parameter(torch.rand(size), requires_grad=False)

    def forward(self, points):
        embedded = self.embedding(points.permute(0, 2, 1)).permute(0, 2, 1)
        start = torch.zeros(1, len(points), self.encoder.hidden_size)
        context, (h, c) = self.encoder(embedded.permute(1, 0, 2), (start, start))
        first = self.first.unsqueeze(0).expand(len(points), -1)
        return self.decoder(embedded, first, (h[-1], c[-1]), context.permute(1, 0, 2))


class PointingDecoder(nn.Module):
    """Its decoder; with `names` its gates are named for gatescope, as its owner would."""

    def __init__(self, size, hidden, names):
        super().__init__()
        self.names = names
        self.input_to_hidden, self.hidden_to_hidden = (
            nn.Linear(each, 4 * hidden) for each in (size, hidden)
        )
        self.hidden_out = nn.Linear(hidden * 2, hidden)
        self.query, self.key = nn.Linear(hidden, hidden), nn.Linear(hidden, hidden)
        self.v = nn.Parameter(torch.rand(hidden) * 2 - 1)

    def forward(self, embedded, x, state, context):
        mask = torch.ones(embedded.shape[:2])
        outputs, pointers = [], []
        for _ in range(embedded.shape[1]):
            h, c, scores = self.step(x, *state, context)
            state = (h, c)
            best = (scores * mask).max(1)[1]
            chosen = functional.one_hot(best, mask.shape[1]).to(mask.dtype)
            mask = mask * (1 - chosen)
            x = embedded[torch.arange(len(best)), best]
            outputs.append(scores)
            pointers.append(best)
        return torch.stack(outputs, 1), torch.stack(pointers, 1)

    def step(self, x, h, c, context):
        i, f, g, o = (self.input_to_hidden(x) + self.hidden_to_hidden(h)).chunk(4, 1)
        i, f, g, o = torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o)
        if self.names:
            from gatescope import channel

            f, i, o = (
                channel(name, gate, role="gate") for name, gate in (("f", f), ("i", i), ("o", o))
            )
        c = f * c + i * g
        if self.names:
            c = channel("c", c)
        h = o * torch.tanh(c)
        keys = self.key(context)
        scores = torch.softmax(torch.tanh(self.query(h).unsqueeze(1) + keys) @ self.v, 1)
        read = torch.bmm(scores.unsqueeze(1), keys).squeeze(1)
        h = torch.tanh(self.hidden_out(torch.cat((read, h), 1)))
        return (channel("h", h) if self.names else h), c, scores


class WordAttention(nn.Module):
    """A GRU over the words of a sentence in both directions, and a weighted mean of its states."""

    def __init__(self, size, hidden, lookup=None):
        super().__init__()
        self.lookup = lookup or nn.Identity()
        self.gru = nn.GRU(size, hidden, bidirectional=True)
        self.weigh, self.context = nn.Linear(2 * hidden, 2 * hidden), nn.Linear(2 * hidden, 1)

    def forward(self, x, state):
        found, state = self.gru(self.lookup(x), state)
        weights = torch.softmax(self.context(torch.tanh(self.weigh(found))), 0)
        return (weights * found).sum(0, keepdim=True), state


class HierarchicalAttention(nn.Module):
    """uvipen/Hierarchical-attention-networks-pytorch (MIT): words make sentences, sentences a document.

    It keeps its states as attributes, made for the size of a batch.
    """

    def __init__(self, words=12, hidden=3, batch=2, classes=4):
        super().__init__()
        self.batch, self.hidden = batch, hidden
        self.word_att_net = WordAttention(4, hidden, nn.Embedding(words, 4))
        self.sent_att_net = WordAttention(2 * hidden, hidden)
        self.out = nn.Linear(2 * hidden, classes)
        self._init_hidden_state()

    def _init_hidden_state(self, batch=None):
        self.word_state = self.sent_state = torch.zeros(2, batch or self.batch, self.hidden)

    def forward(self, documents):
        found = []
        for sentence in documents.permute(1, 0, 2):
            answer, self.word_state = self.word_att_net(sentence.permute(1, 0), self.word_state)
            found.append(answer)
        answer, self.sent_state = self.sent_att_net(torch.cat(found, 0), self.sent_state)
        return self.out(answer.squeeze(0))


class Gru4Rec(nn.Module):
    """hungpthanh/GRU4REC-pytorch (Apache 2.0): one click of each of many sessions at a time."""

    def __init__(self, items=7, hidden=5, batch=3):
        super().__init__()
        self.items, self.hidden, self.batch = items, hidden, batch
        self.onehot_buffer = torch.zeros(batch, items)
        self.gru, self.h2o = nn.GRU(items, hidden), nn.Linear(hidden, items)

    def forward(self, item, state):
        self.onehot_buffer.zero_()
        found, state = self.gru(
            self.onehot_buffer.scatter_(1, item.view(-1, 1), 1).unsqueeze(0), state
        )
        return torch.tanh(self.h2o(found.view(-1, self.hidden))), state

    def init_hidden(self):
        return torch.zeros(1, self.batch, self.hidden)


def sessions(model, clicks):
    """The training loop's own calls over `[T, B]` clicks."""
    state, found = model.init_hidden(), []
    for item in clicks:
        logit, state = model(item, state)
        found.append(logit)
    return torch.stack(found)
