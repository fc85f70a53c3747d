"""What the views of a notebook ask of the runs behind them, by the method of the message."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .arrays import float64
from .errors import GatescopeError
from .opening import FIELDS
from .records import Clamp, Edit
from .registry import shown_results


def _find(params: Mapping[str, Any]) -> Any:
    identity = params.get("id")
    if not isinstance(identity, str):
        raise GatescopeError("id must be a string")
    result = shown_results.get(identity)
    if result is None:
        raise GatescopeError("The kernel no longer has this result: run its notebook cell again.")
    return result


def _fresh(params: Mapping[str, Any]) -> Any:
    """The result; what other weights say does not go beside what was shown with those of before.

    Where a copy of the network was made, it is still as it was.
    """
    result = _find(params)
    if getattr(result, "stale", False) and not getattr(result, "as_it_was", False):
        raise GatescopeError(
            "The network was trained since this was shown, and it could not be copied: run its "
            "notebook cell again."
        )
    return result


def _attach(params: Mapping[str, Any]) -> dict[str, Any]:
    identity = params.get("id")
    result = shown_results.get(identity) if isinstance(identity, str) else None
    if result is None:
        return {"known": False}
    stale = {"stale": "model retrained"} if getattr(result, "stale", False) else {}
    return {"known": True, "revision": 0, **stale}


def _recompute(params: Mapping[str, Any]) -> dict[str, Any]:
    run = _fresh(params)
    if not hasattr(run, "recompute"):
        raise GatescopeError("This result cannot be run again with changes.")
    again = _shown(run, params).recompute(
        clamps=read_clamps(params.get("clamps")), edits=read_edits(params.get("edits"))
    )
    return {"trace": {**again.to_bundle(), "id": run.id}, "name": _name_of(run, params)}


def _influence(params: Mapping[str, Any]) -> dict[str, Any]:
    run = _fresh(params)
    if not hasattr(run, "output_gradient"):
        raise GatescopeError("This result has no outputs to differentiate.")
    if params.get("replacement") is not None:
        raise GatescopeError("In a Python notebook a token cannot be replaced from here.")
    gradient = _shown(run, params).output_gradient(
        output=params.get("output", 0), step=params.get("step")
    )
    return {"gradient": float64(gradient)}


def _shown(run: Any, params: Mapping[str, Any]) -> Any:
    """The run over the sequence of its batch that the page shows."""
    sequence = params.get("sequence")
    return run if sequence is None else run.at_sequence(sequence)


def _sequence(params: Mapping[str, Any]) -> dict[str, Any]:
    run = _find(params)
    if not hasattr(run, "at_sequence"):
        raise GatescopeError("This result has no sequences of a batch.")
    return {"trace": {**run.at_sequence(params.get("sequence")).to_bundle(), "id": run.id}}


def _name_of(run: Any, params: Mapping[str, Any]) -> str:
    """An expression by which notebook cells know what is shown: its variable, else by its id."""
    from IPython import get_ipython

    shell = get_ipython()
    names = shell.user_ns if shell is not None else {}
    found = next(
        (key for key, value in names.items() if value is run and not key.startswith("_")), None
    )
    is_run = hasattr(run, "record")
    # What has no variable is known by its id, where it is a run.
    name = found or (f"gatescope.run({run.id!r})" if is_run else "")
    sequence = params.get("sequence")
    other = is_run and sequence is not None and sequence != run.record.sequence
    return f"{name}.at_sequence({sequence})" if other else name


def _whole(params: Mapping[str, Any]) -> dict[str, Any]:
    return {"bundle": _find(params).to_bundle()}


def _gradient_flow(params: Mapping[str, Any]) -> dict[str, Any]:
    found = _find(params)
    threshold, loss_step = params.get("threshold"), params.get("lossStep")
    flow = (
        found.following(loss_step, progress=False)
        if hasattr(found, "following")
        else _shown(found, params).gradient_flow(
            loss_step=loss_step,
            progress=False,
            **({} if threshold is None else {"threshold": threshold}),
        )
    )
    shown_results.add(flow)
    return {"flow": flow.to_bundle()}


def _weights(params: Mapping[str, Any]) -> dict[str, Any]:
    weights = _find(params).weights()
    shown_results.add(weights)
    return {"weights": weights.to_bundle()}


def _select(params: Mapping[str, Any]) -> dict[str, Any]:
    """Binds `selection` in the notebook and answers with a line that uses it."""
    from IPython import get_ipython

    selection = params.get("selection")
    shell = get_ipython()
    if selection is None:
        if shell is not None:
            shell.user_ns["selection"] = None
        return {"code": "selection"}
    run = _find(params)
    chosen = {
        "layer": str(selection["layer"]),
        "channel": str(selection["channel"]),
        "units": [int(unit) for unit in selection["units"]],
        "steps": [int(step) for step in selection["steps"]],
    }
    if shell is None:
        return {"code": f"selection = {chosen!r}"}
    shell.user_ns["selection"] = chosen
    return {
        "code": (
            "import gatescope\n"
            f"gatescope.show({_name_of(run, params)}.clamp({chosen['channel']!r}, 0, layer={chosen['layer']!r}, "
            f"units={chosen['units']}, steps={chosen['steps']}))"
        )
    }


def _code(params: Mapping[str, Any]) -> dict[str, Any]:
    """The line that shows a result again as a view shows it now."""
    found = _find(params)
    name = _name_of(found, params)
    view, title = params.get("view"), params.get("title")
    # A result keeps the title that `show` gave it, so that here it cannot be told from its own.
    words = "" if title is None else f", title={str(title)!r}"
    # Runs, alone or side by side, open on a view and at a place, other results on what was chosen of them.
    of_runs = view != "weights" and (hasattr(found, "record") or hasattr(found, "runs"))
    given = {
        key: params.get(field)
        for key, field in FIELDS.items()
        if of_runs or field not in ("view", "unit", "step", "layer")
    }
    options = words + "".join(
        f", {key}={value!r}" for key, value in given.items() if value is not None
    )
    if view == "weights":
        return {"code": f"import gatescope\ngatescope.show(gatescope.weights({name}){options})"}
    return {"code": f"import gatescope\ngatescope.show({name}{options})"} if name else {"code": ""}


def _compare(params: Mapping[str, Any]) -> dict[str, Any]:
    comparison = _fresh(params)
    sequence = params.get("sequence")
    shown = comparison if sequence is None else comparison.at_sequence(sequence)
    edits = read_edits(params.get("edits"))
    return {"comparison": {**shown.edited(edits).to_bundle(), "id": comparison.id}}


def _history(params: Mapping[str, Any]) -> dict[str, Any]:
    return {"history": _find(params).to_bundle()}


def _stop(params: Mapping[str, Any]) -> dict[str, Any]:
    history = _find(params)
    if not hasattr(history, "stop"):
        raise GatescopeError("This training cannot be stopped from here.")
    history.stop()
    return {}


def _resume(params: Mapping[str, Any]) -> dict[str, Any]:
    raise GatescopeError("A training in Python goes on when its notebook cell is run again.")


ANSWERS: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "attach": _attach,
    "recompute": _recompute,
    "influence": _influence,
    "whole": _whole,
    "sequence": _sequence,
    "gradientFlow": _gradient_flow,
    "weights": _weights,
    "select": _select,
    "code": _code,
    "compare": _compare,
    "history": _history,
    "stop": _stop,
    "resume": _resume,
}


def read_clamps(value: Any) -> list[Clamp]:
    """Clamps as a page sends them; what is wrong is named."""
    return [
        Clamp(
            str(item["layer"]),
            str(item["channel"]),
            "mean" if item["value"] == "mean" else float(item["value"]),
            None if item.get("units") is None else tuple(int(unit) for unit in item["units"]),
            None if item.get("steps") is None else tuple(int(step) for step in item["steps"]),
        )
        for item in _objects("clamps", value)
    ]


def read_edits(value: Any) -> list[Edit]:
    """Edits as a page sends them."""
    return [
        Edit(int(item["step"]), int(item["feature"]), float(item["value"]))
        for item in _objects("edits", value)
    ]


def _objects(name: str, value: Any) -> list[Mapping[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise GatescopeError(f"{name} must be a list of objects")
    return value
