"""Many sequences at once: every gate and state of a whole data set, one forward pass a batch.

`api` is what users call; `keep` holds what was seen within a bound; `samples` answers questions about
it; `selectivity` and `clamped` are two of those that need a control beside them; `drawn` shows the bands.
"""
