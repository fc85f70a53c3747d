"""The kernel as a process: its start, its end, its folder, and kernels side by side."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest
from hosts import PROCESS
from jupyter_client.connect import write_connection_file
from jupyter_client.manager import KernelManager
from session import KERNEL, KERNEL_NAME, TIMEOUT, Session, awaited

pytestmark = PROCESS


def test_two_kernels_share_nothing(tmp_path: Path) -> None:
    with (
        Session.started(KERNEL_NAME, tmp_path) as one,
        Session.started(KERNEL_NAME, tmp_path) as two,
    ):
        one.run("const mine = 1; (globalThis as { shared?: number }).shared = 1;")
        assert two.run("mine").status == "error"
        assert two.run("(globalThis as { shared?: number }).shared").value is None
        assert two.run("1").reply["execution_count"] == 3


@pytest.mark.parametrize("restart", [True, False])
def test_shutdown_echoes_the_flag_and_ends_the_process(session: Session, restart: bool) -> None:
    session.run("1")
    manager = session.manager
    message = manager.session.msg("shutdown_request", {"restart": restart})
    socket = manager.connect_control()
    manager.session.send(socket, message)
    assert socket.poll(TIMEOUT * 1000)
    _, reply = manager.session.recv(socket, 0)
    assert reply is not None
    assert reply["msg_type"] == "shutdown_reply"
    assert reply["content"] == {"status": "ok", "restart": restart}
    ended(manager)


def test_a_busy_kernel_can_be_shut_down(session: Session) -> None:
    request = session.send("for (;;) {}")
    session.until(request, "execute_input")
    session.manager.session.send(
        session.manager.connect_control(),
        session.manager.session.msg("shutdown_request", {"restart": False}),
    )
    ended(session.manager)


def ended(manager: KernelManager) -> None:
    awaited(lambda: not manager.is_alive())


def test_a_killed_kernel_can_be_started_again(session: Session) -> None:
    request = session.send("for (;;) {}")
    session.until(request, "execute_input")
    os.kill(session.manager.provisioner.pid, signal.SIGKILL)  # type: ignore[union-attr]
    ended(session.manager)
    session.manager.restart_kernel(now=True)
    session.client.wait_for_ready(timeout=TIMEOUT)
    assert session.run("1 + 1").value == "2"


def test_the_kernel_answers_the_heartbeat_while_a_cell_is_busy(session: Session) -> None:
    request = session.send("console.log('here'); for (;;) {}")
    session.until(request, "stream")
    assert session.beats()
    assert session.ask("kernel_info_request", "kernel_info_reply", {})["status"] == "ok"
    session.interrupt()
    assert session.collect(request).reply["ename"] == "Interrupted"


def test_folders_with_spaces_and_other_scripts_work(tmp_path: Path) -> None:
    folder = tmp_path / "my notes – übung 実験"
    folder.mkdir()
    (folder / "helper.ts").write_text("export const answer: number = 42;\n")
    with Session.started(KERNEL_NAME, folder) as session:
        result = session.run("import { answer } from './helper';\nanswer")
        assert result.status == "ok", result.traceback
        assert result.value == "42"
        assert session.run("import.meta.dirname").value == f"'{folder}'"
        package = folder / "node_modules" / "pakke-æ"
        package.mkdir(parents=True)
        (package / "package.json").write_text(
            '{"name": "pakke-æ", "type": "module", "exports": "./i.js"}', "utf-8"
        )
        (package / "i.js").write_text("export const here = import.meta.dirname;\n", "utf-8")
        (package / "i.d.ts").write_text("export declare const here: string;\n", "utf-8")
        found = session.run("import { here } from 'pakke-æ';\nhere")
        assert found.value == f"'{package}'", found.traceback
        assert session.run("const m = await import('pakke-æ');\nm.here.length > 0").value == "true"
        failed = session.run("import './fehlt – ü';")
        assert "Cell In[" in failed.traceback


def test_the_connection_may_be_over_ipc(tmp_path: Path) -> None:
    manager = KernelManager(kernel_name=KERNEL_NAME, transport="ipc", ip=str(tmp_path / "k"))
    manager.start_kernel(cwd=str(tmp_path))
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=TIMEOUT)
        session = Session(manager, client)
        assert session.run("20 + 1").value == "21"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.mark.parametrize("channel", ["shell", "control", "iopub", "stdin", "hb"])
def test_a_port_that_is_taken_is_named_and_the_kernel_ends(channel: str, tmp_path: Path) -> None:
    file, content = write_connection_file(str(tmp_path / "connection.json"), ip="127.0.0.1")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        Path(file).write_text(
            json.dumps({**content, f"{channel}_port": port}, default=bytes.decode)
        )
        ended = subprocess.run(
            ["node", str(KERNEL), file], capture_output=True, text=True, timeout=TIMEOUT
        )
    assert ended.returncode == 1
    [first, *_] = ended.stderr.splitlines()
    assert first == (
        f"gatescope kernel: Error: the channel {channel} cannot be opened"
        f" at tcp://127.0.0.1:{port}: Address already in use"
    )


def test_a_message_with_a_wrong_signature_is_ignored(session: Session) -> None:
    client = session.client
    right = client.session.key
    client.session.key = b"another key"
    client.execute("console.log('forged')")
    client.session.key = right
    result = session.run("1 + 1")
    assert result.value == "2"
    assert result.reply["execution_count"] == 1


def test_compiled_code_is_kept_for_the_next_start(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    environment: dict[str, Any] = {**os.environ, "GATESCOPE_CACHE": str(cache)}
    with Session.started(KERNEL_NAME, tmp_path, env=environment) as session:
        session.run("1")
        awaited(lambda: list(cache.glob("*.cache")))
    [kept] = cache.glob("*.cache")
    written = kept.stat().st_mtime_ns
    with Session.started(KERNEL_NAME, tmp_path, env=environment) as session:
        assert session.run("1 + 1").value == "2"
    assert kept.stat().st_mtime_ns == written
    kept.write_bytes(b"broken")
    with Session.started(KERNEL_NAME, tmp_path, env=environment) as session:
        assert session.run("1 + 1").value == "2"


def test_a_kernel_ends_with_the_server_that_started_it(tmp_path: Path) -> None:
    # A server that starts a kernel and is killed.
    script = f"""
import sys
from jupyter_client.manager import KernelManager
manager = KernelManager(kernel_name={KERNEL_NAME!r})
manager.start_kernel(cwd={str(tmp_path)!r})
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout={TIMEOUT})
print(manager.provisioner.pid, flush=True)
sys.stdin.read()
"""
    server = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    kernel = psutil.Process(int(server.stdout.readline()))
    server.kill()
    server.wait()
    kernel.wait(TIMEOUT)
