"""Formulas of a text as MathML, which browsers set by themselves: no script, no network, on paper too."""

from __future__ import annotations

import re
from html import escape

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

#: A formula as Markdown writes it: between two dollar signs a line of its own, between one in a line.
FORMULA = re.compile(r"\$\$(?P<block>.+?)\$\$|\$(?P<line>[^$\n]+?)\$", re.S)
#: Words inside a formula are one token: their spaces count.
WORDS = r"\\(?:text|mathrm|operatorname|textit|mathbf)\{[^{}]*\}"
TOKEN = re.compile(WORDS + r"|\\[A-Za-z]+|\\.|[0-9]+(?:[.,][0-9]+)*|\s+|.", re.S)

SYMBOLS = {
    **dict(
        zip(
            [
                "alpha",
                "beta",
                "gamma",
                "delta",
                "epsilon",
                "eta",
                "theta",
                "lambda",
                "mu",
                "pi",
                "rho",
            ],
            "αβγδεηθλμπρ",
        )
    ),
    **dict(zip(["sigma", "tau", "phi", "varphi", "psi", "omega", "ell"], "στϕφψωℓ")),
    **dict(zip(["Gamma", "Delta", "Theta", "Lambda", "Sigma", "Phi", "Omega"], "ΓΔΘΛΣΦΩ")),
}
OPERATORS = {
    **dict(
        zip(["odot", "cdot", "times", "partial", "sum", "prod", "int", "top", "in"], "⊙⋅×∂∑∏∫⊤∈")
    ),
    **dict(zip(["le", "leq", "ge", "geq", "ne", "neq", "approx", "sim", "propto"], "≤≤≥≥≠≠≈∼∝")),
    **dict(zip(["to", "rightarrow", "leftarrow", "pm", "infty", "dots", "ldots"], "→→←±∞……")),
    **dict(
        zip(["cdots", "mid", "lVert", "rVert", "lvert", "rvert", "|", "{", "}", "%"], "⋯|‖‖||‖{}%")
    ),
}
NAMES = frozenset(
    ["tanh", "sinh", "cosh", "sin", "cos", "exp", "log", "ln", "max", "min", "arg", "det"]
)
SPACES = {",": "0.17em", ";": "0.28em", ":": "0.22em", " ": "0.25em", "!": "0", "quad": "1em"}
SPACES["qquad"] = "2em"
ACCENTS = {"overrightarrow": "→", "overleftarrow": "←", "hat": "^", "bar": "¯", "tilde": "~"}
ACCENTS |= {"vec": "→", "overline": "¯"}
#: What stands left and right of a table of formulas.
FENCES = {"aligned": ("", ""), "cases": ("{", ""), "pmatrix": ("(", ")"), "bmatrix": ("[", "]")}
FENCES |= {"matrix": ("", ""), "array": ("", "")}


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
    reader = Reader([each for each in TOKEN.findall(latex) if not each.isspace()])
    inside = reader.row(frozenset())
    spoken = escape(" ".join(latex.split()))
    display = ' display="block"' if block else ""
    return f'<math{display} alttext="{spoken}"><mrow>{inside}</mrow></math>'


class Reader:
    """Reads the tokens of one formula."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0

    def row(self, ends: frozenset[str]) -> str:
        """All up to a token that ends it; without one, up to the end of the formula."""
        parts = []
        while self.at < len(self.tokens) and self.tokens[self.at] not in ends:
            parts.append(self.scripted())
        if ends and self.at == len(self.tokens):
            raise Unreadable(f"expected {' or '.join(sorted(ends))}")
        return "".join(parts)

    def scripted(self) -> str:
        """One thing with what stands below and above it."""
        base = "<mrow></mrow>" if self.tokens[self.at] in "_^" else self.atom()
        scripts: dict[str, str] = {}
        while self.at < len(self.tokens) and self.tokens[self.at] in ("_", "^", "'"):
            place = self.take()
            if place == "'":
                scripts["^"] = scripts.get("^", "") + "<mo>′</mo>"
            else:
                scripts[place] = self.atom()
        below, above = scripts.get("_"), scripts.get("^")
        if below and above:
            return f"<msubsup>{base}{below}<mrow>{above}</mrow></msubsup>"
        if below:
            return f"<msub>{base}{below}</msub>"
        return f"<msup>{base}<mrow>{above}</mrow></msup>" if above else base

    def take(self) -> str:
        if self.at == len(self.tokens):
            raise Unreadable("the formula ends too early")
        self.at += 1
        return self.tokens[self.at - 1]

    def atom(self) -> str:
        token = self.take()
        if token == "{":
            inside = self.row(frozenset("}"))
            self.take()
            return f"<mrow>{inside}</mrow>"
        if token.startswith("\\") and token.endswith("}") and len(token) > 2:
            return words(token)
        if token.startswith("\\"):
            return self.command(token[1:])
        if token in "}&":
            raise Unreadable(f"{token} stands alone")
        if token[0].isdigit():
            return f"<mn>{token}</mn>"
        if token.isalpha():
            return f"<mi>{token}</mi>"
        stretchy = ' stretchy="false"' if token in "()[]|/" else ""
        return f"<mo{stretchy}>{escape(token.replace('-', '−'))}</mo>"

    def command(self, name: str) -> str:
        if name in SYMBOLS:
            return f"<mi>{SYMBOLS[name]}</mi>"
        if name in OPERATORS:
            fence = ' stretchy="false"' if OPERATORS[name] in "‖|{}" else ""
            return f"<mo{fence}>{OPERATORS[name]}</mo>"
        if name in NAMES:
            return f"<mi>{name}</mi>"
        if name in SPACES:
            return f'<mspace width="{SPACES[name]}"></mspace>'
        if name in ("frac", "tfrac", "dfrac"):
            return f"<mfrac>{self.atom()}{self.atom()}</mfrac>"
        if name == "sqrt":
            return f"<msqrt>{self.atom()}</msqrt>"
        if name in ACCENTS:
            return f'<mover accent="true">{self.atom()}<mo>{ACCENTS[name]}</mo></mover>'
        if name in ("left", "right", "big", "Big", "bigl", "bigr"):
            return (
                "" if self.tokens[self.at : self.at + 1] == ["."] and self.take() else self.atom()
            )
        if name == "begin":
            return self.table()
        raise Unreadable(f"\\{name}")

    def table(self) -> str:
        """Rows and columns between \\begin and \\end."""
        kind = self.name()
        if kind not in FENCES:
            raise Unreadable(f"\\begin{{{kind}}}")
        rows: list[list[str]] = [[]]
        ends = frozenset(("&", "\\\\", "\\end"))
        while True:
            rows[-1].append(f"<mtd>{self.row(ends)}</mtd>")
            end = self.take()
            if end == "\\end":
                break
            if end == "\\\\":
                rows.append([])
        self.name()
        left, right = (f"<mo>{each}</mo>" if each else "" for each in FENCES[kind])
        side = ' columnalign="right left"' if kind == "aligned" else ' columnalign="left"'
        inside = "".join(f"<mtr>{''.join(row)}</mtr>" for row in rows)
        return f'{left}<mtable{side} class="read-{kind}">{inside}</mtable>{right}'

    def name(self) -> str:
        if self.take() != "{":
            raise Unreadable("a name without braces")
        letters = []
        while (token := self.take()) != "}":
            letters.append(token)
        return "".join(letters)


def words(token: str) -> str:
    """Letters between braces as they are written."""
    command, _, letters = token[1:-1].partition("{")
    element = "mtext" if command == "text" else "mi"
    return f"<{element}>{escape(letters)}</{element}>"
