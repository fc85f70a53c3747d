"""What students write in lesson 01, wrong and right."""

from tried_answers import Right, Wrong

FOLLOW = "cell.step({ x: [input], h })"
REGISTER = "{ W: [20, 0], U: [[0, 10], [0, 0]], b: [-10, 0] }"

RIGHT = [
    Right(
        "unroll-by-hand", {"Math.tanh(": "(z => (Math.exp(2 * z) - 1) / (Math.exp(2 * z) + 1))("}
    ),
    Right("unroll-by-hand", {"0.6 * x + 0.9 * h + 0.1": "0.1 + h * 0.9 + x * 0.6"}),
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
    Right(
        "rnn-step",
        {"add(matmul(x, W), matmul(h, U), b)": "add(b, add(matmul(h, U), matmul(x, W)))"},
    ),
    Right(
        "rnn-step",
        {"return { h: tanh": "const hNew = tanh", "b)) };": "b));\n  return { h: hNew };"},
    ),
    Right("rain-register", {"W: [20, 0]": "W: [8, 0]", "b: [-10, 0]": "b: [-4, 0]"}),
    Right(
        "rain-register",
        {"W: [20, 0]": "W: [-20, 0]", "[0, 10]": "[0, -10]", "b: [-10, 0]": "b: [10, 0]"},
    ),
    Right("rain-register", {"[[0, 10], [0, 0]]": "[[0, 6], [0.1, 0.2]]"}),
]

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
        "rnn-step",
        {"{ h: tanh(": "tanh(", "b)) };": "b));"},
        "return { h: … }.",
        status="didNotRun",
    ),
    Wrong(
        "follow-stream",
        {"states.push(h.toArray());\n  }": "states.push(h);\n  }"},
        "write .toArray() after it.",
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
        "rnn-step",
        {"matmul(x, W)": "x @ W"},
        "A product of matrices is matmul(x, W).",
        status="didNotRun",
    ),
    Wrong(
        "unroll-by-hand",
        {"+ 0.9 * h": "+ 0.9 * (inputs[states.length - 1] ?? 0)"},
        "You took the input of the step before.",
    ),
    Wrong(
        "follow-stream",
        {
            "    h = cell.step({ x: [input], h }).h;\n    states.push(h.toArray());": "    states.push(cell.step({ x: [input], h }).h.toArray());"
        },
        "Each of your steps goes on from the first state",
    ),
]
