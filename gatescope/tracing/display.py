"""Results in a notebook: our MIME type for the views, a picture and text for everybody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .arrays import encode
from .live import shown_results
from .picture import bundle_picture
from .thin import thin

MIME_TYPES = {
    "trace": "application/vnd.gatescope.trace+json",
    "comparison": "application/vnd.gatescope.comparison+json",
    "gradientFlow": "application/vnd.gatescope.gradient-flow+json",
    "history": "application/vnd.gatescope.history+json",
}


def mime_bundle(
    result: Any, view: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """`(data, metadata)` of a result, thinned to what a notebook should keep."""
    whole = shown_results.bundle(result)
    if view:
        whole = {**whole, "view": dict(view)}
    bundle = thin(whole)
    data = {
        MIME_TYPES[bundle["kind"]]: encode(bundle),
        "image/svg+xml": bundle_picture(bundle),
        "text/plain": repr(result),
    }
    return data, {}
