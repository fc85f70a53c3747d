"""Each exercise tells each kind of wrong answer what is wrong, and takes right ones."""

from __future__ import annotations

import answers_05
import answers_06
import answers_07
import answers_08
import answers_09
import answers_10
import answers_11
import answers_12
import answers_13
import pytest
from lesson_kernel import LESSONS, Checker, Lesson, Report
from tried_answers import Right, Wrong


def by_exercise(exercise: str) -> Lesson:
    return next(lesson for lesson in LESSONS if exercise in lesson.exercises())


def changed(exercise: str, changes: dict[str, str]) -> str:
    answer = by_exercise(exercise).solution(exercise)
    for old, new in changes.items():
        assert old in answer, f"the solution of {exercise} has no {old!r}"
        answer = answer.replace(old, new)
    return answer


def report_of(checker: Checker, exercise: str, answer: str) -> Report:
    return checker.check(by_exercise(exercise).request(exercise, answer))


EXERCISES = [(lesson, exercise) for lesson in LESSONS for exercise in lesson.exercises()]


@pytest.mark.parametrize(("lesson", "exercise"), EXERCISES, ids=lambda value: str(value))
def test_the_solution_gets_all_points(checker, lesson, exercise):
    report = report_of(checker, exercise, lesson.solution(exercise))
    assert report["status"] == "passed", report["message"]
    assert report["points"] == report["maxPoints"] > 0
    assert report["exercise"] == exercise


@pytest.mark.parametrize(("lesson", "exercise"), EXERCISES, ids=lambda value: str(value))
def test_an_answer_not_yet_written_is_no_crash(checker, lesson, exercise):
    head, rest = lesson.solution(exercise).split("/// BEGIN SOLUTION")
    tail = rest.split("/// END SOLUTION")[1]
    stub = "throw new Error('This part is not written yet.');"
    report = report_of(checker, exercise, f"{head}{stub}{tail}")
    assert report["status"] == "didNotRun"
    assert "This part is not written yet." in report["message"]
    assert report["points"] == 0


F_HELD = "{ channel: 'f', units: [2], steps, value: 1 }"
I_HELD = "{ channel: 'i', units: [2], steps, value: 0 }"

RIGHT = [
    Right(
        "gru-step", {"add(mul(oneMinus(z), n), mul(z, h))": "add(n, mul(z, add(h, mul(-1, n))))"}
    ),
    Right(
        "count-parameters",
        {
            "blocks * ((inputs + units) * units + biases * units)": "blocks * units * (inputs + units + biases)"
        },
    ),
    Right("count-parameters", {"cell === 'GRU' ? 2 : 1": "1 + Number(cell === 'GRU')"}),
    Right(
        "count-parameters",
        {"{ RNN: 1, GRU: 3, LSTM: 4 }[cell]": "cell === 'RNN' ? 1 : cell === 'GRU' ? 3 : 4"},
    ),
    Right("memory-of", {"left >= 0.01": "!(left < 0.01)"}),
    Right("memory-of", {"if (factor >= 1)": "if (factor > 0.9999999)"}),
    Right(
        "clip-global", {"length > limit ? limit / length : 1": "Math.min(1, limit / (length || 1))"}
    ),
    Right("clip-global", {"value * scale": "scale * value"}),
    Right(
        "unroll-by-hand", {"Math.tanh(": "(z => (Math.exp(2 * z) - 1) / (Math.exp(2 * z) + 1))("}
    ),
    Right("unroll-by-hand", {"0.6 * x + 0.9 * h + 0.1": "0.1 + h * 0.9 + x * 0.6"}),
    Right(
        "memory-of",
        {
            "let steps = 0;": "return Math.floor(Math.log(0.01) / Math.log(factor)) + 1;\n  let steps = 0;"
        },
    ),
    Right(
        "clip-global",
        {
            "Math.hypot(...gradients.flat())": "Math.sqrt(gradients.flat().reduce((sum, value) => sum + value * value, 0))"
        },
    ),
    Right("bias-for", {"Math.log(f / (1 - f))": "-Math.log(1 / f - 1)"}),
    Right("bias-for", {"return Math.log(f / (1 - f));": "return Math.log(f) - Math.log1p(-f);"}),
    Right("bias-for", {"0.5 ** (1 / steps)": "Math.exp(Math.log(0.5) / steps)"}),
    Right("unroll-by-hand", {"return states": "return states.map(h => Number(h.toFixed(3)))"}),
    Right(
        "rnn-step",
        {"tanh(add(matmul(x, W), matmul(h, U), b))": "x.matmul(W).add(b, h.matmul(U)).tanh()"},
    ),
    Right("follow-stream", {"cell.step({ x: [input], h }).h;": "cell.step({ h, x: [input] }).h;"}),
    Right(
        "follow-stream",
        {
            "let h = cell.step({ x: [inputs[0]] }).h;": "let { h } = cell.step({ x: [inputs[0]], h: [0, 0, 0] });"
        },
    ),
    Right(
        "follow-stream",
        {"states.push(h.toArray());\n  }": "states[states.length] = [...h.toArray()];\n  }"},
    ),
    Right("lstm-step", {"add(mul(f, c), mul(i, g))": "add(mul(g, i), mul(c, f))"}),
    Right("lstm-step", {"add(mul(f, c), mul(i, g))": "f.mul(c).add(i.mul(g))"}),
    Right("lstm-step", {"cNew": "memory", "hNew": "shown"}),
    Right(
        "lstm-step",
        {
            "sigmoid(add(matmul(x, Wf), matmul(h, Uf), bf))": "bf.add(h.matmul(Uf), x.matmul(Wf)).sigmoid()"
        },
    ),
    Right(
        "hold-value",
        {"{ channel: 'i', units: [2], steps, value: 0 }": "{ channel: 'g', steps, value: 0 }"},
    ),
    Right("hold-value", {", units: [2]": ""}),
    Right("hold-value", {"21 + k)": "k + 21)"}),
    Right(
        "rnn-step",
        {"add(matmul(x, W), matmul(h, U), b)": "add(b, add(matmul(h, U), matmul(x, W)))"},
    ),
    Right(
        "rnn-step",
        {"return { h: tanh": "const hNew = tanh", "b)) };": "b));\n  return { h: hNew };"},
    ),
    Right("gru-step", {"mul(oneMinus(z), n), mul(z, h)": "mul(z, h), mul(n, oneMinus(z))"}),
    Right("gru-step", {"hNew": "shown"}),
    Right("rain-register", {"W: [20, 0]": "W: [8, 0]", "b: [-10, 0]": "b: [-4, 0]"}),
    Right(
        "rain-register",
        {"W: [20, 0]": "W: [-20, 0]", "[0, 10]": "[0, -10]", "b: [-10, 0]": "b: [10, 0]"},
    ),
    Right("rain-register", {"[[0, 10], [0, 0]]": "[[0, 6], [0.1, 0.2]]"}),
    Right("step-back", {"1 - h ** 2": "1 - h * h"}),
    Right("step-back", {"dh * (1 - h ** 2)": "dh - dh * h * h"}),
    Right("step-back", {"1 - h ** 2": "(1 - h) * (1 + h)"}),
    Right("latch", {"[20, 10, -5]": "[12, 6, -3]"}),
    Right("latch", {"[20, 10, -5]": "[100, 30, -20]"}),
    Right("latch", {"[20, 10, -5]": "[9, 4, -2]"}),
    Right("tick-counter", {"[0, -40, 20]": "[5, -60, 25]"}),
    Right("tick-counter", {"g: [0, 0, 20]": "g: [20, 0, 0]"}),
    Right("tick-counter", {"i: [40, 0, -20]": "i: [30, -10, -15]"}),
    Right("input-gated", {"[-12, 6]": "[-10, 5]"}),
    Right("input-gated", {"[-12, 6]": "[-40, 20]"}),
    Right("input-gated", {"return [-12, 6]": "const b = 5;\n  return [-3 * b, b]"}),
    Right("hide-value", {I_HELD: "{ channel: 'g', units: [2], steps, value: 0 }"}),
    Right("hide-value", {", units: [2]": ""}),
    Right("hide-value", {"21 + k)": "k + 21)"}),
    *answers_05.RIGHT,
    *answers_06.RIGHT,
    *answers_07.RIGHT,
    *answers_08.RIGHT,
    *answers_09.RIGHT,
    *answers_10.RIGHT,
    *answers_11.RIGHT,
    *answers_12.RIGHT,
    *answers_13.RIGHT,
]


@pytest.mark.parametrize(
    "right", RIGHT, ids=lambda right: f"{right.exercise}: {list(right.changes)}"
)
def test_a_right_answer_in_other_words_passes(checker, right):
    report = report_of(checker, right.exercise, changed(right.exercise, right.changes))
    assert report["status"] == "passed", report["message"]


C = "add(mul(f, c), mul(i, g))"
H = "mul(o, tanh(cNew))"
RETURNED = "{ f, i, g, o, c: cNew, h: hNew }"
DAYS = "{ length: 20 }, (_, k) => 21 + k"

FOLLOW = "cell.step({ x: [input], h })"

CLIPPED = "return gradients.map(each => each.map(value => value * scale));"

NEW_H = "add(mul(oneMinus(z), n), mul(z, h))"
CANDIDATE = "tanh(add(matmul(x, Wn), bn, mul(r, add(matmul(h, Un), bhn))))"
COUNTED = "return blocks * ((inputs + units) * units + biases * units);"

REGISTER = "{ W: [20, 0], U: [[0, 10], [0, 0]], b: [-10, 0] }"
DZ = "dh * (1 - h ** 2)"

WRONG = [
    Wrong(
        "rain-register",
        {REGISTER: "{ W: [0, 20], U: [[0, 0], [0, 0]], b: [0, -10] }"},
        "Unit 1 shows today’s rain.",
    ),
    Wrong(
        "rain-register",
        {"[[0, 10], [0, 0]]": "[[0, 0], [10, 0]]"},
        "Unit 1 stays at 0: nothing reaches it.",
    ),
    Wrong("rain-register", {"[0, 10]": "[0, -10]"}, "It shows yesterday, the wrong way round"),
    Wrong(
        "rain-register",
        {"b: [-10, 0]": "b: [0, 0]"},
        "Without rain unit 0 is 0, and so is unit 1",
    ),
    Wrong("step-back", {DZ: "dh"}, "The slope of tanh is missing"),
    Wrong("step-back", {"h ** 2": "h"}, "1 minus the square of what came out"),
    Wrong("step-back", {"dz * x, dz * hBefore": "dz * hBefore, dz * x"}, "have changed places"),
    Wrong("step-back", {"h ** 2": "hBefore ** 2"}, "h, not hBefore"),
    Wrong("latch", {"[20, 10, -5]": "[20, 0, -10]"}, "It shows today’s input and forgets"),
    Wrong("latch", {"[20, 10, -5]": "[20, 10, 5]"}, "It is up from the start"),
    Wrong("latch", {"[20, 10, -5]": "[2, 10, -5]"}, "It never rises"),
    Wrong("latch", {"[20, 10, -5]": "[20, 10, 0]"}, "that is the work of the bias"),
    Wrong(
        "lstm-step",
        {C: "f * c + mul(i, g)"},
        "These are tensors: write mul(f, c).",
        status="didNotRun",
    ),
    Wrong(
        "gru-step",
        {NEW_H: "add(mul(z, n), mul(oneMinus(z), h))"},
        "In your h_t, z and 1 − z have changed places.",
        first={"channel": "h", "step": 0},
    ),
    Wrong(
        "gru-step",
        {CANDIDATE: "tanh(add(matmul(x, Wn), bn, matmul(mul(r, h), Un), bhn))"},
        "Your n_t multiplies by r before the product with U_n; asked for is after it.",
        first={"channel": "n"},
    ),
    Wrong(
        "gru-step",
        {CANDIDATE: "tanh(add(matmul(x, Wn), bn, mul(r, matmul(h, Un)), bhn))"},
        "Your n_t adds b_hn outside the brackets; r multiplies it too.",
        first={"channel": "n"},
    ),
    Wrong(
        "gru-step",
        {"mul(r, add": "mul(z, add"},
        "Your n_t reads z where r is asked for.",
        first={"channel": "n"},
    ),
    Wrong("gru-step", {"oneMinus(z)": "z"}, "Your h_t uses z where 1 − z is asked for."),
    Wrong("gru-step", {"tanh(add(": "sigmoid(add("}, "Your n_t uses σ where tanh is asked for."),
    Wrong(
        "gru-step",
        {"{ z, r, n, h: hNew }": "{ z: r, r: z, n, h: hNew }"},
        "Your step returns z and r under each other's names.",
    ),
    Wrong(
        "count-parameters", {"GRU: 3": "GRU: 4"}, "How many of its equations have a W of their own?"
    ),
    Wrong(
        "count-parameters",
        {"GRU: 3": "GRU: 4", "cell === 'GRU' ? 2 : 1": "1"},
        "You counted the GRU like an LSTM.",
    ),
    Wrong(
        "count-parameters", {"cell === 'GRU' ? 2 : 1": "1"}, "The GRU has two biases in each block."
    ),
    Wrong(
        "count-parameters",
        {
            COUNTED: "return blocks * (inputs + units) * units + (cell === 'GRU' ? 4 : blocks) * units;"
        },
        "You counted the biases that the equations of the GRU print: four.",
    ),
    Wrong("count-parameters", {" + biases * units": ""}, "You left out the biases."),
    Wrong("count-parameters", {"(inputs + units) * units": "inputs * units"}, "You left out U"),
    Wrong(
        "count-parameters",
        {COUNTED: "return (inputs + units) * units + biases * units;"},
        "You counted one block.",
    ),
    Wrong(
        "count-parameters",
        {"{ RNN: 1, GRU: 3, LSTM: 4 }": "{ RNN: 1, GRU: 2, LSTM: 3 }"},
        "You counted the gates. The candidate is a block too.",
    ),
    Wrong(
        "count-parameters",
        {COUNTED: "return blocks * (inputs + units);"},
        'parameters("RNN", 1, 12): expected 168, got 13.',
    ),
    Wrong(
        "memory-of",
        {"return Infinity": "return 0"},
        "With a factor of 1 or more the gradient is never below 1 %",
    ),
    Wrong(
        "memory-of",
        {
            "let steps = 0;": "return Math.ceil(Math.log(0.01) / Math.log(factor));\n  let steps = 0;"
        },
        "After two steps of 0.1, exactly 1 % is left.",
    ),
    Wrong(
        "memory-of",
        {
            "let steps = 0;": "return Math.ceil(Math.log(0.01) / Math.log(factor));\n  let steps = 0;",
            "return Infinity;": "",
        },
        "After two steps of 0.1, exactly 1 % is left.",
    ),
    Wrong("memory-of", {"let steps = 0": "let steps = -1"}, "One step too few"),
    Wrong("memory-of", {"let steps = 0": "let steps = 1"}, "One step too many"),
    Wrong("memory-of", {"left >= 0.01": "left >= 0.1"}, "That is 10 %; 1 % is asked for."),
    Wrong("memory-of", {"left *= factor": "left -= 1 - factor"}, "You subtract at each step."),
    Wrong(
        "memory-of",
        {"let steps = 0;": "return Math.log(0.01) / Math.log(factor);\n  let steps = 0;"},
        "Steps are whole numbers.",
    ),
    Wrong("memory-of", {"left *= factor": "left *= 0.25"}, "memoryOf(0.5): expected 7, got 4."),
    Wrong("memory-of", {"if (factor >= 1)": "if (true)"}, "memoryOf(0.5): expected 7, got"),
    Wrong(
        "clip-global",
        {
            "const length = Math.hypot(...gradients.flat());": "",
            "const scale = length > limit ? limit / length : 1;": "",
            CLIPPED: "return gradients.map(each => { const n = Math.hypot(...each); "
            "return n > limit ? each.map(value => value * limit / n) : each; });",
        },
        "You clip each weight by its own norm.",
    ),
    Wrong(
        "clip-global",
        {"length > limit ? limit / length : 1": "length > 1 ? 1 / length : 1"},
        "You clip to 1, whatever limit says",
    ),
    Wrong(
        "clip-global",
        {
            CLIPPED: "return gradients.map(each => each.map(value => Math.max(-limit, Math.min(limit, value))));"
        },
        "You clip by value",
    ),
    Wrong(
        "clip-global",
        {"length > limit ? limit / length : 1": "limit / (length || 1)"},
        "You also scale gradients that are short enough",
    ),
    Wrong(
        "clip-global",
        {
            "Math.hypot(...gradients.flat())": "gradients.flat().reduce((sum, value) => sum + value * value, 0)"
        },
        "You left out the square root",
    ),
    Wrong(
        "clip-global",
        {"length > limit ? limit / length : 1": "limit / length"},
        "Those that are short enough stay as they are.",
    ),
    Wrong(
        "clip-global",
        {CLIPPED: "return gradients.map(each => each * scale);"},
        "each is a list, and sums are made of numbers",
        status="didNotRun",
    ),
    Wrong("clip-global", {CLIPPED: "return gradients;"}, "Nothing is clipped"),
    Wrong("clip-global", {CLIPPED: "return gradients.slice(1);"}, "entries are asked for; got"),
    Wrong("tick-counter", {"[0, -40, 20]": "[0, 0, 20]"}, "the reset does nothing"),
    Wrong("tick-counter", {"[0, -40, 20]": "[0, 0, -20]"}, "It forgets at every step"),
    Wrong("tick-counter", {"[40, 0, -20]": "[0, 0, 20]"}, "It counts every step"),
    Wrong("tick-counter", {"g: [0, 0, 20]": "g: [0, 0, -20]"}, "It counts down"),
    Wrong("tick-counter", {"[0, -40, 20]": "[0, -4, 2]"}, "c comes to 0.88; it is to be near 1"),
    Wrong("bias-for", {"Math.log(f / (1 - f))": "f"}, "That is f itself."),
    Wrong("bias-for", {"Math.log(f / (1 - f))": "3"}, "biasFor(1): expected 0, got 3."),
    Wrong("bias-for", {"f / (1 - f)": "(1 - f) / f"}, "The sign is wrong"),
    Wrong("bias-for", {"0.5 ** (1 / steps)": "1 - 0.5 / steps"}, "You subtract a share"),
    Wrong("bias-for", {"0.5 ** (1 / steps)": "Math.exp(-1 / steps)"}, "37 % is left"),
    Wrong(
        "unroll-by-hand",
        {"Math.tanh(0.6 * x + 0.9 * h + 0.1)": "0.6 * x + 0.9 * h + 0.1"},
        "You left out tanh. The state must stay between −1 and 1.",
    ),
    Wrong("unroll-by-hand", {" + 0.9 * h": ""}, "You left out U h"),
    Wrong("unroll-by-hand", {" + 0.1": ""}, "You left out the bias b."),
    Wrong(
        "unroll-by-hand",
        {"0.6 * x + 0.9 * h": "0.9 * x + 0.6 * h"},
        "W and U have changed places",
    ),
    Wrong("unroll-by-hand", {"+ 0.9 * h + 0.1)": "+ 0.1) + 0.9 * h"}, "U h belongs inside tanh"),
    Wrong(
        "unroll-by-hand",
        {"0.6 * x + 0.9 * h": "0.6 * (x + h)"},
        "You multiplied the state by W. It has a weight of its own, U.",
    ),
    Wrong(
        "unroll-by-hand", {"Math.tanh(0.6": "Math.sin(0.6"}, "unrolled(): entry 0 is not right yet."
    ),
    Wrong("unroll-by-hand", {"[1, 0, -1, 0]": "[1, 0, -1]"}, "4 entries are asked for; got 3."),
    Wrong(
        "unroll-by-hand",
        {
            "const states: number[] = [];": "const made = rnn({ inputSize: 1, units: 1 }); made.setWeights([[[0.6]], [[0.9]], [0.1]]); return Array.from(made.run(inputs).h.values);\n  const states: number[] = [];"
        },
        "Unroll it yourself",
    ),
    Wrong(
        "rnn-step",
        {"matmul(h, U)": "matmul(h, transpose(U))"},
        "Your step stopped. transpose is not defined",
        status="didNotRun",
    ),
    Wrong("rnn-step", {", b)": ")"}, "Your h_t leaves out the bias b.", first={"step": 0}),
    Wrong(
        "rnn-step",
        {"matmul(h, U), ": ""},
        "Your h_t leaves out U h[t−1].",
        first={"channel": "h", "step": 1},
    ),
    Wrong(
        "rnn-step", {"tanh(add(": "(add("}, "Your h_t leaves out tanh around W x + U h[t−1] + b."
    ),
    Wrong(
        "rnn-step",
        {"matmul(x, W)": "mul(2, matmul(x, W))"},
        "Your step stopped. mul is not defined",
        status="didNotRun",
    ),
    Wrong(
        "rnn-step",
        {"matmul(x, W)": "matmul(x, W).mul(2)"},
        "Your h_t adds W x twice; once is asked for.",
    ),
    Wrong("follow-stream", {FOLLOW: "cell.step({ x: [input] })"}, "Each of your steps begins at 0"),
    Wrong(
        "follow-stream",
        {"return states;": "return states.map(() => h.toArray());"},
        "All your states are the last one",
    ),
    Wrong(
        "follow-stream",
        {"return states;": "return [[0, 0, 0], ...states.slice(0, -1)];"},
        "Your list is one step late",
    ),
    Wrong("follow-stream", {"return states;": "return states.slice(-1);"}, "the last state alone"),
    Wrong("follow-stream", {"return states;": "return [];"}, "6 entries are asked for; got 0."),
    Wrong(
        "follow-stream",
        {
            "const states: number[][] = [];": "return (cell as any).run(inputs).h.toArray();\n  const states: number[][] = [];"
        },
        "run wants the whole sequence at once.",
    ),
    Wrong(
        "follow-stream",
        {
            "const states: number[][] = [];": "return cell.run(inputs).h.toArray();\n  const states: number[][] = [];"
        },
        "This cell takes one step at a time",
        status="didNotRun",
    ),
    Wrong(
        "follow-stream",
        {"inputs.slice(1)": "inputs"},
        "The first number goes in twice",
    ),
    # Order, swapped gates, wrong state, missing parts, wrong functions, wrong names, no program.
    Wrong(
        "lstm-step",
        {C: "mul(f, add(c, mul(i, g)))"},
        "Your c_t adds i ⊙ g before forgetting, so i ⊙ g is scaled by f too.",
        line="const cNew = mul(f, add(c, mul(i, g)));",
        first={"channel": "c", "step": 0},
    ),
    Wrong(
        "lstm-step",
        {C: "add(mul(i, c), mul(f, g))"},
        "In your c_t, f and i have changed places.",
        line="const cNew = add(mul(i, c), mul(f, g));",
        first={"channel": "c", "step": 0},
    ),
    Wrong(
        "lstm-step",
        {"matmul(h, Uo), bo": "matmul(c, Uo), bo"},
        "Your o_t reads c[t−1] where h[t−1] is asked for.",
        line="const o = sigmoid(add(matmul(x, Wo), matmul(c, Uo), bo));",
        first={"channel": "o", "step": 1},
    ),
    Wrong(
        "lstm-step",
        {H: "mul(o, tanh(c))"},
        "Your h_t reads c[t−1] where c is asked for.",
        first={"channel": "h", "step": 0},
    ),
    Wrong(
        "lstm-step",
        {H: "mul(o, cNew)"},
        "Your h_t leaves out tanh around c.",
        first={"channel": "h", "step": 0},
    ),
    Wrong(
        "lstm-step",
        {"tanh(add(matmul(x, Wg)": "sigmoid(add(matmul(x, Wg)"},
        "Your g_t uses σ where tanh is asked for.",
        first={"channel": "g", "step": 0},
    ),
    Wrong(
        "lstm-step",
        {", bf))": "))"},
        "Your f_t leaves out the bias b_f.",
        first={"channel": "f", "step": 0},
    ),
    Wrong(
        "lstm-step",
        {"matmul(x, Wi), matmul(h, Ui), bi": "matmul(x, Wf), matmul(h, Uf), bf"},
        "Your i_t is computed with the weights of f.",
        first={"channel": "i", "step": 0},
    ),
    Wrong(
        "lstm-step",
        {C: "add(mul(f, c), mul(i, g), 0.25)"},
        "Your c_t is f ⊙ c[t−1] + i ⊙ g + 0.25; asked for is f ⊙ c[t−1] + i ⊙ g.",
        first={"channel": "c", "step": 0},
    ),
    Wrong(
        "lstm-step",
        {RETURNED: "{ f: i, i: f, g, o, c: cNew, h: hNew }"},
        "Your step returns f and i under each other's names.",
    ),
    Wrong(
        "lstm-step",
        {"const cNew = ": "const cNew = x[0]; //"},
        "Element implicitly has an 'any' type",
        status="didNotRun",
        line="const cNew = x[0]; //add(mul(f, c), mul(i, g));",
    ),
    Wrong(
        "lstm-step",
        {C: "add(mul(f, x), mul(i, g))"},
        "Your step stopped.",
        status="didNotRun",
    ),
    # Slips of hands that know Python or the formula: our sentence stands before the compiler's.
    Wrong(
        "rnn-step", {"matmul(x, W)": "matmul(W, x)"}, "Swap them: matmul(x, W).", status="didNotRun"
    ),
    Wrong(
        "rnn-step",
        {"matmul(x, W), matmul(h, U)": "matmul(x, U), matmul(h, W)"},
        "x does not go through U",
        status="didNotRun",
    ),
    Wrong(
        "rnn-step",
        {"tanh(add": "Math.tanh(add"},
        "Math.tanh is for one number.",
        status="didNotRun",
    ),
    Wrong(
        "unroll-by-hand",
        {"Math.tanh(": "tanh("},
        "tanh makes a tensor.",
        status="didNotRun",
    ),
    Wrong(
        "unroll-by-hand",
        {"h = Math.tanh(": "const h = Math.tanh("},
        "This makes a second h",
        status="didNotRun",
    ),
    Wrong(
        "unroll-by-hand",
        {"states.push(h)": "states.append(h)"},
        "A list grows by push",
        status="didNotRun",
    ),
    Wrong(
        "memory-of",
        {"let steps = 0;": "let steps = len([]);"},
        "The number of entries is",
        status="didNotRun",
    ),
    Wrong(
        "unroll-by-hand",
        {"Math.tanh(": "np.tanh("},
        "There is no numpy here",
        status="didNotRun",
    ),
    Wrong(
        "unroll-by-hand",
        {"Math.tanh(": "math.tanh("},
        "It is written with a capital letter: Math.tanh.",
        status="didNotRun",
    ),
    Wrong(
        "unroll-by-hand",
        {"for (const x of inputs) {": "for x in inputs {"},
        "A loop over a list is for (const x of list)",
        status="didNotRun",
    ),
    Wrong(
        "memory-of",
        {"return Infinity;": "return None;"},
        "None is written null.",
        status="didNotRun",
    ),
    Wrong(
        "memory-of",
        {"let steps = 0;": "print(factor);\n  let steps = 0;"},
        "Printing is console.log",
        status="didNotRun",
    ),
    Wrong(
        "rnn-step",
        {"matmul(x, W)": "x @ W"},
        "A product of matrices is matmul(x, W).",
        status="didNotRun",
    ),
    Wrong("hold-value", {f"{F_HELD},": "", I_HELD: ""}, "Nothing is held: the run has no clamps."),
    Wrong(
        "hold-value",
        {I_HELD: ""},
        "f keeps everything, but i still writes: at step 21, i ⊙ g adds",
        first={"channel": "c", "step": 21, "unit": 2},
    ),
    Wrong(
        "hold-value",
        {f"{F_HELD},": ""},
        "Nothing new is written, but f keeps only",
        first={"channel": "c", "step": 21, "unit": 2},
    ),
    Wrong(
        "hold-value",
        {"value: 1 }": "value: 0 }"},
        "f is 0.0000 at step 21: the forget gate keeps 0 %.",
    ),
    Wrong(
        "hold-value",
        {"channel: 'f'": "channel: 'c'"},
        "You hold c itself. Hold it by its gates: what keeps, and what writes?",
    ),
    Wrong(
        "hold-value",
        {"channel: 'f'": "channel: 'o'", "channel: 'i'": "channel: 'h'"},
        "o does not touch the memory: o decides what is shown of c, not what is kept.",
    ),
    Wrong(
        "hold-value",
        {"units: [2]": "units: [1]"},
        "The clamps hold unit 1; unit 2 is asked for.",
    ),
    Wrong(
        "hold-value",
        {DAYS: "{ length: 19 }, (_, k) => 21 + k"},
        "c is kept until step 39: 19 steps. 20 are asked for, until step 40.",
        first={"step": 40},
    ),
    Wrong(
        "hold-value",
        {DAYS: "{ length: 41 }, (_, k) => k"},
        "A clamp changes step 20 or before, so the value to keep is not there any more.",
    ),
    Wrong(
        "hold-value",
        {"channel: 'f'": "channel: 'q'"},
        "LSTM has no channel 'q'; its channels are f, i, g, o, c, h",
        status="didNotRun",
    ),
    Wrong("input-gated", {"[-12, 6]": "[12, -6]"}, "It keeps when it rains"),
    Wrong("input-gated", {"[-12, 6]": "[0, 6]"}, "It keeps on every day"),
    Wrong("input-gated", {"[-12, 6]": "[-6, 6]"}, "the weight must beat the bias"),
    Wrong("input-gated", {"[-12, 6]": "[-12, 0]"}, "On a dry day the gate stands at one half"),
    Wrong("hide-value", {f"{F_HELD},": "", I_HELD: ""}, "c", first={"channel": "c"}),
    Wrong("hide-value", {"channel: 'o'": "channel: 'h'"}, "You hold h itself."),
    Wrong("hide-value", {"channel: 'o'": "channel: 'g'"}, "something is still shown"),
    Wrong("hide-value", {f"{F_HELD},": ""}, "f keeps only", first={"channel": "c"}),
    *answers_05.WRONG,
    *answers_06.WRONG,
    *answers_07.WRONG,
    *answers_08.WRONG,
    *answers_09.WRONG,
    *answers_10.WRONG,
    *answers_11.WRONG,
    *answers_12.WRONG,
    *answers_13.WRONG,
]


@pytest.mark.parametrize(
    "wrong", WRONG, ids=lambda wrong: f"{wrong.exercise}: {wrong.message[:50]}"
)
def test_a_wrong_answer_is_told_what_is_wrong(checker, wrong):
    answer = changed(wrong.exercise, wrong.changes)
    report = report_of(checker, wrong.exercise, answer)
    assert report["status"] == wrong.status, report["message"]
    assert wrong.message in report["message"]
    assert report["points"] == 0
    for key, value in wrong.first.items():
        assert report["first"][key] == value
    if wrong.line is not None:
        assert answer.split("\n")[report["line"]].strip() == wrong.line


def test_every_exercise_has_wrong_and_right_answers_here():
    exercises = {exercise for _, exercise in EXERCISES}
    assert exercises - {wrong.exercise for wrong in WRONG} == set(), (
        "without a wrong answer in WRONG"
    )
    assert exercises - {right.exercise for right in RIGHT} == set(), "without an answer in RIGHT"
