"""Traces public models and writes the table of `docs/compatibility.md`.

    .venv/bin/python scripts/compatibility.py

The models are typed again in `tests/models/public_*.py`; the test of the page runs the same table.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "torch")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "models"))
sys.path.insert(0, str(ROOT))

import keras  # noqa: E402
import numpy as np  # noqa: E402
import public_hour as hour  # noqa: E402
import public_keras as others  # noqa: E402
import public_loops as loops  # noqa: E402
import public_more as more  # noqa: E402
import public_networks as nets  # noqa: E402
import public_sound as sound  # noqa: E402
import torch  # noqa: E402

import gatescope  # noqa: E402
from gatescope.health.readers import reader_of  # noqa: E402
from gatescope.tracing.loops import Calls  # noqa: E402
from gatescope.tracing.torch_capture import Capture  # noqa: E402

PAGE = ROOT / "docs" / "compatibility.md"


@dataclass
class Entry:
    """One public model."""

    name: str
    origin: str
    """Repository and, where a stored version was read, its commit."""
    framework: str
    make: Callable[[], tuple[Any, Any]]
    forward: Callable[[Any, Any], Any] | None = None


@dataclass
class Row:
    """What was seen of it."""

    entry: Entry
    layers: list[tuple[str, int]] = field(default_factory=list)
    joined: list[tuple[str, int]] = field(default_factory=list)
    refused: str | None = None
    difference: float | None = None
    """The largest of any number of the answer, against a plain call."""


def _ids(*shape: int, most: int = 9) -> torch.Tensor:
    return torch.randint(1, most, shape, generator=torch.Generator().manual_seed(1))


def _x(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(1))


def _language() -> tuple[Any, Any]:
    model = nets.WordLanguageModel()
    return model, (_ids(8, 2), tuple(torch.zeros(2, 2, 2, 6)))


def _masks() -> torch.Tensor:
    masks = torch.ones(8, 2, 1)
    masks[4, 1] = 0
    return masks[..., 0]


def _starts() -> torch.Tensor:
    """The second sequence begins anew at step 4."""
    starts = torch.zeros(7, 2)
    starts[4, 1] = 1
    return starts


def _same_draws(model: Any, x: Any) -> Any:
    torch.manual_seed(3)
    return model(*x) if isinstance(x, tuple) else model(x)


def _script() -> tuple[Any, Any]:
    return torch.jit.trace(torch.nn.LSTM(2, 3), _x(5, 1, 2)), _x(5, 1, 2)


ENTRIES = [
    Entry("Attention decoder (seq2seq, notebook 3)", "bentrevett/pytorch-seq2seq 7faa64a8", "torch",
          lambda: (loops.Seq2Seq(), (_ids(7, 2), _ids(5, 2)))),
    Entry("Translation tutorial, encoder and attention decoder", "pytorch/tutorials 803c1b12", "torch",
          lambda: (loops.Translation(), _ids(2, 6))),
    Entry("Variational RNN", "emited/VariationalRecurrentNeuralNetwork 496eec35", "torch",
          lambda: (loops.VRNN(), _x(6, 2, 3)), _same_draws),
    Entry("RNNModel, forecasting", "unit8co/darts 40610458", "torch",
          lambda: (loops.DartsRNN(), (_x(2, 6, 2), _x(2, 4, 1))),
          lambda model, x: model.predict(*x)),
    Entry("DeepAR", "awslabs/gluonts 0af33443", "torch",
          lambda: (loops.DeepAR(), _x(2, 7, 1)), _same_draws),
    Entry("Captions of images", "sgrvinod/a-PyTorch-Tutorial-to-Image-Captioning 01f749f5", "torch",
          lambda: (loops.Captioning(), (_ids(3, 6, most=8), torch.tensor([6, 4, 3])))),
    Entry("Word language model", "pytorch/examples 61176010", "torch", _language),
    Entry("Sine prediction, two cells", "pytorch/examples e27e2585", "torch",
          lambda: (nets.SinePrediction(), _x(2, 6))),
    Entry("AWD-LSTM", "salesforce/awd-lstm-lm 1b3294dd", "torch",
          lambda: (nets.AwdLstm(), _ids(7, 2))),
    Entry("DeepSpeech 2", "SeanNaren/deepspeech.pytorch d9790d99", "torch",
          lambda: (nets.DeepSpeech(), (_x(7, 2, 5), torch.tensor([7, 5])))),
    Entry("Tacotron 2", "NVIDIA/tacotron2 03727adb", "torch",
          lambda: (nets.Tacotron2(), (_x(2, 7, 6), torch.tensor([7, 5]), _x(2, 4, 3)))),
    Entry("LSTM tagger", "pytorch/tutorials f77e1c2c", "torch", lambda: (nets.Tagger(), _ids(6))),
    Entry("Bi-LSTM with a CRF", "pytorch/tutorials 546ebc60", "torch",
          lambda: (nets.LstmCrf(), _ids(6)), _same_draws),
    Entry("CRNN, text in pictures", "meijieru/crnn.pytorch 1cd71dff", "torch",
          lambda: (nets.Crnn(), _x(2, 1, 8, 9))),
    Entry("LSTNet", "laiguokun/LSTNet 001bec39", "torch", lambda: (nets.LstNet(), _x(2, 9, 3))),
    Entry("Letters, a step a call", "spro/char-rnn.pytorch 0111e772", "torch",
          lambda: (nets.CharRnn(), _ids(2, 7))),
    Entry("World model, MDN-RNN", "ctallec/world-models 266846b4", "torch",
          lambda: (nets.MixtureRnn(), (_x(2, 6, 1), _x(2, 6, 2)))),
    Entry("Recurrent policy of PPO", "ikostrikov/pytorch-a2c-ppo-acktr-gail 0be5d6e5", "torch",
          lambda: (nets.RecurrentPolicy(), (_x(8, 2, 3), _masks()))),
    Entry("DA-RNN", "Seanny123/da-rnn 1db1e791", "torch",
          lambda: (nets.DualStage(), (_x(2, 5, 3), _x(2, 5)))),
    Entry("Sketch-RNN", "alexis-jacq/Pytorch-Sketch-RNN 984a0b60", "torch",
          lambda: (nets.SketchRnn(), _x(7, 2, 5))),
    Entry("Sentiment, packed and bidirectional", "bentrevett/pytorch-sentiment-analysis fe430c60", "torch",
          lambda: (nets.SentimentLstm(), (_ids(3, 7), torch.tensor([3, 7, 5])))),
    Entry("LSTM decoder of fairseq", "facebookresearch/fairseq 9c455b0e", "torch",
          lambda: (nets.FairseqDecoder(), (_ids(2, 6), _x(2, 5, 4)))),
    Entry("WaveRNN", "fatchord/WaveRNN 544cd5d5", "torch",
          lambda: (sound.WaveRnn(), (_x(2, 7), _x(2, 7, 4), _x(2, 7, 6)))),
    Entry("Open-Unmix", "sigsep/open-unmix-pytorch 93a7f056", "torch",
          lambda: (sound.OpenUnmix(), _x(7, 2, 5))),
    Entry("Demucs, bottom LSTM", "facebookresearch/demucs b1ea8654", "torch",
          lambda: (sound.DemucsBottom(), _x(2, 4, 15))),
    Entry("Dual-path RNN", "asteroid-team/asteroid 05b939b4", "torch",
          lambda: (sound.DualPath(), _x(2, 4, 6, 5))),
    Entry("Pyramid encoder, RNNP", "espnet/espnet 24c3676a", "torch",
          lambda: (sound.PyramidEncoder(), (_x(2, 8, 5), torch.tensor([8, 5])))),
    Entry("Neural Turing machine", "loudinthecloud/pytorch-ntm 2b83a99d", "torch",
          lambda: (sound.TuringMachine(), _x(6, 2, 3))),
    Entry("RecurrentPPO, actor and critic",
          "Stable-Baselines-Team/stable-baselines3-contrib 02ffe75b", "torch",
          lambda: (sound.RecurrentActor(), (_x(7, 2, 3), _starts()))),
    Entry("Decoder with input feeding", "OpenNMT/OpenNMT-py 6128d9a9", "torch",
          lambda: (sound.InputFeeding(), _ids(6, 2, most=8))),
    Entry("Pointer network, its cell named", "shirgur/PointerNet 0ad3cc52", "torch",
          lambda: (hour.PointerNet(names=True), _x(2, 5, 2))),
    Entry("Hierarchical attention, its state an attribute",
          "uvipen/Hierarchical-attention-networks-pytorch b1ea9e0b", "torch",
          lambda: (hour.HierarchicalAttention(), _ids(2, 3, 5))),
    Entry("GRU4Rec, a click a call", "hungpthanh/GRU4REC-pytorch 0f90ef13", "torch",
          lambda: (hour.Gru4Rec(), _ids(6, 3, most=7)), hour.sessions),
    Entry("BRITS, its state fades between steps", "caow13/BRITS ea680883", "torch",
          lambda: (more.Brits(), more.gaps())),
    Entry("Transition model, run with PYTORCH_JIT=0", "Kaixhin/PlaNet 016520f7", "torch",
          lambda: (more.Transition(), more.world()), _same_draws),
    Entry("ESIM, two sentences by one encoder", "coetaur0/ESIM 1d79ac7e", "torch",
          lambda: (more.Esim(), more.sentences())),
    Entry("Names, a cell of two linear layers", "pytorch/tutorials", "torch",
          lambda: (nets.NameClassifier(), _x(6, 1, 6))),
    Entry("An LSTM as TorchScript", "PyTorch 2.13", "torch", _script),
    Entry("Addition", "keras-io 653efec0", "keras", others.addition),
    Entry("lstm_seq2seq", "keras-io 7d9a8190", "keras", others.lstm_seq2seq),
    Entry("bidirectional_lstm_imdb", "keras-io 0a4be8bb", "keras", others.bidirectional_imdb),
    Entry("timeseries_weather_forecasting", "keras-io", "keras", others.weather),
    Entry("captcha_ocr", "keras-io 501fb4cb", "keras", others.captcha),
    Entry("lstm_character_level_text_generation", "keras-io", "keras", others.characters),
    Entry("video_classification", "keras-io", "keras", others.video),
    Entry("Hierarchical RNN, TimeDistributed", "keras 1 examples", "keras", others.hierarchical),
    Entry("conv_lstm", "keras-io b8bb4c0d", "keras", others.next_frame),
    Entry("handwriting_recognition", "keras-io 653efec0", "keras", others.handwriting),
    Entry("text_generation", "tensorflow/docs 3b9fe704", "keras", others.generated_text),
    Entry("time_series, with feedback", "tensorflow/docs a68c452e", "keras", others.feedback),
    Entry("nnx.RNN with an LSTM cell", "google/flax", "jax", others.nnx_classifier),
    Entry("nnx.Bidirectional", "google/flax", "jax", lambda: others.nnx_classifier(True)),
    Entry("seq2seq of linen", "google/flax 66dec511", "jax", others.linen_seq2seq),
]  # fmt: skip


@contextmanager
def _joins() -> Iterator[list[tuple[str, int]]]:
    """The layers whose calls were joined, of the passes within."""
    found: list[tuple[str, int]] = []
    following, begin = Capture.following, Calls.begin

    @contextmanager
    def seen(self: Capture) -> Iterator[Capture]:
        with following(self):
            yield self
        found[:] = [(loop.tapes[0].name, loop.calls) for loop in self.loops.every if loop.calls > 1]

    passes: list[Calls] = []

    def begun(self: Calls, *args: Any, **options: Any) -> Any:
        if self not in passes:
            passes.append(self)
        return begin(self, *args, **options)

    setattr(Capture, "following", seen)  # noqa: B010
    setattr(Calls, "begin", begun)  # noqa: B010
    try:
        yield found
    finally:
        setattr(Capture, "following", following)  # noqa: B010
        setattr(Calls, "begin", begin)  # noqa: B010
        for each in passes[-1:]:
            found += [(loop.name, len(loop.pieces)) for loop in each.every if len(loop.pieces) > 1]


def traced(entry: Entry) -> Row:
    """Runs one model plainly and seen, and compares every number of the first answer."""
    torch.manual_seed(0)
    keras.backend.clear_session()  # names of layers begin anew
    keras.utils.set_random_seed(0)
    model, x = entry.make()
    row = Row(entry)
    try:
        gatescope.trace(model, x, forward=entry.forward)
        reader = reader_of(model, None, entry.forward)
        plain = reader.answer(x)
        with _joins() as joined:
            seen = reader.read(x, None, gradients=False)
        row.joined = list(joined)
    except gatescope.GatescopeError as error:
        row.refused = str(error)
        return row
    row.layers = [(layer.name, layer.steps) for layer in seen.layers]
    assert seen.output is not None and seen.output.shape == plain.shape
    row.difference = float(np.abs(seen.output - plain).max())
    return row


def table(rows: list[Row]) -> str:
    """The table in Markdown, and a line of counts above it."""
    frameworks = {"torch": "PyTorch", "keras": "Keras", "jax": "flax"}
    seen = [row for row in rows if row.refused is None]
    largest = max(row.difference or 0 for row in seen)
    lines = [
        f"{len(seen)} of {len(rows)} are seen, {sum(bool(row.joined) for row in rows)} with calls that are "
        f"joined, and {len(rows) - len(seen)} are refused. The largest difference of any number of "
        f"any answer from a plain call is {largest:.1e}.",
        "",
        "| model | of | framework | layers, with their steps | joined | refused with | difference |",
        "| --- | --- | --- | --- | --- | --- | --: |",
    ]
    for row in rows:
        cells = [
            row.entry.name,
            row.entry.origin,
            frameworks[row.entry.framework],
            ", ".join(f"`{name}` {steps}" for name, steps in row.layers),
            ", ".join(f"`{name}`: {calls} calls" for name, calls in row.joined),
            "" if row.refused is None else row.refused,
            "" if row.difference is None else f"{row.difference:.1e}",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    torch.set_num_threads(1)
    text = table([traced(entry) for entry in ENTRIES])
    print(text)
    page = PAGE.read_text("utf-8")
    page = re.sub(
        r"(<!-- models: [^>]*-->\n).*?(\n<!-- end of the models -->)",
        lambda match: f"{match[1]}\n{text}\n{match[2]}",
        page,
        flags=re.S,
    )
    PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    main()
