"""Looking inside the recurrent networks of a Python notebook: PyTorch, Keras and JAX.

`api` is what users call. Below it, from the bottom up: `arrays` (numbers as the trace format keeps
them), `expressions` and `cells` (what a step computes), `records` (one run's numbers), `bundle`,
`thin` and `picture` (what a notebook keeps), `flow` (gradient flow), then one module a framework, and
`display` and `live` (the notebook and its views).
"""
