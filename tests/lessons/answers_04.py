"""What students write in lesson 04, wrong and right."""

from tried_answers import Right, Wrong

F_HELD = "{ channel: 'f', units: [2], steps, value: 1 }"
I_HELD = "{ channel: 'i', units: [2], steps, value: 0 }"
DAYS = "{ from: 21, to: 40 }"

RIGHT = [
    Right("bias-for", {"Math.log(f / (1 - f))": "-Math.log(1 / f - 1)"}),
    Right("bias-for", {"return Math.log(f / (1 - f));": "return Math.log(f) - Math.log1p(-f);"}),
    Right("bias-for", {"0.5 ** (1 / steps)": "Math.exp(Math.log(0.5) / steps)"}),
    Right("hide-value", {I_HELD: "{ channel: 'g', units: [2], steps, value: 0 }"}),
    Right("hide-value", {", units: [2]": ""}),
    Right("hide-value", {DAYS: "Array.from({ length: 20 }, (_, k) => k + 21)"}),
    Right("last-rainy-day", {"[0, -40, 20]": "[0, -60, 25]"}),
    Right("last-rainy-day", {"g: [0.1, 0, 0], read: 10": "g: [-0.2, 0, 0], read: -5"}),
    Right("last-rainy-day", {"i: [0, 40, -20]": "i: [0, 20, -20]", "read: 10": "read: 20"}),
]

WRONG = [
    Wrong("last-rainy-day", {"f: [0, -40, 20]": "f: [0, 0, 20]"}, "It adds up all rainy days"),
    Wrong(
        "last-rainy-day", {"g: [0.1, 0, 0], read: 10": "g: [1, 0, 0], read: 1"}, "tanh makes large"
    ),
    Wrong(
        "last-rainy-day",
        {"i: [0, 40, -20]": "i: [0, 0, 20]", "f: [0, -40, 20]": "f: [0, 0, -20]"},
        "It tells the temperature of the day itself",
    ),
    Wrong("last-rainy-day", {"f: [0, -40, 20]": "f: [0, 0, -20]"}, "it has lost what it wrote"),
    Wrong("last-rainy-day", {"read: 10": "read: -10"}, "with the wrong sign"),
    Wrong("bias-for", {"Math.log(f / (1 - f))": "f"}, "That is f itself."),
    Wrong("bias-for", {"Math.log(f / (1 - f))": "3"}, "biasFor(1): expected 0, got 3."),
    Wrong("bias-for", {"f / (1 - f)": "(1 - f) / f"}, "The sign is wrong"),
    Wrong("bias-for", {"Math.log(f / (1 - f))": "1 / (1 + Math.exp(-f))"}, "You put f into σ."),
    Wrong("bias-for", {"0.5 ** (1 / steps)": "0.5 / steps"}, "You divided by the number of steps."),
    Wrong("bias-for", {"0.5 ** (1 / steps)": "1 - 0.5 / steps"}, "You subtract a share"),
    Wrong("bias-for", {"0.5 ** (1 / steps)": "Math.exp(-1 / steps)"}, "leaves 37 %"),
    Wrong("hide-value", {f"{F_HELD},": "", I_HELD: ""}, "c", first={"channel": "c"}),
    Wrong("hide-value", {"channel: 'o'": "channel: 'h'"}, "You hold h itself."),
    # Another answer at each call: judged is what the run holds.
    Wrong(
        "hide-value",
        {
            "function hide": "let calls = 0;\nfunction hide",
            "channel: 'o'": "channel: calls++ ? 'o' : 'h'",
        },
        "You hold h itself.",
    ),
    Wrong("hide-value", {"channel: 'o'": "channel: 'g'"}, "something is still shown"),
    Wrong("hide-value", {f"{F_HELD},": ""}, "f keeps only", first={"channel": "c"}),
]
