"""A kernel with a front end that keeps everything it hears."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

ROOT = Path(__file__).resolve().parents[2]
KERNEL = Path(os.environ.get("GATESCOPE_KERNEL", ROOT / "gatescope" / "_kernel")) / "kernel.js"

Message = dict[str, Any]
TIMEOUT = 30
KERNEL_NAME = "gatescope-under-test"


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
        """The traceback as a terminal without colours shows it."""
        import re

        text = "\n".join((self.error or {"traceback": []})["traceback"])
        return re.sub(r"\x1b\[[0-9;]*m", "", text)


@dataclass
class Session:
    """One running kernel and a client of it; one in a page has no process to manage."""

    manager: KernelManager | None
    client: BlockingKernelClient
    started_in: float

    @classmethod
    @contextmanager
    def started(cls, kernel: str, folder: Path, **options: Any) -> Iterator[Session]:
        manager = KernelManager(kernel_name=kernel)
        began = time.perf_counter()
        manager.start_kernel(cwd=str(folder), **options)
        client = manager.client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=TIMEOUT)
            yield cls(manager, client, time.perf_counter() - began)
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)

    def send(self, code: str, **options: Any) -> str:
        """Ask for an execution and go on; give the id of the request."""
        options.setdefault("allow_stdin", False)
        return self.client.execute(code, **options)

    def collect(self, request: str, timeout: float = TIMEOUT) -> Result:
        """All that belongs to a request, until it is idle and answered."""
        messages: list[Message] = []
        deadline = time.monotonic() + timeout
        while True:
            message = self.client.get_iopub_msg(timeout=max(0.1, deadline - time.monotonic()))
            if not answers(message, request):
                continue
            messages.append(message)
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                break
        while True:
            reply = self.client.get_shell_msg(timeout=max(0.1, deadline - time.monotonic()))
            if reply["parent_header"].get("msg_id") == request:
                return Result(reply["content"], messages)

    def run(self, code: str, timeout: float = TIMEOUT, **options: Any) -> Result:
        return self.collect(self.send(code, **options), timeout)

    def arrived(self) -> None:
        """Wait until the kernel has read all that was sent on shell; nothing there may be due."""
        self.ask("kernel_info_request", "kernel_info_reply", {})

    def hold(self, code: str) -> str:
        """Run a cell that awaits before its code, until it is released."""
        request = self.send(f"await prompt('Go on?'); {code}", allow_stdin=True)
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
        message = self.client.session.msg("interrupt_request", {})
        self.client.control_channel.send(message)
        deadline = time.monotonic() + TIMEOUT
        while True:
            reply = self.client.get_control_msg(timeout=max(0.1, deadline - time.monotonic()))
            if reply["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                return

    def interrupt_after(self, code: str, seconds: float) -> tuple[Result, float]:
        """Run code, interrupt it some seconds after it began, and say how long it took to end."""
        # A cell is heard of before it is compiled, which takes its time on a busy machine.
        request = self.send(f"console.log('begun'); {code}")
        self.until(request, "stream")
        time.sleep(seconds)
        began = time.perf_counter()
        self.interrupt()
        result = self.collect(request)
        return result, time.perf_counter() - began

    def until(self, request: str, kind: str, timeout: float = TIMEOUT) -> Message:
        """The next iopub message of one type that belongs to a request."""
        deadline = time.monotonic() + timeout
        while True:
            message = self.client.get_iopub_msg(timeout=max(0.1, deadline - time.monotonic()))
            if message["msg_type"] == kind and answers(message, request):
                return message

    def ask(self, request: str, reply: str, content: dict[str, Any]) -> dict[str, Any]:
        """Send any request on shell and give the content of its reply."""
        message = self.client.session.msg(request, content)
        self.client.shell_channel.send(message)
        deadline = time.monotonic() + TIMEOUT
        while True:
            answer = self.client.get_shell_msg(timeout=max(0.1, deadline - time.monotonic()))
            if answer["msg_type"] == reply:
                return answer["content"]

    def late(self, seconds: float) -> list[Message]:
        """All that is heard within some seconds."""
        heard: list[Message] = []
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            try:
                heard.append(self.client.get_iopub_msg(timeout=left))
            except Empty:
                break
        return heard


#: Starts a kernel on the host under test, in a folder where there are folders.
Starter = Callable[[Path], AbstractContextManager[Session]]
