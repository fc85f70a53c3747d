"""The kernel's figures, beside ipykernel and stock tslab in the same run.

Each figure is measured the way a front end feels it: from the request to the last message.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_client.manager import KernelManager
from results import report

ROOT = Path(__file__).resolve().parents[1]
NODE = shutil.which("node") or "node"

KERNELS: dict[str, dict] = {
    "gatescope": {
        # As an installed kernel starts: the launcher finds Node and V8's code cache.
        "argv": [sys.executable, "-m", "gatescope.kernel", "-f", "{connection_file}"],
        "env": {"PYTHONPATH": str(ROOT)},
        "language": "typescript",
        "interrupt_mode": "message",
    },
    "ipykernel": {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "language": "python",
    },
    "tslab 1.0.22": {
        "argv": [
            NODE,
            str(ROOT / "node_modules" / "tslab" / "bin" / "tslab"),
            "kernel",
            "--config-path={connection_file}",
        ],
        "language": "typescript",
    },
}

# The same small cell, and the same prints, in each language.
SMALL = {"python": "n{0} = {0}\nn{0} + 1", "typescript": "let n{0} = {0};\nn{0} + 1"}
PRINTS = {
    "python": "for i in range(20000): print(i)",
    "typescript": "for (let i = 0; i < 20000; i++) console.log(i);",
}
COMPLETE = {"python": "import math; math.s", "typescript": "Math.s"}


class Kernel:
    """A running kernel and how long it took to be ready."""

    def __init__(self, name: str) -> None:
        self.language = KERNELS[name]["language"]
        self.manager = KernelManager(kernel_name=name.replace(" ", "-"))
        began = time.perf_counter()
        self.manager.start_kernel(cwd=tempfile.mkdtemp())
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        self.ready = time.perf_counter() - began

    def run(self, code: str, timeout: float = 60) -> tuple[float, int]:
        """Milliseconds from the request to idle and answered; characters printed."""
        began = time.perf_counter()
        request = self.client.execute(code, allow_stdin=False)
        printed = 0
        while True:
            message = self.client.get_iopub_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "stream":
                printed += len(message["content"]["text"])
            elif message["content"].get("execution_state") == "idle":
                break
        self.client.get_shell_msg(timeout=timeout)
        return (time.perf_counter() - began) * 1000, printed

    def complete(self, code: str) -> float:
        """Milliseconds from the request to the list."""
        began = time.perf_counter()
        request = self.client.complete(code, len(code))
        while self.client.get_shell_msg(timeout=30)["parent_header"].get("msg_id") != request:
            pass
        return (time.perf_counter() - began) * 1000

    def comm_round_trips(self, count: int) -> list[float]:
        """Milliseconds from a question on the live link to its answer, from Python."""
        session, channel = self.client.session, self.client.shell_channel
        comm = "bench"

        def answered(message_type: str, content: dict) -> float:
            began = time.perf_counter()
            channel.send(session.msg(message_type, {"comm_id": comm, **content}))
            while True:
                reply = self.client.get_iopub_msg(timeout=30)
                if reply["msg_type"] == "comm_msg" and reply["content"]["comm_id"] == comm:
                    return (time.perf_counter() - began) * 1000

        hello = {"type": "hello", "protocol": 1, "version": "bench"}
        answered("comm_open", {"target_name": "gatescope", "data": hello})
        return [
            answered(
                "comm_msg",
                {
                    "data": {
                        "type": "request",
                        "number": number,
                        "method": "attach",
                        "params": {"id": "nothing"},
                    }
                },
            )
            for number in range(count)
        ]

    def resident(self) -> float:
        """Megabytes of memory that the kernel's process holds; Linux only."""
        pid = self.manager.provisioner.pid  # type: ignore[union-attr]
        status = Path(f"/proc/{pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@contextmanager
def kernelspecs() -> Iterator[None]:
    """Make the kernels known to Jupyter for this run."""
    with tempfile.TemporaryDirectory() as folder:
        for name, spec in KERNELS.items():
            path = Path(folder) / "kernels" / name.replace(" ", "-")
            path.mkdir(parents=True)
            (path / "kernel.json").write_text(json.dumps({"display_name": name, **spec}))
        os.environ["JUPYTER_PATH"] = folder
        yield


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def measure(name: str) -> dict[str, float]:
    """All figures of one kernel, by their names."""
    readiness = []
    for _ in range(3):
        kernel = Kernel(name)
        readiness.append(kernel.ready)
        kernel.close()
    kernel = Kernel(name)
    figures = {"start to ready": statistics.median(readiness)}
    time.sleep(1)
    if sys.platform == "linux":
        figures["memory of an idle kernel"] = kernel.resident()
    kernel.run(SMALL[kernel.language].format(0))
    time.sleep(1)
    if sys.platform == "linux":
        figures["memory after the first cell"] = kernel.resident()
    times = [kernel.run(SMALL[kernel.language].format(n))[0] for n in range(1, 205)]
    figures["small cell, p50"] = percentile(times[4:104], 0.5)
    figures["small cell, p95"] = percentile(times[4:104], 0.95)
    early = statistics.median(times[2:8])
    figures["cell 200 beside cell 5"] = statistics.median(times[-8:]) / early
    completions = [kernel.complete(COMPLETE[kernel.language]) for _ in range(30)]
    figures["completion, p95"] = percentile(completions, 0.95)
    elapsed, printed = kernel.run(PRINTS[kernel.language])
    complete = printed == sum(len(str(n)) + 1 for n in range(20000))
    # A kernel that loses prints has no time for them.
    figures["20,000 prints"] = elapsed / 1000 if complete else float("nan")
    if name == "gatescope":
        figures["comm round trip from Python, p50"] = percentile(kernel.comm_round_trips(200), 0.5)
    kernel.close()
    return figures


UNITS = {
    "start to ready": "s",
    "memory of an idle kernel": "MB",
    "memory after the first cell": "MB",
    "cell 200 beside cell 5": "times slower",
    "20,000 prints": "s",
}


def attempt(work: Callable[[], dict[str, float]], name: str) -> dict[str, float]:
    try:
        return work()
    except Exception as error:  # a peer that fails has no figure
        print(f"{name}: no figure ({error!r})")
        return {}


def main() -> None:
    with kernelspecs():
        ours = measure("gatescope")
        peers = {
            name: attempt(lambda name=name: measure(name), name)
            for name in KERNELS
            if name != "gatescope"
        }
    for figure, value in ours.items():
        unit = UNITS.get(figure, "ms")
        rows = [
            (name, figures[figure])
            for name, figures in peers.items()
            if figures.get(figure, float("nan")) == figures.get(figure, float("nan"))
            and figure in figures
        ]
        for peer, theirs in rows:
            report(name=f"kernel: {figure}", value=value, unit=unit, peer=peer, peer_value=theirs)
        if not rows:
            report(name=f"kernel: {figure}", value=value, unit=unit)


if __name__ == "__main__":
    main()
