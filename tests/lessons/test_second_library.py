"""An answer makes itself no second library, of which nothing would be withheld.

What it tries gives it the text of the library's program, or does not; from the text anything could be
called. Without the wall some of these tries succeed: so they are tries.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lesson_kernel import LESSONS

from gatescope.grading import sandbox
from gatescope.grading.exercises import Work, job_of, read_exercises
from gatescope.grading.judge import Judge
from gatescope.grading.limits import ANSWER
from gatescope.grading.notebook_file import read_notebook

EXERCISE = "half-width"
#: Finds the function that is withheld, in a program that is run a second time.
SECOND = """
const name = /conformal:\\(\\)=>([\\w$]+)/.exec(text)![1];
const program = { second: null as any };
(0, eval)(text.replace(/\\}\\)\\s*$/, `;exports.second=${name}})`))(
  program, createRequire(process.argv[1]), { exports: program }, process.argv[1], dirname(process.argv[1]));
function halfWidth(errors: number[], share: number): number {
  return program.second(errors, { confidence: share })[0];
}
"""
IMPORTS = """import fs from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import inspector from 'node:inspector';
import v8 from 'node:v8';
import { Worker } from 'node:worker_threads';
import { gru } from 'gatescope';
const file = process.argv[1].replace(/mark\\.js$/, 'answer.js');
const isProgram = (text: string) => text.includes('conformal:()=>');
let text = '';
"""
#: Ways to the text of the program, and whether they succeed where there is no wall.
WAYS = {
    "its file": ("text = fs.readFileSync(file, 'latin1');", True),
    "a file with more in it": (
        "text = fs.readFileSync(file.replace('answer', 'session'), 'latin1');",
        True,
    ),
    "a link to what is open": (
        """for (const each of fs.readdirSync('/proc/self/fd')) {
  try { const found = fs.readFileSync(`/proc/self/fd/${each}`, 'latin1'); if (isProgram(found)) text = found; } catch {}
}""",
        False,
    ),
    "whatever is open": (
        """for (let at = 5; at < 256; at++) {
  try { const found = Buffer.alloc(4e6); fs.readSync(at, found, 0, 4e6, 0); if (isProgram(found.toString('latin1'))) text = found.toString('latin1').replace(/\\0+$/, ''); } catch {}
}""",
        False,
    ),
    "the inspector": (
        """const session = new inspector.Session() as any;
session.connect();
session.on('Debugger.scriptParsed', ({ params }: any) => {
  if (params.url.endsWith('answer.js'))
    session.post('Debugger.getScriptSource', { scriptId: params.scriptId }, (_: any, said: any) => { text = said.scriptSource; });
});
session.post('Debugger.enable');""",
        True,
    ),
    "the inspector in a thread": (
        """const told = new Worker(`
const { Session } = require('node:inspector');
const session = new Session();
session.connectToMainThread();
session.on('Debugger.scriptParsed', ({ params }) => {
  if (params.url.endsWith('answer.js'))
    session.post('Debugger.getScriptSource', { scriptId: params.scriptId }, (_, said) => require('node:worker_threads').parentPort.postMessage(said.scriptSource));
});
session.post('Debugger.enable');
setTimeout(() => process.exit(), 3000);`, { eval: true });
text = await new Promise<string>((done, failed) => { told.on('message', done); told.on('error', failed); told.on('exit', () => done('')); });""",
        # Node 24 may end by itself there.
        False,
    ),
    "a binding": (
        "text = String((process as any).binding('natives')) + String((process as any).binding('inspector'));",
        False,
    ),
    "a snapshot of its memory": (
        """v8.setFlagsFromString('--heap-snapshot-string-limit=10000000');
let all = '';
for await (const piece of v8.getHeapSnapshot()) all += piece;
for (const each of JSON.parse(all).strings) if (isProgram(each) && each.startsWith('(function(exports')) text = each;""",
        False,
    ),
    "V8's own functions": (
        """v8.setFlagsFromString('--allow-natives-syntax');
text = new Function('of', 'return %FunctionGetScriptSource(of)')(gru);""",
        False,
    ),
    "its memory": (
        """for (const line of fs.readFileSync('/proc/self/maps', 'latin1').split('\\n')) {
  const [from, to] = line.split(' ')[0].split('-').map(each => parseInt(each, 16));
  if (!(to - from > 0 && to - from < 64e6) || !line.includes('rw')) continue;
  const piece = Buffer.alloc(to - from);
  try { fs.readSync(fs.openSync('/proc/self/mem', 'r'), piece, 0, piece.length, from); } catch { continue; }
  const at = piece.indexOf('(function(exports,require,module,__filename,__dirname){');
  if (at >= 0 && isProgram(piece.toString('latin1', at))) text = piece.toString('latin1', at).split('\\0')[0];
}""",
        False,
    ),
}  # fmt: skip

#: What Node says, what we say, and what becomes of an answer that finds nothing.
REFUSED = ("restricted", "process.binding", "V8 is left as it is", "reading '1'")


def _marked(judge: Judge, way: str) -> dict[str, Any]:
    lesson = next(lesson for lesson in LESSONS if EXERCISE in lesson.exercises())
    path: Path = lesson.path
    asked = next(e for e in read_exercises(read_notebook(path), path.name) if e.id == EXERCISE)
    # In one notebook cell: what throws in it leaves no answer.
    source = f"{IMPORTS}{way}\n{SECOND}"
    return judge.mark(job_of(asked, Work([{"source": source, "type": "code", "role": "answer"}])))


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Any:
    if sandbox.missing() is not None:
        pytest.skip(f"this system lacks {sandbox.missing()}")
    with Judge(tmp_path_factory.mktemp("second"), ANSWER) as started:
        yield started


@pytest.mark.parametrize("way", WAYS)
def test_behind_the_wall_no_way_leads_to_a_second_library(judge: Judge, way: str) -> None:
    found = _marked(judge, WAYS[way][0])
    assert found["points"] == 0, found["message"]
    # What was refused is the way, and not the text of the answer.
    assert any(words in found["message"] for words in REFUSED), found["message"]


@pytest.mark.parametrize("way", [way for way, (_, succeeds) in WAYS.items() if succeeds])
def test_without_the_wall_these_ways_lead_there(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "missing", lambda: "a wall")
    with Judge(tmp_path, ANSWER, trust=True) as judge:
        found = _marked(judge, WAYS[way][0])
    assert found["points"] == found["maxPoints"], found["message"]
