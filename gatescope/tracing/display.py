"""Results in a notebook: our MIME type or a widget for the views, a picture and text for others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .arrays import encode
from .live import live_bundle
from .options import chosen
from .picture import bundle_picture
from .thin import thin

MIME_TYPES = {
    "trace": "application/vnd.gatescope.trace+json",
    "comparison": "application/vnd.gatescope.comparison+json",
    "gradientFlow": "application/vnd.gatescope.gradient-flow+json",
    "history": "application/vnd.gatescope.history+json",
    "weights": "application/vnd.gatescope.weights+json",
    "attention": "application/vnd.gatescope.attention+json",
}


WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def mime_bundle(
    result: Any, view: Mapping[str, Any] | None = None, renderer: str | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """`(data, metadata)` of a result, thinned to what a notebook should keep.

    A widget lives as long as its kernel. Where that is gone the bundle beside it is drawn, by what knows
    our MIME types, and else the picture. Of what VS Code ranks alike it takes the first: here the widget,
    and in a file, whose names are sorted, the bundle.
    """
    way = chosen(renderer)
    bundle = bundle_of(result, view, linked=way == "anywidget")
    data = {"image/svg+xml": bundle_picture(bundle), "text/plain": repr(result)}
    if way == "static":
        return data, {}
    data = {MIME_TYPES[bundle["kind"]]: encode(bundle), **data}
    if way == "mime":
        return data, {}
    from .widget import View

    drawn = View(bundle)._repr_mimebundle_() or ({}, {})
    return {WIDGET_VIEW: drawn[0][WIDGET_VIEW], **data}, drawn[1]


def bundle_of(
    result: Any, view: Mapping[str, Any] | None = None, *, linked: bool = False
) -> dict[str, Any]:
    """The bundle that a notebook keeps, with the view to open on."""
    whole = live_bundle(result, linked=linked)
    return thin({**whole, "view": dict(view)} if view else whole)
