"""Networks alone, on one thread, taking turns: what slows the machine down slows all of them."""
from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from app.errors import AppError
from app.pipeline.engine import load_segmenter
from app.settings import EngineSettings
from sinet_core.described_onnx import describe
from sinet_core.errors import CoreError, WeightsError

WARM_UP_ROUNDS = 3
ENGINES = ("openvino", "torch")
Work = Callable[[], object]
Figures = dict[str, dict[str, float]]


def measure_networks(
    rounds: int, peers: Iterable[Path], *, say: Callable[[str], None]
) -> tuple[Figures, Figures]:
    """median_ms and min_ms of each engine, and of each peer's network.

    Raises:
        AppError: the default engine does not load.
    """
    engines = _engine_works(say)
    others = _peer_works(list(peers), say)
    figures = time_in_turns({**engines, **others}, rounds)
    return {name: figures[name] for name in engines}, {name: figures[name] for name in others}


def time_in_turns(works: dict[str, Work], rounds: int) -> Figures:
    """Runs every work once a round; median and least milliseconds of each."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for number in range(-WARM_UP_ROUNDS, rounds):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            if number >= 0:
                times[name].append((time.perf_counter() - start) * 1e3)
    return {
        name: {"median_ms": round(statistics.median(taken), 3), "min_ms": round(min(taken), 3)}
        for name, taken in times.items()
    }


def peer_files(folder: Path) -> list[Path]:
    """The networks in folder, by name. Raises AppError when there are none, or nothing to run them with."""
    if not folder.is_dir():
        raise AppError(f"There is no folder '{folder}'", "Give the folder that holds the .onnx files.")
    found = sorted(folder.glob("*.onnx"))
    if not found:
        raise AppError(f"There are no .onnx files in '{folder}'", "Give the folder that holds them.")
    if find_spec("onnxruntime") is None:
        raise AppError("ONNX Runtime is not installed", "Install the extra: python -m pip install -e '.[bench]'")
    return found


def _engine_works(say: Callable[[str], None]) -> dict[str, Work]:
    works: dict[str, Work] = {}
    for name in ENGINES:
        try:
            segmenter = load_segmenter(EngineSettings(name, threads=1))
        except AppError as error:
            if name == ENGINES[0]:
                raise
            say(f"{name} is left out: {error}")
            continue
        picture = _noise((*segmenter.size, 3))
        works[name] = lambda segmenter=segmenter, picture=picture: segmenter.alpha(picture)  # type: ignore[misc]
    return works


def _peer_works(peers: list[Path], say: Callable[[str], None]) -> dict[str, Work]:
    """A peer's network alone, its input ready; one that is damaged or not known is left out."""
    if not peers:
        return {}
    works: dict[str, Work] = {}
    for path in peers:
        try:
            works[path.stem] = _session_work(path)
        except CoreError as error:
            say(f"{path.name} is left out: {error}. {error.hint}")
    return works


def _session_work(path: Path) -> Work:
    """Raises WeightsError: damaged, or its input's size is not fixed and nothing describes it."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise WeightsError("It is damaged or no ONNX file", "Fetch the file again.") from error
    wanted = session.get_inputs()[0]
    feed = {wanted.name: _noise(_input_shape(path, wanted.shape)).astype(np.float32) / 255}
    return lambda: session.run(None, feed)


def _input_shape(path: Path, shape: list[int | str | None]) -> tuple[int, ...]:
    fixed = tuple(side for side in shape[1:] if isinstance(side, int))
    if len(fixed) == 3:
        return (1, *fixed)
    described = describe(path)
    return (1, *described.size, 3) if described.layout == "NHWC" else (1, 3, *described.size)


def _noise(shape: tuple[int, ...]) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.random.default_rng(0).integers(0, 255, shape, dtype=np.uint8)
