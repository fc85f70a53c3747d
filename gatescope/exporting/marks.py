"""The marks of code: Pygments names every word and every blank, and the page colors few of them."""

from __future__ import annotations

import re

CODE = re.compile(r'<div class="highlight[^"]*"><pre>.*?</pre>', re.S)
MARK = re.compile(r'<span(?: class="(\w+)")?>([^<]*)</span>')
#: Rules of the style sheet that give a mark its color.
COLORED = re.compile(r"\.highlight :is\(([^)]*)\)")


def with_colored_marks(page: str, style: str) -> str:
    """The page with those marks around its code that the style sheet gives a color."""
    colored = {mark.strip(" .") for rule in COLORED.findall(style) for mark in str(rule).split(",")}
    return CODE.sub(
        lambda code: MARK.sub(
            lambda mark: mark[0] if mark[1] in colored else mark[2],
            code[0],
        ),
        page,
    )
