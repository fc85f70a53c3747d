"""What students write in lesson 03, wrong and right."""

from tried_answers import Right, Wrong

F_HELD = "{ channel: 'f', units: [2], steps, value: 1 }"
I_HELD = "{ channel: 'i', units: [2], steps, value: 0 }"
C = "add(mul(f, c), mul(i, g))"
H = "mul(o, tanh(cNew))"
RETURNED = "{ f, i, g, o, c: cNew, h: hNew }"
DAYS = "{ from: 21, to: 40 }"

RIGHT = [
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
    Right("hold-value", {DAYS: "Array.from({ length: 20 }, (_, k) => k + 21)"}),
    Right("tick-counter", {"[0, -40, 20]": "[5, -60, 25]"}),
    Right("tick-counter", {"g: [0, 0, 20]": "g: [20, 0, 0]"}),
    Right("tick-counter", {"i: [40, 0, -20]": "i: [30, -10, -15]"}),
    Right("input-gated", {"[-12, 6]": "[-10, 5]"}),
    Right("input-gated", {"[-12, 6]": "[-40, 20]"}),
    Right("input-gated", {"return [-12, 6]": "const b = 5;\n  return [-3 * b, b]"}),
]

WRONG = [
    Wrong(
        "lstm-step",
        {C: "f * c + mul(i, g)"},
        "These are tensors: write mul(f, c).",
        status="didNotRun",
    ),
    Wrong("tick-counter", {"[0, -40, 20]": "[0, 0, 20]"}, "the reset does nothing"),
    Wrong("tick-counter", {"[0, -40, 20]": "[0, 0, -20]"}, "It forgets at every step"),
    Wrong("tick-counter", {"[40, 0, -20]": "[0, 0, 20]"}, "It counts every step"),
    Wrong("tick-counter", {"g: [0, 0, 20]": "g: [0, 0, -20]"}, "It counts down"),
    Wrong("tick-counter", {"[0, -40, 20]": "[0, -4, 2]"}, "c comes to 0.88; it should be near 1"),
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
        {"channel: 'f'": "channel: ['c'] as any"},
        "channel must be a text",
        status="didNotRun",
    ),
    Wrong(
        "hold-value",
        {"channel: 'f'": "channel: 'o'", "channel: 'i'": "channel: 'h'"},
        "o does not touch the memory: o decides what is shown of c, not what is kept.",
    ),
    Wrong(
        "hold-value",
        {"units: [2]": "units: [1]"},
        "The clamps hold unit 1. Hold unit 2 instead.",
    ),
    Wrong(
        "hold-value",
        {DAYS: "{ from: 21, to: 39 }"},
        "c is kept until step 39 only. Keep it for 20 steps, until step 40.",
        first={"step": 40},
    ),
    Wrong(
        "hold-value",
        {DAYS: "{ from: 0, to: 40 }"},
        "A clamp changes step 20 or before, so the value to keep is gone.",
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
    Wrong("input-gated", {"[-12, 6]": "[-12, 0]"}, "On a dry day the gate is at one half"),
]
