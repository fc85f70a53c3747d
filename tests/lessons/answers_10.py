"""What students write in lesson 10, wrong and right."""

from tried_answers import Right, Wrong

SCORES = "key.reduce((sum, value, unit) => sum + value * query[unit], 0)"
POWERS = "Math.exp(score - top)"
SHARES = "powers.map(power => power / total)"
CONTEXT = "keys.reduce((sum, key, word) => sum + weights[word] * key[unit], 0)"
GROWN = "probability: row.probability * p"
START = "probability: 1 }];"
SORTED = "grown.sort((a, b) => b.probability - a.probability);"
KEPT = "grown.slice(0, width)"
BEFORE = "fed[t] ? target[t - 1] : own[t - 1]"
PUSHED = "own.push(next[t === 0 ? 0 : before]);"

RIGHT = [
    Right(
        "attention-step", {"keys.map(key => " + SCORES: f"keys.map(key => query.length && {SCORES}"}
    ),
    Right(
        "attention-step",
        {"const top = Math.max(...scores);": "const top = Math.max(...scores) + 1;"},
    ),
    Right(
        "attention-step",
        {
            f"const context = query.map((_, unit) => {CONTEXT});": (
                "const context = query.map(() => 0);\n"
                "  for (let word = 0; word < keys.length; word++) {\n"
                "    for (let unit = 0; unit < query.length; unit++) {\n"
                "      context[unit] += keys[word][unit] * weights[word];\n"
                "    }\n"
                "  }"
            )
        },
    ),
    Right(
        "beam-search",
        {GROWN: "probability: row.probability + Math.log(p)", START: "probability: 0 }];"},
    ),
    Right("beam-search", {"row.words.at(-1) ?? 0": "step === 0 ? 0 : row.words[step - 1]"}),
    Right(
        "beam-search", {SORTED: "grown.sort((a, b) => (a.probability < b.probability ? 1 : -1));"}
    ),
    Right("fed-with", {BEFORE: "[own, target][Number(fed[t])][t - 1]"}),
    Right("fed-with", {PUSHED: "own.push(next[before ?? 0]);"}),
    Right("fed-with", {PUSHED: "own[t] = t === 0 ? next[0] : next[before];"}),
    Right(
        "two-looks",
        {
            "a: difference": "b: difference",
            "b: difference.map(each => Math.max(-each": "a: difference.map(each => Math.max(-each",
        },
    ),
    Right("two-looks", {"Math.max(-each, 0) / total": "(Math.abs(each) - each) / 2 / total"}),
    Right(
        "two-looks",
        {
            "const total": "difference.forEach((each, word) => (difference[word] = -2 * each));\n  const total"
        },
    ),
]

WRONG = [
    Wrong("attention-step", {POWERS: "Math.exp(score)"}, "Of large scores exp is infinite"),
    Wrong("attention-step", {POWERS: "score"}, "shares of the scores themselves"),
    Wrong("attention-step", {SHARES: "scores"}, "Your weights are the scores"),
    Wrong(
        "attention-step",
        {SCORES: f"{SCORES} / Math.sqrt(query.length)"},
        "Here the plain dot product is asked for",
    ),
    Wrong(
        "attention-step",
        {f"query.map((_, unit) => {CONTEXT})": "keys[weights.indexOf(Math.max(...weights))]"},
        "the one state with the largest weight",
    ),
    Wrong(
        "attention-step",
        {"weights[word] * key": "1 / keys.length * key"},
        "the plain mean of the states",
    ),
    Wrong(
        "attention-step",
        {"return [weights, context]": "return [weights, weights]"},
        "the weights once more",
    ),
    Wrong(
        "attention-step",
        {"return [weights, context]": "return attend([query], keys).context.toArray() as never"},
        "Write the three lines yourself",
    ),
    Wrong("beam-search", {KEPT: "grown.slice(0, 1)"}, "greedy whatever the width"),
    Wrong(
        "beam-search",
        {GROWN: "probability: row.probability + p", START: "probability: 0 }];"},
        "You add probabilities up",
    ),
    Wrong("beam-search", {GROWN: "probability: p"}, "by its last word alone"),
    Wrong("beam-search", {KEPT: "grown"}, "You keep every row"),
    Wrong(
        "beam-search", {"return kept[0].words": "return kept.at(-1)!.words"}, "the last of the rows"
    ),
    Wrong(
        "beam-search",
        {"return kept[0].words": "return [0, ...kept[0].words]"},
        "It was not written",
    ),
    Wrong("fed-with", {BEFORE: "target[t - 1]"}, "always fed with the right word"),
    Wrong("fed-with", {BEFORE: "own[t - 1]"}, "always reads what it wrote itself"),
    Wrong("fed-with", {BEFORE: "fed[t] ? own[t - 1] : target[t - 1]"}, "the wrong way round"),
    Wrong(
        "fed-with",
        {BEFORE: "fed[t] ? target[t] : own[t - 1]", "t === 0 ? 0 : before": "before ?? 0"},
        "shown the word that it has to write",
    ),
    Wrong("fed-with", {"= fed[t] ?": "= fed[t - 1] ?"}, "whether the step before was fed"),
    Wrong(
        "fed-with",
        {PUSHED: "own.push(t === 0 ? next[0] : fed[t] ? target[t] : next[target[t - 1]]);"},
        "it does not write it",
    ),
    Wrong(
        "fed-with",
        {"fed[t] ? target[t - 1]": "fed[t] ? target[t]"},
        "Yours is fed with the word of its own step",
    ),
    Wrong(
        "fed-with",
        {
            "const before = fed[t] ? target[t - 1] : own[t - 1];\n    own.push(next[t === 0 ? 0 : before]);": "own.push(fed[t] ? target[t] : next[t === 0 ? 0 : own[t - 1]]);"
        },
        "Where a step is fed, you write the right word.",
    ),
    Wrong(
        "two-looks",
        {
            "b: difference.map(each => Math.max(-each, 0) / total)": "b: difference.map(each => Math.max(each, 0) / total)"
        },
        "but some word gets a share in both looks",
    ),
    Wrong(
        "two-looks",
        {"-area(p, r, s)": "area(p, r, s)"},
        "{ a, b } is asked for, each with 4 shares",
    ),
    Wrong(
        "two-looks",
        {"const total": "return { a: [0.5, 0, 0.5, 0], b: [0, 0.5, 0, 0.5] };\n  const total"},
        "No word is in both looks, but the two answers differ.",
    ),
    Wrong(
        "two-looks",
        {
            "const total": "return { a: [0.7, 0.1, 0.1, 0.1], b: [0.1, 0.7, 0.1, 0.1] };\n  const total"
        },
        "Some word has a share in both looks, and the two answers differ.",
    ),
    Wrong("two-looks", {"Math.max(-each, 0) / total": "Math.max(-each, 0)"}, "that sum to 1"),
]
