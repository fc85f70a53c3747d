"""What students write in lesson 12, wrong and right."""

from tried_answers import Right, Wrong

MADE = "const made = 3 * inputs * units;"
ATTENTION = "steps * made + 2 * steps * steps * units"
BLOCKS = "{ RNN: 1, GRU: 3, LSTM: 4 }"
RECURRENT = "steps * blocks * (inputs + units) * units"
LIMIT = "Math.min(...errors) + allowed"
GOOD = "error <= limit && better"
TIED = " || (costs[at] === costs[best] && error < errors[best])"
CHOSEN = "average(test[means.indexOf(Math.min(...means))])"
MEANS = "validation.map(average)"
EACH = "errors.forEach((error, at) => {"

RIGHT = [
    Right("sequence-cost", {ATTENTION: "steps * (made + 2 * units * steps)"}),
    Right("sequence-cost", {RECURRENT: "blocks * steps * (inputs * units + units ** 2)"}),
    Right(
        "sequence-cost",
        {
            f"return {ATTENTION};": "let all = 0;\n    for (let step = 0; step < steps; step++) {\n"
            "      all += made + units * steps + steps * units;\n    }\n    return all;"
        },
    ),
    Right("cheapest-good-enough", {GOOD: "error - Math.min(...errors) <= allowed && better"}),
    Right(
        "cheapest-good-enough",
        {
            "let best = -1;": "const order = errors.map((_, at) => at)"
            ".filter(at => errors[at] <= limit)"
            ".sort((a, b) => costs[a] - costs[b] || errors[a] - errors[b]);\n"
            "  let best = order[0];",
            GOOD: "false && better",
        },
    ),
    Right("cheapest-good-enough", {EACH: "errors.forEach((error, at, _all) => {"}),
    Right(
        "fair-score",
        {
            f"return {CHOSEN};": "let best = 0;\n  means.forEach((value, at) => {\n"
            "    if (value < means[best]) {\n      best = at;\n    }\n  });\n"
            "  return average(test[best]);"
        },
    ),
    Right(
        "fair-score",
        {MEANS: "validation.map(seeds => seeds.reduce((sum, error) => sum + error))"},
    ),
    Right("fair-score", {CHOSEN: "test.map(average)[means.indexOf(Math.min(...means))]"}),
    # A single step that moves by one place.
    Right(
        "same-windows",
        {
            "[...seam, 1, ...seam, 1, 1, ...seam]": "[0, ...seam, 1, ...seam]",
            "[...seam, 1, 1, ...seam, 1, ...seam]": "[...seam, 1, ...seam, 0]",
        },
    ),
    Right(
        "same-windows",
        {
            "() => 0": "() => 1",
            "[...seam, 1, ...seam, 1, 1": "[...seam, 0, ...seam, 0, 0",
            "[...seam, 1, 1, ...seam, 1": "[...seam, 0, 0, ...seam, 0",
        },
    ),
    Right("same-windows", {"() => 0": "(_, at) => at % 2"}),
]

WRONG = [
    Wrong("sequence-cost", {RECURRENT: "blocks * (inputs + units) * units"}, "one step"),
    Wrong("sequence-cost", {BLOCKS: "{ RNN: 1, GRU: 2, LSTM: 3 }"}, "left the candidate out"),
    Wrong("sequence-cost", {RECURRENT: "steps * blocks * inputs * units"}, "weigh each other"),
    Wrong("sequence-cost", {"(inputs + units)": "(inputs + units + 1)"}, "You counted the biases"),
    Wrong("sequence-cost", {"2 * steps * steps": "2 * steps"}, "It looks at every step"),
    Wrong("sequence-cost", {"2 * steps * steps": "steps * steps"}, "one of two"),
    Wrong("sequence-cost", {"3 * inputs * units": "inputs * units"}, "three things are made"),
    Wrong("cheapest-good-enough", {GOOD: "error < limit && better"}, "just at the limit"),
    Wrong("cheapest-good-enough", {GOOD: "better"}, "the cheapest of all"),
    Wrong(
        "cheapest-good-enough",
        {"let best = -1;": "return errors.findIndex(error => error <= limit);\n  let best = -1;"},
        "That is the first that is good enough.",
    ),
    Wrong("cheapest-good-enough", {LIMIT: "allowed + 0 * errors[0]"}, "above the smallest"),
    Wrong("cheapest-good-enough", {TIED: ""}, "Two cost the same"),
    Wrong(
        "cheapest-good-enough",
        {"return best;": "return errors.indexOf(Math.min(...errors));"},
        "That is the smallest error.",
    ),
    Wrong("fair-score", {MEANS: "test.map(average)"}, "You chose the setting by the test."),
    Wrong(
        "fair-score",
        {MEANS: "validation.map(seeds => Math.min(...seeds))"},
        "the setting with the luckiest seed",
    ),
    Wrong(
        "fair-score",
        {f"return {CHOSEN};": "return Math.min(...test[means.indexOf(Math.min(...means))]);"},
        "You report the luckiest seed.",
    ),
    Wrong("fair-score", {f"return {CHOSEN};": "return Math.min(...means);"}, "it is flattered"),
    Wrong(
        "fair-score",
        {f"return {CHOSEN};": "return Math.min(...test.flat());"},
        "the luckiest seed of the luckiest setting",
    ),
    Wrong(
        "fair-score",
        {
            "return average(test[means.indexOf(Math.min(...means))]);": "const at = means.indexOf(Math.min(...means));\n  return test[at][validation[at].indexOf(Math.min(...validation[at]))];"
        },
        "You report one seed of the setting",
    ),
    Wrong(
        "cheapest-good-enough",
        {"let best = -1;": "return costs.indexOf(Math.min(...costs));\n  let best = -1;"},
        "That is the cheapest of all, even where it is not good enough; where two",
    ),
    Wrong(
        "same-windows",
        {"[...seam, 1, 1, ...seam, 1, ...seam]": "[...seam, 1, ...seam, 1, 1, ...seam]"},
        "The two are the same sequence",
    ),
    Wrong("same-windows", {"width - 1 }": "1 }"}, "With a width of 2 or 3 no window"),
    Wrong(
        "same-windows",
        {
            "[...seam, 1, 1, ...seam, 1, ...seam]": "[...seam, 1, 1, 1, 1, ...seam, ...seam].slice(1)"
        },
        "occurs in one of the two alone",
    ),
    Wrong(
        "same-windows",
        {
            "[...seam, 1, ...seam, 1, 1, ...seam]": "[0, ...seam, 1, ...seam, 1]",
            "[...seam, 1, 1, ...seam, 1, ...seam]": "[...seam, 1, ...seam, 1, 1]",
        },
        "occurs in one of the two alone",
    ),
    Wrong(
        "same-windows",
        {
            "[...seam, 1, ...seam, 1, 1, ...seam]": "[0, 0, ...seam, ...seam.map(() => 1), 1]",
            "[...seam, 1, 1, ...seam, 1, ...seam]": "[0, ...seam, ...seam.map(() => 1), 1, 1]",
        },
        "a maximum over the places could not tell",
    ),
    Wrong("same-windows", {"1, ...seam]\n": "1, ...seam, 0]\n"}, "as long as one another"),
]
