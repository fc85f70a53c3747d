"""What an exercise is to be done without is not there, by any name, in Check and in marking."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from lesson_kernel import LESSONS, Checker, Lesson

from gatescope.grading.exercises import Work, job_of, read_exercises
from gatescope.grading.judge import Judge
from gatescope.grading.limits import ANSWER
from gatescope.grading.notebook_file import read_notebook
from gatescope.grading.starting import LIBRARY, PROGRAM, PROGRAMS

HALF = "function halfWidth(errors: number[], share: number): number {\n  %s\n}"
FOLLOW = "function follow(cell: StepOnly, inputs: readonly number[]): number[][] {\n  %s\n}"
UNROLL = "function unrolled(): number[] {\n  %s\n}"
NETWORK = (
    "const made = rnn({ inputSize: 1, units: 1 }); made.setWeights([[[0.6]], [[0.9]], [0.1]]); "
    "return Array.from(made.run([1, 0, -1, 0]).h.values);"
)
MINE = (
    "class Mine { conformal(x: number) { return `conformal(${x})`; } }\nnew Mine().conformal(1);\n"
)

#: The library's own network, made by its class.
BY_CLASS = """import { Sequential } from 'gatescope';
function unrolled(): any {
  const layer = layers.simpleRNN({ units: 1, inputShape: [null, 1], returnSequences: true });
  const made = new (Sequential as any)([layer], {});
  made.setWeights([[[0.6]], [[0.9]], [0.1]]);
  return made.predict([[[1], [0], [-1], [0]]]).reshape([4]);
}"""
#: The cell in one of its layers.
BY_LAYER = """function unrolled(): any {
  const layer: any = layers.simpleRNN({ units: 1, inputShape: [null, 1], returnSequences: true });
  layer.build([null, 1], { seed: 1, dtype: 'f64' });
  layer.cell.setWeights([[[0.6]], [[0.9]], [0.1]]);
  return Array.from(layer.cell.run([1, 0, -1, 0]).h.values);
}"""
#: A layer that attends, with weights that make of its scores those that are asked for.
BY_ATTENTION = """import { layers as L, tensor as made } from 'gatescope';
function lookBack(query: number[], keys: number[][]): any {
  const n = keys.length, d = query.length, width = d + n + 1;
  const layer: any = L.attention({ score: 'general' } as any);
  layer.build([null, width], { seed: 1, dtype: 'f64' });
  const W = layer.variables[0].tensor; W.values.fill(0);
  for (let k = 0; k < d; k++) W.values[k * width + k] = 1;
  W.values[(width - 1) * width + (width - 1)] = -1e9;
  const zeros = keys.map(() => 0);
  const rows = [...keys.map((k, i) => [...k, ...zeros.map((_, j) => +(i === j)), 0]), [...query, ...zeros, 1]];
  const out = layer.call({ values: made([rows]), mask: undefined }).values.toArray()[0];
  return [out.slice(d, d + n), out.slice(0, d)];
}"""

#: A step whose channels call the library's when they are read, after it has returned.
LATER = """const inner = lstm({ inputSize: 1, units: 1 }).definition.step as any;
const step: any = (input: any, p: any) => {
  const made: any = {};
  for (const name of ['f', 'i', 'g', 'o', 'c', 'h'])
    Object.defineProperty(made, name, { enumerable: true, get: () => inner(input, p)[name] });
  return made;
};"""
#: The same with tensors that are computed when their numbers are read.
LAZY = """const inner = lstm({ inputSize: 1, units: 1 }).definition.step as any;
const step: any = (input: any, p: any) => {
  const made: any = {};
  for (const name of ['f', 'i', 'g', 'o', 'c', 'h'])
    made[name] = new Proxy(input.h, { get: (of, key) =>
      key === 'values' ? inner(input, p)[name].values : key === 'detach' ? () => made[name]
        : Reflect.get(of, key, of) });
  return made;
};"""
#: Looks through all that its process holds for the references.
SEARCH = """import { Session } from 'node:inspector';
const session = new Session();
// Marking refuses it.
try { session.connect(); } catch {}
const ask = (method: string, given: object, then = (said: any) => {}) =>
  { try { (session as any).post(method, given, (_: unknown, said: any) => then(said)); } catch {} };
ask('Runtime.evaluate', { expression: 'Object.prototype' }, ({ result }) =>
  ask('Runtime.queryObjects', { prototypeObjectId: result.objectId }, ({ objects }) =>
    ask('Runtime.callFunctionOn', { objectId: objects.objectId, functionDeclaration:
      `function () { globalThis.found = this.filter(one => {
        try { return Object.hasOwn(one, 'memory-of'); } catch { return false; } }); }` })));
function memoryOf(factor: number): number {
  return (globalThis as any).found?.[0]?.['memory-of'].right(factor) ?? -1;
}"""

#: The exercise, the student's cells with the answer last, and what is said; none where it passes.
TRIED = [
    ("half-width", ["const band = conformal;\n" + HALF % "return band(errors, { confidence: share })[0];"], "Write it yourself"),
    ("half-width", ["import * as g from 'gatescope';\nconst mine = (e: number[], c: number) => g.conformal(e, { confidence: c })[0];",
                    HALF % "return mine(errors, share);"], "Write it yourself"),
    ("half-width", ["import { conformal as c } from 'gatescope';", HALF % "return c(errors, { confidence: share })[0];"], "Write it yourself"),
    ("half-width", [MINE + "// conformal(errors)\n%s"], None),
    ("unroll-by-hand", [UNROLL % NETWORK], "Unroll it yourself"),
    ("unroll-by-hand", [BY_CLASS], "Unroll it yourself"),
    ("unroll-by-hand", [BY_LAYER], "Unroll it yourself"),
    ("attention-step", [BY_ATTENTION], "attend does it all at once"),
    ("unroll-by-hand", ["const run = (x: number) => x;\nrun(1);\n%s"], None),
    ("lstm-step", ["const inner = lstm({ inputSize: 1, units: 1 }).definition.step;",
                   "const step: LstmStep = (input, parameters) => inner(input, parameters as any) as any;"],
     "Your step calls the step of the library"),
    ("lstm-step", [LATER], "Your step calls the step of the library"),
    ("lstm-step", [LAZY], "Your step calls the step of the library"),
    ("memory-of", [SEARCH], "memoryOf(0.5)"),
    ("follow-stream", [FOLLOW % "return (cell as any).run(inputs).h.toArray();"], "run wants the whole"),
]  # fmt: skip


def lesson_of(exercise: str) -> Lesson:
    return next(lesson for lesson in LESSONS if exercise in lesson.exercises())


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with Judge(tmp_path_factory.mktemp("withheld"), ANSWER) as started:
        yield started


@pytest.mark.parametrize(("exercise", "sources", "said"), TRIED)
def test_marking_and_check_withhold_the_same(
    judge: Judge, checker: Checker, exercise: str, sources: list[str], said: str | None
) -> None:
    lesson = lesson_of(exercise)
    path: Path = lesson.path
    asked = next(e for e in read_exercises(read_notebook(path), path.name) if e.id == exercise)
    *own, answer = (text.replace("%s", asked.solution) for text in sources)
    roles = [*((text, "own") for text in own), (answer, "answer")]
    work = Work([{"source": text, "type": "code", "role": role} for text, role in roles])
    request = lesson.request(exercise, answer)
    request["cells"] += [
        {"id": f"own-{at}", "source": text, "role": "own"} for at, text in enumerate(own)
    ]
    for found in (judge.mark(job_of(asked, work)), checker.check(request)):
        assert found["status"] == ("passed" if said is None else "notYet"), found["message"]
        assert (found["points"] == found["maxPoints"]) == (said is None)
        assert said is None or found["message"].startswith(said)


def test_no_program_that_an_answer_can_read_says_what_exercises_ask_for() -> None:
    answers = Path(__file__).parents[2] / "src/exercises/answers"
    said = {
        line
        for file in answers.glob("*.ts")
        for line in re.findall(r"'([ -&(-~]{40,})'", file.read_text("utf-8"))
    }
    assert len(said) > 100
    kernel = PROGRAM.with_name("session.js").read_text("latin1")
    # The build writes quotes of its own.
    assert sum(line in kernel for line in said) > 0.9 * len(said)
    for program in (*PROGRAMS, LIBRARY):
        text = Path(program).read_text("latin1")
        assert [line for line in said if line in text] == []
