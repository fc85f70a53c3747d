"""A page of feedback: what a student wrote is shown without scripts, in bounded time and length."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import Any
from urllib.parse import unquote

from jinja2 import pass_context
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import MISTUNE_V3, IPythonRenderer, MarkdownWithMath
from traitlets import default
from traitlets.config import Config

from gatescope.grading.notebook_file import Cell, source_of

#: Of a text as many characters are shown.
LONGEST = 50_000
#: A longer one is shown as it is typed: what gives Markdown its form, and code its colors, may take the
#: square of a text's length, or more.
LONGEST_STYLED = 10_000
#: Characters of the pictures of one text, as a notebook keeps them: a screen in half its size.
LARGEST_PICTURES = 2_000_000
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_ATTACHED = re.compile(r"!\[[^\[\]]*\]\(<?attachment:([^()<>\s]+)>?\)")

#: The picture of a report, as the judge writes it. Cleaned, it would be words in place of a picture.
_REPORT = re.compile(r'<img alt="[^"<>]*" src="data:image/svg\+xml;charset=utf-8,[^"<>\s]*">')
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/]*={0,2}")
#: Without an entity, which could spell the name of another protocol.
#: Nor a sign that is not seen: browsers leave out those before an address, and what follows may be another.
_ADDRESS = re.compile(r"(https?://|mailto:)\S*|[^:&\s\x00-\x1f\x7f]*", re.I)
_BESIDE = re.compile(r"[^:&\s\x00-\x1f\x7f/\\][^:&\s\x00-\x1f\x7f]*")
#: What text in Markdown becomes.
LINES = {"a", "abbr", "b", "br", "code", "del", "em", "i", "img", "span", "strong", "sub", "sup"}
BLOCKS = {"blockquote", "details", "div", "hr", "li", "ol", "p", "pre", "summary", "ul"}
HEADINGS = {f"h{level}" for level in range(1, 7)}
TABLES = {"table", "tbody", "td", "th", "thead", "tr"}
TAGS = LINES | BLOCKS | HEADINGS | TABLES


def pictures_of(cell: Cell) -> dict[str, dict[str, str]]:
    """The pictures that are pasted into a text, as nbformat keeps them; large ones are left out."""
    found: dict[str, dict[str, str]] = {}
    left = LARGEST_PICTURES
    attachments = cell.get("attachments")
    for name, forms in attachments.items() if isinstance(attachments, dict) else ():
        for kind in PICTURES:
            data = forms.get(kind) if isinstance(forms, dict) else None
            if isinstance(data, list):
                data = "".join(part for part in data if isinstance(part, str))
            # Some write it in lines.
            data = "".join(data.split()) if isinstance(data, str) else ""
            if 0 < len(data) <= left and _BASE64.fullmatch(data):
                left -= len(data)
                found[name] = {kind: data}
                break
    return found


def with_pictures(text: str, pictures: dict[str, dict[str, str]]) -> str:
    """The text, which names in words what it would show and what is not among its pictures."""

    def shown(found: re.Match[str]) -> str:
        name = found[1]
        return found[0] if name in pictures or unquote(name) in pictures else _named(name)

    return _ATTACHED.sub(shown, text)


def _named(name: str) -> str:
    words = re.sub(r"[^\w.\- ]", "_", unquote(name)[:100])
    return f"(the picture {words}, which is not shown here)"


def shorten(cell: Any) -> None:
    """Cut what a student wrote in a cell, with a sentence that says so, and take its form where it is long."""
    text = source_of(cell)
    if len(text) <= LONGEST_STYLED:
        return
    if (more := len(text) - LONGEST) > 0:
        text = f"{text[:LONGEST]}\n\n({more} more characters were handed in, which are not shown here.)"
    if cell["cell_type"] == "markdown":
        fence = "~" * (3 + max(map(len, re.findall("~+", text)), default=0))
        text = f"{fence}\n{text}\n{fence}"
    else:
        cell["metadata"]["magics_language"] = "text"
    cell["source"] = text


class _Renderer(IPythonRenderer):
    """Markdown in which a picture that is not there is named; nbconvert refuses the whole notebook."""

    #: A picture may be asked for many times.
    left = LARGEST_PICTURES

    def image(self, text: str, url: str, title: str | None = None) -> str:
        source = url if MISTUNE_V3 else text
        name = source.removeprefix("attachment:")
        if name != source:
            name = name if name in self.attachments else unquote(name)
            self.left -= sum(map(len, self.attachments.get(name, {}).values()))
            if name not in self.attachments or self.left < 0:
                return escape(_named(name))
            named = f"attachment:{name}"
            text, url = (text, named) if MISTUNE_V3 else (named, url)
        return str(super().image(text, url, title))


class FeedbackPage(HTMLExporter):
    """A notebook as a page from which everything is cleaned that could run, or ask somebody for something."""

    def default_filters(self) -> Iterator[tuple[str, Callable[..., str]]]:
        """nbconvert's, with cleaning of our own."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "clean_html", cleaned
        # For notebooks of IPython 1; it takes the square of a text's brackets.
        yield "strip_files_prefix", lambda text: text

    @default("sanitize_html")
    def _sanitize_html_default(self) -> bool:
        return True

    @property
    def default_config(self) -> Config:
        """nbconvert's, but no cell says itself in which language it is."""
        found = Config(super().default_config)
        found.merge({"HighlightMagicsPreprocessor": {"enabled": False}})
        return found

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        """Markdown as clean HTML: not every template cleans what it takes.

        No file is put into a page: what a student wrote may name any of the course's.
        """
        renderer = _Renderer(
            escape=False,
            attachments=context.get("cell", {}).get("attachments", {}),
            embed_images=False,
            anchor_link_text=self.anchor_link_text,
            exclude_anchor_links=self.exclude_anchor_links,
            **self.lexer_options,
        )
        return cleaned(MarkdownWithMath(renderer=renderer).render(source))


def cleaned(element: object) -> str:
    """HTML without scripts. nbconvert's own cleaning would show the tags of its paragraphs as words."""
    import bleach

    text = str(element)
    if _REPORT.fullmatch(text.strip()):
        return text
    protocols = {*bleach.ALLOWED_PROTOCOLS, "data"}
    return str(bleach.clean(text, tags=TAGS, attributes=_is_harmless, protocols=protocols))


def _is_harmless(tag: str, name: str, value: str) -> bool:
    if name in ("class", "id"):
        # nbconvert's page has a script that draws such a text, and fetches it and what the text names.
        return "mermaid" not in value.lower()
    if name in ("alt", "title"):
        return True
    if (tag, name) == ("a", "href"):
        return _ADDRESS.fullmatch(value) is not None
    # An address elsewhere would tell its owner that the page was opened.
    fits = _BESIDE.fullmatch(value) or _PICTURE.fullmatch(value)
    return (tag, name) == ("img", "src") and fits is not None
