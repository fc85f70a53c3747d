"""What students write in lesson 02, wrong and right."""

from tried_answers import Right, Wrong

CLIPPED = "return gradients.map(each => each.map(value => value * scale));"
DZ = "dh * (1 - h ** 2)"

RIGHT = [
    Right("memory-of", {"left >= 0.01": "!(left < 0.01)"}),
    Right("memory-of", {"if (factor >= 1)": "if (factor > 0.9999999)"}),
    Right(
        "clip-global", {"length > limit ? limit / length : 1": "Math.min(1, limit / (length || 1))"}
    ),
    Right("clip-global", {"value * scale": "scale * value"}),
    Right(
        "memory-of",
        {
            "let steps = 0;": "return Math.floor(Math.log(0.01) / Math.log(factor)) + 1;\n  let steps = 0;"
        },
    ),
    Right(
        "clip-global",
        {
            "Math.hypot(...gradients.flat())": "Math.sqrt(gradients.flat().reduce((sum, value) => sum + value * value, 0))"
        },
    ),
    Right("step-back", {"1 - h ** 2": "1 - h * h"}),
    Right("step-back", {"dh * (1 - h ** 2)": "dh - dh * h * h"}),
    Right("step-back", {"1 - h ** 2": "(1 - h) * (1 + h)"}),
    Right("latch", {"[20, 10, -5]": "[12, 6, -3]"}),
    Right("latch", {"[20, 10, -5]": "[100, 30, -20]"}),
    Right("latch", {"[20, 10, -5]": "[9, 4, -2]"}),
]

WRONG = [
    Wrong("step-back", {DZ: "dh"}, "The slope of tanh is missing"),
    Wrong("step-back", {"h ** 2": "h"}, "1 minus the square of what came out"),
    Wrong("step-back", {"dz * x, dz * hBefore": "dz * hBefore, dz * x"}, "have changed places"),
    Wrong("step-back", {"h ** 2": "hBefore ** 2"}, "h, not hBefore"),
    Wrong("latch", {"[20, 10, -5]": "[20, 0, -10]"}, "It shows today’s input and forgets"),
    Wrong("latch", {"[20, 10, -5]": "[20, 10, 5]"}, "It is up from the start"),
    Wrong("latch", {"[20, 10, -5]": "[2, 10, -5]"}, "It never rises"),
    Wrong("latch", {"[20, 10, -5]": "[20, 10, 0]"}, "that is the work of the bias"),
    Wrong(
        "memory-of",
        {"return Infinity": "return 0"},
        "With a factor of 1 or more the gradient is never below 1 %",
    ),
    Wrong(
        "memory-of",
        {
            "let steps = 0;": "return Math.ceil(Math.log(0.01) / Math.log(factor));\n  let steps = 0;"
        },
        "After one step of 0.01, exactly 1 % is left.",
    ),
    Wrong(
        "memory-of",
        {
            "let steps = 0;": "return Math.ceil(Math.log(0.01) / Math.log(factor));\n  let steps = 0;",
            "return Infinity;": "",
        },
        "After one step of 0.01, exactly 1 % is left.",
    ),
    Wrong("memory-of", {"let steps = 0": "let steps = -1"}, "One step too few"),
    Wrong("memory-of", {"let steps = 0": "let steps = 1"}, "One step too many"),
    Wrong("memory-of", {"left >= 0.01": "left >= 0.1"}, "That is 10 %; 1 % is asked for."),
    Wrong("memory-of", {"left *= factor": "left -= 1 - factor"}, "You subtract at each step."),
    Wrong(
        "memory-of",
        {"let steps = 0;": "return Math.log(0.01) / Math.log(factor);\n  let steps = 0;"},
        "Steps are whole numbers.",
    ),
    Wrong("memory-of", {"left *= factor": "left *= 0.25"}, "memoryOf(0.5): expected 7, got 4."),
    Wrong("memory-of", {"if (factor >= 1)": "if (true)"}, "memoryOf(0.5): expected 7, got"),
    Wrong(
        "clip-global",
        {
            "const length = Math.hypot(...gradients.flat());": "",
            "const scale = length > limit ? limit / length : 1;": "",
            CLIPPED: "return gradients.map(each => { const n = Math.hypot(...each); "
            "return n > limit ? each.map(value => value * limit / n) : each; });",
        },
        "You clip each weight by its own norm.",
    ),
    Wrong(
        "clip-global",
        {"length > limit ? limit / length : 1": "length > 1 ? 1 / length : 1"},
        "You clip to 1, whatever limit says",
    ),
    Wrong(
        "clip-global",
        {
            CLIPPED: "return gradients.map(each => each.map(value => Math.max(-limit, Math.min(limit, value))));"
        },
        "You clip by value",
    ),
    Wrong(
        "clip-global",
        {"length > limit ? limit / length : 1": "limit / (length || 1)"},
        "You also scale gradients that are short enough",
    ),
    Wrong(
        "clip-global",
        {
            "Math.hypot(...gradients.flat())": "gradients.flat().reduce((sum, value) => sum + value * value, 0)"
        },
        "You left out the square root",
    ),
    Wrong(
        "clip-global",
        {"length > limit ? limit / length : 1": "limit / length"},
        "Those that are short enough stay as they are.",
    ),
    Wrong(
        "clip-global",
        {CLIPPED: "return gradients.map(each => each * scale);"},
        "each is a list, and sums are made of numbers",
        status="didNotRun",
    ),
    Wrong("clip-global", {CLIPPED: "return gradients;"}, "Nothing is clipped"),
    Wrong("clip-global", {CLIPPED: "return gradients.slice(1);"}, "entries are asked for; got"),
    Wrong(
        "memory-of",
        {"let steps = 0;": "let steps = len([]);"},
        "The number of entries is",
        status="didNotRun",
    ),
    Wrong(
        "memory-of",
        {"return Infinity;": "return None;"},
        "None is written null.",
        status="didNotRun",
    ),
    Wrong(
        "memory-of",
        {"let steps = 0;": "print(factor);\n  let steps = 0;"},
        "Printing is console.log",
        status="didNotRun",
    ),
    Wrong(
        "memory-of",
        {
            "if (factor >= 1) {\n    return Infinity;\n  }": "return Math.log(0.01) / Math.log(factor);"
        },
        "Steps are whole numbers. And with a factor of 1 or more",
    ),
    Wrong("step-back", {"dz * x": "dz * W"}, "The gradient of W holds what W was multiplied by"),
]
