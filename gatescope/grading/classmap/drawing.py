"""Pictures of the page, as SVG whose colors are the page's own: light and dark alike."""

from __future__ import annotations

import math
from html import escape

from gatescope.grading.classmap.guesses import Asked
from gatescope.grading.classmap.items import Inventory
from gatescope.grading.classmap.reports import Channel, Maps, Report
from gatescope.tracing.hues import letter_hue

#: Steps of a ramp that the style sheet holds.
SHADES = 24


def _text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    name = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{name}>{escape(words)}</text>'


def _rect(x: float, y: float, width: float, height: float, kind: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(0, width):.1f}" '
        f'height="{max(0, height):.1f}" class="{kind}"/>'
    )


def _picture(width: float, height: float, said: str, *pieces: str) -> str:
    return (
        f'<svg viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" '
        f'role="img" aria-label="{escape(said, quote=True)}">{"".join(pieces)}</svg>'
    )


def wrong_equation(report: Report) -> str:
    """Which channel goes wrong at which step, what follows, and the numbers asked for and given."""
    if report.channel is None or report.step is None:
        return ""
    channels = report.channels or (Channel(report.channel, "", report.step),)
    known = [each.first for each in channels if each.first is not None]
    steps = report.maps.steps if report.maps else max([report.step, *known]) + 1
    steps = min(steps, 60)
    left, row, top = 112.0, 18.0, 18.0
    column = min(34, max(6, int(220 / steps)))
    pieces = [_text(0, 11, "channel", "axis"), _text(left, 11, "step", "axis")]
    for at, channel in enumerate(channels):
        y = top + at * row
        hue = letter_hue(channel.name)
        pieces.append(_text(0, y + 13, channel.name[:10], f"letter {hue}"))
        pieces.append(
            _text(24 if len(channel.name) < 3 else 84, y + 13, channel.label[:14], "axis")
        )
        for step in range(steps):
            kind = "agrees"
            if channel.first is not None and step >= channel.first:
                is_first = channel.name == report.channel and step == report.step
                kind = "first" if is_first else "follows"
            pieces.append(_rect(left + step * column, y + 2, column - 2, row - 4, kind))
            if kind == "first":
                middle = left + step * column + (column - 2) / 2
                pieces.append(_text(middle, y + 14, "×", "cross", "middle"))
    height = top + len(channels) * row
    every = max(1, math.ceil(22 / column))
    for step in range(0, steps, every):
        words = str(step)
        pieces.append(
            _text(left + step * column + (column - 2) / 2, height + 12, words, "axis", "middle")
        )
    height += 18
    width = left + steps * column
    if report.maps is not None:
        drawn, map_width, map_height = _maps(report, report.maps)
        beside = width + 36
        pieces.append(f'<g transform="translate({beside} 0)">{drawn}</g>')
        width, height = beside + map_width, max(height, map_height)
    return _picture(width, height, said_of(report), *pieces)


def said_of(report: Report) -> str:
    """The picture in a sentence."""
    numbers = ""
    if report.expected is not None and report.got is not None:
        numbers = f": asked for is {report.expected}, given was {report.got}"
    others = [
        each.name
        for each in report.channels
        if each.first is not None and each.name != report.channel
    ]
    follows = f". {', '.join(others)} differ too" if others else ""
    return (
        f"The first wrong number is in {report.channel} at step {report.step}, "
        f"unit {report.unit}{numbers}{follows}."
    )


def _maps(report: Report, maps: Maps) -> tuple[str, float, float]:
    """Both matrices of the first wrong channel, one above the other: columns are steps."""
    column = max(4, min(26, int(200 / maps.steps)))
    row = max(4, min(14, int(64 / maps.units)))
    pieces, y = [], 0.0
    for name, numbers in (("asked for", maps.expected), ("given", maps.got)):
        pieces.append(_text(0, y + 11, f"{report.channel}, {name}", "axis"))
        y += 16
        for step in range(maps.steps):
            for unit in range(maps.units):
                shade = _shade(numbers[step * maps.units + unit], maps.range)
                pieces.append(_rect(step * column, y + unit * row, column, row, shade))
        if report.step is not None and report.unit is not None:
            inside = report.step < maps.steps and report.unit < maps.units
            if inside:
                place = (report.step * column, y + report.unit * row)
                pieces.append(_rect(place[0], place[1], column, row, "found"))
        y += maps.units * row + 8
    pieces.append(_text(0, y + 6, "columns: steps, rows: units", "axis"))
    y += 12
    return "".join(pieces), max(150.0, maps.steps * column + 2), y


def _shade(value: float, ends: tuple[float, float]) -> str:
    if not math.isfinite(value):
        return "none"
    share = max(0.0, min(1.0, (value - ends[0]) / (ends[1] - ends[0])))
    return f"{'s' if ends[0] < 0 else 'g'}{round(share * (SHADES - 1))}"


def guesses(asked: Asked, drawn: tuple[tuple[float, ...], ...]) -> str:
    """All guesses of a class over the truth."""
    if not drawn:
        return ""
    said = f"{len(drawn)} guesses of {asked.quantity or 'a number'} beside the truth."
    low, high = asked.range
    places = asked.positions()
    if len(asked.truth) == 1:
        return _line(asked, [each[0] for each in drawn], said)
    width, height, left, top = 460.0, 150.0, 56.0, 10.0

    def across(at: int) -> float:
        return left + (at + 0.5) * (width - left) / len(asked.truth)

    def up(value: float) -> float:
        share = max(0.0, min(1.0, (value - low) / (high - low)))
        return top + height * (1 - share)

    pieces = [_rect(left, top, width - left, height, "frame")]
    pieces += [_text(left - 6, up(end) + 4, f"{end:g}", "axis", "end") for end in (low, high)]
    pieces.append(_text(width, top + height + 16, asked.axis, "axis", "end"))
    if asked.form == "curve":
        for each in drawn:
            pieces.append(
                _path([(across(at), up(each[at])) for at in range(len(each))], each, "guess")
            )
        real = [
            asked.given[at] if at not in places else asked.truth[at]
            for at in range(len(asked.truth))
        ]
        pieces.append(_path([(across(at), up(real[at])) for at in range(len(real))], real, "truth"))
    else:
        for at in range(len(asked.truth)):
            for index, each in enumerate(drawn):
                if math.isfinite(each[at]):
                    jitter = (index * 0.618 % 1 - 0.5) * min(
                        60, (width - left) / len(asked.truth) * 0.5
                    )
                    pieces.append(_dot(across(at) + jitter, up(each[at])))
            half = min(34, (width - left) / len(asked.truth) * 0.4)
            y = up(asked.truth[at])
            pieces.append(
                f'<path d="M{across(at) - half:.1f} {y:.1f}h{2 * half:.1f}" class="truth"/>'
            )
            label = asked.labels[at] if at < len(asked.labels) else str(at)
            if len(asked.truth) <= 8:
                pieces.append(_text(across(at), top + height + 16, label[:14], "axis", "middle"))
    return _picture(width + 4, top + height + 24, said, *pieces)


def _line(asked: Asked, values: list[float], said: str) -> str:
    """Guesses of one number, as dots over a line; those alike stand on each other."""
    width, left, bottom = 460.0, 12.0, 74.0
    low, high = asked.range

    def across(value: float) -> float:
        return left + (max(low, min(high, value)) - low) / (high - low) * (width - 2 * left)

    stacks: dict[int, int] = {}
    pieces = [f'<path d="M{left} {bottom}H{width - left}" class="edge"/>']
    for value in sorted(each for each in values if math.isfinite(each)):
        place = round(across(value) / 7)
        stacks[place] = stacks.get(place, 0) + 1
        pieces.append(_dot(place * 7, bottom - 6 - 7 * min(8, stacks[place] - 1)))
    right = across(asked.truth[0])
    pieces.append(f'<path d="M{right:.1f} 4V{bottom + 6}" class="truth"/>')
    pieces += [
        _text(left, bottom + 20, f"{low:g}", "axis"),
        _text(width - left, bottom + 20, f"{high:g} {asked.unit}", "axis", "end"),
        _text(
            min(width - 90, max(90, right)),
            bottom + 20,
            f"truth {asked.truth[0]:.4g}",
            "axis",
            "middle",
        ),
    ]
    return _picture(width, bottom + 26, said, *pieces)


def _dot(x: float, y: float) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" class="dot"/>'


def _path(
    points: list[tuple[float, float]], values: list[float] | tuple[float, ...], kind: str
) -> str:
    drawn, pen = [], "M"
    for (x, y), value in zip(points, values):
        if math.isfinite(value):
            drawn.append(f"{pen}{x:.1f} {y:.1f}")
            pen = "L"
        else:
            pen = "M"
    return f'<path d="{"".join(drawn)}" class="{kind}"/>' if drawn else ""


def bar(parts: dict[str, int]) -> str:
    """How a class divides: one bar, a part for each kind. What is right looks as what passed."""
    total = sum(parts.values())
    if total == 0:
        return ""
    pieces, x = [], 0.0
    for kind, number in parts.items():
        width = 200 * number / total
        if number:
            name = "passed" if kind == "right" else kind
            pieces.append(_rect(x, 0, max(1, width - 1), 12, name))
        x += width
    return f'<svg viewBox="0 0 200 12" width="200" height="12" aria-hidden="true">{"".join(pieces)}</svg>'


def gains(inventory: Inventory) -> str:
    """The share right of each question on each sheet, joined by a line."""
    rows = [each.item for each in inventory.sheets[0].items]
    width, left, row, top = 560.0, 190.0, 22.0, 26.0

    def across(share: float) -> float:
        return left + share * (width - left - 16)

    height = top + row * len(rows)
    pieces = [
        f'<path d="M{across(share):.1f} {top - 6}V{height:.1f}" class="grid"/>'
        + _text(across(share), 12, f"{share:.0%}", "axis", "middle")
        for share in (0, 0.25, 0.5, 0.75, 1)
    ]
    for at, item in enumerate(rows):
        y = top + at * row + 8
        pieces.append(_text(0, y + 4, item.id[:26], ""))
        shares = [
            next((one.share for one in sheet.items if one.item.id == item.id), None)
            for sheet in inventory.sheets
        ]
        known = [across(share) for share in shares if share is not None]
        if len(known) > 1:
            pieces.append(f'<path d="M{min(known):.1f} {y}H{max(known):.1f}" class="edge"/>')
        for sheet, share in enumerate(shares):
            if share is not None:
                pieces.append(_place(across(share), y, sheet))
    said = "Share right of each question: " + "; ".join(sheet.title for sheet in inventory.sheets)
    return _picture(width, height, f"{said}. The numbers are in the table below.", *pieces)


def _place(x: float, y: float, sheet: int) -> str:
    """A ring, a disc or a square: sheets differ in form as well as in color."""
    if sheet == 0:
        return f'<circle cx="{x:.1f}" cy="{y}" r="5" class="ring"/>'
    if sheet == 1:
        return f'<circle cx="{x:.1f}" cy="{y}" r="5" class="disc"/>'
    return _rect(x - 4, y - 4, 8, 8, "square")
