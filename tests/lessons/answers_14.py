"""What students write in lesson 14, wrong and right."""

from tried_answers import Right, Wrong

Z = "sigmoid(add(matmul(x, Wz), bz))"
N = "add(matmul(x, Wn), bn)"
NEW = "add(mul(oneMinus(z), h), mul(z, n))"
JOINED = "[later[0] * earlier[0], later[0] * earlier[1] + later[1]]"

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
    Right(
        "every-third",
        {"Math.sqrt(3) / 2]": "-Math.sqrt(3) / 2]", "-20 / Math.sqrt(3)": "20 / Math.sqrt(3)"},
    ),
    Right(
        "every-third",
        {
            "b: [1, 0]": "b: [2, 0]",
            "[-20, -20 / Math.sqrt(3), 10]": "[-10, -10 / Math.sqrt(3), 10]",
        },
    ),
    # No circle, but it comes back as well: a turn in slanting axes.
    Right(
        "every-third",
        {
            "[[cos, sin], [-sin, cos]], b: [1, 0], read: [-20, -20 / Math.sqrt(3), 10]": "[[0, 1], [-1, -1]], b: [1, 0], read: [-20, 0, 10]"
        },
    ),
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
    Wrong(
        "join-steps",
        {
            "later[0] * earlier[0], later[0] * earlier[1] + later[1]": "later[0] + earlier[0], earlier[1] + later[1]"
        },
        "You added both numbers.",
    ),
    Wrong("every-third", {"[-0.5, Math.sqrt(3) / 2]": "[-1, 0]"}, "It comes back after two heads"),
    Wrong(
        "every-third", {"b: [1, 0]": "b: [0, 0]"}, "It says 1 after every toss: does a head move"
    ),
    Wrong(
        "every-third",
        {"[-20, -20 / Math.sqrt(3), 10]": "[20, 20 / Math.sqrt(3), -10]"},
        "the wrong way round",
    ),
    Wrong(
        "every-third",
        {"A: [[cos, sin], [-sin, cos]]": "A: [[1, 0], [0, 1]]"},
        "3 heads must bring the state back",
    ),
    Wrong("every-third", {"read: [-20, -20 / Math.sqrt(3), 10]": "read: [0, 0, 0]"}, "It says 0.5"),
    Wrong(
        "every-third",
        {"[-0.5, Math.sqrt(3) / 2]": "[-0.45, 0.8]"},
        "the answer is",
    ),
]
