"""What is wrong with a recurrent network, in one call: `gatescope.check(model, data)`.

`batches` makes batches of what a user gives; `torch_reader`, `keras_reader` and `jax_reader` see every
gate, state and gradient of a whole batch; `statistics` adds them up without keeping them; `judge` and
`probes` find what is wrong; `report` says it. What a finding is called, its cause, its cure and every
threshold stand in `findings.json`, which the engine in TypeScript reads as well.
"""
