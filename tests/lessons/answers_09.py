"""What students write in lesson 09, wrong and right."""

from tried_answers import Right, Wrong

LEARNS = "firstAnswer + horizon <= testFrom"
ASKS = "firstAnswer >= testFrom"
KNOWN = "forecasts.map((_, t) => t).filter(t => t + 1 + h < series.length)"
ERROR = "Math.abs(series[t + 1 + h] - forecasts[t][h])"
SORTED = "errors.map(error => Math.abs(error)).sort((a, b) => a - b)"
PLACE = "Math.ceil((errors.length + 1) * share)"

RIGHT = [
    Right("split-starts", {LEARNS: "!(start + steps + horizon - 1 >= testFrom)"}),
    Right(
        "split-starts",
        {
            "return [training, test];": "const all = [...training, ...test].sort((a, b) => a - b);\n"
            "  return [\n    all.filter(s => s + steps + horizon <= testFrom),\n"
            "    all.filter(s => s + steps >= testFrom)\n  ];"
        },
    ),
    Right(
        "split-starts", {"start + steps + horizon <= length": "start <= length - steps - horizon"}
    ),
    Right("error-by-horizon", {ERROR: "Math.abs(forecasts[t][h] - series[t + h + 1])"}),
    Right(
        "error-by-horizon", {KNOWN: "[...forecasts.keys()].filter(t => t + h <= series.length - 2)"}
    ),
    Right(
        "error-by-horizon",
        {
            f"const sum = known.reduce((total, t) => total + {ERROR}, 0);": "let sum = 0;\n"
            "    for (const t of known) {\n"
            "      const off = series[t + 1 + h] - forecasts[t][h];\n"
            "      sum += off < 0 ? -off : off;\n    }"
        },
    ),
    Right("half-width", {SORTED: "[...errors].map(Math.abs).sort((a, b) => (a < b ? -1 : 1))"}),
    Right("half-width", {"sorted[place - 1]": "sorted.at(place - 1)!"}),
    Right("half-width", {PLACE: "Math.ceil(errors.length * share + share)"}),
    Right("farther-is-easier", {"Math.floor(day / 2) % 2": "Number(day % 4 < 2)"}),
    Right("farther-is-easier", {"Math.floor(day / 2) % 2": "[0, 1, 1, 0][day % 4]"}),
    Right(
        "farther-is-easier",
        {"Math.floor(day / 2) % 2": "(1 + Math.SQRT2 * Math.sin((Math.PI * (day + 0.5)) / 2)) / 2"},
    ),
]

WRONG = [
    Wrong("split-starts", {LEARNS: "firstAnswer < testFrom"}, "the last answers of some training"),
    Wrong("split-starts", {LEARNS: "start < testFrom"}, "where a training window starts"),
    Wrong(
        "split-starts", {LEARNS: "start < testFrom", ASKS: "start >= testFrom"}, "split the windows"
    ),
    Wrong("split-starts", {LEARNS: "firstAnswer <= testFrom"}, "no input of the training"),
    Wrong(
        "split-starts", {LEARNS: "firstAnswer + horizon < testFrom"}, "training window is missing"
    ),
    Wrong("split-starts", {ASKS: "start >= testFrom"}, "read only test values"),
    Wrong("split-starts", {ASKS: "firstAnswer + horizon > testFrom"}, "belong to neither list"),
    Wrong("split-starts", {ASKS: "firstAnswer > testFrom"}, "One test window is missing"),
    Wrong(
        "split-starts",
        {"start + steps + horizon <= length": "start + steps < length"},
        "beyond the series",
    ),
    Wrong(
        "split-starts",
        {LEARNS: "firstAnswer + horizon - 1 <= testFrom"},
        "the last answer of your last training window",
    ),
    Wrong(
        "split-starts",
        {"start + steps + horizon <= length": "start + steps + horizon < length"},
        "The last test window is missing",
    ),
    Wrong(
        "error-by-horizon",
        {"t + 1 + h < series": "t + h < series", ERROR: ERROR.replace("t + 1 + h", "t + h")},
        "a day early",
    ),
    Wrong(
        "error-by-horizon",
        {"t + 1 + h < series": "t + 1 < series", ERROR: ERROR.replace("t + 1 + h", "t + 1")},
        "every horizon with the next day",
    ),
    Wrong("error-by-horizon", {"Math.abs": ""}, "keep their signs"),
    Wrong(
        "error-by-horizon",
        {"sum / known.length": "sum / forecasts.length"},
        "You divided by the number of all",
    ),
    Wrong("error-by-horizon", {ERROR: ERROR.replace("Math.abs", "") + " ** 2"}, "You squared"),
    Wrong("half-width", {PLACE: "Math.ceil(errors.length * share)"}, "the error to come"),
    Wrong("half-width", {PLACE: "Math.floor((errors.length + 1) * share)"}, "You rounded down"),
    Wrong(
        "half-width",
        {PLACE: "Math.ceil((errors.length + 1) * (1 - share))"},
        "the share that may lie outside",
    ),
    Wrong("half-width", {"sorted[place - 1]": "sorted[place]"}, "One place too far"),
    Wrong("half-width", {".sort((a, b) => a - b)": ".sort()"}, "sorted as text"),
    Wrong(
        "half-width", {"errors.map(error => Math.abs(error))": "[...errors]"}, "with their signs"
    ),
    Wrong("half-width", {".sort((a, b) => a - b)": ""}, "in the order in which they came"),
    Wrong("half-width", {"sorted[place - 1]": "Math.max(...sorted)"}, "the largest error"),
    Wrong("half-width", {"sorted[place - 1]": "2 * sorted[place - 1]"}, "the whole width"),
    Wrong(
        "half-width",
        {"return sorted[place - 1];": "return conformal(errors, { confidence: share })[0];"},
        "Write it yourself",
    ),
    Wrong("farther-is-easier", {"Math.floor(day / 2) % 2": "0.5"}, "It is exact at both horizons."),
    Wrong(
        "farther-is-easier",
        {"Math.floor(day / 2) % 2": "Math.floor(day / 12) % 2"},
        "12 days ahead the error is",
    ),
    Wrong(
        "farther-is-easier",
        {"Math.floor(day / 2) % 2": "Math.floor(day / 6) % 2"},
        "2 days ahead the error is",
    ),
    Wrong(
        "farther-is-easier",
        {"Math.floor(day / 2) % 2": "2 * (Math.floor(day / 2) % 2)"},
        "a list of so many numbers from 0 to 1",
    ),
    Wrong(
        "farther-is-easier", {"length: days": "length: 24"}, "a list of so many numbers from 0 to 1"
    ),
]
