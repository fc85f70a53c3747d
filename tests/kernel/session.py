"""A kernel with a front end that keeps everything it hears."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import psutil
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

ROOT = Path(__file__).resolve().parents[2]
KERNEL = Path(os.environ.get("GATESCOPE_KERNEL", ROOT / "gatescope" / "_kernel")) / "kernel.js"

Message = dict[str, Any]
#: What hangs is ended; no test asks how fast the machine is.
TIMEOUT = 300
#: Of what is drawn; the night sets a new one.
SEED = int(os.environ.get("GATESCOPE_SEED", "28"))
KERNEL_NAME = "gatescope-under-test"
Found = TypeVar("Found")


def awaited(look: Callable[[], Found]) -> Found:
    """Look until there is what is looked for."""
    deadline = time.monotonic() + TIMEOUT
    while not (found := look()):
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)
    return found


def answers(message: Message, request: str) -> bool:
    """Whether a message belongs to an execution.

    The manager counts its own requests (interrupts) from 1 as the client does, so ids alone
    can be the same.
    """
    parent = message["parent_header"]
    return parent.get("msg_id") == request and parent.get("msg_type") != "interrupt_request"


@dataclass
class Result:
    """What came back from one execution, in order."""

    reply: dict[str, Any]
    messages: list[Message] = field(default_factory=list)

    @property
    def status(self) -> str:
        return self.reply["status"]

    @property
    def types(self) -> list[str]:
        return [message["msg_type"] for message in self.messages]

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The contents of all messages of one type."""
        return [m["content"] for m in self.messages if m["msg_type"] == kind]

    @property
    def stdout(self) -> str:
        return "".join(c["text"] for c in self.of("stream") if c["name"] == "stdout")

    @property
    def stderr(self) -> str:
        return "".join(c["text"] for c in self.of("stream") if c["name"] == "stderr")

    @property
    def value(self) -> str | None:
        """The text of the last expression."""
        results = self.of("execute_result")
        return results[-1]["data"]["text/plain"] if results else None

    @property
    def error(self) -> dict[str, Any] | None:
        errors = self.of("error")
        return errors[-1] if errors else None

    @property
    def traceback(self) -> str:
        """The traceback as a terminal without colors shows it."""
        import re

        text = "\n".join((self.error or {"traceback": []})["traceback"])
        return re.sub(r"\x1b\[[0-9;]*m", "", text)


@dataclass
class Session:
    """One running kernel and a client of it; one in a page has no process to manage."""

    manager: KernelManager | None
    client: BlockingKernelClient

    @classmethod
    @contextmanager
    def started(cls, kernel: str, folder: Path, **options: Any) -> Iterator[Session]:
        manager = KernelManager(kernel_name=kernel)
        manager.start_kernel(cwd=str(folder), **options)
        client = manager.client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=TIMEOUT)
            yield cls(manager, client)
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)

    def send(self, code: str, **options: Any) -> str:
        """Ask for an execution and go on; give the id of the request."""
        options.setdefault("allow_stdin", False)
        return self.client.execute(code, **options)

    def collect(self, request: str) -> Result:
        """All that belongs to a request, until it is idle and answered."""
        messages: list[Message] = []
        while True:
            message = self.client.get_iopub_msg(timeout=TIMEOUT)
            if not answers(message, request):
                continue
            messages.append(message)
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                break
        while True:
            reply = self.client.get_shell_msg(timeout=TIMEOUT)
            if reply["parent_header"].get("msg_id") == request:
                return Result(reply["content"], messages)

    def run(self, code: str, **options: Any) -> Result:
        return self.collect(self.send(code, **options))

    def arrived(self) -> None:
        """Wait until the kernel has read all that was sent on shell; nothing there may be due."""
        self.ask("kernel_info_request", "kernel_info_reply", {})

    def hold(self, code: str, **options: Any) -> str:
        """Run a cell that awaits before its code, until it is released."""
        request = self.send(f"await prompt('Go on?'); {code}", allow_stdin=True, **options)
        self.until(request, "execute_input")
        self.client.get_stdin_msg(timeout=TIMEOUT)
        return request

    def release(self) -> None:
        self.client.input("yes")

    def queue(self, code: str, *behind: str) -> list[str]:
        """Ask for executions of which the first only goes on when the others wait behind it."""
        first = self.hold(code)
        requests = [first, *(self.send(other) for other in behind)]
        self.arrived()
        self.release()
        return requests

    def interrupt(self) -> None:
        """Interrupt the kernel and wait until it has taken the request.

        The manager's own call does not wait: a cell sent afterwards on another channel may arrive
        before it and be interrupted itself.
        """
        self.control("interrupt_request")

    def control(self, request: str) -> None:
        """Send any request on control and wait for its reply."""
        message = self.client.session.msg(request, {})
        self.client.control_channel.send(message)
        while True:
            reply = self.client.get_control_msg(timeout=TIMEOUT)
            if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                return

    def interrupted(self, code: str, told: str = "stream") -> Result:
        """Interrupt a cell once it has told that it is where it is to be stopped."""
        request = self.send(code)
        self.until(request, told)
        self.interrupt()
        return self.collect(request)

    def beats(self) -> bool:
        """Whether the heart answers now; what it answered before is no sign."""
        assert self.manager is not None
        with self.manager.connect_hb() as heart:
            heart.send(b"ping")
            return heart.poll(TIMEOUT * 1000) != 0 and heart.recv() == b"ping"

    @property
    def process(self) -> psutil.Process:
        """The kernel's own; one in a page has none."""
        return psutil.Process(self.manager.provisioner.pid)  # type: ignore[union-attr]

    def spent(self) -> float:
        """Seconds that processors have given to the kernel; in a page, where nobody counts them, none."""
        if self.manager is None:
            return 0
        times = self.process.cpu_times()
        return times.user + times.system

    def until(self, request: str | tuple[str, ...], kind: str) -> Message:
        """The next iopub message of one type that belongs to a request, or to one of several."""
        requests = (request,) if isinstance(request, str) else request
        while True:
            message = self.client.get_iopub_msg(timeout=TIMEOUT)
            if message["msg_type"] == kind and any(answers(message, each) for each in requests):
                return message

    def ask(self, request: str, reply: str, content: dict[str, Any]) -> dict[str, Any]:
        """Send any request on shell and give the content of its reply."""
        message = self.client.session.msg(request, content)
        self.client.shell_channel.send(message)
        while True:
            answer = self.client.get_shell_msg(timeout=TIMEOUT)
            if answer["msg_type"] == reply:
                return answer["content"]


#: Starts a kernel on the host under test, in a folder where there are folders.
Starter = Callable[[Path], AbstractContextManager[Session]]
