"""Formulas of a text as MathML, which browsers set by themselves: no script, no network, on paper too."""

from __future__ import annotations

import re
from html import escape

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from latex2mathml.converter import convert

#: A formula as Markdown writes it: between two dollar signs a line of its own, between one in a line.
FORMULA = re.compile(r"\$\$(?P<block>.+?)\$\$|\$(?P<line>[^$\n]+?)\$", re.S)
#: A command, a brace or a column that the converter did not know, and set as it stood.
UNKNOWN = re.compile(r"<m\w+>(?:\\[^<]*|[&{}])</m\w+>")


class Unreadable(ValueError):
    """A formula that says something not known here."""


def with_formulas(html: str) -> str:
    """HTML whose formulas are set; one that cannot be read stays as it was written."""
    if "$" not in html:
        return html
    soup = BeautifulSoup(html, features="html.parser")
    for text in list(soup.find_all(string=FORMULA)):
        if isinstance(text, NavigableString) and not text.find_parent(["code", "pre", "script"]):
            text.replace_with(BeautifulSoup(set_in(str(text)), features="html.parser"))
    for paragraph in soup.find_all("p"):
        only = [each for each in paragraph.children if str(each).strip()]
        # A formula of its own needs no paragraph around it.
        if len(only) == 1 and isinstance(only[0], Tag) and only[0].get("display") == "block":
            paragraph.name = "div"
            paragraph["class"] = "read-formula"
            paragraph["tabindex"] = "0"
    return str(soup)


def set_in(text: str) -> str:
    """A text as HTML with its formulas set."""
    parts: list[str] = []
    end = 0
    for found in FORMULA.finditer(text):
        parts.append(escape(text[end : found.start()], quote=False))
        try:
            parts.append(mathml(found["block"] or found["line"], block=bool(found["block"])))
        except Unreadable:
            parts.append(escape(found[0], quote=False))
        end = found.end()
    return "".join((*parts, escape(text[end:], quote=False)))


def mathml(latex: str, *, block: bool = False) -> str:
    """
    A formula of LaTeX as MathML.

    :raises Unreadable: for a command, or an order of them, that is not known here
    """
    # The converter knows the form that numbers its lines and the one that does not, not the inner one.
    known = latex.replace("{aligned}", "{align*}")
    try:
        found = convert(known, display="block" if block else "inline")
    except Exception as fault:  # its faults have no class in common
        raise Unreadable(f"{latex}: {type(fault).__name__}") from fault
    if unknown := UNKNOWN.search(found):
        raise Unreadable(f"{latex}: {unknown[0]}")
    spoken = escape(" ".join(latex.split()))
    return found.replace("<math ", f'<math alttext="{spoken}" ', 1)
