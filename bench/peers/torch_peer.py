"""Measures PyTorch on request: one JSON line in, one JSON line out.

With an argument, runs one epoch of the classifier in that file on all cores and ends: for the time
from process start to the end of the first epoch.
"""

import json
import statistics
import sys
import time

import torch
from torch import nn

torch.manual_seed(7)


def timed(step, seconds):
    """Milliseconds of processor time of a step, from blocks of steps of some milliseconds each."""
    calls = 1
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(times) < 3:
        start = time.process_time()
        for _ in range(calls):
            step()
        block = (time.process_time() - start) * 1e3
        if block < 2:
            calls = max(calls + 1, int(calls * 3 / max(block, 0.1)))
            continue
        times.append(block / calls)
    return {"minimum": min(times), "median": statistics.median(times), "count": len(times)}


def fused_step(cell, inputs, hidden, batch, steps):
    """Forward, back-propagation and Adam with PyTorch's own recurrent layer."""
    layer = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}[cell](inputs, hidden, batch_first=True)
    head = nn.Linear(hidden, 1)
    optimizer = torch.optim.Adam([*layer.parameters(), *head.parameters()])
    x = torch.randn(batch, steps, inputs)
    y = torch.randn(batch, 1)

    def step():
        optimizer.zero_grad()
        output, _ = layer(x)
        loss = ((head(output[:, -1]) - y) ** 2).mean()
        loss.backward()
        optimizer.step()

    return step


def traced_step(inputs, hidden, batch, steps):
    """The same LSTM step by step, keeping gates, states and the total derivatives of h and c."""
    w = nn.Linear(inputs, 4 * hidden)
    u = nn.Linear(hidden, 4 * hidden)
    head = nn.Linear(hidden, 1)
    parameters = [*w.parameters(), *u.parameters(), *head.parameters()]
    x = torch.randn(batch, steps, inputs)
    y = torch.randn(batch, 1)

    def step():
        for parameter in parameters:
            parameter.grad = None
        h = torch.zeros(batch, hidden)
        c = torch.zeros(batch, hidden)
        kept = []
        from_x = w(x)
        for t in range(steps):
            i, f, g, o = (from_x[:, t] + u(h)).chunk(4, 1)
            i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
            c = f * c + i * g
            h = o * c.tanh()
            c.retain_grad()
            h.retain_grad()
            kept.append((i, f, g, o, c, h))
        loss = ((head(h) - y) ** 2).mean()
        loss.backward()
        return kept

    return step


class Classifier(nn.Module):
    """Embedding, recurrent layers, a linear head on the last states."""

    def __init__(self, task):
        super().__init__()
        self.packed = task.get("packed", False)
        both = task.get("bidirectional", False)
        layers = task.get("layers", 1)
        self.table = nn.Embedding(task["vocabulary"], task["embedding"])
        self.layer = nn.LSTM(
            task["embedding"],
            task["units"],
            num_layers=layers,
            bidirectional=both,
            batch_first=True,
            dropout=task.get("dropout", 0) if layers > 1 else 0,
        )
        self.head = nn.Linear(task["units"] * (2 if both else 1), 1)
        self.both = both

    def forward(self, ids, lengths):
        x = self.table(ids)
        if self.packed:
            x = nn.utils.rnn.pack_padded_sequence(
                x, lengths, batch_first=True, enforce_sorted=False
            )
        _, (h, _) = self.layer(x)
        last = torch.cat([h[-2], h[-1]], 1) if self.both else h[-1]
        return self.head(last)


def epoch_of(task):
    with open(task["data"], encoding="utf8") as file:
        data = json.load(file)
    ids = torch.tensor(data["ids"])
    lengths = torch.tensor(data["lengths"])
    labels = torch.tensor(data["labels"], dtype=torch.float32).unsqueeze(1)
    model = Classifier(task)
    optimizer = torch.optim.Adam(model.parameters())
    loss_of = nn.BCEWithLogitsLoss()

    def epoch():
        order = torch.randperm(len(ids))
        for start in range(0, len(ids), 32):
            some = order[start : start + 32]
            optimizer.zero_grad()
            loss = loss_of(model(ids[some], lengths[some]), labels[some])
            loss.backward()
            optimizer.step()

    def sentence():
        with torch.no_grad():
            # One sentence without padding.
            length = int(lengths[0])
            return model(ids[:1, :length], lengths[:1])

    return epoch, sentence


def measure(task):
    torch.set_num_threads(task.get("threads", 1))
    kind = task["kind"]
    if kind == "version":
        return {"version": torch.__version__}
    key = json.dumps({k: v for k, v in task.items() if k != "seconds"}, sort_keys=True)
    if key not in made:
        if kind == "step":
            made[key] = fused_step(*task["sizes"])
        elif kind == "trace":
            made[key] = traced_step(*task["sizes"][1:])
        else:
            epoch, sentence = epoch_of(task)
            made[key] = epoch if kind == "epoch" else sentence
        made[key]()
    return timed(made[key], task["seconds"])


made = {}

if __name__ == "__main__":
    if len(sys.argv) > 1:
        with open(sys.argv[1], encoding="utf8") as file:
            task = json.load(file)
        epoch_of(task)[0]()
    else:
        for line in sys.stdin:
            print(json.dumps(measure(json.loads(line))), flush=True)
