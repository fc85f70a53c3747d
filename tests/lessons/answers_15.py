"""What students write in lesson 15, wrong and right."""

from tried_answers import Right, Wrong

STORED = "value + beta * (v[unit] - recalled) * k[at]"
RECALLED = "row.reduce((total, value, at) => total + value * k[at], 0)"
LIKENESS = "keys.map(key => key.reduce((total, value, at) => total + value * query[at], 0))"
MIXED = "total + likeness[pair] * value[unit]"
LEFT = "(1 - beta) ** times"

RIGHT = [
    Right("delta-rule", {STORED: "value - beta * (recalled - v[unit]) * k[at]"}),
    Right("delta-rule", {STORED: "(value - beta * recalled * k[at]) + beta * v[unit] * k[at]"}),
    Right("delta-rule", {RECALLED: "k.map((key, at) => key * row[at]).reduce((a, b) => a + b)"}),
    Right("linear-recall", {MIXED: "value[unit] * likeness[pair] + total"}),
    Right(
        "linear-recall",
        {
            LIKENESS: "[]",
            MIXED: "total + query.reduce("
            "(sum, asked, at) => sum + asked * keys[pair][at] * value[unit], 0)",
        },
    ),
    Right(
        "linear-recall",
        {
            "return values[0].map": "const S = values[0].map((_, unit) => query.map((_, at) => "
            "keys.reduce((sum, key, pair) => sum + values[pair][unit] * key[at], 0)));\n"
            "  return S.map(row => row.reduce((sum, each, at) => sum + each * query[at], 0));\n"
            "  return values[0].map"
        },
    ),
    Right("left-of-first", {LEFT: "Math.pow(1 - beta, times)"}),
    Right("left-of-first", {LEFT: "(beta - 1) ** times * (-1) ** times"}),
    Right(
        "left-of-first",
        {
            f"return {LEFT};": "let recalled = 1;\n"
            "  for (let time = 0; time < times; time++) recalled += beta * (0 - recalled);\n"
            "  return recalled;"
        },
    ),
    Right("adding-wins", {"values: [1, 0]": "values: [1, -0.1]"}),
    Right("adding-wins", {"[[1, 0], [0.8, 0.6]]": "[[0, 1], [-0.6, -0.8]]"}),
    Right("adding-wins", {"[[1, 0], [0.8, 0.6]]": "[[1, 0], [Math.cos(0.5), Math.sin(0.5)]]"}),
]

WRONG = [
    Wrong(
        "delta-rule",
        {STORED: "value + beta * v[unit] * k[at]"},
        "You added the value to what was there, as linear attention does.",
    ),
    Wrong(
        "delta-rule",
        {STORED: "value + (beta * v[unit] - recalled) * k[at]"},
        "You take off all that the key recalls, whatever beta is.",
    ),
    Wrong(
        "delta-rule",
        {STORED: "value + (v[unit] - recalled) * k[at]"},
        "You make the whole correction.",
    ),
    Wrong(
        "delta-rule",
        {STORED: "value + beta * (v[unit] - recalled)"},
        "You changed every number of a row by as much.",
    ),
    Wrong(
        "linear-recall",
        {MIXED: "total + value[unit]"},
        "You added all values alike.",
    ),
    Wrong(
        "linear-recall",
        {MIXED: f"{MIXED} / keys.length"},
        "That is the mean.",
    ),
    Wrong(
        "linear-recall",
        {
            LIKENESS: f"{LIKENESS}.map(Math.exp)",
            MIXED: "total + likeness[pair] / likeness.reduce((a, b) => a + b) * value[unit]",
        },
        "That is attention with its softmax.",
    ),
    Wrong("left-of-first", {LEFT: "beta ** times"}, "beta is the share that is replaced."),
    Wrong("left-of-first", {LEFT: "1 - beta * times"}, "You take off as much at each step."),
    Wrong("left-of-first", {LEFT: "Math.abs(1 - beta) ** times"}, "The size is right."),
    Wrong("delta-rule", {"(v[unit] - recalled)": "(recalled - v[unit])"}, "You went the wrong way"),
    Wrong(
        "delta-rule",
        {"value + beta * (v[unit]": "(1 - beta) * value + beta * (v[unit]"},
        "You let all of the state fade by beta.",
    ),
    Wrong(
        "linear-recall",
        {
            "total + likeness[pair] * value[unit], 0)": "total + likeness[pair] * value[unit], 0) / likeness.reduce((total, one) => total + one, 0)"
        },
        "You divided by the sum of the likenesses.",
    ),
    Wrong(
        "left-of-first", {"(1 - beta) ** times": "1 - beta ** times"}, "You took the power of beta."
    ),
    Wrong("adding-wins", {"values: [1, 0]": "values: [1, 1]"}, "Adding is no nearer"),
    Wrong("adding-wins", {"values: [1, 0]": "values: [0.3, 0]"}, "but by less than 0.3"),
    Wrong("adding-wins", {"[0.8, 0.6]": "[1, 0]"}, "two of your keys are nearly the same"),
    Wrong("adding-wins", {"[0.8, 0.6]": "[0.8, 0.8]"}, "whose squares sum to 1"),
    Wrong("adding-wins", {"values: [1, 0]": "values: [2, 0]"}, "values from −1 to 1"),
]
