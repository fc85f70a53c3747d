"""Static pictures of one step of a run: the wired cell, the unrolled chain, how far the loss reaches."""

from __future__ import annotations

from typing import Any

import numpy as np

from .arrays import Array
from .chart import chart
from .expressions import text_of
from .moment import Moment, number_words
from .svg import (
    GRID,
    INK,
    LIGHT,
    PAGE,
    SECOND,
    channel_ink,
    heading,
    letter_ink,
    picture,
    short,
    text,
)

_BAR = 90
_ROW = 24
#: Steps beside each other in a chain, the last but one of them the one that is looked at.
_SHOWN = 5
_CELL, _GAP, _LEFT, _TOP = 84, 56, 62, 62
_GATE_ROW, _GATE_BAR = 22, 22


def cell_picture(trace: dict[str, Any], moment: Moment, title: str) -> str:
    """Each equation with its number at one step, on the scale of its channel."""
    head = f"{title}: the cell, unit {moment.unit} at {moment.words}"
    notes = [note for note in (_input_words(trace, moment), moment.sentence()) if note]
    known = {each["name"]: each for each in moment.layer["channels"]}
    pieces = [
        heading(
            head,
            "each line computes one letter of this step; its bar is on the scale of that letter.",
        ),
        *(
            text(x, 66, words, fill=SECOND)
            for x, words in ((16, "equation"), (450, "on its scale"), (590, "value"))
        ),
        text(660, 66, f"{trace['time']['name']} before", fill=SECOND),
    ]
    y = 84.0
    for each in moment.layer["equations"]:
        channel = each["channel"]
        found = known.get(channel)
        low, high = found["range"] if found else (-1.0, 1.0)
        value, colour = moment.value(channel), channel_ink(found) if found else letter_ink(channel)
        words = short(f"{channel} = {text_of(each['expression'])}", 52)
        pieces += [
            text(16, y + 8, words, fill=colour, size=14, serif=True),
            *_bar(value, (low, high), 450, y, _BAR, colour),
            text(446, y + 8, number_words(low), size=10, anchor="end", fill=SECOND),
            text(450 + _BAR + 4, y + 8, number_words(high), size=10, fill=SECOND),
            text(590, y + 8, number_words(value), bold=True),
            text(660, y + 8, number_words(moment.before(channel))),
        ]
        y += _ROW
    pieces += [text(16, y + 14 + 20 * at, short(note, 118)) for at, note in enumerate(notes)]
    told = f"{head}. {' '.join(notes)}"
    return picture(y + 20 * len(notes) + 12, told, "".join(pieces))


def _input_words(trace: dict[str, Any], moment: Moment) -> str:
    """What enters at the step, as the reader knows it."""
    entered = trace["input"]
    if moment.row < 0 or not entered["editable"]:
        return ""
    numbers = entered["array"].values[moment.row]
    named = ", ".join(
        f"{name} {number_words(float(value))}"
        for name, value in zip(entered["names"][:8], numbers, strict=False)
    )
    unit = f" {entered['unit']}" if entered.get("unit") else ""
    return f"Input: {named}{unit}."


def _bar(
    value: float, scale: tuple[float, float], x: float, y: float, width: float, colour: str
) -> list[str]:
    low, high = scale

    def place(number: float) -> float:
        return x + (min(high, max(low, number)) - low) / ((high - low) or 1) * width

    ends = sorted((place(0.0), place(value if np.isfinite(value) else 0.0)))
    return [
        f'<rect x="{x}" y="{y:.1f}" width="{width}" height="8" fill="{GRID}"/>',
        f'<rect x="{ends[0]:.1f}" y="{y:.1f}" width="{max(1.0, ends[1] - ends[0]):.1f}" '
        f'height="8" fill="{colour}"/>',
    ]


def chain_picture(trace: dict[str, Any], moment: Moment, title: str) -> str:
    """A cell for each step, and the wires that carry the state from one to the next."""
    time, channels = trace["time"], moment.layer["channels"]
    kept = list(time.get("kept", range(time["steps"])))
    last = min(len(kept) - 1, moment.row + 1)
    rows = list(range(max(0, last - _SHOWN + 1), last + 1))
    states = [each for each in channels if each["role"] == "state"]
    gates = [each for each in channels if each["role"] in ("gate", "candidate")]

    def wire_y(at: int) -> float:
        return _TOP + 26 + (0 if at == 0 else 30 + len(gates) * _GATE_ROW + (at - 1) * 34)

    bottom = wire_y(max(1, len(states) - 1)) + 26
    head = f"{title}: unrolled, unit {moment.unit}"
    pieces = [
        heading(
            head,
            f"one cell, drawn once for each {time['name']}; the wider a wire, the larger its number; "
            "hollow is below zero.",
        )
    ]
    for at, row in enumerate(rows):
        x, here = _LEFT + at * (_CELL + _GAP), row == moment.row
        pieces.append(
            f'<rect x="{x}" y="{_TOP}" width="{_CELL}" height="{bottom - _TOP:.1f}" rx="4" '
            f'fill="{PAGE if here else LIGHT["raised"]}" stroke="{INK if here else LIGHT["edge"]}" '
            f'stroke-width="{2 if here else 1}"/>'
        )
        back = moment.row - row
        for line, gate in enumerate(gates):
            pieces += _gate(gate, moment.value(gate["name"], back), x, line, here)
        label = (time.get("labels") or [None] * time["steps"])[kept[row]]
        below = [label] if label else []
        for line, words in enumerate([*below, f"{time['name']} {kept[row]}"]):
            pieces.append(
                text(
                    x + _CELL / 2,
                    bottom + 20 + 16 * line,
                    short(words, 18),
                    anchor="middle",
                    bold=here and line == 0,
                )
            )
    # What leaves a cell that reads backward stands on its left.
    between = [*rows, rows[-1] + 1] if moment.backward else [rows[0] - 1, *rows]
    for at, state in enumerate(states):
        pieces.append(
            text(
                8,
                wire_y(at) - 24,
                state["name"],
                size=16,
                fill=channel_ink(state),
                serif=True,
            )
        )
        for place, row in enumerate(between):
            value = moment.value(state["name"], moment.row - row)
            x = _LEFT - _GAP + place * (_CELL + _GAP)
            pieces.append(_wire(value, channel_ink(state), x, wire_y(at)))
    sentence = moment.sentence()
    pieces.append(text(16, bottom + 66, short(sentence, 118)))
    return picture(bottom + 84, f"{head}. {sentence}", "".join(pieces))


def _gate(gate: dict[str, Any], value: float, x: float, line: int, here: bool) -> list[str]:
    y, colour = _TOP + 62 + line * _GATE_ROW, channel_ink(gate)
    return [
        text(x + 6, y, short(gate["name"], 3), size=15, fill=colour, serif=True),
        *_bar(value, tuple(gate["range"]), x + 20, y - 9, _GATE_BAR, colour),
        text(x + _CELL - 4, y, number_words(value), anchor="end", bold=here),
    ]


def _wire(value: float, colour: str, x: float, y: float) -> str:
    width = 1.5 + 5 * min(1.0, abs(value)) if np.isfinite(value) else 0.0

    def line(stroke: str, thick: float) -> str:
        return f'<path d="M{x} {y:.1f}h{_GAP}" stroke="{stroke}" stroke-width="{thick:.1f}"/>'

    drawn = "" if width == 0 else line(colour, max(4.0, width) if value < 0 else width)
    if value < 0:
        drawn += line(PAGE, max(1.2, max(4.0, width) - 2.8))
    return drawn + text(x + _GAP / 2, y - 8, number_words(value), anchor="middle", bold=True)


def flow_picture(trace: dict[str, Any], moment: Moment, title: str) -> str | None:
    """The norm of dL/dstate at each step; None without gradients."""
    channels = moment.layer["channels"]
    states = [each["name"] for each in channels if each["role"] == "state"]
    lines: list[tuple[str, Array, str]] = [
        (
            f"‖dL/d{each['of']}‖",
            np.linalg.norm(each["array"].values.astype(float), axis=1),
            channel_ink(each),
        )
        for each in channels
        if each["role"] == "gradient" and each.get("of") in states
    ]
    if not lines:
        return None
    at = ", ".join(
        f"{name} {number_words(float(values[moment.row]) if moment.row >= 0 else float('nan'))}"
        for name, values, _ in lines
    )
    if moment.row in moment.padded:
        at = "padding, where nothing is computed"
    sentence = f"At {moment.words}: {at}."
    drawn = chart(lines, trace["time"], cursor=moment.row, logarithmic=True)
    step, answers = trace["time"]["name"], (trace.get("loss") or {}).get("answers")
    reading = (
        f"what all {len(answers)} answers of the loss send back to each {step}, together. It is no memory"
        if answers
        else f"how much the loss still feels of each {step}"
    )
    pieces = [
        heading(
            f"{title}: gradient flow",
            f"{reading}; from one line of the grid to the next is always the same factor.",
        ),
        drawn,
        text(16, 352, short(sentence, 118)),
    ]
    return picture(370, f"{title}: gradient flow. {sentence}", "".join(pieces))
