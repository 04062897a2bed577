"""Times layers side by side: all of them take turns, so that other load slows them equally."""
from __future__ import annotations

import io
import statistics
import time
import warnings
from collections.abc import Callable, Mapping

import numpy as np
import torch
from torch import nn

from sinet_core.errors import DataError

ENGINES = ("torch", "openvino", "onnxruntime")
WARM_UP = 3

Call = Callable[[], object]


def prepared(module: nn.Module, shape: tuple[int, ...], engine: str) -> Call:
    """A call that runs a module once, on one thread, on noise of that shape.

    Raises:
        DataError: the engine is not installed.
    """
    module = module.eval()
    noise = torch.from_numpy(np.random.default_rng(1).standard_normal(shape, np.float32))
    try:
        if engine == "openvino":
            return _openvino(_onnx(module, noise), noise.numpy())
        return _onnxruntime(_onnx(module, noise), noise.numpy()) if engine == "onnxruntime" else _torch(module, noise)
    except ModuleNotFoundError as error:
        raise DataError(f"The engine '{engine}' is not installed", f"Missing: {error.name}.") from error


def medians_ms(calls: Mapping[str, Call], rounds: int) -> dict[str, float]:
    """Name -> median over that many rounds, ms. Every call runs once per round; every other round runs backwards."""
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(WARM_UP + rounds):
        order = list(calls) if number % 2 else list(calls)[::-1]
        for name in order:
            begun = time.perf_counter()
            calls[name]()
            taken[name].append(1e3 * (time.perf_counter() - begun))
    return {name: statistics.median(times[WARM_UP:]) for name, times in taken.items()}


def _torch(module: nn.Module, noise: torch.Tensor) -> Call:
    def call() -> object:
        before = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            with torch.inference_mode():
                return module(noise)
        finally:
            torch.set_num_threads(before)

    return call


def _onnx(module: nn.Module, noise: torch.Tensor) -> bytes:
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # deprecation warnings from inside the exporter
        torch.onnx.export(module, (noise,), target, input_names=["x"], opset_version=17, dynamo=False)  # type: ignore[arg-type]
    return target.getvalue()


def _openvino(model: bytes, noise: np.ndarray) -> Call:
    import openvino

    core = openvino.Core()
    settings = {"INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": "f32"}
    request = core.compile_model(core.read_model(model), "CPU", settings).create_infer_request()
    return lambda: request.infer({0: noise})


def _onnxruntime(model: bytes, noise: np.ndarray) -> Call:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return lambda: session.run(None, {"x": noise})
