"""Submissions that mean harm: to the class, to the marker's machine, or to get at what is not theirs."""

from __future__ import annotations

import json
from pathlib import Path

from fault_assignment import ALL, NAME, NO_DOUBLE, RIGHT, WALL, Case, answers, body

#: What a student may hope to find, from a folder of some depth.
_THEIRS = (
    f"source/{NAME}/{NAME}.ipynb", "gradebook.db", "nbgrader_config.py", "submitted", "marks", "autograded",
)  # fmt: skip
_UPWARD = (
    "import { readFileSync, readdirSync } from 'node:fs';\n"
    "const found: string[] = [];\n"
    f"for (const name of {json.dumps(_THEIRS)}) {{\n  for (let up = 0; up < 12; up++) {{\n"
    "    const path = '../'.repeat(up) + name;\n"
    "    try { found.push(readFileSync(path, 'utf8')); } catch {}\n"
    "    try { found.push(...readdirSync(path)); } catch {}\n  }\n}\n"
)
_PARENTS = (
    "import { readFileSync, readdirSync } from 'node:fs';\nlet read = 0;\n"
    "for (const part of ['environ', 'mem', 'maps', 'cmdline', 'cwd', 'root']) {\n"
    "  for (const id of [process.ppid, 1, 'self/task/' + process.ppid]) {\n"
    "    try { readFileSync(`/proc/${id}/${part}`); read += 1; } catch {}\n"
    "    try { readdirSync(`/proc/${id}/${part}`); read += 1; } catch {}\n  }\n}\n"
)
#: In a row that must not get what it asks for, the answer is right only if it did.
_IF_FOUND = body("return found.length > 0 ? x * base : 0;")


#: Each is another type of nine hundred parts, ten thousand times.
_LONG_TYPES = """
type Long<S extends string, N extends 0[] = []> = N['length'] extends 900 ? S : Long<`${S}x`, [...N, 0]>;
type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';
type All<S extends string> = { [K in S | `${Digit}${Digit}${Digit}${Digit}`]: Long<K> }[S];
"""
ENDLESS_TYPES = _LONG_TYPES + "\n".join(
    f"const v{at}: All<'n{at}'> = '' as any;" for at in range(2000)
)


def _named_with_dots(notebook: Path, source: Path) -> None:
    folder = notebook.parent
    for name in (
        f"..{NAME}.ipynb",
        "...",
        f"..\\..\\source\\{NAME}.ipynb",
        "..%2f..%2fgradebook.db",
    ):
        (folder / name).write_text("not mine", "utf-8")
    (folder / "up").symlink_to("../..", target_is_directory=True)


def _folder_links_out(notebook: Path, source: Path) -> None:
    notebook.unlink()
    notebook.parent.rmdir()
    notebook.parent.symlink_to(source.parent, target_is_directory=True)


def _junk(notebook: Path, source: Path) -> None:
    for number in range(6):
        with (notebook.parent / f"junk-{number}.bin").open("wb") as file:
            file.truncate(100_000_000)


def _beside(name: str, files: object, marks: tuple[float, ...] = ALL, odd: str = "") -> Case:
    return Case(name, lambda notebook: None, marks, odd=odd, files=files, place=WALL)  # type: ignore[arg-type]


HOSTILE = [
    answers("deletes its own notebook", place=WALL, double=(
        "import { rmSync, unlinkSync } from 'node:fs';\n"
        f"for (const remove of [unlinkSync, rmSync]) {{ try {{ remove('{NAME}.ipynb'); }} catch {{}} }}\n" + RIGHT)),
    answers("deletes its whole folder", place=WALL, double=(
        "import { rmSync } from 'node:fs';\nfor (const folder of ['.', '..', process.env.HOME ?? '.']) { "
        "try { rmSync(folder, { recursive: true, force: true }); } catch {} }\n" + RIGHT)),
    answers("deletes a file of the library", NO_DOUBLE, place=WALL, double=(
        "import { unlinkSync } from 'node:fs';\n" + body("unlinkSync(process.argv[1]); return x * base;"))),
    answers("looks upward for the solutions", NO_DOUBLE, place=WALL, double=_UPWARD + _IF_FOUND),
    answers("looks into the processes that mark", NO_DOUBLE, place=WALL, double=(
        _PARENTS + body("return read > 0 ? x * base : 0;"))),
    answers("gives its parents a later turn", NO_DOUBLE, place=WALL, double=(
        "import { setPriority } from 'node:os';\nlet done = 0;\ntry { setPriority(process.ppid, 19); done = 1; } catch {}\n"
        + body("return done ? x * base : 0;"))),
    answers("becomes a program that limits the judge", NO_DOUBLE, place=WALL, double=(
        "const { ppid, execve } = process as unknown as { ppid: number; execve?: (file: string, words: string[]) => void };\n"
        + body("execve?.('/usr/bin/prlimit', ['prlimit', '--pid', String(ppid), '--fsize=1:1']); return 0;"))),
    answers("asks check itself", NO_DOUBLE, double=(
        "let asked = 0;\ntry { check.answer('memory-of', (factor: number) => factor); asked = 1; } catch {}\n"
        + body("return asked ? x * base : 0;"))),
    answers("looks where classes exchange their work", NO_DOUBLE, place=WALL, double=(
        "import { readdirSync } from 'node:fs';\nconst found: string[] = [];\n"
        "for (const folder of ['/usr', '/usr/share', '/usr/local/share', '/usr/lib', '/lib', '/srv', '/etc', '/bin']) {\n"
        "  try { found.push(...readdirSync(folder)); } catch {}\n}\n" + _IF_FOUND)),
    answers("a whole number of ten million digits", NO_DOUBLE, place=WALL, double=body(
        "return BigInt('9'.repeat(1e7)) as unknown as number;")),
    answers("says whole numbers without an end", NO_DOUBLE, place=WALL, double=(
        "import { writeSync } from 'node:fs';\n" + body(
            "writeSync(4, JSON.stringify({ value: { k: 'bigint', v: '9'.repeat(2e7) } }) + '\\n'); return 5;"))),
    answers("a graphics card", NO_DOUBLE, place=WALL, double=(
        "import { openSync } from 'node:fs';\nlet card = 'gpu' in (globalThis.navigator ?? {}) ? 1 : 0;\n"
        "for (const device of ['nvidia0', 'nvidiactl', 'dri/card0', 'dri/renderD128', 'kfd']) { "
        "try { openSync(`/dev/${device}`, 'r'); card = 1; } catch {} }\n" + body("return card ? x * base : 0;"))),
    answers("nests without end into its pipes", NO_DOUBLE, place=WALL, double=(
        "import { writeSync } from 'node:fs';\nfor (const fd of [3, 4]) { try { writeSync(fd, "
        "'['.repeat(200000) + ']'.repeat(200000) + '\\n'); } catch {} }\n" + body("return 5;"))),
    answers("trickles into its pipes", NO_DOUBLE, place=WALL, double=(
        "import { writeSync } from 'node:fs';\nconst clock = new Int32Array(new SharedArrayBuffer(4));\n"
        + body("for (;;) { writeSync(4, ' '); Atomics.wait(clock, 0, 0, 100); }"))),
    answers("says that it is the library", NO_DOUBLE, place=WALL, double=(
        "import { writeSync } from 'node:fs';\nfor (const id of ['constructor', '__proto__', 0]) { try { writeSync(4, "
        "JSON.stringify({ value: { k: 'yours', id } }) + '\\n'); } catch {} }\n" + body("return 5;"))),
    answers("tells what a hidden test gave it", (2, 0, 3, 3), place=WALL, double=(
        "let seen = '';\n" + body("seen += `${x} `;\n  if (x === 2) {\n    throw new Error(seen);\n  }\n  return x * base;"))),
    answers("tells what a hidden test gave it, as from a visible line", (0, 1, 3, 3), double=body(
        "if (x > 1000) {\n    const error = new Error(`saw ${x}`);\n    error.stack = `Error: saw\\n${"
        "Array.from({ length: 40 }, (_, at) => `    at gatescope-cell/${at}:1:1`).join('\\n')}`;\n"
        "    throw error;\n  }\n  return x * base;")),
    answers("types without end", NO_DOUBLE, double=ENDLESS_TYPES + "\n" + RIGHT),
    answers("an expression of ten thousand parts", NO_DOUBLE, double=(
        f"const chain = {' && '.join(['base'] * 10_000)};\n{RIGHT}")),
    answers("imports that never end", NO_DOUBLE, double="import {\n" * 30_000),
    answers("half of a character", double=f"{RIGHT}\n// \ud800"),
    answers("throws half of a character", NO_DOUBLE, double=body("throw new Error('\\ud800');")),
    answers("scripts in its words", (2, 1, 3, 0), place=WALL, step=(
        "const step: any = ({ x, h }: any, { W, U }: any) => ({ '<script>alert(1)</script>': x, "
        "h: tanh(add(matmul(x, W), matmul(h, U))) });")),
    answers("quotes in its words", NO_DOUBLE, place=WALL, double=body(
        "throw new Error('\" onload=\"alert(1)\" alt=\"');")),
    _beside("dots in the names of its files", _named_with_dots),
    _beside("its folder is a link", _folder_links_out, (0, 0, 0, 0), "a link"),
    _beside("600 MB of junk files", _junk),
]  # fmt: skip
