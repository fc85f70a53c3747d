"""Public recurrent models of PyTorch, typed again in small: those that `public_loops` does not have.

Each says whose it is; sizes are small and what is no part of the recurrence is left out or is one layer.
"""

from __future__ import annotations

import itertools

import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class WordLanguageModel(nn.Module):
    """pytorch/examples (BSD), word_language_model: `[T, B]` words, the target flattened."""

    def __init__(self, words=11, size=6, layers=2):
        super().__init__()
        self.drop, self.encoder = nn.Dropout(0.2), nn.Embedding(words, size)
        self.rnn = nn.LSTM(size, size, layers, dropout=0.2)
        self.decoder = nn.Linear(size, words)

    def forward(self, x, hidden):
        output, hidden = self.rnn(self.drop(self.encoder(x)), hidden)
        decoded = self.decoder(self.drop(output)).view(-1, self.decoder.out_features)
        return functional.log_softmax(decoded, dim=1), hidden


class SinePrediction(nn.Module):
    """pytorch/examples (BSD), time_sequence_prediction: two cells, which go on with their own answers."""

    def __init__(self, hidden=5):
        super().__init__()
        self.lstm1, self.lstm2 = nn.LSTMCell(1, hidden), nn.LSTMCell(hidden, hidden)
        self.linear, self.hidden = nn.Linear(hidden, 1), hidden

    def forward(self, x, future=3):
        first, second = ((torch.zeros(len(x), self.hidden),) * 2 for _ in range(2))
        outputs = []
        steps = list(x.split(1, dim=1))
        for at in range(len(steps) + future):
            first = self.lstm1(steps[at] if at < len(steps) else outputs[-1], first)
            second = self.lstm2(first[0], second)
            outputs.append(self.linear(second[0]))
        return torch.cat(outputs, dim=1)


class WeightDrop(nn.Module):
    """salesforce/awd-lstm-lm (BSD): dropout of the recurrent weights, put in before each call."""

    def __init__(self, module, share):
        super().__init__()
        self.module, self.share = module, share
        raw = module.weight_hh_l0
        del module._parameters["weight_hh_l0"]
        module.register_parameter("weight_hh_l0_raw", nn.Parameter(raw.data))
        module.flatten_parameters = lambda: None

    def forward(self, *args):
        dropped = functional.dropout(self.module.weight_hh_l0_raw, self.share, self.training)
        self.module.weight_hh_l0 = dropped
        self.module._flat_weights = [
            getattr(self.module, name) for name in self.module._flat_weights_names
        ]
        return self.module(*args)


class AwdLstm(nn.Module):
    """salesforce/awd-lstm-lm (BSD): layers one by one, the last as wide as the words."""

    def __init__(self, words=9, size=4, hidden=6, layers=3):
        super().__init__()
        self.encoder = nn.Embedding(words, size)
        widths = [size, *[hidden] * (layers - 1), size]
        self.rnns = nn.ModuleList(
            WeightDrop(nn.LSTM(a, b), 0.5) for a, b in itertools.pairwise(widths)
        )
        self.decoder = nn.Linear(size, words)
        self.decoder.weight = self.encoder.weight

    def forward(self, x):
        output = self.encoder(x)
        for rnn in self.rnns:
            output, _ = rnn(output)
        return self.decoder(output)


class DeepSpeech(nn.Module):
    """SeanNaren/deepspeech.pytorch (MIT), `BatchRNN`: both directions of a packed batch are added."""

    def __init__(self, size=5, layers=2):
        super().__init__()
        self.rnns = nn.ModuleList(nn.LSTM(size, size, bidirectional=True) for _ in range(layers))
        self.norm, self.fc = nn.BatchNorm1d(size), nn.Linear(size, 4)

    def forward(self, x, lengths):
        for rnn in self.rnns:
            x, _ = rnn(pack_padded_sequence(x, lengths))
            x, _ = pad_packed_sequence(x)
            x = x.view(x.size(0), x.size(1), 2, -1).sum(2)
        steps, batch = x.shape[:2]
        return self.fc(self.norm(x.view(steps * batch, -1))).view(steps, batch, -1)


class Tacotron2(nn.Module):
    """NVIDIA/tacotron2 (BSD): a packed encoder, and a decoder of two cells with attention between."""

    def __init__(self, size=6, frame=3):
        super().__init__()
        self.encoder = nn.LSTM(size, size // 2, batch_first=True, bidirectional=True)
        self.attention_rnn, self.decoder_rnn = (
            nn.LSTMCell(frame + size, 4),
            nn.LSTMCell(4 + size, 5),
        )
        self.query, self.memory, self.v = nn.Linear(4, 4), nn.Linear(size, 4), nn.Linear(4, 1)
        self.projection, self.size = nn.Linear(5 + size, frame), size

    def forward(self, x, lengths, frames):
        packed = pack_padded_sequence(x, lengths, batch_first=True)
        memory, _ = pad_packed_sequence(self.encoder(packed)[0], batch_first=True)
        batch, keys, outputs = len(x), self.memory(memory), []
        first, second = (torch.zeros(2, batch, size).unbind(0) for size in (4, 5))
        context = torch.zeros(batch, self.size)
        for frame in frames.unbind(1):
            first = self.attention_rnn(torch.cat((frame, context), -1), first)
            energies = self.v(torch.tanh(self.query(first[0]).unsqueeze(1) + keys)).squeeze(-1)
            context = torch.bmm(energies.softmax(1).unsqueeze(1), memory).squeeze(1)
            second = self.decoder_rnn(torch.cat((first[0], context), -1), second)
            outputs.append(self.projection(torch.cat((second[0], context), 1)))
        return torch.stack(outputs, dim=1)


class Tagger(nn.Module):
    """PyTorch's tutorial "Sequence Models and LSTM Networks" (BSD): one sentence, without a batch."""

    def __init__(self):
        super().__init__()
        self.word_embeddings, self.lstm = nn.Embedding(9, 6), nn.LSTM(6, 6)
        self.hidden2tag = nn.Linear(6, 3)

    def forward(self, sentence):
        embeds = self.word_embeddings(sentence)
        out, _ = self.lstm(embeds.view(len(sentence), 1, -1))
        return functional.log_softmax(self.hidden2tag(out.view(len(sentence), -1)), dim=1)


class LstmCrf(nn.Module):
    """PyTorch's tutorial on the Bi-LSTM CRF (BSD): a random first state, then the forward algorithm."""

    def __init__(self, tags=4):
        super().__init__()
        self.embeds, self.lstm = nn.Embedding(9, 5), nn.LSTM(5, 2, bidirectional=True)
        self.hidden2tag = nn.Linear(4, tags)
        self.transitions = nn.Parameter(torch.randn(tags, tags))

    def forward(self, sentence):
        hidden = (torch.randn(2, 1, 2), torch.randn(2, 1, 2))
        out, _ = self.lstm(self.embeds(sentence).view(len(sentence), 1, -1), hidden)
        scores = self.hidden2tag(out.view(len(sentence), -1))
        alpha = scores[0]
        for row in scores[1:]:
            alpha = torch.logsumexp(alpha.unsqueeze(0) + self.transitions, 1) + row
        return torch.logsumexp(alpha, 0)


class Crnn(nn.Module):
    """meijieru/crnn.pytorch (MIT): columns of a picture are the steps of two bidirectional LSTMs."""

    def __init__(self, hidden=4, letters=5):
        super().__init__()
        self.cnn = nn.Sequential(nn.Conv2d(1, 6, (8, 3), padding=(0, 1)), nn.ReLU())
        self.first, self.second = (nn.LSTM(w, hidden, bidirectional=True) for w in (6, hidden))
        self.between, self.out = nn.Linear(2 * hidden, hidden), nn.Linear(2 * hidden, letters)

    def forward(self, x):
        columns = self.cnn(x).squeeze(2).permute(2, 0, 1)
        return self.out(self.second(self.between(self.first(columns)[0]))[0])


class LstNet(nn.Module):
    """laiguokun/LSTNet (MIT): a GRU over all steps, another over every second, and a highway."""

    def __init__(self, series=3, window=9, filters=5, skip=2):
        super().__init__()
        self.conv1 = nn.Conv2d(1, filters, (2, series))
        self.GRU1, self.GRUskip = nn.GRU(filters, 4), nn.GRU(filters, 3)
        self.linear1, self.highway = nn.Linear(4 + skip * 3, series), nn.Linear(2, 1)
        self.skip, self.window = skip, window

    def forward(self, x):
        batch = len(x)
        c = functional.relu(self.conv1(x.unsqueeze(1))).squeeze(3)
        r = self.GRU1(c.permute(2, 0, 1))[1].squeeze(0)
        s = c.view(batch, c.shape[1], -1, self.skip).permute(2, 0, 3, 1)
        s = self.GRUskip(s.reshape(-1, batch * self.skip, c.shape[1]))[1].view(batch, -1)
        near = self.highway(x[:, -2:].permute(0, 2, 1)).squeeze(-1)
        return self.linear1(torch.cat((r, s), 1)) + near


class CharRnn(nn.Module):
    """spro/char-rnn.pytorch (MIT): a step a call, and the loop of its `train`."""

    def __init__(self, letters=9, hidden=5, layers=2):
        super().__init__()
        self.encoder = nn.Embedding(letters, hidden)
        self.rnn = nn.GRU(hidden, hidden, layers)
        self.decoder, self.layers, self.hidden = nn.Linear(hidden, letters), layers, hidden

    def forward(self, x):
        hidden, outputs = torch.zeros(self.layers, len(x), self.hidden), []
        for c in range(x.shape[1]):
            output, hidden = self.rnn(self.encoder(x[:, c]).view(1, len(x), -1), hidden)
            outputs.append(self.decoder(output.view(len(x), -1)))
        return torch.stack(outputs, dim=1)


class MixtureRnn(nn.Module):
    """ctallec/world-models (MIT), `MDRNNCell`: one step a call, in a rollout."""

    def __init__(self, latents=2, actions=1, hidden=5, gaussians=2):
        super().__init__()
        self.rnn = nn.LSTMCell(latents + actions, hidden)
        self.gmm_linear = nn.Linear(hidden, (2 * latents + 1) * gaussians)

    def forward(self, actions, latents):
        hidden, found = (torch.zeros(len(actions), self.rnn.hidden_size),) * 2, []
        for action, latent in zip(actions.unbind(1), latents.unbind(1)):
            hidden = self.rnn(torch.cat([action, latent], dim=1), hidden)
            found.append(self.gmm_linear(hidden[0]))
        return torch.stack(found, dim=1)


class RecurrentPolicy(nn.Module):
    """ikostrikov/pytorch-a2c-ppo-acktr-gail (MIT): an episode's end sets the state to 0 on the way."""

    def __init__(self, size=3, hidden=4):
        super().__init__()
        self.gru, self.actor, self.hidden = nn.GRU(size, hidden), nn.Linear(hidden, 2), hidden

    def forward(self, x, masks):
        hxs, outputs = torch.zeros(1, x.shape[1], self.hidden), []
        ends = [0, *((masks[1:] == 0).any(-1).nonzero()[:, 0] + 1).tolist(), len(x)]
        for start, end in itertools.pairwise(ends):
            scores, hxs = self.gru(x[start:end], hxs * masks[start].view(1, -1, 1))
            outputs.append(scores)
        return self.actor(torch.cat(outputs))


class DualStage(nn.Module):
    """Seanny123/da-rnn (MIT): attention over the series before each step of the encoder, then in time."""

    def __init__(self, series=3, hidden=4, steps=5):
        super().__init__()
        self.encoder, self.decoder = nn.LSTM(series, hidden), nn.LSTM(1, hidden)
        self.attention, self.temporal = nn.Linear(2 * hidden + steps, 1), nn.Linear(3 * hidden, 1)
        self.fc, self.final, self.hidden = (
            nn.Linear(hidden + 1, 1),
            nn.Linear(2 * hidden, 1),
            hidden,
        )

    def forward(self, x, history):
        batch, steps, series = x.shape
        state, encoded = tuple(torch.zeros(2, 1, batch, self.hidden)), []
        for t in range(steps):
            both = [part.expand(series, -1, -1).permute(1, 0, 2) for part in state]
            weights = (
                self.attention(torch.cat((*both, x.permute(0, 2, 1)), 2)).squeeze(2).softmax(1)
            )
            _, state = self.encoder((weights * x[:, t]).unsqueeze(0), state)
            encoded.append(state[0][0])
        memory, state = torch.stack(encoded, 1), tuple(torch.zeros(2, 1, batch, self.hidden))
        for t in range(steps):
            both = [part.expand(steps, -1, -1).permute(1, 0, 2) for part in state]
            weights = self.temporal(torch.cat((*both, memory), 2)).squeeze(2).softmax(1)
            context = torch.bmm(weights.unsqueeze(1), memory)[:, 0]
            y = self.fc(torch.cat((context, history[:, t : t + 1]), 1))
            _, state = self.decoder(y.unsqueeze(0), state)
        return self.final(torch.cat((state[0][0], context), 1))


class SketchRnn(nn.Module):
    """alexis-jacq/Pytorch-Sketch-RNN (MIT): the code of a drawing begins the decoder and enters each step."""

    def __init__(self, hidden=4, code=3):
        super().__init__()
        self.encoder = nn.LSTM(5, hidden, bidirectional=True)
        self.mu, self.fc_hc = nn.Linear(2 * hidden, code), nn.Linear(code, 2 * hidden)
        self.decoder, self.fc_params = nn.LSTM(code + 5, hidden), nn.Linear(hidden, 6)
        self.hidden = hidden

    def forward(self, x):
        _, (h, _) = self.encoder(x)
        z = self.mu(torch.cat(tuple(h), 1))
        state = tuple(part.unsqueeze(0).contiguous() for part in self.fc_hc(z).tanh().chunk(2, 1))
        given = torch.cat((x, z.expand(len(x), -1, -1)), 2)
        return self.fc_params(self.decoder(given, state)[0])


class SentimentLstm(nn.Module):
    """bentrevett/pytorch-sentiment-analysis (MIT): both ends of a packed two-layer LSTM."""

    def __init__(self, words=9, hidden=4):
        super().__init__()
        self.embedding = nn.Embedding(words, 5, padding_idx=0)
        self.lstm = nn.LSTM(5, hidden, 2, bidirectional=True, dropout=0.3, batch_first=True)
        self.fc, self.dropout = nn.Linear(2 * hidden, 2), nn.Dropout(0.3)

    def forward(self, ids, lengths):
        packed = pack_padded_sequence(
            self.dropout(self.embedding(ids)), lengths, batch_first=True, enforce_sorted=False
        )
        _, (hidden, _) = self.lstm(packed)
        return self.fc(self.dropout(torch.cat([hidden[-1], hidden[-2]], dim=-1)))


class FairseqDecoder(nn.Module):
    """facebookresearch/fairseq (MIT), `LSTMDecoder`: cells with the last output fed in again."""

    def __init__(self, words=9, size=4, layers=2):
        super().__init__()
        self.embed = nn.Embedding(words, size)
        self.layers = nn.ModuleList(
            nn.LSTMCell(2 * size if at == 0 else size, size) for at in range(layers)
        )
        self.attention, self.fc_out = nn.Linear(2 * size, size), nn.Linear(size, words)
        self.size = size

    def forward(self, tokens, memory):
        x = self.embed(tokens).transpose(0, 1)
        states = [tuple(torch.zeros(2, len(tokens), self.size)) for _ in self.layers]
        feed, found = torch.zeros(len(tokens), self.size), []
        for step in x:
            given = torch.cat((step, feed), dim=1)
            for at, rnn in enumerate(self.layers):
                states[at] = rnn(given, states[at])
                given = states[at][0]
            weights = torch.bmm(memory, given.unsqueeze(2)).softmax(1)
            context = (weights * memory).sum(1)
            feed = torch.tanh(self.attention(torch.cat((given, context), 1)))
            found.append(self.fc_out(feed))
        return torch.stack(found, 1)


class NameClassifier(nn.Module):
    """PyTorch's older tutorial on names (BSD): a recurrent network of two linear layers, by hand."""

    def __init__(self, letters=6, hidden=4, classes=3):
        super().__init__()
        self.i2h, self.i2o = (
            nn.Linear(letters + hidden, hidden),
            nn.Linear(letters + hidden, classes),
        )
        self.hidden = hidden

    def forward(self, line):
        hidden = torch.zeros(1, self.hidden)
        for letter in line:
            combined = torch.cat((letter, hidden), 1)
            hidden, output = self.i2h(combined), self.i2o(combined)
        return functional.log_softmax(output, dim=1)
