"""What students write in lesson 16, wrong and right."""

from tried_answers import Right, Wrong

CUT = "keys.slice(0, step + 1)"
SCORE = "key.reduce((total, value, at) => total + value * query[at], 0) / Math.sqrt(key.length)"
POWER = f"Math.exp({SCORE})"
SUMMED = "found + power * values[at][unit]"
PLACE = "return tokens.length < 2 || copy < 0 ? -1 : copy + 1;"
COPY = "tokens.lastIndexOf(tokens[tokens.length - 1], tokens.length - 2)"
PAIR = "{ q: [5 * Math.cos(1), -5 * Math.sin(1)], k: [5, 0] }"

RIGHT = [
    Right("causal-look", {CUT: "keys.filter((_, at) => at <= step)"}),
    Right("causal-look", {POWER: f"Math.E ** ({SCORE})"}),
    Right("causal-look", {SUMMED: "values[at][unit] * power + found"}),
    Right("look-for-copy", {PLACE: "return tokens.length >= 2 && copy >= 0 ? copy + 1 : -1;"}),
    Right("look-for-copy", {COPY: "tokens.slice(0, -1).lastIndexOf(tokens[tokens.length - 1])"}),
    Right(
        "look-for-copy",
        {
            f"const copy = {COPY};": "let copy = -1;\n"
            "  tokens.slice(0, -1).forEach((token, at) => {\n"
            "    if (token === tokens[tokens.length - 1]) copy = at;\n"
            "  });"
        },
    ),
    Right("steps-back", {PAIR: "{ q: [5, 0], k: [5 * Math.cos(1), 5 * Math.sin(1)] }"}),
    Right("steps-back", {PAIR: "{ q: [4 * Math.cos(1), -4 * Math.sin(1)], k: [4, 0] }"}),
    Right("steps-back", {PAIR: "{ q: [4.8 * Math.cos(1.05), -4.8 * Math.sin(1.05)], k: [5, 0] }"}),
]

WRONG = [
    Wrong("causal-look", {CUT: "keys"}, "Your steps also see what comes after them."),
    Wrong(
        "causal-look",
        {SCORE: "key.reduce((total, value, at) => total + value * query[at], 0)"},
        "You use the dot products as they are.",
    ),
    Wrong("causal-look", {POWER: SCORE.replace("key.reduce", "1 + 0 * key.reduce")}, "plain mean"),
    Wrong("causal-look", {"Math.sqrt(key.length)": "key.length"}, "how many numbers a key has."),
    Wrong("look-for-copy", {"copy + 1;": "copy;"}, "That is the place of the copy itself."),
    Wrong(
        "look-for-copy",
        {COPY: "tokens.indexOf(tokens[tokens.length - 1])", PLACE: "return copy + 1;"},
        "You look from the beginning",
    ),
    Wrong("look-for-copy", {"copy + 1;": "tokens[copy + 1];"}, "That is the token."),
    Wrong("steps-back", {PAIR: "{ q: [5, 0], k: [5, 0] }"}, "Every step looks at itself most"),
    Wrong(
        "steps-back",
        {PAIR: "{ q: [5 * Math.cos(1), 5 * Math.sin(1)], k: [5, 0] }"},
        "does not fall one step back",
    ),
    Wrong("steps-back", {PAIR: "{ q: [Math.cos(1), -Math.sin(1)], k: [1, 0] }"}, "too little"),
    Wrong("steps-back", {PAIR: "{ q: [9, 0], k: [5, 0] }"}, "neither longer than 5"),
]
