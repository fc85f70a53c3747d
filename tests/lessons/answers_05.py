"""What students write in lesson 05, wrong and right."""

from tried_answers import Right, Wrong

NEW_H = "add(mul(oneMinus(z), n), mul(z, h))"
CANDIDATE = "tanh(add(matmul(x, Wn), bn, mul(r, add(matmul(h, Un), bhn))))"
COUNTED = "return blocks * ((inputs + units) * units + biases * units);"

RIGHT = [
    Right(
        "gru-step", {"add(mul(oneMinus(z), n), mul(z, h))": "add(n, mul(z, add(h, mul(-1, n))))"}
    ),
    Right("gru-step", {"mul(oneMinus(z), n), mul(z, h)": "mul(z, h), mul(n, oneMinus(z))"}),
    Right("gru-step", {"hNew": "shown"}),
    Right("bounded-count", {"[-17.6, 0, 20]": "[-17.8, 0, 20]"}),
    Right("bounded-count", {"n: [0, 0, 20]": "n: [0, 0, -20]"}),
    # The candidate follows the state, one step ahead of it: even steps instead of ever smaller ones.
    Right(
        "bounded-count",
        {"z: [-17.6, 0, 20], n: [0, 0, 20]": "z: [-60, 0, 30], n: [0, 1.14, 0.035]"},
    ),
]

WRONG = [
    Wrong(
        "gru-step",
        {NEW_H: "add(mul(z, n), mul(oneMinus(z), h))"},
        "In your h_t, z and 1 − z have changed places.",
        first={"channel": "h", "step": 0},
    ),
    Wrong(
        "gru-step",
        {CANDIDATE: "tanh(add(matmul(x, Wn), bn, matmul(mul(r, h), Un), bhn))"},
        "Your n_t multiplies by r before the product with U_n; the equation does so after it.",
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
    Wrong("bounded-count", {"[-17.6, 0, 20]": "[-20, 0, 20]"}, "is your part too large"),
    Wrong("bounded-count", {"[-17.6, 0, 20]": "[-15, 0, 20]"}, "is your part too large, so that"),
    Wrong("bounded-count", {"[-17.6, 0, 20]": "[0, 0, 2.4]"}, "A rest moves the state."),
    Wrong("bounded-count", {"[-17.6, 0, 20]": "[0, 0, 40]"}, "but so does a tick"),
    # Nearly shut is shut, too: such ticks move it by some billionths.
    Wrong("bounded-count", {"[-17.6, 0, 20]": "[0, 0, 20]"}, "but so does a tick"),
    Wrong("bounded-count", {"[-17.6, 0, 20]": "[-60, 0, 20]"}, "is your part too large"),
    Wrong("bounded-count", {"[-17.6, 0, 20]": "[37.6, 0, 2.4]"}, "A rest moves the state."),
    Wrong("bounded-count", {"n: [0, 0, 20]": "n: [0, 0, 0]"}, "but so does a tick"),
    Wrong(
        "bounded-count",
        {"[-17.6, 0, 20]": "[-17.6, 0, NaN]"},
        "with three numbers [w, u, b] in each",
    ),
]
