"""Any segmentation network in an ONNX file, with a small description of its input: teachers and peers.

The description is a JSON file beside the network (NAME.json for NAME.onnx) with the fields of
OnnxDescription; known_networks.json has descriptions of widespread networks.
"""
from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from sinet_core.errors import WeightsError
from sinet_core.inference.preprocess import resize_for_network

Alpha = NDArray[np.float32]
Output = Literal["probability", "softmax", "logits"]


@dataclass(frozen=True)
class OnnxDescription:
    """The input that a network expects, and its output.

    Attributes:
        size: (height, width) of the input; with keep_shape, the box that the picture is scaled to fit.
        layout: "NHWC" or "NCHW".
        color: "BGR" or "RGB".
        mean, std: x' = (x - mean) / std for pixels 0..255, in the order of color.
        output: "probability" (one channel), "softmax" (channel 1 is the person) or "logits" (two channels).
        keep_shape: the network takes any size: the picture keeps its aspect ratio.
        multiple: with keep_shape, both sides are multiples of this, px.
        input, result: names of the picture's input and of the alpha's output; "": the first one.
        states: recurrent inputs, which start at zero: name -> (divisor of the picture's sides, channels). The
            pictures are independent: no state is carried over.
    """

    size: tuple[int, int]
    layout: Literal["NHWC", "NCHW"] = "NCHW"
    color: Literal["BGR", "RGB"] = "RGB"
    mean: tuple[float, float, float] = (0.0, 0.0, 0.0)
    std: tuple[float, float, float] = (255.0, 255.0, 255.0)
    output: Output = "probability"
    keep_shape: bool = False
    multiple: int = 16
    input: str = ""
    result: str = ""
    states: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def input_size(self, image: NDArray[np.uint8]) -> tuple[int, int]:
        """(height, width) in which the network sees an HxWx3 image."""
        if not self.keep_shape:
            return self.size
        height, width = image.shape[:2]
        scale = min(self.size[0] / height, self.size[1] / width)
        return self._rounded(height * scale), self._rounded(width * scale)

    def _rounded(self, side: float) -> int:
        return max(1, int(side / self.multiple + 0.5)) * self.multiple


def describe(path: Path) -> OnnxDescription:
    """Finds the description of the network in path.

    Raises:
        WeightsError: there is none, or it is invalid.
    """
    beside = path.with_suffix(".json")
    if beside.is_file():
        values = _read_json(beside)
    else:
        values = _read_json(Path(__file__).with_name("known_networks.json")).get(path.name)
    if values is None:
        raise WeightsError(
            f"'{path.name}' has no description", f"Write its size, layout, colour, mean and std into '{beside.name}'."
        )
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
    try:
        return OnnxDescription(**fields)
    except TypeError as error:
        raise WeightsError(f"'{beside.name}' does not describe a network", str(error)) from error


class DescribedOnnx:
    """A segmenter on ONNX Runtime (extra "bench").

    Attributes:
        name: the file's stem.
        size: (height, width) of the input.
    """

    def __init__(self, path: Path, threads: int = 1) -> None:
        """Raises WeightsError if the file is missing, damaged or not described."""
        import onnxruntime

        if not path.is_file():
            raise WeightsError(f"No network file '{path}'", "Check the path.")
        self._description = describe(path)
        self.name = path.stem
        self.size = self._description.size
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise WeightsError(f"'{path.name}' is damaged or not an ONNX file", "Download the file again.") from error
        self._input = self._description.input or self._session.get_inputs()[0].name

    def alpha(self, image: NDArray[np.uint8]) -> Alpha:
        """HxWx3 uint8 BGR -> float32 (height, width) of the network's input, the probability of "person"."""
        d = self._description
        x = resize_for_network(image, d.input_size(image))
        if d.color == "RGB":
            x = x[..., ::-1]
        y = (x.astype(np.float32) - np.asarray(d.mean, np.float32)) / np.asarray(d.std, np.float32)
        if d.layout == "NCHW":
            y = np.ascontiguousarray(y.transpose(2, 0, 1))
        results = [d.result] if d.result else None
        return self._probability(self._session.run(results, {self._input: y[None], **self._zeros(x.shape[:2])})[0])

    def _zeros(self, size: tuple[int, int]) -> dict[str, NDArray[np.float32]]:
        """The recurrent inputs of a network that has seen nothing yet."""
        height, width = size
        states = {name: (height // by, width // by, depth) for name, (by, depth) in self._description.states.items()}
        planes_first = self._description.layout == "NCHW"
        return {name: np.zeros((1, d, h, w) if planes_first else (1, h, w, d), np.float32)
                for name, (h, w, d) in states.items()}

    def _probability(self, raw: NDArray[np.float32]) -> Alpha:
        planes = raw[0] if self._description.layout == "NCHW" else np.moveaxis(raw[0], -1, 0)
        if self._description.output == "logits":
            return np.asarray(1 / (1 + np.exp(planes[0] - planes[1])), np.float32)
        return np.asarray(np.clip(planes[-1], 0, 1), np.float32)


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WeightsError(f"Cannot read '{path.name}'", "It must be a JSON file.") from error
