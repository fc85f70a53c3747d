"""Kernels to be measured: gatescope's and its peers, and a front end that times what they answer."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "bench" / "node_modules"
#: Seconds until a kernel counts as not answering, and as not starting.
TIMEOUT, START = 10, 60


#: Deno as PyPI brings it, beside this Python.
DENO = Path(sys.executable).with_name("deno.exe" if os.name == "nt" else "deno")

KERNELS: dict[str, dict[str, Any]] = {
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
            "node",
            str(MODULES / "tslab" / "bin" / "tslab"),
            "kernel",
            "--config-path={connection_file}",
        ],
        "language": "typescript",
    },
    "Deno 2.9.8": {
        "argv": [str(DENO), "jupyter", "--kernel", "--conn", "{connection_file}"],
        "env": {"DENO_NO_UPDATE_CHECK": "1"},
        "language": "typescript",
    },
}


@contextmanager
def kernelspecs() -> Iterator[None]:
    """Make the kernels known to Jupyter for this run."""
    with tempfile.TemporaryDirectory() as folder:
        for name, spec in KERNELS.items():
            path = Path(folder) / "kernels" / _key(name)
            path.mkdir(parents=True)
            (path / "kernel.json").write_text(json.dumps({"display_name": name, **spec}))
        os.environ["JUPYTER_PATH"] = folder
        yield


def _key(name: str) -> str:
    return name.replace(" ", "-")


class Kernel:
    """A running kernel and how long it took to be ready; a context that ends it."""

    def __init__(self, name: str) -> None:
        program = KERNELS[name]["argv"][1 if KERNELS[name]["argv"][0] == "node" else 0]
        if not Path(program).exists():
            raise FileNotFoundError(f"{program} is not installed")
        self.language = KERNELS[name]["language"]
        self.folder = tempfile.TemporaryDirectory()
        self.manager = KernelManager(kernel_name=_key(name))
        began = time.perf_counter()
        self.manager.start_kernel(cwd=self.folder.name)
        self.client = self.manager.client()
        self.client.start_channels()
        try:
            self.client.wait_for_ready(timeout=START)
        except BaseException:
            self.__exit__()
            raise
        self.ready = time.perf_counter() - began

    def __enter__(self) -> Kernel:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        self.folder.cleanup()

    def run(self, code: str) -> tuple[float, int]:
        """Milliseconds from the request to idle and answered; characters printed."""
        began = time.perf_counter()
        request = self.client.execute(code, allow_stdin=False)
        printed = 0
        while True:
            message = self.client.get_iopub_msg(timeout=TIMEOUT)
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["msg_type"] == "stream":
                printed += len(message["content"]["text"])
            elif message["content"].get("execution_state") == "idle":
                break
        reply = self.client.get_shell_msg(timeout=TIMEOUT)
        # tslab's replies have no status.
        if reply["content"].get("status", "ok") != "ok":
            raise RuntimeError(f"{code!r}: {reply['content']}")
        return (time.perf_counter() - began) * 1000, printed

    def complete(self, code: str) -> float:
        """Milliseconds from the request to the list."""
        began = time.perf_counter()
        request = self.client.complete(code, len(code))
        while self.client.get_shell_msg(timeout=TIMEOUT)["parent_header"].get("msg_id") != request:
            pass
        return (time.perf_counter() - began) * 1000

    def comm_round_trips(self, count: int) -> list[float]:
        """Milliseconds from a question on gatescope's live link to its answer."""
        session, channel = self.client.session, self.client.shell_channel
        comm = "bench"

        def answered(message_type: str, content: dict) -> float:
            began = time.perf_counter()
            channel.send(session.msg(message_type, {"comm_id": comm, **content}))
            while True:
                reply = self.client.get_iopub_msg(timeout=TIMEOUT)
                if reply["msg_type"] == "comm_msg" and reply["content"]["comm_id"] == comm:
                    return (time.perf_counter() - began) * 1000

        def question(number: int) -> dict[str, Any]:
            asked = {"method": "attach", "params": {"id": "nothing"}}
            return {"data": {"type": "request", "number": number, **asked}}

        hello = {"type": "hello", "protocol": 1, "version": "bench"}
        answered("comm_open", {"target_name": "gatescope", "data": hello})
        return [answered("comm_msg", question(number)) for number in range(count)]

    def resident(self) -> float:
        """Megabytes that the kernel's process holds, with its share of the binary; Linux only."""
        pid = self.manager.provisioner.pid  # type: ignore[union-attr]
        status = Path(f"/proc/{pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
