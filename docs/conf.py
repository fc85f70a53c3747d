"""How Sphinx makes pages of this folder; scripts/build_docs.py lays their sources out."""

import json
from pathlib import Path

project = "gatescope"
copyright = "the authors of gatescope, BSD-3-Clause"
release = json.loads((Path(__file__).parents[2] / "package.json").read_text("utf-8"))["version"]
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
# What looks into models imports them; their pages need none of these.
autodoc_mock_imports = ["numpy", "torch", "keras", "jax", "flax", "anywidget", "traitlets"]
autodoc_typehints = "none"
# A name in single backticks, as docstrings have them.
default_role = "code"
autodoc_member_order = "bysource"
source_suffix = {".md": "markdown"}
exclude_patterns = ["images/*"]
# What to call, for language models, which look for it beside the first page.
html_extra_path = ["llms.txt"]
suppress_warnings = ["misc.highlighting_failure", "myst.header", "toc.not_included"]
myst_heading_anchors = 4

html_theme = "furo"
html_title = "gatescope"
html_favicon = "../../gatescope/kernelspec/logo-svg.svg"
html_static_path = ["_static"]
html_css_files = ["gatescope-style.css", "pages.css"]
html_js_files = [
    ("gatescope-page.js", {"defer": "defer", "data-networks": "gatescope-networks.js"}),
    ("run.js", {"defer": "defer"}),
]
html_copy_source = False
html_show_sphinx = False
html_theme_options = {"navigation_with_keys": False}
# Of hundreds of pages, each with the list of all others, the wheel would grow by a third of a megabyte:
# these lead back to their own lists.
html_sidebars = {
    page: ["sidebar/brand.html", "sidebar/search.html"] for page in ("api/*/*", "python/*/*")
}
