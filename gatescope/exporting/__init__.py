"""Notebooks as pages whose pictures live: `jupyter nbconvert --to gatescope lesson.ipynb`."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter
from traitlets import default

PREFIX, SUFFIX = "application/vnd.gatescope.", "+json"
VIEWS = Path(__file__).resolve().parent.parent / "_widget"
TEMPLATES = Path(__file__).resolve().parent / "templates"


class LivingExporter(HTMLExporter):
    """HTML in which the views of gatescope can be scrubbed, played and read, without a kernel.

    The page holds the program of the views once, and each picture's numbers. It loads nothing of
    gatescope's from elsewhere, and opens from a file. Where no script runs, each picture is the one
    that the notebook keeps for other viewers.
    """

    export_from_notebook = "HTML with living pictures"
    output_mimetype = "text/html"

    @default("template_name")
    def _own_template(self) -> str:
        return "gatescope"

    @default("extra_template_basedirs")
    def _own_templates(self) -> list[str]:
        return [str(Path.cwd()), str(TEMPLATES)]

    def default_filters(self) -> Iterable[tuple[str, Any]]:
        """nbconvert's filters, and those of our template."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "view_type", lambda data: next(iter(own_types(data)), None)
        yield "inside_script", inside_script
        yield "still_picture", still_picture

    def from_notebook_node(
        self, nb: Any, resources: Any = None, **options: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Converts a notebook; `FileNotFoundError` when this install has no built views."""
        resources = self._init_resources(resources)  # type: ignore[no-untyped-call]
        outputs = [
            output.get("data", {}) for cell in nb.cells for output in cell.get("outputs", [])
        ]
        # A notebook without pictures of ours is the page that it always was.
        living = any(own_types(data) for data in outputs)
        resources["gatescope"] = {
            "style": views("style.css") if living else "",
            "script": views("page.js").replace("</script", "<\\/script") if living else "",
        }
        return super().from_notebook_node(nb, resources, **options)


def own_types(data: Mapping[str, Any]) -> list[str]:
    """The types of an output that gatescope's views draw."""
    return [kind for kind in data if kind.startswith(PREFIX) and kind.endswith(SUFFIX)]


def inside_script(bundle: Any) -> str:
    """JSON that stays inside its script element, whatever texts it holds."""
    text = json.dumps(bundle, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def still_picture(data: Mapping[str, Any]) -> str:
    """What an output holds for other viewers, as HTML: a picture, else its text."""
    words = text_of(data.get("text/plain", ""))
    for kind in ("image/svg+xml", "image/png"):
        if kind in data:
            picture = text_of(data[kind])
            code = picture if kind == "image/png" else b64encode(picture.encode()).decode()
            return f'<img alt="{escape(words)}" src="data:{kind};base64,{escape(code)}">'
    return f"<pre>{escape(words)}</pre>"


def text_of(value: Any) -> str:
    """A text that a notebook may keep line by line."""
    return "".join(value) if isinstance(value, list) else str(value)


def views(name: str) -> str:
    """A file of the built views."""
    return (VIEWS / name).read_text(encoding="utf-8")
