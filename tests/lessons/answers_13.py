"""What students write in lesson 13, wrong and right."""

from tried_answers import Right, Wrong

ORDINARY = "drops.filter((_, day) => !off[day])"
SORTED = "ordinary.sort((a, b) => b - a);"
TAKEN = "ordinary[budget]"
HITS = "alarm.filter((raised, day) => raised && off[day]).length"
PRECISION = "alarms === 0 ? 0 : hits / alarms"
F1 = "hits === 0 ? 0 : (2 * precision * recall) / (precision + recall)"
MARKS = "[precision, recall, f1]"
RAISED = "expected !== null && expected - count > threshold ? 1 : 0"
PUSHED = f"alarms.push({RAISED});"
EXPECTED = "live.step((count - mean) / deviation) * deviation + mean"
BEGIN = "let expected: number | null = null;"

RIGHT = [
    Right(
        "alarm-threshold",
        {
            SORTED: "ordinary.sort((a, b) => a - b);",
            TAKEN: "ordinary[ordinary.length - 1 - budget]",
        },
    ),
    Right(
        "alarm-threshold",
        {
            f"return {TAKEN};": "return Math.min(...ordinary.filter(\n"
            "    limit => ordinary.filter(drop => drop > limit).length <= budget\n  ));"
        },
    ),
    Right(
        "alarm-threshold",
        {SORTED: "ordinary.sort((a, b) => b - a).splice(0, budget);", TAKEN: "ordinary[0]"},
    ),
    Right("alarm-marks", {F1: "(2 * hits) / (alarms + real)"}),
    Right("alarm-marks", {PRECISION: "hits / Math.max(alarms, 1)"}),
    Right(
        "alarm-marks",
        {
            f"const hits = {HITS};": "let hits = 0;\n  for (const [day, raised] of alarm.entries()) {\n"
            "    if (raised && off[day]) {\n      hits++;\n    }\n  }"
        },
    ),
    Right("watch-log", {RAISED: "Number(expected !== null && count < expected - threshold)"}),
    Right("watch-log", {BEGIN: "let expected = NaN;", "expected !== null && ": ""}),
    Right(
        "watch-log",
        {
            BEGIN: "let said: number | null = null;",
            RAISED: "said !== null && said * deviation + mean - count > threshold ? 1 : 0",
            f"expected = {EXPECTED}": "said = live.step((count - mean) / deviation)",
        },
    ),
    Right("more-and-less-precise", {"[[70, 100], [2, 10]]": "[[700, 1000], [0, 1]]"}),
    Right(
        "more-and-less-precise",
        {
            "[[9, 10], [40, 100]]": "[[1, 1], [20, 60]]",
            "[[70, 100], [2, 10]]": "[[60, 80], [1, 10]]",
        },
    ),
    Right(
        "more-and-less-precise",
        {
            "[[9, 10], [40, 100]]": "[[40, 100], [9, 10]]",
            "[[70, 100], [2, 10]]": "[[2, 10], [70, 100]]",
        },
    ),
]

WRONG = [
    Wrong("alarm-threshold", {ORDINARY: "[...drops]"}, "You counted the days off, too."),
    Wrong("alarm-threshold", {TAKEN: "ordinary[budget - 1] ?? 0"}, "One alarm fewer"),
    Wrong("alarm-threshold", {TAKEN: "ordinary[budget + 1]"}, "one false alarm too many"),
    Wrong("alarm-threshold", {TAKEN: "ordinary[0]"}, "the largest drop of an ordinary day"),
    Wrong("alarm-threshold", {f"return {TAKEN}": "return Math.max(...drops)"}, "no alarm at all"),
    Wrong("alarm-threshold", {"b - a": "a - b"}, "counted from the smallest"),
    Wrong("alarm-threshold", {SORTED: "ordinary.sort().reverse();"}, "sorted as text"),
    Wrong("alarm-threshold", {"!off": "off", TAKEN: f"{TAKEN} ?? 0"}, "You took the days off."),
    Wrong("alarm-threshold", {ORDINARY: f"{ORDINARY}.map(Math.abs)"}, "You took the signs away."),
    Wrong("alarm-marks", {MARKS: "[recall, precision, f1]"}, "the wrong way round"),
    Wrong("alarm-marks", {F1: "(precision + recall) / 2"}, "the ordinary mean"),
    Wrong("alarm-marks", {"alarms === 0 ? 0 : ": "", "hits === 0 ? 0 : ": ""}, "divide 0 by 0"),
    Wrong("alarm-marks", {"hits === 0 ? 0 : ": ""}, "your F1 divides 0 by 0"),
    Wrong("alarm-marks", {PRECISION: "hits / alarm.length"}, "divides by all days"),
    Wrong(
        "alarm-marks",
        {PRECISION: "alarm.filter((raised, day) => raised === off[day]).length / alarm.length"},
        "marked rightly",
    ),
    Wrong("alarm-marks", {MARKS: "[1 - precision, recall, f1]"}, "the share of false alarms"),
    Wrong("alarm-marks", {"(2 * precision": "(precision"}, "half as large"),
    Wrong("alarm-marks", {MARKS: "[precision, recall, f1].map(mark => 100 * mark)"}, "percentages"),
    Wrong(
        "watch-log",
        {PUSHED: "", f"expected = {EXPECTED};": f"expected = {EXPECTED};\n    {PUSHED}"},
        "after it was read",
    ),
    Wrong("watch-log", {"(count - mean) / deviation": "count"}, "you feed it births"),
    Wrong("watch-log", {" * deviation + mean": ""}, "your error is not in births"),
    Wrong(
        "watch-log",
        {"expected - count > ": "Math.abs(expected - count) > "},
        "errors of both signs",
    ),
    Wrong("watch-log", {"expected - count": "count - expected"}, "more births than expected"),
    Wrong(
        "watch-log",
        {BEGIN: "let expected = mean;", "expected !== null && ": ""},
        "Your first line can raise an alarm",
    ),
    Wrong(
        "watch-log",
        {
            "live.step((count - mean)": "live.step(((alarms.at(-1) === 1 ? expected! : count) - mean)",
        },
        "you feed what was expected",
    ),
    Wrong(
        "watch-log",
        {"return alarms;": "return alarms.flatMap((raised, at) => (raised ? [at] : []));"},
        "the places of the alarms",
    ),
    Wrong(
        "alarm-threshold",
        {"ordinary[budget]": "ordinary[budget - 1]"},
        "One alarm fewer than the budget allows",
    ),
    Wrong("alarm-threshold", {"!off[day]": "off[day]"}, "You took the days off."),
    Wrong(
        "more-and-less-precise",
        {"[[70, 100], [2, 10]]": "[[7, 10], [20, 100]]"},
        "In each city a is ahead.",
    ),
    Wrong(
        "more-and-less-precise",
        {"[[9, 10], [40, 100]]": "[[6, 10], [10, 100]]"},
        "Over all cities together b is ahead.",
    ),
    Wrong(
        "more-and-less-precise",
        {
            "a: [[9, 10], [40, 100]], b: [[70, 100], [2, 10]]": "b: [[9, 10], [40, 100]], a: [[70, 100], [2, 10]]"
        },
        "Neither of the two is so",
    ),
    Wrong(
        "more-and-less-precise",
        {"[[9, 10], [40, 100]]": "[[7.5, 10], [40, 100]]"},
        "2 pairs [right, alarms] of whole numbers",
    ),
    Wrong(
        "more-and-less-precise",
        {"[40, 100]": "[40, 2000]"},
        "at least one alarm and at most 1000",
    ),
    Wrong(
        "more-and-less-precise",
        {"[9, 10]": "[7, 10]"},
        "in city 1 the precision of a must be higher",
    ),
]
