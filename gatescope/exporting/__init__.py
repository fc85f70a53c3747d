"""Notebooks as pages whose pictures live: `jupyter nbconvert --to gatescope lesson.ipynb`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from traitlets import Bool, Unicode, default

from gatescope.exporting.abstract import description_of, title_of
from gatescope.exporting.formulas import with_formulas
from gatescope.exporting.handout import Handout, closed_code
from gatescope.exporting.links import finder, linked
from gatescope.exporting.marks import with_colored_marks
from gatescope.exporting.packing import packed
from gatescope.exporting.pictures import (
    Pictures,
    inside_script,
    network_beside,
    own_types,
    still_picture,
)

VIEWS = Path(__file__).resolve().parent.parent / "_widget"
TEMPLATES = Path(__file__).resolve().parent / "templates"


class LivingExporter(HTMLExporter):
    """HTML in which the views of gatescope can be scrubbed, played and read, without a kernel.

    The page holds the program of the views once, and each run's numbers once. It loads nothing from
    elsewhere, and opens from a file. What is folded in the notebook is folded there, and the key of a
    question stays behind. As a page of a site (`reading`), it has the site's program instead, which
    also runs what the page holds.
    """

    export_from_notebook = "HTML with living pictures"
    output_mimetype = "text/html"

    stills = Bool(
        False,
        help="Whether the page also holds a still of each picture, for places that remove scripts.",
    ).tag(config=True)
    site = Unicode(
        "",
        help="Address of a site with these notebooks; links to one without a page here lead there.",
    ).tag(config=True)

    reading = Unicode(
        "",
        help="Address of the folder of a site's reading pages, as seen from the page: it is one of them.",
    ).tag(config=True)

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
        yield "still_picture", lambda data: still_picture(data, drawn=self.stills)
        yield "network_beside", network_beside

    @pass_context
    def markdown2html(self, context: Any, source: str) -> str:
        """nbconvert's filter, with links that lead to what is there, and formulas that are set."""
        html = with_formulas(str(super().markdown2html(context, source)))
        return linked(html, finder(context["resources"], self.site))

    def _init_preprocessors(self) -> None:
        super()._init_preprocessors()  # type: ignore[no-untyped-call]
        self.register_preprocessor(Handout, enabled=True)  # type: ignore[no-untyped-call]

    def from_notebook_node(
        self, nb: Any, resources: Any = None, **options: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Converts a notebook; `FileNotFoundError` when this install has no built views."""
        resources = self._init_resources(resources)  # type: ignore[no-untyped-call]
        outputs = [
            output.get("data", {}) for cell in nb.cells for output in cell.get("outputs", [])
        ]
        # A notebook without pictures of ours needs no program of them.
        living = any(own_types(data) for data in outputs)
        # As a page of a site, it has the site's.
        alone = not self.reading
        program = views("page.js").replace("</script", "<\\/script") if living and alone else ""
        notebook = f"{resources['metadata'].get('name', 'notebook')}.ipynb"
        resources["gatescope"] = {
            "title": title_of(nb) or resources["metadata"].get("name", "Notebook"),
            "description": description_of(nb),
            "reading": self.reading.rstrip("/"),
            "notebook": notebook,
            "closed": json.dumps(closed_code(nb), ensure_ascii=False),
            "told": inside_script({"notebook": notebook, "folder": self.reading.rstrip("/")}),
            "style": views("saved.css") if alone else "",
            "views": views("style.css") if living and alone else "",
            "script": program,
            "pictures": Pictures(),
        }
        page, resources = super().from_notebook_node(nb, resources, **options)
        page = with_colored_marks(page, views("saved.css"))
        # A site's server packs its pages itself.
        return (page if self.reading else packed(page)), resources


def views(name: str) -> str:
    """A file of the built views."""
    return (VIEWS / name).read_text(encoding="utf-8")
