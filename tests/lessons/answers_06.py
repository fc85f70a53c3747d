"""What students write in lesson 06, wrong and right."""

from tried_answers import Right, Wrong

RIGHT = [
    Right("realign", {"[...states, ...backward[last - t]]": "states.concat(backward[last - t])"}),
    Right(
        "realign",
        {
            "const last = backward.length - 1;": "backward.reverse();",
            "backward[last - t]": "backward[t]",
        },
    ),
    Right("realign", {"backward[last - t]": "(backward.at(-1 - t) as number[])"}),
    Right("sentence-vector", {"outputs[outputs.length - 1]": "outputs.at(-1)!"}),
    Right("sentence-vector", {"return [...ahead, ...back];": "return ahead.concat(back);"}),
    Right("sentence-vector", {"outputs[0].slice(units)": "outputs[0].slice(-units)"}),
    Right("wet-spell", {"forward: [20, 10, -5]": "forward: [12, 6, -3]"}),
    Right(
        "wet-spell",
        {
            "backward: [20, 10, -5]": "backward: [-20, 10, 5]",
            "read: [10, 10, -10]": "read: [10, -10, -10]",
        },
    ),
    Right("wet-spell", {"read: [10, 10, -10]": "read: [8, 9, -9]"}),
]

WRONG = [
    Wrong(
        "realign",
        {"backward[last - t]": "backward[t]"},
        "still in the order in which they were read",
    ),
    Wrong(
        "realign",
        {"backward[last - t]": "backward[last - t].reverse()"},
        "the backward numbers must stay as they came",
    ),
    Wrong(
        "realign",
        {"[...states, ...backward[last - t]]": "[...backward[last - t], ...states]"},
        "the forward numbers come first",
    ),
    Wrong(
        "realign",
        {"backward[last - t]": "(backward[last - t - 1] ?? backward[last])"},
        "one step off",
    ),
    Wrong(
        "realign",
        {"backward[last - t]": "backward.reverse()[t]"},
        "reverse() turns the list itself around",
    ),
    Wrong(
        "realign",
        {
            "forward.map((states, t) => [...states, ...backward[last - t]])": "last < 0 ? [] "
            ": [...forward, ...backward.reverse()]"
        },
        "You put one list after the other.",
    ),
    Wrong(
        "sentence-vector",
        {"outputs[0].slice(units)": "outputs[0].slice(0, units)"},
        "From the first step you took the forward half",
    ),
    Wrong(
        "sentence-vector",
        {".slice(0, units)": "", ".slice(units)": ""},
        "You took both steps whole.",
    ),
    Wrong(
        "sentence-vector",
        {"return [...ahead, ...back];": "return outputs[outputs.length - 1];"},
        "There the backward half has read one step only.",
    ),
    Wrong(
        "sentence-vector",
        {"[...ahead, ...back]": "[...back, ...ahead]"},
        "hidden[-2] comes first",
    ),
    Wrong("sentence-vector", {", ...back]": "]"}, "The backward half is missing."),
    Wrong(
        "sentence-vector",
        {
            "outputs[outputs.length - 1]": "outputs[0]",
            "outputs[0].slice(units)": "outputs[0].slice(units)",
        },
        "There the forward half has read one step only.",
    ),
    Wrong(
        "wet-spell",
        {"read: [10, 10, -10]": "read: [10, 0, 0]"},
        "nothing of the backward unit reaches your answer",
    ),
    Wrong(
        "wet-spell",
        {"read: [10, 10, -10]": "read: [0, 10, 0]"},
        "nothing of the forward unit reaches your answer",
    ),
    Wrong(
        "wet-spell",
        {"read: [10, 10, -10]": "read: [10, 10, 10]"},
        "One of the two units is enough for your answer.",
    ),
    Wrong(
        "wet-spell",
        {
            "forward: [20, 10, -5]": "forward: [20, 0, -5]",
            "backward: [20, 10, -5]": "backward: [20, 0, -5]",
        },
        "both units forget",
    ),
    Wrong(
        "wet-spell",
        {"read: [10, 10, -10]": "read: [-10, -10, 10]"},
        "It is the wrong way round",
    ),
    Wrong("wet-spell", {"read: [10, 10, -10]": "read: [0, 0, 0]"}, "It stays at 0.5"),
    Wrong("wet-spell", {"read: [10, 10, -10]": "read: [1, 1, -1]"}, "your answer is"),
    Wrong(
        "wet-spell",
        {"{ forward: [20, 10, -5], backward: [20, 10, -5], read: [10, 10, -10] }": "[1] as any"},
        "an object { forward, backward, read } is asked for",
    ),
]
