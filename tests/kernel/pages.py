"""Kernels in the page of a browser, spoken to as one speaks to a kernel of its own process.

A browser opens one page; the page brings a line back to this process, and any number of kernels on
it. So any browser will do, and nothing has to drive it.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import queue
import shutil
import subprocess
import tempfile
import threading
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.jsonutil import json_default
from jupyter_client.session import Session as Wire
from session import ROOT, TIMEOUT, Message, Session
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler, StaticFileHandler
from tornado.websocket import WebSocketHandler

KERNEL = ROOT / "build" / "page-kernel"
#: The site's own, so that a busy kernel asks here as it does there.
SERVICE_WORKER = ROOT / "build" / "site" / "service-worker.js"
READ = ROOT / "build" / "site" / "read"
DRIVER = ROOT / "build" / "page-driver" / "driver.js"

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FIREFOX = ("firefox-esr", "firefox")

PREFERENCES = {
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "dom.min_background_timeout_value": 4,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}


def command(browser: str, profile: Path, address: str) -> list[str]:
    """How a browser is started with one page open and nobody at its screen."""
    if browser == "firefox":
        lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in PREFERENCES.items())
        (profile / "user.js").write_text("\n".join(lines))
        path = os.environ.get("FIREFOX_PATH") or found(FIREFOX)
        return [path, "--headless", "--no-remote", "--profile", str(profile), address]
    path = os.environ.get("CHROMIUM_PATH") or found(CHROMIUM)
    switches = ["headless=new", "no-sandbox", "disable-gpu", "no-first-run"]
    return [path, *(f"--{name}" for name in switches), f"--user-data-dir={profile}", address]


def found(names: tuple[str, ...]) -> str:
    for name in names:
        path = shutil.which(name)
        if path is not None:
            return path
    raise FileNotFoundError(f"there is no {names[0]} on this machine")


class Browser:
    """An open page with kernels on it."""

    def __init__(self, tell: Any) -> None:
        self._tell = tell
        self.is_gone = False
        #: The files that pages have asked for.
        self.asked: list[str] = []
        self.heard: dict[str, dict[str, queue.Queue[Message]]] = defaultdict(
            lambda: defaultdict(queue.Queue)
        )

    def order(self, kernel: str, order: str, **more: Any) -> None:
        if self.is_gone:
            raise ConnectionError("the page is gone: did its process run out of memory?")
        self._tell(json.dumps({"kernel": kernel, "order": order, **more}, default=json_default))

    def hear(self, text: str | bytes) -> None:
        told = json.loads(text)
        message = told.get("message")
        channels = self.heard[told["kernel"]]
        if message is None:
            channels["events"].put(told)
            return
        message["msg_type"] = message["header"]["msg_type"]
        message["buffers"] = [base64.b64decode(each) for each in message["buffers"]]
        channels[message["channel"]].put(message)

    @contextmanager
    def started(self, lesson: str | None = None) -> Iterator[Session]:
        """A fresh kernel, and a client of it; of a lesson with its cells as the site's build compiles them."""
        kernel = uuid.uuid4().hex
        self.order(kernel, "start", lesson=lesson)
        try:
            told = self.heard[kernel]["events"].get(timeout=TIMEOUT)
            assert told["event"] == "ready", told
            client = PageClient(self, kernel)
            yield Session(None, client)
        finally:
            if not self.is_gone:
                self.order(kernel, "end")
            del self.heard[kernel]


class Channel:
    """What a client takes for the channel of a socket."""

    def __init__(self, client: PageClient, name: str) -> None:
        self.client = client
        self.name = name
        self.socket = self

    def send(self, message: Message, buffers: list[bytes] | None = None) -> None:
        sent = {
            "channel": self.name,
            "header": message["header"],
            "parent_header": message["parent_header"],
            "metadata": message["metadata"],
            "content": message["content"],
            "buffers": [base64.b64encode(each).decode() for each in buffers or []],
        }
        self.client.browser.order(self.client.kernel, "take", message=sent)

    def get_msg(self, timeout: float | None = None) -> Message:
        return self.client.browser.heard[self.client.kernel][self.name].get(timeout=timeout)


class PageWire(Wire):
    """Makes messages as for sockets, and sends them to a page."""

    def send(self, stream: Any, message: Any, **options: Any) -> None:  # type: ignore[override]
        stream.send(message, options.get("buffers"))


class PageClient(BlockingKernelClient):
    """Jupyter's own client, on the channels of a page."""

    def __init__(self, browser: Browser, kernel: str) -> None:
        super().__init__(session=PageWire())
        self.browser = browser
        self.kernel = kernel
        self._shell_channel = Channel(self, "shell")
        self._iopub_channel = Channel(self, "iopub")
        self._stdin_channel = Channel(self, "stdin")
        self._control_channel = Channel(self, "control")

    def event(self) -> str:
        """What the page says next of the kernel itself: that somebody has to decide, or that it ended."""
        return self.browser.heard[self.kernel]["events"].get(timeout=TIMEOUT)["event"]


def bundled() -> None:
    """The driver as one file."""
    for needed in (KERNEL / "kernel.js", SERVICE_WORKER):
        if not needed.is_file():
            raise FileNotFoundError(f"{needed.relative_to(ROOT)} is not built: make site")
    esbuild = ROOT / "node_modules" / ".bin" / "esbuild"
    source = ROOT / "tests" / "kernel" / "page" / "driver.ts"
    options = ["--bundle", "--format=esm", "--target=es2022", "--log-level=warning"]
    subprocess.run([esbuild, source, *options, f"--outfile={DRIVER}"], check=True)


@contextmanager
def opened(kind: str) -> Iterator[Browser]:
    """A browser ("chromium" or "firefox") with a page of kernels, served from this process."""
    bundled()
    line: list[WebSocketHandler] = []
    loop = asyncio.new_event_loop()
    browser = Browser(lambda text: loop.call_soon_threadsafe(line[0].write_message, text))

    class Page(RequestHandler):
        def get(self) -> None:
            self.finish(
                '<!doctype html><meta charset="utf-8"><script type="module" src="driver.js"></script>'
            )

    class Line(WebSocketHandler):
        def open(self, *_: str, **__: str) -> None:
            line.append(self)

        def on_message(self, message: str | bytes) -> None:
            browser.hear(message)

        def on_close(self) -> None:
            browser.is_gone = True

    class File(StaticFileHandler):
        def prepare(self) -> None:
            browser.asked.append(self.request.path.removeprefix("/"))

    def below(folder: Path) -> tuple[type, dict[str, str]]:
        return (File, {"path": str(folder)})

    [socket] = bind_sockets(0, "127.0.0.1")

    def serve() -> None:
        asyncio.set_event_loop(loop)
        application = Application(
            [
                ("/", Page),
                ("/line", Line),
                ("/(driver.js)", *below(DRIVER.parent)),
                ("/(service-worker.js)", *below(SERVICE_WORKER.parent)),
                (r"/([^/]*\.cells\.json)", *below(READ)),
                ("/(.*)", *below(KERNEL)),
            ],
            websocket_max_message_size=2**30,
            log_function=lambda _: None,
        )
        HTTPServer(application).add_sockets([socket])
        loop.run_forever()

    threading.Thread(target=serve, daemon=True).start()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        address = f"http://127.0.0.1:{socket.getsockname()[1]}/"
        process = subprocess.Popen(
            command(kind, Path(profile), address),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            told = browser.heard[""]["events"].get(timeout=TIMEOUT)
            assert told["event"] == "open", told
            yield browser
        finally:
            process.terminate()
            process.wait()
            loop.call_soon_threadsafe(loop.stop)
