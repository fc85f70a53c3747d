"""Whether a gradient goes from a state that a step was given back to the state of the step before."""

from __future__ import annotations

from collections import deque

from torch import Tensor

#: Operations between two steps that are looked through; a chain beyond them is taken for whole.
MOST_BETWEEN = 2000


def linked(state: Tensor, last: Tensor) -> bool:
    """Whether autograd knows that `state` was made of `last`; False behind `detach` and `no_grad`."""
    if state is last or state.grad_fn is None:
        return state is last and last.requires_grad
    waiting, seen = deque([state.grad_fn]), {state.grad_fn}
    while waiting and len(seen) < MOST_BETWEEN:
        node = waiting.popleft()
        # What was made a leaf, as nothing before it has a gradient, is held by the node that adds up its own.
        if node is last.grad_fn or getattr(node, "variable", None) is last:
            return True
        for before, _ in node.next_functions:
            if before is not None and before not in seen:
                seen.add(before)
                waiting.append(before)
    return bool(waiting)
