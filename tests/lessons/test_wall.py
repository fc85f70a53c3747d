"""The wall around an answer's process: what it can call, run and read, on every Node that is here."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from fault_assignment import ALL, NAME, RIGHT, SOLUTIONS, assignment, body
from fault_hostile import ENDLESS_TYPES

from gatescope.grading import process, sandbox, starting
from gatescope.grading.exercises import answered, job_of, read_exercises
from gatescope.grading.judge import Judge
from gatescope.grading.limits import LEAST, Limits
from gatescope.grading.starting import SYSTEM_FILES, files_of
from gatescope.node import find_node, wheel_node

pytestmark = pytest.mark.skipif(
    sandbox.missing() is not None, reason=f"this system lacks {sandbox.missing()}"
)

NODES = sorted(
    {
        str(Path(node).resolve())
        for node in (
            find_node().path,
            wheel_node(),
            *filter(None, os.environ.get("GATESCOPE_TEST_NODES", "").split(os.pathsep)),
        )
        if node is not None
    }
)


def behind_the_wall(readable: tuple[str, ...], *command: str) -> subprocess.CompletedProcess[str]:
    """Runs a program as an answer's is run; what it says on its pipe is the `stdout` of this."""
    down, up, reason = os.pipe(), os.pipe(), os.pipe()
    ends = down[0], up[1], reason[1]
    box = [*ends, 4096, 60, "walled", *SYSTEM_FILES, *readable]
    done = subprocess.run(
        [sys.executable, "-I", "-S", sandbox.__file__, *map(str, box), "--", *command],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        pass_fds=ends,
        env={"OPENSSL_CONF": os.devnull},
        text=True,
    )
    for end in (*down, *ends[1:]):
        os.close(end)
    with open(up[0], encoding="utf-8") as told, open(reason[0], encoding="utf-8") as why:
        done.stdout = told.read()
        done.stderr += why.read()
    return done


# Each line is tried by itself; what it gives or throws is told.
TRIES = {
    "another program": "cp.spawnSync('/usr/bin/true').error?.code ?? 'ran'",
    "a signal to the judge": "process.kill(process.ppid, 0)",
    "the judge's turn": "os.setPriority(process.ppid, 19)",
    "the judge's variables": "fs.readFileSync(`/proc/${process.ppid}/environ`, 'utf8')",
    "programs": "fs.readdirSync('/usr/bin')",
    "the exchange": "fs.readdirSync('/usr/local/share')",
    "users": "fs.readFileSync('/etc/passwd', 'utf8')",
    "a file": "fs.writeFileSync('/tmp/gatescope-wall', 'x')",
    "a socket": "new (require('node:net').Server)().listen(0) && 'listens'",
}
SCRIPT = """
const [fs, cp, os] = ['fs', 'child_process', 'os'].map(name => require(`node:${name}`));
const told = {};
for (const [name, code] of Object.entries(TRIES)) {
  try { told[name] = String(eval(code)); } catch (error) { told[name] = error.code ?? error.message; }
}
process.on('uncaughtException', error => { told['a socket'] = error.code; });
setTimeout(() => {
  told.words = new Intl.DateTimeFormat('de', { timeZone: 'Europe/Berlin', dateStyle: 'full' }).format(0);
  const { Worker } = require('node:worker_threads');
  new Worker("require('node:worker_threads').parentPort.postMessage('runs')", { eval: true })
    .on('message', said => {
      told.thread = said;
      fs.writeSync(4, JSON.stringify(told));
      process.exit(0);
    });
}, 100);
"""


@pytest.mark.parametrize("node", NODES)
def test_node_runs_and_reaches_nothing(node: str) -> None:
    script = f"const TRIES = {json.dumps(TRIES)};{SCRIPT}"
    done = behind_the_wall(files_of(node), node, "-e", script)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told.pop("words"), told.pop("thread")) == ("Donnerstag, 1. Januar 1970", "runs")
    refused = {"EPERM", "EACCES", "ERR_SYSTEM_ERROR"}
    assert {name: code for name, code in told.items() if code not in refused} == {}


@pytest.mark.parametrize("node", NODES)
def test_node_does_not_become_another_program(node: str, tmp_path: Path) -> None:
    # `process.execve` of Node 22.15, 24 and newer.
    ran = tmp_path / "ran"
    script = f"process.execve?.('/bin/sh', ['sh', '-c', 'echo > {ran}']); process.exit(3)"
    # The shell and the folder could be read: only the wall of calls is between.
    done = behind_the_wall((*files_of(node), "/bin/sh", str(tmp_path)), node, "-e", script)
    assert done.returncode != 0
    assert not ran.exists()


#: Calls that would reach the process that marks, its rights or another program, with arguments that a
#: process without a wall may use.
REACHES = {
    "x86_64": {
        "execve": (59, b"/bin/true", None, None),
        "execveat": (322, -100, b"/bin/true", None, None, 0),
        "fork": (57,),
        "vfork by clone": (56, 17, 0, 0, 0, 0),
        "prlimit64": (302, "parent", 1, b"\1" * 16, None),
        "sched_setattr": (314, "parent", bytes(48), 0),
        "sched_setaffinity": (203, "parent", 8, b"\1" * 8),
        "setpriority": (141, 0, "parent", 19),
        "ioprio_set": (251, 1, "parent", 0),
        "kill": (62, "parent", 0),
        "tkill": (200, "parent", 0),
        "tgkill": (234, "parent", "parent", 0),
        "rt_sigqueueinfo": (129, "parent", 0, bytes(128)),
        "ptrace": (101, 16, "parent", 0, 0),
        "process_vm_readv": (310, "parent", None, 0, None, 0, 0),
        "process_vm_writev": (311, "parent", None, 0, None, 0, 0),
        "kcmp": (312, "parent", "parent", 0, 0, 0),
        "setpgid": (109, "parent", 0),
        "migrate_pages": (256, "parent", 1, b"\1" * 8, b"\1" * 8),
        "move_pages": (279, "parent", 0, None, None, None, 0),
        "pidfd_open": (434, "parent", 0),
        "pidfd_send_signal": (424, 0, 0, None, 0),
        "pidfd_getfd": (438, 0, 0, 0),
        "process_madvise": (440, 0, None, 0, 0, 0),
        "process_mrelease": (448, 0, 0),
        "perf_event_open": (298, bytes(128), "parent", -1, -1, 0),
        "socket": (41, 1, 1, 0),
        "unshare": (272, 0x10000000),
        "open_tree": (428, -100, b"/", 0),
    },
}
CALLS = """
import ctypes, json, os
libc = ctypes.CDLL(None, use_errno=True)
told = {}
for name, words in json.loads(os.read(3, 1 << 20)).items():
    given = [os.getppid() if word == "parent" else bytes.fromhex(word) if isinstance(word, str) else word
        for word in words]
    ctypes.set_errno(0)
    gave = libc.syscall(*[ctypes.c_long(word) if isinstance(word, int) else word for word in given])
    told[name] = [gave, ctypes.get_errno()]
    if "fork" in name and gave == 0:
        os._exit(0)
os.write(4, json.dumps(told).encode())
"""


@pytest.mark.skipif(platform.machine() not in REACHES, reason="the numbers are this machine's")
def test_every_call_that_reaches_another_process_is_refused() -> None:
    calls = {**REACHES[platform.machine()], "prlimit64 of its own": (302, 0, 7, None, None)}
    sent = json.dumps(
        {
            name: [word.hex() if isinstance(word, bytes) else word for word in words]
            for name, words in calls.items()
        }
    )
    python = os.path.realpath(sys.executable)
    libraries = str(sysconfig.get_config_var("LIBDIR"))
    readable = (*files_of(NODES[0]), python, sysconfig.get_path("stdlib"), libraries, "/lib")
    program = CALLS.replace("os.read(3, 1 << 20)", repr(sent))
    done = behind_the_wall(readable, python, "-I", "-S", "-c", program)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told.pop("prlimit64 of its own") == [0, 0]
    assert {name: found for name, found in told.items() if found != [-1, 1]} == {}


def test_both_machines_refuse_the_same_kinds_of_calls() -> None:
    # x86 has calls of its own for what aarch64 does by `clone`: fork and vfork.
    sizes = {name: len(set(machine.refused)) for name, machine in sandbox.MACHINES.items()}
    assert sizes["x86_64"] - 2 == sizes["aarch64"]


@pytest.mark.parametrize("node", NODES)
def test_right_answers_earn_their_points_on_each_node(
    node: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GATESCOPE_NODE", node)
    with Judge(tmp_path, Limits(60, 1024)) as judging:
        marks = [
            judging.mark(job_of(exercise, answered(SOLUTIONS[exercise.id])))
            for exercise in read_exercises(assignment(), NAME)
        ]
    assert sum(mark["points"] for mark in marks) == sum(ALL), marks


def test_a_node_on_which_no_answer_begins_is_named_before_anybody_is_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "node"
    # It tells what it is and needs, as Node does, and goes no further.
    broken.write_text(
        f'#!/bin/sh\ncase $1 in --version|-e) exec {find_node().path} "$@";; esac\nexit 7\n'
    )
    broken.chmod(0o755)
    monkeypatch.setenv("GATESCOPE_NODE", str(broken))
    with pytest.raises(RuntimeError, match=r"no answer can run on Node .*exit code"):
        Judge(tmp_path, Limits(60, 1024))
    assert str(broken) not in {path for path, *_ in starting._compiled}


@pytest.mark.parametrize("node", NODES)
def test_an_answer_begins_within_the_least_memory_on_each_node(
    node: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # From Node 24 on V8 sets half a gigabyte aside for code, which the system counts as data.
    monkeypatch.setenv("GATESCOPE_NODE", node)
    starting.require_answers(tmp_path, LEAST, True)


def test_what_breaks_the_marking_of_one_answer_changes_no_mark_of_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exercise = next(each for each in read_exercises(assignment(), NAME) if each.id == "double")

    def breaks(*_: object) -> None:
        raise RecursionError("deeper than can be followed")

    with Judge(tmp_path, Limits(60, 1024)) as judging:
        with monkeypatch.context() as patched:
            patched.setattr(judging, "_pass", breaks)
            with pytest.raises(RecursionError):
                judging.mark(job_of(exercise, answered(body("return 7;"))))
        mark = judging.mark(job_of(exercise, answered(body("return 5;"))))
    # The judge was asked of the first, and has not said its mark.
    assert mark["message"] == "double(3): expected 6.0000, got 5.0000."


FILES = "import { closeSync, fstatSync } from 'node:fs';\nconst own = process as any;\n"
#: Its process lives on, and nothing is heard of it any more.
CLOSES_ALL = (
    "for (let n = 3; n < 256; n++) { try { if (fstatSync(n).isFIFO()) closeSync(n); } catch {} }\n"
    "  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);"
)
#: How an answer may end itself, and what is said of it.
ENDINGS = {
    "process.exit(71);": "The answer ends the program.",
    "closeSync(3);": "closes the pipes",
    "closeSync(4);": "closes the pipes",
    CLOSES_ALL: "closes the pipes",
    "own.kill(own.pid, 'SIGTERM'); for (;;);": "ended by SIGTERM",
    "own.abort();": "ended by SIGABRT",
    "class Later extends Promise<any> {}\n  return new Later(() => undefined) as any;": "never settled",
    "const all: number[][] = []; for (;;) all.push(new Array(1e6).fill(0.5));": "MB of memory",
}


@pytest.mark.parametrize("does", ENDINGS, ids=lambda does: does.splitlines()[0][:40])
def test_it_is_told_truly_why_an_answer_has_ended(does: str, tmp_path: Path) -> None:
    source = FILES + body(f"{does}\n  return x * base;", "any")
    exercise = next(each for each in read_exercises(assignment(), NAME) if each.id == "double")
    with Judge(tmp_path, Limits(60, 512)) as judging:
        mark = judging.mark(job_of(exercise, answered(source)))
    assert mark["points"] == 0
    said = [mark["message"], *(test["message"] for test in mark["tests"])]
    assert all(ENDINGS[does] in each and each[0] == "T" for each in said), said


@pytest.mark.parametrize(
    "rest",
    [
        "\n" + body("throw new Error('mine');"),
        "function fails(): number { throw new Error('mine'); } "
        + body("return fails();").replace("\n", " "),
    ],
    ids=["above", "on the line of the error"],
)
def test_a_line_of_data_in_an_answer_does_not_hold_the_judge_up(rest: str, tmp_path: Path) -> None:
    exercise = next(each for each in read_exercises(assignment(), NAME) if each.id == "double")
    source = f"const data = '{'a' * 1_000_000}'; {rest}"
    with Judge(tmp_path, Limits(10, 512)) as judging:
        mark = judging.mark(job_of(exercise, answered(source)))
    assert [test["message"] for test in mark["tests"]] == ["Error: mine", "Error: mine"]


def test_types_without_end_take_the_compiler_little_time(tmp_path: Path) -> None:
    exercise = next(each for each in read_exercises(assignment(), NAME) if each.id == "double")
    with Judge(tmp_path, Limits(600, 512)) as judging:
        marks = [
            judging.mark(job_of(exercise, answered(source)))
            for source in (ENDLESS_TYPES + RIGHT, SOLUTIONS["double"])
        ]
        # The judge goes on, and has not waited for the end of its own time.
        judge = judging._judge
        assert judge is not None and judge.within(0).own < 60
    assert [mark["points"] for mark in marks] == [0, 3]
    assert "the compiler takes too long" in marks[0]["message"]


def test_what_the_judge_itself_has_in_memory_is_not_taken_for_the_answers(tmp_path: Path) -> None:
    exercise = next(each for each in read_exercises(assignment(), NAME) if each.id == "double")
    source = FILES + body("own.kill(own.pid, 'SIGTERM'); for (;;);\n  return x * base;", "any")
    # Written to, so that it is memory and no promise of it.
    held = bytearray(b"1") * (300 << 20)
    with Judge(tmp_path, Limits(60, 512)) as judging:
        mark = judging.mark(job_of(exercise, answered(source)))
    assert len(held) == 300 << 20
    assert all("ended by SIGTERM" in test["message"] for test in mark["tests"]), mark


def test_a_wall_that_could_not_be_made_is_told_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "SANDBOX", tmp_path / "sandbox.py")
    text = Path(sandbox.__file__).read_text("utf-8")
    (tmp_path / "sandbox.py").write_text(
        text.replace("lacks = missing()", "lacks = 'a wall'", 1), "utf-8"
    )
    started = starting.start("answer", tmp_path, Limits(60, 512), walled=True, boxed=True)
    with pytest.raises(process.Gone, match=r"could not be walled off \(a wall\)"):
        started.read(started.within(60))
    started.close()


#: Starts the process of an answer with these descriptors free, and tells under which number it gets the
#: library, and what it says then.
STARTS = """
import json, os, sys
from pathlib import Path
from gatescope.grading import process, starting
from gatescope.grading.limits import Limits

first, folder = int(sys.argv[1]), Path(sys.argv[2])
os.closerange(first, 10)
started = starting.start("answer", folder, Limits(60, 512), walled=True, boxed=True)
number = int(started.child.args[-1])
until = started.within(60)
try:
    started.write({"ask": "value", "name": "nobody"}, until)
    said = started.read(until)
except process.Gone as gone:
    said = str(gone)
(folder / "told.json").write_text(json.dumps([number, said]))
"""


@pytest.mark.parametrize("first", [0, 3], ids=["all", "all but the standard ones"])
def test_the_library_is_never_where_the_program_looks_for_its_pipes(
    first: int, tmp_path: Path
) -> None:
    # What is opened gets the lowest number that is free.
    subprocess.run([sys.executable, "-c", STARTS, str(first), str(tmp_path)], check=True)
    number, said = json.loads((tmp_path / "told.json").read_text("utf-8"))
    assert number not in (0, 1, 2, sandbox.INPUT, sandbox.OUTPUT)
    assert said["error"]["name"] == "ReferenceError", said
