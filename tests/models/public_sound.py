"""Public recurrent models of sound, agents and translation, typed again in small with PyTorch.

Each says whose it is and where its calls differ from those of the other public models.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class WaveRnn(nn.Module):
    """fatchord/WaveRNN (MIT): two GRUs, each with what it got added to what it gives."""

    def __init__(self, features=4, size=5, aux=2, classes=6):
        super().__init__()
        self.I, self.aux = nn.Linear(features + aux + 1, size), aux
        self.rnn1 = nn.GRU(size, size, batch_first=True)
        self.rnn2 = nn.GRU(size + aux, size, batch_first=True)
        self.fc = nn.Linear(size + aux, classes)

    def forward(self, sample, mel, aux):
        first, second, third = aux.split(self.aux, dim=2)
        zero = torch.zeros(1, len(sample), self.rnn1.hidden_size)
        x = self.I(torch.cat([sample.unsqueeze(-1), mel, first], dim=2))
        x = x + self.rnn1(x, zero)[0]
        x = x + self.rnn2(torch.cat([x, second], dim=2), zero)[0]
        return self.fc(torch.cat([x, third], dim=2))


class OpenUnmix(nn.Module):
    """sigsep/open-unmix-pytorch (MIT): three bidirectional layers, frames first, beside a skip."""

    def __init__(self, bins=5, hidden=6):
        super().__init__()
        self.fc1, self.bn1 = nn.Linear(bins, hidden), nn.BatchNorm1d(hidden)
        self.lstm = nn.LSTM(hidden, hidden // 2, 3, bidirectional=True, dropout=0.4)
        self.fc2, self.hidden = nn.Linear(2 * hidden, bins), hidden

    def forward(self, mix):
        frames, batch, bins = mix.shape
        x = torch.tanh(self.bn1(self.fc1(mix.reshape(-1, bins)))).reshape(frames, batch, -1)
        x = self.fc2(torch.cat([x, self.lstm(x)[0]], -1))
        return torch.relu(x) * mix


class DemucsBottom(nn.Module):
    """facebookresearch/demucs (MIT): long sequences cut into frames that overlap, a batch of them."""

    def __init__(self, size=4, most=6):
        super().__init__()
        self.lstm = nn.LSTM(size, size, 2, bidirectional=True)
        self.linear, self.most = nn.Linear(2 * size, size), most

    def forward(self, x):
        batch, size, steps = x.shape
        stride, kept = self.most // 2, x
        frames = x.unfold(2, self.most, stride).transpose(1, 2)
        count = frames.shape[1]
        x = self.linear(self.lstm(frames.reshape(-1, size, self.most).permute(2, 0, 1))[0])
        x = x.permute(1, 2, 0).reshape(batch, count, size, self.most)
        cut = stride // 2
        pieces = [x[:, 0, :, : -cut or None]]
        pieces += [x[:, at, :, cut : -cut or None] for at in range(1, count - 1)]
        pieces.append(x[:, -1, :, cut:])
        return torch.cat(pieces, -1)[..., :steps] + kept


class DualPath(nn.Module):
    """asteroid-team/asteroid (MIT), `DPRNNBlock`: one LSTM within chunks, another over them."""

    def __init__(self, size=4, hidden=3):
        super().__init__()
        self.intra_RNN = nn.LSTM(size, hidden, batch_first=True, bidirectional=True)
        self.inter_RNN = nn.LSTM(size, hidden, batch_first=True, bidirectional=True)
        self.intra, self.inter = nn.Linear(2 * hidden, size), nn.Linear(2 * hidden, size)

    def forward(self, x):
        batch, size, length, chunks = x.shape
        within = x.permute(0, 3, 2, 1).reshape(batch * chunks, length, size)
        within = self.intra(self.intra_RNN(within)[0]).reshape(batch, chunks, length, size)
        x = x + within.permute(0, 3, 2, 1)
        over = x.permute(0, 2, 3, 1).reshape(batch * length, chunks, size)
        over = self.inter(self.inter_RNN(over)[0]).reshape(batch, length, chunks, size)
        return x + over.permute(0, 3, 1, 2)


class PyramidEncoder(nn.Module):
    """espnet/espnet (Apache 2.0), `RNNP`: packed layers, of whose steps every second goes on."""

    def __init__(self, features=5, size=4):
        super().__init__()
        self.birnn0 = nn.LSTM(features, size, batch_first=True, bidirectional=True)
        self.birnn1 = nn.LSTM(size, size, batch_first=True, bidirectional=True)
        self.bt0, self.bt1 = nn.Linear(2 * size, size), nn.Linear(2 * size, size)

    def forward(self, x, lengths):
        for rnn, narrow in ((self.birnn0, self.bt0), (self.birnn1, self.bt1)):
            x, _ = rnn(pack_padded_sequence(x, lengths, batch_first=True))
            x, lengths = pad_packed_sequence(x, batch_first=True)
            x, lengths = torch.tanh(narrow(x[:, ::2])), (lengths + 1) // 2
        return x


class TuringMachine(nn.Module):
    """loudinthecloud/pytorch-ntm (BSD): an LSTM of one step a call, with a memory that it reads."""

    def __init__(self, size=3, hidden=5, slots=4, width=2):
        super().__init__()
        self.lstm = nn.LSTM(size + width, hidden)
        self.h_bias, self.c_bias = (nn.Parameter(torch.randn(1, 1, hidden) / 20) for _ in range(2))
        self.key, self.write = nn.Linear(hidden, width), nn.Linear(hidden, width)
        self.out, self.slots, self.width = nn.Linear(hidden + width, 2), slots, width

    def forward(self, x):
        batch = x.shape[1]
        state = tuple(each.repeat(1, batch, 1) for each in (self.h_bias, self.c_bias))
        memory, read = torch.ones(batch, self.slots, self.width) / 9, torch.zeros(batch, self.width)
        found = []
        for step in x:
            output, state = self.lstm(torch.cat([step, read], 1).unsqueeze(0), state)
            output = output.squeeze(0)
            where = torch.einsum("bsw,bw->bs", memory, self.key(output)).softmax(1)
            memory = memory + where.unsqueeze(2) * torch.tanh(self.write(output)).unsqueeze(1)
            read = torch.einsum("bsw,bs->bw", memory, where)
            found.append(self.out(torch.cat([output, read], 1)))
        return torch.stack(found)


class RecurrentActor(nn.Module):
    """Stable-Baselines3 Contrib (MIT), RecurrentPPO: actor and critic, states reset where a game begins."""

    def __init__(self, size=3, hidden=4):
        super().__init__()
        self.lstm_actor, self.lstm_critic = nn.LSTM(size, hidden), nn.LSTM(size, hidden)
        self.action, self.value = nn.Linear(hidden, 2), nn.Linear(hidden, 1)

    def forward(self, x, starts):
        return torch.cat(
            [self.action(self._run(self.lstm_actor, x, starts)),
             self.value(self._run(self.lstm_critic, x, starts))], -1
        )  # fmt: skip

    @staticmethod
    def _run(lstm, x, starts):
        h = c = torch.zeros(1, x.shape[1], lstm.hidden_size)
        found = []
        for step, start in zip(x, starts):
            keep = (1.0 - start).view(1, -1, 1)
            output, (h, c) = lstm(step.unsqueeze(0), (keep * h, keep * c))
            found.append(output)
        return torch.cat(found)


class InputFeeding(nn.Module):
    """OpenNMT-py (MIT), `StackedLSTM`: cells above one another, states stacked into one tensor a step."""

    def __init__(self, words=8, size=4, depth=2):
        super().__init__()
        self.embed, self.out = nn.Embedding(words, size), nn.Linear(size, words)
        self.layers = nn.ModuleList(
            nn.LSTMCell(2 * size if at == 0 else size, size) for at in range(depth)
        )

    def forward(self, tokens):
        size = self.out.in_features
        h = c = torch.zeros(len(self.layers), tokens.shape[1], size)
        feed, found = torch.zeros(tokens.shape[1], size), []
        for step in self.embed(tokens):
            given, after = torch.cat([step, feed], 1), []
            for at, layer in enumerate(self.layers):
                after.append(layer(given, (h[at], c[at])))
                given = after[-1][0]
            h, c = (torch.stack(parts) for parts in zip(*after))
            feed = torch.tanh(given)
            found.append(self.out(feed))
        return torch.stack(found)
