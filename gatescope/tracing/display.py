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

    Of our MIME type and the widget's there is one: a page that knows both would draw the picture twice
    or the wrong one.
    """
    way = chosen(renderer)
    bundle = bundle_of(result, view, linked=way == "anywidget")
    data = {"image/svg+xml": bundle_picture(bundle), "text/plain": repr(result)}
    if way == "mime":
        data = {MIME_TYPES[bundle["kind"]]: encode(bundle), **data}
    elif way == "anywidget":
        from .widget import View

        drawn = View(bundle)._repr_mimebundle_() or ({}, {})
        return {WIDGET_VIEW: drawn[0][WIDGET_VIEW], **data}, drawn[1]
    return data, {}


def bundle_of(
    result: Any, view: Mapping[str, Any] | None = None, *, linked: bool = False
) -> dict[str, Any]:
    """The bundle that a notebook keeps, with the view to open on."""
    whole = live_bundle(result, linked=linked)
    return thin({**whole, "view": dict(view)} if view else whole)
