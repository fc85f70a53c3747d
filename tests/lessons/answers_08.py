"""What students write in lesson 08, wrong and right."""

from tried_answers import Right, Wrong

TOP = "const top = Math.max(...logits);"
POWERS = "Math.exp((logit - top) / temperature)"
SHARES = "return powers.map(power => power / sum);"
LOSSES = "-Math.log(p)"
MEAN = "Math.exp(losses.reduce((sum, loss) => sum + loss, 0) / losses.length)"
MOVE = "Math.abs(average(at) - average(away))"
FIRST = "moves.indexOf(Math.max(...moves))"

RIGHT = [
    Right("tempered-softmax", {POWERS: "Math.exp(logit / temperature - top / temperature)"}),
    Right("tempered-softmax", {TOP: "const top = logits.reduce((a, b) => (a > b ? a : b));"}),
    Right(
        "tempered-softmax",
        {POWERS: "Math.exp(logit - top) ** (1 / temperature)"},
    ),
    Right("perplexity-of", {LOSSES: "Math.log(1 / p)"}),
    Right("perplexity-of", {LOSSES: "-Math.log2(p)", "return Math.exp(": "return 2 ** ("}),
    Right(
        "perplexity-of",
        {
            LOSSES: "Math.log(p)",
            MEAN: "1 / Math.exp(losses.reduce((sum, loss) => sum + loss, 0) / losses.length)",
        },
    ),
    Right("unit-of-ends", {MOVE: "(average(at) - average(away)) ** 2"}),
    Right("unit-of-ends", {MOVE: "Math.abs(average(away) - average(at))"}),
    Right(
        "unit-of-ends",
        {FIRST: "moves.reduce((best, move, unit) => (move > moves[best] ? unit : best), 0)"},
    ),
    Right("less-surprised", {"model(0.4, 0.3)": "model(0.34, 0.33)"}),
    Right("less-surprised", {"model(0.48, 0.52)": "model(0.45, 0.55)"}),
    Right(
        "less-surprised",
        {
            "return { always: model(0.4, 0.3), never: model(0.48, 0.52) };": "const [always, never] = "
            "[[0.4, 0.3], [0.48, 0.52]].map(([a, b]) => model(a, b));\n  return { never, always };"
        },
    ),
]

WRONG = [
    Wrong("tempered-softmax", {POWERS: "Math.exp(logit - top)"}, "The temperature changes nothing"),
    Wrong(
        "tempered-softmax",
        {POWERS: "Math.exp((logit - top) * temperature)"},
        "works the wrong way around",
    ),
    Wrong(
        "tempered-softmax",
        {POWERS: "Math.exp(logit / temperature)"},
        "For large logits, exp is infinite",
    ),
    Wrong(
        "tempered-softmax",
        {POWERS: "Math.exp(logit - top)", "power / sum": "power / sum / temperature"},
        "The temperature belongs before the softmax",
    ),
    Wrong("tempered-softmax", {SHARES: "return powers;"}, "divide each by their sum"),
    Wrong("tempered-softmax", {POWERS: "logit / temperature"}, "shares of the logits themselves"),
    Wrong(
        "tempered-softmax",
        {POWERS: "Math.exp(logit / temperature)", SHARES: "return powers;"},
        "These are powers, not shares",
    ),
    Wrong(
        "tempered-softmax",
        {POWERS: "Math.exp(logit - top)", "power / sum": "(power / sum) ** (1 / temperature)"},
        "do not sum to 1 any more",
    ),
    Wrong("perplexity-of", {LOSSES: "p", "Math.exp(": "("}, "That is the mean probability"),
    Wrong("perplexity-of", {LOSSES: "1 / p", "Math.exp(": "("}, "the mean of 1/p"),
    Wrong(
        "perplexity-of",
        {LOSSES: "p", "return Math.exp(": "return 1 / ("},
        "averaged the probabilities",
    ),
    Wrong("perplexity-of", {"return Math.exp(": "return ("}, "That is the loss"),
    Wrong("perplexity-of", {LOSSES: "Math.log(p)"}, "falls as guessing gets harder"),
    Wrong("perplexity-of", {" / losses.length": ""}, "The longer the text, the larger your number"),
    Wrong("perplexity-of", {LOSSES: "-Math.log2(p)"}, "You mixed two kinds of logarithm"),
    Wrong(
        "perplexity-of",
        {
            MEAN: "probabilities.reduce((product, p) => product * p, 1) ** (-1 / probabilities.length)"
        },
        "Average logarithms instead",
    ),
    Wrong("unit-of-ends", {MOVE: "average(at)"}, "most open at the ends"),
    Wrong(
        "unit-of-ends", {MOVE: "average(at) - average(away)"}, "One that shuts at the ends marks"
    ),
    Wrong(
        "unit-of-ends", {MOVE: "average(away) - average(at)"}, "One that opens at the ends marks"
    ),
    Wrong("unit-of-ends", {MOVE: "-average(at)"}, "most shut at the ends"),
    Wrong("unit-of-ends", {" / values.length": ""}, "compare means"),
    Wrong("unit-of-ends", {FIRST: "Math.max(...moves)"}, "Return the number of the unit"),
    Wrong(
        "less-surprised",
        {
            "always: model(0.4, 0.3), never: model(0.48, 0.52)": "always: model(0.48, 0.52), never: model(0.4, 0.3)"
        },
        "The two have changed places.",
    ),
    Wrong(
        "less-surprised",
        {"model(0.4, 0.3)": "model(0.9, 0.1)"},
        "how little can the right letter have and still be ahead",
    ),
    Wrong("less-surprised", {"model(0.4, 0.3)": "model(0.3, 0.35)"}, "But `always` is never right"),
    Wrong("less-surprised", {"model(0.48, 0.52)": "model(0.6, 0.4)"}, "But `never` is right"),
    Wrong(
        "less-surprised",
        {"model(0.48, 0.52)": "model(0.5, 0.5)"},
        "But `never` is right",
    ),
    Wrong(
        "less-surprised",
        {"(1 - ofRight - ofNext) / (letters - 2)": "0.5"},
        "for each place of the text 3 shares",
    ),
]
