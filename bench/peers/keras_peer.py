"""Measures Keras on TensorFlow on request, on one thread: one JSON line in, one JSON line out.

With an argument, runs one epoch of the classifier in that file on all cores and ends.
"""

import json
import os
import statistics
import sys
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import keras
import numpy as np
import tensorflow as tf


def model_of(task):
    with open(task["data"], encoding="utf8") as file:
        data = json.load(file)
    drops = {key: task[key] for key in ("dropout", "recurrent_dropout") if key in task}
    model = keras.Sequential(
        [
            keras.layers.Embedding(task["vocabulary"], task["embedding"], mask_zero=task["mask"]),
            keras.layers.LSTM(task["units"], **drops),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(optimizer="adam", loss="binary_crossentropy")
    ids = np.array(data["ids"], dtype="int32")
    return model, ids, np.array(data["labels"], dtype="float32"), data["lengths"]


def measure(task):
    if task["kind"] == "version":
        return {"version": f"Keras {keras.__version__}, TensorFlow {tf.__version__}"}
    key = json.dumps({k: v for k, v in task.items() if k != "seconds"}, sort_keys=True)
    if key not in made:
        made[key] = model_of(task)
        model, ids, labels, lengths = made[key]
        if task["kind"] == "epoch":
            model.fit(ids, labels, batch_size=32, epochs=1, verbose=0)
        else:
            model.predict(ids[:1, : lengths[0]], verbose=0)
    model, ids, labels, lengths = made[key]
    times = []
    end = time.perf_counter() + task["seconds"]
    while time.perf_counter() < end or not times:
        start = time.process_time()
        if task["kind"] == "epoch":
            model.fit(ids, labels, batch_size=32, epochs=1, verbose=0)
        else:
            model.predict(ids[:1, : lengths[0]], verbose=0)
        times.append((time.process_time() - start) * 1e3)
    return {"minimum": min(times), "median": statistics.median(times), "count": len(times)}


made = {}

if __name__ == "__main__":
    if len(sys.argv) > 1:
        with open(sys.argv[1], encoding="utf8") as file:
            model, ids, labels, _ = model_of(json.load(file))
        model.fit(ids, labels, batch_size=32, epochs=1, verbose=0)
    else:
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(1)
        for line in sys.stdin:
            print(json.dumps(measure(json.loads(line))), flush=True)
