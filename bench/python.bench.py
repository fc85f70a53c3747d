"""Looking into PyTorch models from Python: what a trace costs beside the user's own step, what
following a training costs, what long sequences of wide layers take, what is kept in memory, and what a
page downloads where no extension is.

Turns of both sides alternate; a figure is processor time of this process, the median over rounds.
PyTorch runs on one thread.
"""

from __future__ import annotations

import gzip
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import torch
from results import report
from torch import nn

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
import gatescope

ROUNDS = 5
#: Seconds that a side's turn takes at least.
TURN = 0.25

torch.set_num_threads(1)


class Forecast(nn.Module):
    """One LSTM and a dense head on every step."""

    def __init__(self, features: int, units: int) -> None:
        super().__init__()
        self.lstm = nn.LSTM(features, units, batch_first=True)
        self.head = nn.Linear(units, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(self.lstm(x)[0])


def milliseconds(work: Callable[[], object]) -> float:
    """Processor time of one call, over as many as a turn takes."""
    begun, calls = time.process_time(), 0
    while calls == 0 or time.process_time() - begun < TURN:
        work()
        calls += 1
    return 1000 * (time.process_time() - begun) / calls


def in_turns(*sides: Callable[[], object]) -> list[float]:
    """The median of each side's rounds; the first round warms up."""
    rounds = [[milliseconds(side) for side in sides] for _ in range(ROUNDS + 1)][1:]
    return [statistics.median(side) for side in zip(*rounds)]


def traces() -> None:
    for batch, units, steps in ((1, 16, 50), (32, 128, 100), (1, 128, 1000)):
        torch.manual_seed(0)
        model, loss = Forecast(4, units), nn.MSELoss()
        x, y = torch.randn(batch, steps, 4), torch.randn(batch, steps, 1)

        def own(model=model, loss=loss, x=x, y=y) -> None:
            model.zero_grad()
            loss(model(x), y).backward()

        def traced(model=model, loss=loss, x=x, y=y) -> object:
            return gatescope.trace(model, x, target=y, loss=loss)

        run = traced()

        def clamped(run=run) -> object:
            return run.clamp("f", 1.0)

        trace, clamp, step = in_turns(traced, clamped, own)
        shape = f"(B, H, T) = ({batch}, {units}, {steps})"
        peer = f"the user's forward and backward, PyTorch {torch.__version__.split('+')[0]}"
        report(f"Python: trace with all gradients, {shape}", trace, "ms", peer, step)
        report(f"Python: a clamp, run again, {shape}", clamp, "ms", peer, step)


def training() -> None:
    """A loop of the user's own, followed and not; outside a notebook nothing is drawn."""
    torch.manual_seed(0)
    model, loss = Forecast(4, 64), nn.MSELoss()
    batches = [(torch.randn(16, 50, 4), torch.randn(16, 50, 1)) for _ in range(40)]
    optimizer = torch.optim.Adam(model.parameters())

    def learn(x: torch.Tensor, y: torch.Tensor) -> float:
        optimizer.zero_grad()
        value = loss(model(x), y)
        value.backward()
        optimizer.step()
        return float(value.detach())

    def alone() -> None:
        for x, y in batches:
            learn(x, y)

    def followed() -> None:
        history = gatescope.Training(epochs=1, batches=len(batches))
        for _ in history:
            for x, y in batches:
                history.batch(learn(x, y))
            history.log()

    with_it, without = in_turns(followed, alone)
    report(
        "Python: an epoch of 40 batches, followed by gatescope.Training",
        with_it,
        "ms",
        "the same loop alone",
        without,
    )
    report("Python: the same, more than alone by", 100 * (with_it / without - 1), "%")


def memory() -> None:
    """What 20 kept traces of a network of 4 MB add to the process."""
    torch.manual_seed(0)
    model = Forecast(8, 490)
    x = torch.randn(1, 20, 8)
    parameters = sum(each.numel() * each.element_size() for each in model.parameters()) / 1e6
    kept = [gatescope.trace(model, x)]
    before = psutil.Process().memory_info().rss
    kept += [gatescope.trace(model, x) for _ in range(20)]
    each = (psutil.Process().memory_info().rss - before) / len(kept[1:]) / 1e6
    report(
        "Python: memory of a kept trace with its copy of the network",
        each,
        "MB",
        "the network's parameters",
        parameters,
    )


def download() -> None:
    folder = ROOT / "gatescope" / "_widget"
    style = (folder / "style.css").read_bytes()
    for name, of in (("trace.js", "a run"), ("every.js", "everything")):
        size = len(gzip.compress((folder / name).read_bytes() + style)) / 1000
        report(f"Python: widget of {of}, with styles", size, "kB gzip")


def _long(units: int, steps: int, batch: int = 1) -> tuple[Forecast, torch.Tensor, torch.Tensor]:
    torch.manual_seed(0)
    x, y = torch.randn(batch, steps, 4), torch.randn(batch, steps, 1)
    return Forecast(4, units), x, y


def _traced(units: int, steps: int) -> Callable[[], object]:
    model, x, y = _long(units, steps)
    return lambda: gatescope.trace(model, x, target=y, loss=nn.MSELoss())


def _flow(units: int, steps: int) -> Callable[[], object]:
    run = _traced(units, steps)()
    return lambda: run.gradient_flow()


def _opened(units: int, steps: int, batch: int) -> Callable[[], object]:
    model, x, y = _long(units, steps, batch)
    return lambda: gatescope.trace(model, x, target=y, loss=nn.MSELoss()).to_bundle()


def _sampled(units: int, steps: int, batch: int) -> Callable[[], object]:
    model, x, _ = _long(units, steps, batch)
    parts = [(each, None) for each in x.split(32)]
    return lambda: gatescope.samples(model, parts, channels=["h"], progress=False)


#: What takes long or much memory: each is measured once, in a process of its own.
LARGE: dict[str, Callable[[], Callable[[], object]]] = {
    "trace with a loss, (B, H, T) = (1, 512, 1000)": lambda: _traced(512, 1000),
    "gradient flow, (H, T) = (51, 100)": lambda: _flow(51, 100),
    "gradient flow, (H, T) = (512, 1000)": lambda: _flow(512, 1000),
    "a batch opens on one sequence, (B, H, T) = (256, 512, 1000)": lambda: _opened(512, 1000, 256),
    "h of all sequences, (B, H, T) = (256, 512, 1000)": lambda: _sampled(512, 1000, 256),
}


def measure(name: str) -> None:
    """Prints what one of `LARGE` takes: seconds of processor, of the clock, and MB at the most."""
    work = LARGE[name]()
    process, before = time.process_time(), psutil.Process().memory_info().rss
    begun = time.monotonic()
    work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(
        json.dumps(
            {
                "processor": time.process_time() - process,
                "clock": time.monotonic() - begun,
                "memory": max(0.0, peak - before) / 1e6,
            }
        )
    )


def large() -> None:
    for name in LARGE:
        done = subprocess.run(
            [sys.executable, __file__, name], capture_output=True, text=True, check=True
        )
        found = json.loads(done.stdout.splitlines()[-1])
        report(f"Python: {name}, processor time", found["processor"], "s")
        report(f"Python: {name}, memory", found["memory"], "MB")


if len(sys.argv) > 1:
    measure(sys.argv[1])
else:
    traces()
    training()
    large()
    memory()
    download()
