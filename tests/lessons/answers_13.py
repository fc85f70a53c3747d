"""What students write in lesson 13, wrong and right."""

from tried_answers import Right, Wrong

Z = "sigmoid(add(matmul(x, Wz), bz))"
N = "add(matmul(x, Wn), bn)"
NEW = "add(mul(oneMinus(z), h), mul(z, n))"
JOINED = "[later[0] * earlier[0], later[0] * earlier[1] + later[1]]"
WHILE = "while (2 * units * steps <= units * states)"

RIGHT = [
    Right("min-gru", {NEW: "add(mul(z, n), mul(h, oneMinus(z)))"}),
    Right("min-gru", {NEW: "add(h, mul(z, add(n, mul(-1, h))))"}),
    Right("min-gru", {Z: "oneMinus(sigmoid(mul(-1, add(matmul(x, Wz), bz))))"}),
    Right("join-steps", {"later[0] * earlier[1] + later[1]": "later[1] + earlier[1] * later[0]"}),
    Right(
        "join-steps",
        {
            f"return {JOINED};": "const after = (h: number) => "
            "later[0] * (earlier[0] * h + earlier[1]) + later[1];\n"
            "  return [after(1) - after(0), after(0)];"
        },
    ),
    Right(
        "join-steps",
        {
            f"return {JOINED};": "const [k, a] = earlier;\n  const [K, A] = later;\n"
            "  return [k * K, a * K + A];"
        },
    ),
    Right("cache-against-state", {WHILE: "while (2 * steps <= states)"}),
    Right("cache-against-state", {WHILE: "while (!(2 * units * steps > units * states))"}),
    Right("cache-against-state", {"let steps = 1;": "let steps = Math.floor(states / 2);"}),
]

WRONG = [
    Wrong("min-gru", {N: f"tanh({N})"}, "Your n_t is tanh(W_n x + b_n)", first={"channel": "n"}),
    Wrong(
        "min-gru",
        {NEW: "add(mul(z, h), mul(oneMinus(z), n))"},
        "z and 1 − z have changed places",
        first={"channel": "h"},
    ),
    Wrong(
        "min-gru",
        {Z: N.replace("n)", "z)").replace("bn", "bz")},
        "Your z_t leaves out σ",
        first={"channel": "z"},
    ),
    Wrong(
        "min-gru",
        {NEW: "add(h, mul(z, n))"},
        "Your h_t leaves out the factor 1 − z",
        first={"channel": "h"},
    ),
    Wrong(
        "min-gru",
        {
            "['Wz', ": "['Wz', 'Uz', ",
            "{ Wz, bz": "{ Wz, Uz, bz",
            Z: "sigmoid(add(matmul(x, Wz), matmul(h, Uz), bz))",
        },
        "There is no parameter Uz.",
    ),
    Wrong(
        "join-steps",
        {"later[0] * earlier[1] + later[1]": "earlier[0] * later[1] + earlier[1]"},
        "You took the later step first.",
    ),
    Wrong(
        "join-steps",
        {"later[0] * earlier[1] + later[1]": "earlier[1] + later[1]"},
        "does the later step keep all of it?",
    ),
    Wrong(
        "join-steps",
        {"later[0] * earlier[0]": "later[0] + earlier[0]"},
        "You added what the two keep.",
    ),
    Wrong("cache-against-state", {WHILE: WHILE.replace("<=", "<")}, "may be just as large"),
    Wrong(
        "cache-against-state", {WHILE: WHILE.replace("2 * ", "")}, "You counted one vector a step."
    ),
    Wrong("cache-against-state", {"return steps;": "return steps - 1;"}, "one step later"),
    Wrong("cache-against-state", {WHILE: "while (2 * units * steps <= states)"}, "of one unit"),
    Wrong(
        "join-steps",
        {
            "later[0] * earlier[0], later[0] * earlier[1] + later[1]": "later[0] + earlier[0], earlier[1] + later[1]"
        },
        "You added both numbers.",
    ),
]
