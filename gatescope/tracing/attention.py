"""Where a network looked, as a Python user holds it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

import numpy as np

from .arguments import require_text, require_words
from .arrays import Array, float64, floats
from .bundle import TRACE_VERSION
from .errors import GatescopeError, NothingToSee, named
from .records import AttentionRecord, RunRecord
from .shown import Shown
from .tables import Table, Tabled
from .traced import Traced


class Attention(Shown, Tabled):
    """The weights of an attention over one sequence: a row for each step that looked."""

    def __init__(
        self,
        run: Traced,
        *,
        layer: str | None = None,
        source: Sequence[str] | None = None,
        target: Sequence[str] | None = None,
        title: str | None = None,
    ) -> None:
        require_text("attention", title=title)
        require_words("attention", source=source, target=target)
        self.id = f"python-attention-{secrets.token_hex(6)}"
        self.run, self.title = run, title if title is not None else run.title
        self._record = _chosen(run.record, layer)
        rows, columns = self.weights.shape
        own = _words(run.record, self._record)
        for name, given, size in (("target", target, rows), ("source", source, columns)):
            if given is not None and len(given) != size:
                raise GatescopeError(f"attention: {name} must have {size} words, got {len(given)}")
        self.target = list(own[0] if target is None else target)
        self.source = list(own[1] if source is None else source)

    @property
    def weights(self) -> Array:
        """f64 `[T, S]`: how much each step looked at each step of the source."""
        return self._record.weights

    @property
    def layers(self) -> tuple[str, str | None]:
        """The layer that was looked at, and the one that looked; None of an attention that pools."""
        return self._record.source, self._record.target

    @property
    def states(self) -> tuple[Array | None, Array | None]:
        """`[S, H]` and `[T, H]`: what both layers gave at each step; None where it was not kept.

        It is kept in PyTorch, for layers that ran over as many steps as the weights have.
        """
        return self._record.source_states, self._record.target_states

    @property
    def stale(self) -> bool:
        return self.run.stale

    def _table(self) -> Table:
        """`weights` by what was written and what was read."""
        steps = (
            None if len(set(words)) < len(words) else words for words in (self.target, self.source)
        )
        axes = dict(zip(("written", "read"), steps))
        return Table({(): {"weights": self.weights}}, axes, ())

    def to_bundle(self) -> dict[str, Any]:
        """As the attention view reads it."""
        heads = f", the mean of {self._record.heads} heads" if self._record.heads > 1 else ""
        return {
            "version": TRACE_VERSION,
            "kind": "attention",
            "id": self.id,
            **({} if self.title is None else {"title": self.title}),
            "language": "python",
            "source": self.source,
            "score": f"softmax{heads}",
            "decodings": [
                {
                    "name": self._record.target or self._record.source,
                    "target": self.target,
                    "weights": float64(self.weights),
                    **{
                        name: floats(values)
                        for name, values in zip(("sourceStates", "targetStates"), self.states)
                        if values is not None
                    },
                }
            ],
        }

    def __repr__(self) -> str:
        best = self.weights.argmax(axis=1)
        looked = ", ".join(
            f"{word} ← {self.source[at]} {row[at]:.2f}"
            for word, at, row in zip(self.target, best, self.weights)
        )
        return f"{self._record.target or 'attention'} over {self._record.source}: {looked}"


def _chosen(record: RunRecord, layer: str | None) -> AttentionRecord:
    """The attention of the layer that looks, or of the one that is looked at."""
    if not record.attentions:
        raise NothingToSee(
            "attention: this run has none: no softmax over the steps of a recurrent layer was seen to "
            "weigh them"
        )
    for found in record.attentions:
        if layer is None or layer in (found.target, found.source):
            return found
    names = dict.fromkeys(each.target or each.source for each in record.attentions)
    raise GatescopeError(f"attention: layer must be one of {named(list(names))}, got {layer!r}")


def _words(record: RunRecord, found: AttentionRecord) -> tuple[Sequence[str], Sequence[str]]:
    """What was written and read: the run's own words for the layer that it shows, else numbers."""
    rows, columns = found.weights.shape
    shown = {layer.name for layer in record.layers}
    written: Sequence[str] = ["answer"] if rows == 1 else [str(step) for step in range(rows)]
    read: Sequence[str] = [str(step) for step in range(columns)]
    words = record.labels
    if words is None and list(record.input_names) == ["token"] and not record.editable:
        words = [f"{number:g}" for number in np.asarray(record.input[:, 0])]
    if words is not None and found.source in shown and len(words) == columns:
        read = words
    elif words is not None and found.target in shown and len(words) == rows:
        written = words
    return written, read
