"""An answer that changes its own process from within changes no marks: neither its own nor another's."""

from __future__ import annotations

from typing import Any

import pytest
from fault_assignment import STEP, _cell, assignment

from gatescope.grading import sandbox
from gatescope.grading.exercises import Work, job_of, read_exercises
from gatescope.grading.judge import Judge
from gatescope.grading.limits import ANSWER

#: Computes the walk by the library's step when what is asked is read, or when what is said is written.
WALKS = """import { rnn, tensor } from 'gatescope';
const library = rnn({ inputSize: 2, units: 4, seed: 1 }).definition.step as any;
const numbersOf = (wire: any): any => {
  const values = Array.from(new Float64Array(Uint8Array.from(atob(wire.v), c => c.charCodeAt(0)).buffer));
  const [rows, columns] = wire.shape;
  return tensor(columns === undefined ? values
    : Array.from({ length: rows }, (_, row) => values.slice(row * columns, (row + 1) * columns)));
};
let ready: any[] = [];
function walk(asked: any): void {
  const of = Object.fromEntries(asked.walk.v);
  const weights = Object.fromEntries(of.parameters.v.map(([name, wire]: any) => [name, numbersOf(wire)]));
  let h = numbersOf(Object.fromEntries(of.initial.v).h);
  for (const x of of.x.v) { h = library({ x: numbersOf(x), h }, weights).h; ready.push(h); }
}
"""
READ = """const parse = JSON.parse;
(JSON as any).parse = (text: string) => { const asked = parse(text); if (asked?.ask === 'walk') walk(asked); return asked; };
const step: any = () => ({ h: ready.shift() });
"""
#: Keeps what it reads while it is watched, and replaces the numbers of what it says.
WRITTEN = """let asked: any = null;
const { slice } = Buffer.prototype as any;
const defined = Object.defineProperty;
(Object as any).defineProperty = (target: any, name: any, how: any) => {
  if (name === 'parameters') asked = how.value;
  return defined(target, name, how);
};
(Array.prototype as any).toJSON = function (this: any[]) {
  if (asked && !ready.length) { const kept = asked; asked = null; ready = [library({ x: tensor([[1, 1]]), h: tensor([[0, 0, 0, 0]]) }, kept).h]; }
  return this;
};
const step: any = ({ h }: any) => ({ h });
"""
#: Passes the walk's reply off as a promise, which takes what the library computes when it is waited for.
WAITED = """const seen: any[] = [];
let first: any, weights: any;
const step: any = ({ x, h }: any, parameters: any) => { first ??= h; weights = parameters; seen.push(x); return { h: h.mul(0) }; };
const object = (fields: any) => ({ k: 'object', v: Object.entries(fields) });
const list = (v: any[]) => ({ k: 'list', v });
const wire: any = ({ shape, values: v }: any) => ({ k: 'tensor', shape: [...shape], type: v.constructor.name,
  v: (Buffer as any).from(v.buffer, v.byteOffset, v.byteLength).toString('base64') });
const isOne: any = Function.prototype[Symbol.hasInstance];
Object.defineProperty(Promise, Symbol.hasInstance, { value: (said: any) => {
  if (!seen.length || said?.value?.k !== 'object') return isOne.call(Promise, said);
  said.catch = () => said;
  said.then = (done: any) => {
    let h = first;
    const channels = seen.splice(0).map(x => object({ h: wire((h = library({ x, h }, weights).h)) }));
    first = undefined;
    done({ value: object({ channels: list(channels), equations: list([]) }) });
  };
  return true;
} });
"""
#: Never comes to an end, and answers in the place of its process.
ITSELF = """import { readSync, writeSync } from 'node:fs';
const step: any = () => 0;
const object = (fields: any) => ({ k: 'object', v: Object.entries(fields) });
const list = (v: any[]) => ({ k: 'list', v });
const wire: any = ({ shape, values: v }: any) => ({ k: 'tensor', shape: [...shape], type: v.constructor.name,
  v: (Buffer as any).from(v.buffer, v.byteOffset, v.byteLength).toString('base64') });
const say = (message: any) => writeSync(4, JSON.stringify(message) + '\\n');
say({ value: null });
let text = '';
for (const read: any = Buffer.alloc(65536); ;) {
  while (!text.includes('\\n')) {
    const count = readSync(3, read, 0, 65536, null);
    if (count === 0) process.exit(0);
    text += read.latin1Slice(0, count);
  }
  const asked: any = JSON.parse(text.slice(0, text.indexOf('\\n')));
  text = text.slice(text.indexOf('\\n') + 1);
  if (asked.ask === 'value') say({ value: { k: 'mine', id: 0, callable: true, name: 'Function' } });
  else {
    ready = [];
    walk(asked);
    say({ value: object({ channels: list(ready.map((h: any) => object({ h: wire(h) }))), equations: list([]) }) });
  }
}
"""
#: A network of the library computes it in one pass, whose numbers need no step function.
NETWORK = """import { layers, sequential } from 'gatescope';
const step: any = ({ x, h }: any, parameters: any) => {
  const [units, inputs] = [h.shape[1], x.shape[1]];
  const network = sequential([layers.simpleRNN({ units, inputShape: [1, inputs + units] })], { seed: 1, dtype: 'f64' });
  const [kernel, recurrent, bias] = ['W', 'U', 'b'].map(name => parameters[name].toArray());
  network.setWeights({
    'simple_rnn/kernel': tensor([...kernel, ...recurrent]),
    'simple_rnn/recurrentKernel': tensor(recurrent.map((row: number[]) => row.map(() => 0))),
    'simple_rnn/bias': tensor(bias)
  });
  return { h: tensor(network.predict(x.toArray().map((row: number[], at: number) => [[...row, ...h.toArray()[at]]])).toArray()) };
};
"""
#: Answers a call with calls back until the stack of whoever asks has no more room.
CALLS_BACK = """import { readSync, writeSync } from 'node:fs';
const called = JSON.stringify({ callback: 0, args: [1] });
function twice(f: (x: number) => number, x: number): any {
  const read = Buffer.alloc(65536);
  for (let at = 0; at < 20000; at++) {
    const text = Buffer.from(called + (at < FROM ? '' : ' '.repeat(70000)) + '\\n');
    for (let sent = 0; sent < text.length;) sent += writeSync(4, text, sent);
    if (readSync(3, read, 0, 65536, null) === 0) break;
  }
  return 5;
}"""
TWICE = "function twice(f: (x: number) => number, x: number): number {\n  return f(f(x));\n}"


def _job(exercise: str, source: str) -> dict[str, Any]:
    notebook = assignment()
    ours = {"role": "answer", "id": "twice", "title": "twice", "needs": ["imports"], "hints": []}
    notebook.cells += [
        _cell("twice", TWICE, ours, answer=True),
        _cell(
            "twice-test",
            "check.close('twice', twice(x => x + 1, 3), 5)",
            {"role": "test", "id": "twice"},
            points=2,
        ),
    ]
    asked = next(e for e in read_exercises(notebook, "ps1") if e.id == exercise)
    return job_of(asked, Work([{"source": source, "type": "code", "role": "answer"}]))


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Any:
    if sandbox.missing() is not None:
        pytest.skip(f"this system lacks {sandbox.missing()}")
    with Judge(tmp_path_factory.mktemp("within"), ANSWER) as started:
        yield started


@pytest.mark.parametrize(
    "way",
    [READ, WRITTEN, WAITED, ITSELF],
    ids=["as it is read", "as it is written", "as it is waited for", "by itself"],
)
def test_the_step_of_the_library_computes_no_walk(judge: Judge, way: str) -> None:
    found = judge.mark(_job("step", WALKS + way))
    assert found["points"] == 0, found["message"]


def test_nor_does_a_network_of_the_library(judge: Judge) -> None:
    found = judge.mark(_job("step", WALKS + NETWORK))
    assert found["points"] == 0
    assert "Your step calls the step of the library" in found["message"]


#: Compares with a step of the assignment's own, for which the library's may be used.
OWN_TEST = """import { cell } from 'gatescope';
check.step(step, ({ inputSize, units }) => {
  const inner: any = rnn({ inputSize, units, seed: 1 }).definition;
  return cell({ name: 'twice', inputSize, units, state: ['h'], parameters: ['W', 'U', 'b'],
    step: (input: any, weights: any) => ({ h: inner.step(input, weights).h.mul(2) }) });
});"""
OWN_ANSWER = """const inner: any = rnn({ inputSize: 1, units: 1, seed: 1 }).definition;
const step: RnnStep = (input: any, weights: any) => ({ h: inner.step(input, weights).h.mul(2) });"""


@pytest.mark.parametrize("name", ["check.step", "check['step']"])
def test_a_step_of_the_assignments_own_may_use_the_librarys(judge: Judge, name: str) -> None:
    job = _job("step", OWN_ANSWER)
    job["tests"][0]["source"] = OWN_TEST.replace("check.step", name)
    found = judge.mark(job)
    assert (found["points"], found["maxPoints"]) == (3, 3), found["message"]
    wrong = _job("step", STEP)
    wrong["tests"][0]["source"] = OWN_TEST.replace("check.step", name)
    assert judge.mark(wrong)["points"] == 0


@pytest.mark.parametrize(
    "source", ["check['step'](step, 'rnn')", "const { step: as } = check;\nas(step, 'rnn')"]
)
def test_however_a_test_asks_for_a_step_it_is_ones_own(judge: Judge, source: str) -> None:
    for answer, points in ((WALKS + ITSELF, 0), (WALKS + NETWORK, 0), (STEP, 3)):
        job = _job("step", answer)
        job["tests"][0]["source"] = source
        assert judge.mark(job)["points"] == points


def test_a_right_step_is_right_beside_such_code(judge: Judge) -> None:
    found = judge.mark(_job("step", WALKS + STEP))
    assert (found["points"], found["maxPoints"]) == (3, 3), found["message"]


@pytest.mark.parametrize("start", [1000, 3000, 4500, 6000])
def test_no_reply_to_one_answer_is_taken_for_that_of_the_next(judge: Judge, start: int) -> None:
    judge.mark(_job("twice", CALLS_BACK.replace("FROM", str(start))))
    found = judge.mark(_job("twice", TWICE))
    assert (found["points"], found["maxPoints"]) == (2, 2), found["message"]
