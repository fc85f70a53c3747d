"""What students write in lesson 04, wrong and right."""

from tried_answers import Right, Wrong

NEW_H = "add(mul(oneMinus(z), n), mul(z, h))"
CANDIDATE = "tanh(add(matmul(x, Wn), bn, mul(r, add(matmul(h, Un), bhn))))"
COUNTED = "return blocks * ((inputs + units) * units + biases * units);"

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
    Right("gru-step", {"mul(oneMinus(z), n), mul(z, h)": "mul(z, h), mul(n, oneMinus(z))"}),
    Right("gru-step", {"hNew": "shown"}),
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
        "count-parameters",
        {
            "blocks * ((inputs + units) * units + biases * units)": "blocks * (inputs + units) * units + units"
        },
        "Each block has biases of its own.",
    ),
]
