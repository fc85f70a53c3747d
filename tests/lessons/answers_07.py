"""What students write in lesson 07, wrong and right."""

from tried_answers import Right, Wrong

LOOP = "for (let step = ids.length - 1; step >= 0; step--)"
FOUND = "if (ids[step] !== 0)"
STOP = "} else if (epoch - best >= patience) {"

RIGHT = [
    Right("past-padding", {FOUND: "if (ids[step])"}),
    Right("past-padding", {"return outputs[step];": "return [...outputs[step]];"}),
    Right(
        "past-padding",
        {LOOP: "for (const step of [ids.findLastIndex(id => id > 0)].filter(at => at >= 0))"},
    ),
    Right("early-stop", {STOP: "} else if (epoch >= best + patience) {"}),
    Right("early-stop", {"losses[epoch] < losses[best]": "losses[best] > losses[epoch]"}),
    Right("early-stop", {"best = epoch;\n": "best = epoch;\n      continue;\n"}),
    Right("not-bad", {"[0, -20], read": "[0, -19], read", "read: [10, 10, 10]": "read: [8, 9, 8]"}),
    # Unit 0 finds what is no praise, as units may.
    Right(
        "not-bad",
        {
            "[[10, -10], [20, 0]]": "[[-10, -10], [20, 0]]",
            "[[-20, 20], [0, 0]]": "[[20, 20], [0, 0]]",
            "read: [10, 10, 10]": "read: [-10, 10, 10]",
        },
    ),
    # The two units have changed places.
    Right(
        "not-bad",
        {
            "[[10, -10], [20, 0]]": "[[-10, 10], [0, 20]]",
            "[[-20, 20], [0, 0]]": "[[0, 0], [20, -20]]",
            "b: [0, -20]": "b: [-20, 0]",
        },
    ),
]

WRONG = [
    Wrong(
        "past-padding", {LOOP: "for (let step = 0; step < ids.length; step++)"}, "the first word"
    ),
    Wrong("past-padding", {FOUND: "if (step < 99)"}, "You took the last step"),
    Wrong(
        "past-padding",
        {"outputs[step];": "outputs[ids.filter(id => id > 0).length - 1];"},
        "You counted the words.",
    ),
    Wrong("past-padding", {"return [];": "return [0, 0];"}, "an empty list is asked for"),
    Wrong("early-stop", {STOP: "} else if (epoch < 0) {"}, "You looked at all losses."),
    Wrong("early-stop", {STOP: "} else if (patience > 0) {"}, "a patience of 1"),
    Wrong("early-stop", {"return best;": "return best + 1;"}, "Epochs are counted from 0."),
    Wrong("early-stop", {">= patience": "> patience"}, "You wait one epoch too long"),
    Wrong(
        "early-stop",
        {"losses[epoch] < losses[best]": "losses[epoch] < losses[epoch - 1]"},
        "You compare each loss with the one before it.",
    ),
    Wrong(
        "early-stop",
        {"losses[epoch] < losses[best]": "losses[epoch] <= losses[best]"},
        "it does not begin the patience anew",
    ),
    # Behind the end of the list nothing stands where all is padding.
    Wrong(
        "past-padding",
        {"  for (let": "  return outputs[ids.filter(id => id !== 0).length - 1];\n  for (let"},
        "You counted the words.",
    ),
    Wrong(
        "not-bad", {"[[-20, 20], [0, 0]]": "[[0, 0], [0, 0]]"}, "It goes by the last word alone."
    ),
    Wrong("not-bad", {"[[-20, 20], [0, 0]]": "[[-20, 0], [0, 0]]"}, "All is right but “not bad”"),
    Wrong("not-bad", {"[[-20, 20], [0, 0]]": "[[0, 20], [0, 0]]"}, "All is right but “not good”"),
    Wrong("not-bad", {"read: [10, 10, 10]": "read: [-10, -10, -10]"}, "the wrong way round"),
    Wrong("not-bad", {"read: [10, 10, 10]": "read: [0, 0, 0]"}, "The answer is 0.5 whatever"),
    Wrong("not-bad", {"read: [10, 10, 10]": "read: [1, 1, 10]"}, "It says 1 to every sentence"),
    Wrong("not-bad", {"b: [0, -20]": "b: [0, NaN]"}, "two numbers in b, three in read"),
]
