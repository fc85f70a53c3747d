"""A JupyterHub under a path prefix, with its proxy, and what a student's browser asks of it."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import requests
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PREFIX = "/class/"
PASSWORD = "a word"
COURSE = "networks"
#: Seconds after which something hangs.
HANGS = 600
PROXY = HERE / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


#: Students log in by a name and one word.
BY_A_WORD = f"""
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = {PASSWORD!r}
"""


@contextmanager
def running_hub(place: Path, exchange: Path, login: str = BY_A_WORD) -> Iterator[str]:
    """Start hub and proxy in a folder of their own; gives the address under which students come.

    `login` are the settings by which the hub knows who comes.
    """
    assert PROXY.exists(), "make build/stamps/hub installs the proxy"
    settings = place / "settings"
    settings.mkdir(parents=True)
    (settings / "nbgrader_config.py").write_text(
        f'c = get_config()\nc.Exchange.root = "{exchange}"\nc.CourseDirectory.course_id = "{COURSE}"\n'
    )
    port, hub, api = free_port(), free_port(), free_port()
    config = place / "jupyterhub_config.py"
    config.write_text(f"""
c.JupyterHub.bind_url = "http://127.0.0.1:{port}{PREFIX}"
c.JupyterHub.hub_ip = "127.0.0.1"
c.JupyterHub.hub_port = {hub}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.ConfigurableHTTPProxy.command = ["node", {str(PROXY)!r}]
{login}
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = {str(place / "homes")!r} + "/{{username}}"
c.Spawner.cmd = [{sys.executable!r}, {str(HERE / "singleuser.py")!r}, "--allow-root"]
c.Spawner.start_timeout = c.Spawner.http_timeout = {HANGS}
c.Spawner.environment = {{"JUPYTER_CONFIG_PATH": {str(settings)!r}, "IPYTHONDIR": {str(place)!r}}}
""")
    with (place / "hub.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "-f", str(config)],
            cwd=place,
            stdout=log,
            stderr=log,
            env={
                **os.environ,
                "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
                "CONFIGPROXY_AUTH_TOKEN": uuid.uuid4().hex,
            },
        )
        address = f"http://127.0.0.1:{port}{PREFIX}"
        try:
            deadline = time.monotonic() + HANGS
            while not _answers(f"{address}hub/api/"):
                assert server.poll() is None, (place / "hub.log").read_text("utf-8")
                assert time.monotonic() < deadline, (place / "hub.log").read_text("utf-8")
                time.sleep(0.2)
            yield address
        finally:
            # Ends the students' servers and the proxy, too.
            server.terminate()
            server.wait(HANGS)


def _answers(address: str) -> bool:
    try:
        return requests.get(address, timeout=HANGS).ok
    except requests.ConnectionError:
        return False


class Student:
    """One who logs in with a name and a word, and has a server of their own."""

    def __init__(self, hub: str, name: str) -> None:
        self.hub, self.name = hub, name
        self.server = f"{hub}user/{name}/"
        self.session = requests.Session()

    def log_in(self) -> None:
        """By the form of the hub's own page; then asks for a token, as the page *Token* does."""
        page = self.session.get(f"{self.hub}hub/login", timeout=HANGS)
        secret = re.search(r'name="_xsrf" value="([^"]+)"', page.text)
        assert secret is not None, page.text
        said = self.session.post(
            f"{self.hub}hub/login",
            data={"username": self.name, "password": PASSWORD, "_xsrf": secret[1]},
            allow_redirects=False,
            timeout=HANGS,
        )
        assert said.status_code == 302, said.text
        made = self.session.post(
            f"{self.hub}hub/api/users/{self.name}/tokens",
            json={},
            headers={"X-XSRFToken": self.session.cookies["_xsrf"], "Referer": f"{self.hub}hub/"},
            timeout=HANGS,
        )
        assert made.ok, made.text
        token = {"Authorization": f"token {made.json()['token']}"}
        self.session = requests.Session()
        self.session.headers.update(token)

    def start(self) -> float:
        """Starts the server and waits for it; gives the seconds."""
        begun = time.monotonic()
        here = f"{self.hub}hub/api/users/{self.name}"
        asked = self.session.post(f"{here}/server", timeout=HANGS)
        assert asked.status_code in (201, 202), asked.text
        while not self.session.get(here, timeout=HANGS).json()["servers"].get("", {}).get("ready"):
            assert time.monotonic() - begun < HANGS, f"the server of {self.name} does not start"
            time.sleep(0.3)
        return time.monotonic() - begun

    def ask(self, method: str, path: str, **more: Any) -> requests.Response:
        """A request to the student's own server, through the proxy."""
        reply = self.session.request(method, f"{self.server}{path}", timeout=HANGS, **more)
        assert reply.ok, f"{method} {path}: {reply.status_code} {reply.text[:2000]}"
        return reply

    def read(self, path: str) -> dict[str, Any]:
        return dict(self.ask("GET", f"api/contents/{quote(path)}").json()["content"])

    def save(self, path: str, notebook: dict[str, Any]) -> None:
        body = {"type": "notebook", "format": "json", "content": notebook}
        self.ask("PUT", f"api/contents/{quote(path)}", json=body)

    @asynccontextmanager
    async def kernel(self, notebook: dict[str, Any], path: str) -> AsyncIterator[tuple[str, Any]]:
        """The kernel of a notebook while it is open: its id, and the line to it."""
        body = {"path": path, "name": path, "type": "notebook"}
        kernel = {"kernel": {"name": notebook["metadata"]["kernelspec"]["name"]}}
        session = self.ask("POST", "api/sessions", json={**body, **kernel}).json()
        socket_address = self.server.replace("http:", "ws:", 1)
        line = await websocket_connect(
            HTTPRequest(
                f"{socket_address}api/kernels/{session['kernel']['id']}/channels",
                headers=dict(self.session.headers),
                connect_timeout=HANGS,
            ),
            max_message_size=2**28,
        )
        try:
            yield session["kernel"]["id"], line
        finally:
            line.close()
            self.ask("DELETE", f"api/sessions/{session['id']}")

    async def run(self, notebook: dict[str, Any], path: str) -> dict[str, list[dict[str, Any]]]:
        """Runs the code of a notebook from the top in its kernel; the outputs by cell."""
        async with self.kernel(notebook, path) as (_, line):
            return {
                cell["id"]: await run_cell(line, "".join(cell["source"]))
                for cell in notebook["cells"]
                if cell["cell_type"] == "code"
            }


async def run_cell(line: Any, code: str) -> list[dict[str, Any]]:
    """Runs one cell; its outputs, once the kernel is idle again."""
    number = uuid.uuid4().hex
    header = {"msg_id": number, "msg_type": "execute_request", "version": "5.3"}
    content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
    who = {"username": "", "session": number, "date": ""}
    await line.write_message(
        json.dumps(
            {
                "header": {**header, **who},
                "parent_header": {},
                "metadata": {},
                "content": {**content, "user_expressions": {}, "stop_on_error": False},
                "channel": "shell",
            }
        )
    )
    outputs: list[dict[str, Any]] = []
    while True:
        said = await line.read_message()
        assert said is not None, "the kernel's line was closed"
        if isinstance(said, bytes):
            continue
        message = json.loads(said)
        if message["parent_header"].get("msg_id") != number:
            continue
        kind = message["header"]["msg_type"]
        if kind in ("stream", "display_data", "execute_result", "error"):
            outputs.append({"output_type": kind, **message["content"]})
        if kind == "status" and message["content"]["execution_state"] == "idle":
            return outputs
