"""`gatescope.show`: what can be drawn, and on which view it opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .api import trace
from .arguments import require_instance, require_text
from .comparison import Comparison
from .draw import draw
from .errors import GatescopeError, kind_of
from .frameworks import framework_of
from .opening import FIELDS, opening_of
from .options import checked
from .run import Run


def show(
    *what: Any,
    view: str | None = None,
    unit: int | None = None,
    step: int | None = None,
    layer: str | None = None,
    sort: str | None = None,
    channels: Sequence[str] | None = None,
    difference: bool | None = None,
    lines: bool | None = None,
    over_sequences: bool | None = None,
    own_scales: bool | None = None,
    gradients: bool | None = None,
    quantity: str | None = None,
    window: Sequence[int] | None = None,
    feature: int | None = None,
    color: str | None = None,
    mean: bool | None = None,
    all_units: bool | None = None,
    all_steps: bool | None = None,
    backward: bool | None = None,
    output: int | None = None,
    sort_at: Mapping[str, Any] | None = None,
    pattern: Mapping[str, Any] | None = None,
    answer: int | None = None,
    form: str | None = None,
    derivatives: bool | None = None,
    epoch: int | None = None,
    log: bool | None = None,
    smoothing: float | None = None,
    gates: bool | None = None,
    threshold: float | None = None,
    clamps: Sequence[Mapping[str, Any]] | None = None,
    edits: Sequence[Mapping[str, Any]] | None = None,
    title: str | None = None,
    renderer: str | None = None,
    **options: Any,
) -> Any:
    """Draws a run, a gradient flow, a history, several runs side by side, or a model with an input.

    Of `Samples` it draws a low quantile, the mean and a high quantile over the sequences side by side, and
    with `over_sequences=True` one of them before the band of all.

    `view` is the view to open on: `"gates"`, `"cell"`, `"unrolled"`, `"river"`, `"whatIf"`,
    `"gradients"` or `"influence"`. `sort` is how units are ordered at first: `"index"`, `"similarity"`,
    `"groups"`, `"peak"` or `"value"`, the last by `sort_at`, `{"channel": "h", "step": 3}`. `window` is the
    first step in view and the one after the last; `feature` and `output` which number of the input and which
    output is looked at. `clamps` and `edits` are changes that What if and River open with, as the code that
    they copy has them. Of the gates `pattern` is what units on top do (`channel`, `steps`, `threshold`);
    `lines` says whether each unit is a line, `over_sequences` whether one unit of a batch, however large,
    stands beside the 10 and 90 % quantiles and the median of its sequences, `own_scales` whether each channel has a scale of colors of its
    own, `gradients` whether the gradients stand below the states. Of runs side by side `channels` are those
    that are drawn, by what they do (`"hidden 0"`, `"keep 0"`), `lines` says whether each network is a line,
    `own_scales` whether each has a scale of its own, and `difference` whether the lower maps show what
    `edits` changed. With `mean` the river, the unrolled chain
    and the wired cell show the mean of all units; `color` is what colors the streams of the river, the name
    of an input or `"step"`, and `all_units` draws the river of each unit; `all_steps` takes the state of a
    long run apart into all of its steps, and `backward` puts the gradients on the wires of the cell. Of a gradient flow `quantity` is what is
    followed back: `"hidden"`, `"cellState"`, `"product"` or `"wholeLoss"`; `answer` is the step whose answer
    is followed, and `threshold` the share that still counts as remembered; of a history `epoch` is the one
    that is looked at, from 0, `log` says whether equal factors of its loss are equal heights, `smoothing`
    (0, 0.6 or 0.9) how much its curves are smoothed, and `gates` whether the gates of that epoch stand below
    it. Of weights `form` is how they are drawn, `"map"`, `"histogram"` or times what enters them over the
    `"sequences"` of a batch, and `derivatives` whether those of the loss stand in their place. With a model and x the other
    options are those of `trace`. Returns what is shown.

    `renderer` is `"mime"` where gatescope's extension is (JupyterLab, Notebook 7), `"anywidget"` where
    it is not (VS Code, Colab, marimo, a Hub without it), `"static"` for a picture, and by default
    `gatescope.options.renderer`, which is `"auto"`.
    """
    # First of all, while the names of this function are those of its options.
    chosen = {name: value for name, value in locals().items() if name in FIELDS}
    require_text("show", title=title)
    if renderer is not None:
        checked(renderer, "show: renderer")
    opening = opening_of(chosen)
    result = _result(what, title, options, over_sequences=over_sequences is True)
    if over_sequences and isinstance(result, Run):
        result.spread.wanted = True
    _require_view(result, opening)
    draw(result, opening, renderer)
    return result


def _result(
    what: tuple[Any, ...], title: str | None, options: dict[str, Any], *, over_sequences: bool
) -> Any:
    if len(what) == 1 and isinstance(what[0], (list, tuple)) and what[0]:
        what = tuple(what[0])
    if not what:
        raise GatescopeError("show: give a run, several runs, or a model and x")
    if all(isinstance(item, Run) for item in what):
        if options:
            raise GatescopeError(
                f"show: {next(iter(options))} goes with a model and x, not with a run"
            )
        if len(what) == 1:
            return _titled(what[0], title)
        return Comparison(list(what), title=title)
    if len(what) == 1 and hasattr(what[0], "comparison"):
        many = what[0]  # sequences
        return _titled(many.run() if over_sequences else many.comparison(), title)
    if len(what) == 1 and hasattr(what[0], "to_bundle"):
        return _titled(what[0], title)
    require_instance("show", what[0])
    if len(what) == 2 and framework_of(what[0]) is not None:
        return trace(what[0], what[1], title=title, **options)
    if len(what) == 1 and framework_of(what[0]) is not None:
        raise GatescopeError("show: a model needs an input: show(model, x)")
    raise GatescopeError(
        f"show: expected runs, or a model and x, got {', '.join(kind_of(item) for item in what)}"
    )


def _titled(result: Any, title: str | None) -> Any:
    """The result, which keeps the title: its views ask for it again."""
    if title is not None:
        result.title = title
    return result


def _require_view(result: Any, opening: dict[str, Any]) -> None:
    if not isinstance(result, Run):
        return
    record = result.record
    layer = opening.get("layer")
    shown = result[layer].record if layer is not None else record.layers[0]
    if "unit" in opening and opening["unit"] >= shown.units:
        raise GatescopeError(
            f"show: unit must be from 0 to {shown.units - 1}, got {opening['unit']}"
        )
    if "step" in opening and opening["step"] >= record.steps:
        raise GatescopeError(
            f"show: step must be from 0 to {record.steps - 1}, got {opening['step']}"
        )
