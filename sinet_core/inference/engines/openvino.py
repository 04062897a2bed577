"""OpenVINO on the CPU, from one ONNX file, without torch: the app's engine without compiled kernels."""
from __future__ import annotations

import logging
import os
import platform
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sinet_core.errors import WeightsFileError
from sinet_core.inference.engines.compiled_cache import CompiledCache
from sinet_core.inference.engines.weights_file import FORMAT, HINT, converted, found
from sinet_core.inference.explain import Explained
from sinet_core.inference.preprocess import resize_for_network
from sinet_core.inference.segmenter import Alpha

logger = logging.getLogger(__name__)


class OpenVinoSegmenter:
    """SINet compiled for this CPU. For one thread; one inference at a time.

    Attributes:
        name: "openvino".
        size: (height, width) of the input.
    """

    name = "openvino"

    def __init__(self, model: Any, size: tuple[int, int], threads: int, cache: Path | None = None) -> None:
        """model: an openvino.Model, or the path of an ONNX file written by our export. cache: see open_segmenter.

        Raises:
            WeightsError: the file is damaged, or holds another network.
        """
        openvino = import_openvino()
        self.size = size
        core = openvino.Core()
        compiled = _kept(core, model, size, threads, cache)
        self._explains = len(compiled.outputs) == 2
        self._request = compiled.create_infer_request()
        self._input = np.zeros((1, *size, 3), np.uint8)
        self._request.set_input_tensor(openvino.Tensor(self._input, shared_memory=True))

    def alpha(self, image: NDArray[np.uint8]) -> Alpha:
        """HxWx3 uint8 BGR -> float32 of self.size, the probability of "person"; a copy that the caller owns."""
        self._input[0] = resize_for_network(image, self.size)
        self._request.infer()
        return np.array(self._request.get_output_tensor(0).data[0])

    def explain(self, image: NDArray[np.uint8]) -> Explained:
        """See sinet_core.inference.explain.Explainable."""
        alpha = self.alpha(image)
        if not self._explains:
            return Explained(alpha, None)
        return Explained(alpha, -self._request.get_output_tensor(1).data[0, 0])


def import_openvino() -> Any:
    """Imports openvino, and keeps it from reporting the import to a web service.

    Its import forks a process that sends an event to an analytics service, without asking. Backdrop sends nothing
    to anybody, and a forked program with threads can hang on exit, which did happen. If its telemetry package
    cannot be imported, OpenVINO works without it.
    """
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino

    return openvino


def open_engine(
    weights: Path | None, size: tuple[int, int], threads: int, cache: Path | None = None
) -> OpenVinoSegmenter:
    """See sinet_core.inference.segmenter.open_segmenter. A PyTorch checkpoint is converted if torch is installed."""
    path = found(weights)
    if path.suffix.lower() in (".pt", ".pth"):
        return OpenVinoSegmenter(import_openvino().Core().read_model(converted(path)), size, threads, cache)
    return OpenVinoSegmenter(path, size, threads, cache)


def _kept(core: Any, model: Any, size: tuple[int, int], threads: int, cache: Path | None) -> Any:
    """The compiled network, from the cache if possible; an unusable cache is ignored."""
    config = _config(threads)
    kept = _cache_of(model, cache)
    if kept is None:
        return _compiled(core, model, size, config)
    variant = f"{size[0]}x{size[1]}-{threads}"
    stored = kept.load(variant)
    if stored is not None:
        try:
            return core.import_model(stored, "CPU", config)
        except RuntimeError:
            logger.warning("cannot use the network cache in %s", cache, exc_info=True)
    compiled = _compiled(core, model, size, config)
    try:
        kept.store(variant, compiled.export_model().getvalue())
    except RuntimeError:
        logger.warning("cannot cache the compiled network", exc_info=True)
    return compiled


def _cache_of(model: Any, folder: Path | None) -> CompiledCache | None:
    if folder is None or not isinstance(model, Path) or not model.is_file():
        return None
    return CompiledCache(folder, model, f"{FORMAT} {import_openvino().get_version()} {platform.machine()}")


def _compiled(core: Any, model: Any, size: tuple[int, int], config: dict[str, Any]) -> Any:
    if isinstance(model, Path):
        model = _read(core, model)
    model.reshape([1, *size, 3])
    _show_margin(model)
    return core.compile_model(model, "CPU", config)


def _show_margin(model: Any) -> None:
    """Adds the gate's input, background - person, as a second output, if there is such a gate.

    The gate of our export is sigmoid(-|background - person|), with the only absolute value in the graph.
    """
    gates = [node for node in model.get_ops() if node.get_type_name() == "Abs"]
    if len(gates) == 1 and len(model.outputs) == 1:
        model.add_outputs(gates[0].input_value(0))


def _config(threads: int) -> dict[str, Any]:
    config: dict[str, Any] = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32", "NUM_STREAMS": 1}
    if threads:
        config["INFERENCE_NUM_THREADS"] = min(threads, os.cpu_count() or 1)
    return config


def _read(core: Any, path: Path) -> Any:
    if path.suffix.lower() != ".onnx":
        raise WeightsFileError(f"'{path.name}' is not an ONNX file", HINT)
    try:
        model = core.read_model(path)
    except RuntimeError as error:
        raise WeightsFileError(f"'{path.name}' is damaged or not an ONNX file", HINT) from error
    framework = ["framework", "backdrop"]
    if not model.has_rt_info(framework) or model.get_rt_info(framework).value != FORMAT:
        raise WeightsFileError(f"'{path.name}' holds a network other than SINet", HINT)
    return model
