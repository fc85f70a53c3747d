"""What students write in lesson 11, wrong and right."""

from tried_answers import Right, Wrong

BEST = "const best = validation.indexOf(Math.min(...validation));"
AHEAD = "[average(validation) - validation[best], average(fresh) - fresh[best]]"
CENTER = "training.reduce((sum, value) => sum + value, 0) / training.length"
ROOT = "Math.sqrt(squares / training.length)"
SCALED = "validation.map(value => (value - center) / deviation)"
LOWEST = "means.indexOf(Math.min(...means))"
LIMIT = "means[best] + standardErrors[best]"
FOUND = "means.findIndex(error => error <= limit)"

RIGHT = [
    Right(
        "lead-left",
        {
            BEST: "let best = 0;\n  validation.forEach((error, at) => {\n"
            "    if (error < validation[best]) {\n      best = at;\n    }\n  });"
        },
    ),
    Right(
        "lead-left",
        {f"return {AHEAD};": "return [validation, fresh].map(all => average(all) - all[best]);"},
    ),
    Right("lead-left", {BEST: f"const lowest = Math.min(...validation);\n  {BEST}"}),
    Right("scale-held-out", {ROOT: "(squares / training.length) ** 0.5"}),
    Right("scale-held-out", {SCALED: "validation.map(v => v / deviation - center / deviation)"}),
    Right(
        "scale-held-out",
        {
            "training.reduce((sum, value) => sum + (value - center) ** 2, 0)": "training"
            ".map(v => v - center).reduce((sum, d) => sum + d * d, 0)"
        },
    ),
    Right("one-standard-error", {FOUND: "means.findIndex(error => !(error > limit))"}),
    Right(
        "one-standard-error",
        {
            f"return {FOUND};": "for (let at = 0; at < means.length; at++) {\n"
            "    if (means[at] <= limit) {\n      return at;\n    }\n  }\n  return best;"
        },
    ),
    Right("one-standard-error", {LIMIT: "Math.min(...means) + standardErrors[best]"}),
    Right("best-and-worst", {"[1, 2.01]": "[1, 2.001]"}),
    Right("best-and-worst", {"at < 10": "at < 11"}),
    Right("best-and-worst", {"[1, 2.01]": "[0.9, 2.1]", "[1.01, 1]": "[1, 1 + at / 100]"}),
]

WRONG = [
    Wrong("lead-left", {"fresh[best]": "Math.min(...fresh)"}, "You chose once more"),
    Wrong(
        "lead-left",
        {BEST: "const best = fresh.indexOf(Math.min(...fresh));"},
        "You chose by the fresh data.",
    ),
    Wrong(
        "lead-left",
        {AHEAD: "[validation[best] - average(validation), fresh[best] - average(fresh)]"},
        "Your signs are the wrong way around",
    ),
    Wrong("lead-left", {"Math.min": "Math.max"}, "You took the largest error"),
    Wrong("lead-left", {AHEAD: "[validation[best], fresh[best]]"}, "These are the errors"),
    Wrong(
        "lead-left",
        {
            AHEAD: "[validation, fresh].map(all => "
            "Math.min(...all.filter((_, at) => at !== best)) - all[best])"
        },
        "You compared with the best of the others",
    ),
    Wrong(
        "scale-held-out",
        {
            CENTER: CENTER,
            "function scaledValidation(training: number[], validation: number[]): "
            "number[] {": "function scaledValidation(past: number[], validation: number[]): "
            "number[] {\n  const training = [...past, ...validation];",
        },
        "That is the leak",
    ),
    Wrong(
        "scale-held-out",
        {"training.reduce": "validation.reduce", "training.length": "validation.length"},
        "by their own mean and deviation",
    ),
    Wrong("scale-held-out", {ROOT: "Math.sqrt(squares / (training.length - 1))"}, "one less"),
    Wrong(
        "scale-held-out",
        {"(value - center) ** 2": "Math.abs(value - center)", ROOT: "squares / training.length"},
        "You averaged the distances themselves",
    ),
    Wrong(
        "scale-held-out",
        {
            SCALED: "validation.map(value => (value - Math.min(...training)) "
            "/ (Math.max(...training) - Math.min(...training)))"
        },
        "You scaled by the smallest and the largest value",
    ),
    Wrong("scale-held-out", {ROOT: "squares / training.length"}, "the root is missing"),
    Wrong("scale-held-out", {SCALED: "validation.map(value => value - center)"}, "did not divide"),
    Wrong("one-standard-error", {f"return {FOUND};": "return best;"}, "That is the smallest mean."),
    Wrong("one-standard-error", {"error <= limit": "error < limit"}, "just on the limit"),
    Wrong(
        "one-standard-error",
        {LIMIT: "means[best] + Math.max(...standardErrors)"},
        "You took the largest standard error",
    ),
    Wrong("one-standard-error", {f"return {FOUND};": f"return means[{FOUND}];"}, "That is a mean."),
    Wrong(
        "one-standard-error",
        {LIMIT: "means[best] + Math.min(...standardErrors)"},
        "You took the smallest standard error",
    ),
    Wrong("one-standard-error", {"findIndex": "findLastIndex"}, "the largest network"),
    Wrong(
        "one-standard-error",
        {LIMIT: "means[best] + 2 * standardErrors[best]"},
        "two standard errors instead of one",
    ),
    Wrong(
        "best-and-worst",
        {"at < 10 ? [1.01, 1] : [2, 2]": "[1.01 + at / 20, 1 + at / 20]"},
        "how must the others lie for it to weigh as little as it can?",
    ),
    Wrong("best-and-worst", {"[1, 2.01]": "[1, 1]"}, "does not have the highest test error"),
    Wrong("best-and-worst", {"[1, 2.01]": "[1.01, 2.01]"}, "share the lowest validation error"),
    Wrong("best-and-worst", {"[1, 2.01]": "[1, 2]"}, "does not have the highest test error"),
    Wrong("best-and-worst", {"[1, 2.01]": "[1.01, 1]"}, "neither is one setting alone the lowest"),
    Wrong("best-and-worst", {"length: 20": "length: 21"}, "a list of 20 pairs [validation, test]"),
]
