"""The kernel's figures, beside ipykernel, stock tslab and Deno's kernel in the same run.

Each figure is measured the way a front end feels it: from the request to the last message. The
kernels take turns, some rounds each, so that what else the machine does hits all of them. A cell
is "small" when it declares a variable and shows a sum; gatescope and tslab check its types, Deno
and ipykernel do not.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable

from peers.kernels import KERNELS, Kernel, kernelspecs
from results import report

ROUNDS = 3
#: Cells that run before those that count, and cells that count, of each round.
WARM, COUNTED = 4, 100
#: What a person takes at least from the kernel's start to the first cell, in seconds.
PAUSE = 2

# The same small cell, and the same prints, in each language.
SMALL = {"python": "n{0} = {0}\nn{0} + 1", "typescript": "let n{0} = {0};\nn{0} + 1"}
PRINTS = {
    "python": "for i in range(20000): print(i)",
    "typescript": "for (let i = 0; i < 20000; i++) console.log(i);",
}
COMPLETE = {"python": "import math; math.s", "typescript": "Math.s"}
LIBRARY = "import { lstm } from 'gatescope';\nlstm({ inputSize: 1, units: 4 }).run([[1], [0]]);"

Samples = dict[str, list[float]]


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def cells(kernel: Kernel, first: int, count: int) -> list[float]:
    """Milliseconds of small cells, numbered from `first`."""
    code = SMALL[kernel.language]
    return [kernel.run(code.format(number))[0] for number in range(first, first + count)]


def prints(kernel: Kernel) -> float:
    """Seconds for 20,000 prints; a kernel that loses some has no time for them."""
    elapsed, printed = kernel.run(PRINTS[kernel.language])
    wanted = sum(len(str(number)) + 1 for number in range(20000))
    if printed != wanted:
        raise RuntimeError(f"{printed} of {wanted} characters of the prints arrived")
    return elapsed / 1000


def measure(name: str, samples: Samples, keep: Callable[[str, Exception], None]) -> None:
    """One round of one kernel: adds to the samples of each figure."""

    def take(figure: str, work: Callable[[], list[float]]) -> None:
        try:
            samples[figure] += work()
        except Exception as error:  # a peer that fails at one thing may do the others
            keep(figure, error)

    with Kernel(name) as kernel:
        samples["ready"].append(kernel.ready)
        take("first at once", lambda: cells(kernel, 0, 1))
    with Kernel(name) as kernel:
        samples["ready"].append(kernel.ready)
        time.sleep(PAUSE)
        if sys.platform == "linux":
            take("idle memory", lambda: [kernel.resident()])
        take("first", lambda: cells(kernel, 0, 1))
        time.sleep(1)
        if sys.platform == "linux":
            take("used memory", lambda: [kernel.resident()])
        take("warm", lambda: cells(kernel, 1, WARM))
        take("cell", lambda: cells(kernel, 1 + WARM, COUNTED))
        take("late", lambda: cells(kernel, 1 + WARM + COUNTED, 200 - WARM - COUNTED))
        complete = COMPLETE[kernel.language]
        take("completion", lambda: [kernel.complete(complete) for _ in range(30)])
        take("prints", lambda: [prints(kernel)])
        if name == "gatescope":
            take("comm", lambda: kernel.comm_round_trips(200))
    if name == "gatescope":
        with Kernel(name) as kernel:
            time.sleep(PAUSE)
            take("first with library", lambda: [kernel.run(LIBRARY)[0]])
            take("warm with library", lambda: cells(kernel, 1, WARM))
            take("cell with library", lambda: cells(kernel, 1 + WARM, COUNTED))


def prime() -> None:
    """One start before all that count: a kernel keeps what V8 compiled for the starts to come."""
    with Kernel("gatescope") as kernel:
        kernel.run(LIBRARY)
        time.sleep(5)


def median(figure: str) -> Callable[[Samples], float]:
    return lambda samples: statistics.median(samples[figure])


def share(figure: str, part: float) -> Callable[[Samples], float]:
    return lambda samples: percentile(samples[figure], part)


def slowdown(samples: Samples) -> float:
    """Cells around the 200th beside cells around the fifth, medians over all rounds."""
    rounds = len(samples["late"]) // (200 - WARM - COUNTED)
    late = [time for n in range(1, rounds + 1) for time in samples["late"][n * 96 - 8 : n * 96]]
    early = [
        time
        for n in range(rounds)
        for time in samples["warm"][n * WARM + 2 : (n + 1) * WARM]
        + samples["cell"][n * COUNTED : n * COUNTED + 4]
    ]
    return statistics.median(late) / statistics.median(early)


COUNT = f"{ROUNDS} × {COUNTED} cells after {WARM + 1}"
#: Each row: what is said of it, its unit, and how it comes from the samples of a kernel.
ROWS: list[tuple[str, str, Callable[[Samples], float]]] = [
    ("start to ready", "s", median("ready")),
    (f"memory, idle for {PAUSE} s, library loaded (resident set)", "MB", median("idle memory")),
    ("memory 1 s after the first cell (resident set)", "MB", median("used memory")),
    ("first cell, sent once ready", "ms", median("first at once")),
    (f"first cell, sent {PAUSE} s later", "ms", median("first")),
    (f"small cell, p50 ({COUNT})", "ms", share("cell", 0.5)),
    (f"small cell, p95 ({COUNT})", "ms", share("cell", 0.95)),
    ("first cell, which imports gatescope", "ms", median("first with library")),
    (
        f"small cell once gatescope is imported, p50 ({COUNT})",
        "ms",
        share("cell with library", 0.5),
    ),
    (
        f"small cell once gatescope is imported, p95 ({COUNT})",
        "ms",
        share("cell with library", 0.95),
    ),
    ("cell 200 beside cell 5", "times slower", slowdown),
    (f"completion, p95 ({ROUNDS} × 30)", "ms", share("completion", 0.95)),
    ("20,000 prints, complete and in order", "s", median("prints")),
    (f"comm round trip from Python, p50 ({ROUNDS} × 200)", "ms", share("comm", 0.5)),
]


def main() -> None:
    samples: dict[str, Samples] = {name: defaultdict(list) for name in KERNELS}
    failures: dict[str, dict[str, str]] = {name: {} for name in KERNELS}
    with kernelspecs():
        prime()
        for _ in range(ROUNDS):
            for name in KERNELS:

                def keep(figure: str, error: Exception, name: str = name) -> None:
                    failures[name][figure] = " ".join(str(error).split()) or repr(error)
                    print(f"{name}, {figure}: no figure ({failures[name][figure]})", flush=True)

                try:
                    measure(name, samples[name], keep)
                except Exception as error:
                    if name == "gatescope":
                        raise
                    keep("start", error)
    for text, unit, figure in ROWS:
        ours = figure(samples["gatescope"])
        rows = 0
        for name in KERNELS:
            if name == "gatescope" or "gatescope" in text or "comm" in text:
                continue
            try:
                theirs = figure(samples[name])
            except (statistics.StatisticsError, IndexError):
                theirs = None
            peer = name if theirs is not None else f"{name}: no figure"
            report(f"kernel: {text}", ours, unit, peer=peer, peer_value=theirs)
            rows += 1
        if rows == 0:
            report(f"kernel: {text}", ours, unit)


if __name__ == "__main__":
    main()
