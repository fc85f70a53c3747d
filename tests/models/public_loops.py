"""Recurrent models whose authors call a layer a step at a time, typed again from what is public.

Each says whose it is; sizes are small and what is no part of the recurrence is left out.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional


class Attention(nn.Module):
    """bentrevett/pytorch-seq2seq (MIT), notebook 3."""

    def __init__(self, encoder, decoder):
        super().__init__()
        self.attn_fc = nn.Linear(encoder * 2 + decoder, decoder)
        self.v_fc = nn.Linear(decoder, 1, bias=False)

    def forward(self, hidden, encoder_outputs):
        src_length = encoder_outputs.shape[0]
        hidden = hidden.unsqueeze(1).repeat(1, src_length, 1)
        encoder_outputs = encoder_outputs.permute(1, 0, 2)
        energy = torch.tanh(self.attn_fc(torch.cat((hidden, encoder_outputs), dim=2)))
        return torch.softmax(self.v_fc(energy).squeeze(2), dim=1)


class Encoder(nn.Module):
    """bentrevett/pytorch-seq2seq, notebook 3."""

    def __init__(self, words, embedding, encoder, decoder):
        super().__init__()
        self.embedding = nn.Embedding(words, embedding)
        self.rnn = nn.GRU(embedding, encoder, bidirectional=True)
        self.fc = nn.Linear(encoder * 2, decoder)

    def forward(self, src):
        outputs, hidden = self.rnn(self.embedding(src))
        return outputs, torch.tanh(self.fc(torch.cat((hidden[-2], hidden[-1]), dim=1)))


class Decoder(nn.Module):
    """bentrevett/pytorch-seq2seq, notebook 3."""

    def __init__(self, words, embedding, encoder, decoder):
        super().__init__()
        self.attention = Attention(encoder, decoder)
        self.embedding = nn.Embedding(words, embedding)
        self.rnn = nn.GRU(encoder * 2 + embedding, decoder)
        self.fc_out = nn.Linear(encoder * 2 + decoder + embedding, words)

    def forward(self, token, hidden, encoder_outputs):
        embedded = self.embedding(token.unsqueeze(0))
        a = self.attention(hidden, encoder_outputs).unsqueeze(1)
        weighted = torch.bmm(a, encoder_outputs.permute(1, 0, 2)).permute(1, 0, 2)
        output, hidden = self.rnn(torch.cat((embedded, weighted), dim=2), hidden.unsqueeze(0))
        prediction = self.fc_out(
            torch.cat((output.squeeze(0), weighted.squeeze(0), embedded.squeeze(0)), dim=1)
        )
        return prediction, hidden.squeeze(0), a.squeeze(1)


class Seq2Seq(nn.Module):
    """bentrevett/pytorch-seq2seq, notebook 3; `[T, B]` in, `[T, B, words]` out."""

    def __init__(self, words=11, embedding=4, encoder=3, decoder=5):
        super().__init__()
        self.encoder = Encoder(words, embedding, encoder, decoder)
        self.decoder = Decoder(words, embedding, encoder, decoder)
        self.words = words

    def forward(self, src, trg, teacher_forcing_ratio=1.0):
        outputs = torch.zeros(trg.shape[0], trg.shape[1], self.words)
        encoder_outputs, hidden = self.encoder(src)
        token = trg[0]
        for t in range(1, trg.shape[0]):
            output, hidden, _ = self.decoder(token, hidden, encoder_outputs)
            outputs[t] = output
            forced = float(torch.rand(())) < teacher_forcing_ratio
            token = trg[t] if forced else output.argmax(1)
        return outputs


class AttnDecoderRNN(nn.Module):
    """PyTorch's tutorial "NLP From Scratch: Translation with a Sequence to Sequence Network" (BSD)."""

    def __init__(self, hidden=6, words=9, longest=5):
        super().__init__()
        self.embedding = nn.Embedding(words, hidden)
        self.Wa, self.Ua, self.Va = (
            nn.Linear(hidden, hidden),
            nn.Linear(hidden, hidden),
            nn.Linear(hidden, 1),
        )
        self.gru = nn.GRU(2 * hidden, hidden, batch_first=True)
        self.out = nn.Linear(hidden, words)
        self.longest = longest

    def forward(self, encoder_outputs, encoder_hidden, target_tensor=None):
        decoder_input = torch.zeros(encoder_outputs.size(0), 1, dtype=torch.long)
        decoder_hidden = encoder_hidden
        outputs, attentions = [], []
        for i in range(self.longest):
            embedded = self.embedding(decoder_input)
            query, keys = decoder_hidden.permute(1, 0, 2), encoder_outputs
            scores = self.Va(torch.tanh(self.Wa(query) + self.Ua(keys))).squeeze(2).unsqueeze(1)
            weights = functional.softmax(scores, dim=-1)
            context = torch.bmm(weights, keys)
            output, decoder_hidden = self.gru(torch.cat((embedded, context), dim=2), decoder_hidden)
            output = self.out(output)
            outputs.append(output)
            attentions.append(weights)
            if target_tensor is not None:
                decoder_input = target_tensor[:, i].unsqueeze(1)
            else:
                decoder_input = output.topk(1)[1].squeeze(-1).detach()
        return (
            functional.log_softmax(torch.cat(outputs, dim=1), dim=-1),
            decoder_hidden,
            torch.cat(attentions, dim=1),
        )


class EncoderRNN(nn.Module):
    """The same tutorial."""

    def __init__(self, words=9, hidden=6):
        super().__init__()
        self.embedding = nn.Embedding(words, hidden)
        self.gru = nn.GRU(hidden, hidden, batch_first=True)

    def forward(self, x):
        return self.gru(self.embedding(x))


class Translation(nn.Module):
    """Both of the tutorial's networks as its training loop calls them."""

    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = EncoderRNN(), AttnDecoderRNN()

    def forward(self, x, target=None):
        return self.decoder(*self.encoder(x), target)[0]


class VRNN(nn.Module):
    """emited/VariationalRecurrentNeuralNetwork: the loop of its forward, `[T, B, x]`."""

    def __init__(self, x=3, h=4, z=2, layers=1):
        super().__init__()
        self.h_dim, self.n_layers = h, layers
        self.phi_x, self.phi_z = (
            nn.Sequential(nn.Linear(x, h), nn.ReLU()),
            nn.Sequential(nn.Linear(z, h), nn.ReLU()),
        )
        self.enc, self.enc_mean = nn.Sequential(nn.Linear(h + h, h), nn.ReLU()), nn.Linear(h, z)
        self.enc_std = nn.Sequential(nn.Linear(h, z), nn.Softplus())
        self.dec, self.dec_mean = (
            nn.Sequential(nn.Linear(h + h, h), nn.ReLU()),
            nn.Sequential(nn.Linear(h, x), nn.Sigmoid()),
        )
        self.rnn = nn.GRU(h + h, h, layers)

    def forward(self, x):
        h = torch.zeros(self.n_layers, x.size(1), self.h_dim)
        found = []
        for t in range(x.size(0)):
            phi_x_t = self.phi_x(x[t])
            enc_t = self.enc(torch.cat([phi_x_t, h[-1]], 1))
            mean, std = self.enc_mean(enc_t), self.enc_std(enc_t)
            phi_z_t = self.phi_z(torch.randn_like(std).mul(std).add(mean))
            found.append(self.dec_mean(self.dec(torch.cat([phi_z_t, h[-1]], 1))))
            _, h = self.rnn(torch.cat([phi_x_t, phi_z_t], 1).unsqueeze(0), h)
        return torch.stack(found)


class DartsRNN(nn.Module):
    """unit8co/darts (Apache 2.0), `RNNModel`: forward, and the loop of `_produce_predict_output`."""

    def __init__(self, kind="LSTM", size=2, hidden=4, layers=1):
        super().__init__()
        self.rnn = getattr(nn, kind)(
            input_size=size, hidden_size=hidden, num_layers=layers, batch_first=True
        )
        self.V = nn.Linear(hidden, 1)

    def forward(self, x, h=None):
        out, last_hidden_state = self.rnn(x) if h is None else self.rnn(x, h)
        return self.V(out).view(len(x), out.shape[1], 1, -1), last_hidden_state

    def predict(self, x, future):
        out, hidden = self(x)
        found = [out[:, -1, :, 0]]
        for t in range(future.shape[1]):
            out, hidden = self(torch.cat([found[-1][:, None], future[:, t : t + 1]], dim=2), hidden)
            found.append(out[:, -1, :, 0])
        return torch.stack(found, dim=1)


class DeepAR(nn.Module):
    """GluonTS (Apache 2.0), `DeepARModel.forward`: samples go on from the state of the past."""

    def __init__(self, hidden=5, samples=7):
        super().__init__()
        self.lstm = nn.LSTM(1, hidden, num_layers=2, batch_first=True)
        self.mean, self.samples = nn.Linear(hidden, 1), samples

    def forward(self, past, steps=3):
        out, state = self.lstm(past)
        state = [part.repeat_interleave(repeats=self.samples, dim=1) for part in state]
        sample = self.mean(out[:, -1:]).repeat_interleave(self.samples, dim=0)
        found = [sample]
        for _ in range(steps):
            out, state = self.lstm(sample + torch.randn_like(sample), state)
            sample = self.mean(out)
            found.append(sample)
        return torch.cat(found, dim=1).reshape(past.shape[0], self.samples, -1).mean(1)


class Captioning(nn.Module):
    """sgrvinod/a-PyTorch-Tutorial-to-Image-Captioning (MIT): sequences leave the batch as they end."""

    def __init__(self, words=8, hidden=4):
        super().__init__()
        self.embedding, self.decode_step = nn.Embedding(words, 3), nn.LSTMCell(3, hidden)
        self.fc, self.hidden = nn.Linear(hidden, words), hidden

    def forward(self, captions, lengths):
        embeddings = self.embedding(captions)
        h, c = torch.zeros(2, captions.shape[0], self.hidden).unbind(0)
        predictions = torch.zeros(captions.shape[0], int(lengths.max()), self.fc.out_features)
        for t in range(int(lengths.max())):
            going = int((lengths > t).sum())
            h, c = self.decode_step(embeddings[:going, t], (h[:going], c[:going]))
            predictions[:going, t] = self.fc(h)
        return predictions
