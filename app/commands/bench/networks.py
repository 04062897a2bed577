"""Times networks alone; they take turns, so that other load slows all of them equally."""
from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from app.errors import AppError
from app.pipeline.tuning.choice import EngineChoice, choice_for, open_choice
from app.settings import EngineSettings
from sinet_core.errors import CoreError, WeightsError
from sinet_core.inference.described_onnx import describe
from sinet_core.inference.looks import Effort, Look
from sinet_core.inference.segmenter import DEFAULT_SIZE

WARM_UP_ROUNDS = 3
WIDE = (1280, 720)
EFFORTS: dict[str, Effort] = {"": "full", " fine": "fine", " finest": "finest", " best": "best"}
PAPER = " 224x224"
PAPER_LOOKS = (Look(DEFAULT_SIZE),)
LAST = "opencv"  # the app cannot run without one of these
Work = Callable[[], object]
Figures = dict[str, dict[str, float]]


def measure_networks(
    rounds: int, peers: Iterable[Path], *, say: Callable[[str], None], threads: int = 1
) -> tuple[Figures, Figures]:
    """The median_ms and min_ms of each engine at the app's sizes and at 224x224, and of each peer's network.

    Raises:
        AppError: none of the app's engines loads.
    """
    engines = _engine_works(say, threads)
    others = _peer_works(list(peers), say, threads)
    figures = time_in_turns({**engines, **others}, rounds)
    return {name: figures[name] for name in engines}, {name: figures[name] for name in others}


def own_engine(engines: Figures) -> str:
    """The engine that the app uses, of those that measure_networks measured."""
    return next(name for name in ("native", "openvino", LAST) if name in engines)


def time_in_turns(works: dict[str, Work], rounds: int) -> Figures:
    """Runs every task once per round; returns median and minimum milliseconds of each."""
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
    """The networks in folder, by name. Raises AppError if there are none, or no package to run them."""
    if not folder.is_dir():
        raise AppError(f"There is no folder '{folder}'", "Give the folder with the .onnx files.")
    found = sorted((*folder.glob("*.onnx"), *folder.glob("*.tflite")))
    if not found:
        raise AppError(f"There are no .onnx and no .tflite files in '{folder}'", "Give the folder with them.")
    if find_spec("onnxruntime") is None:
        raise AppError("ONNX Runtime is not installed", "Install the extra: python -m pip install -e '.[bench]'")
    return found


def _choices(threads: int) -> Iterator[tuple[str, EngineChoice]]:
    for engine in ("native", "openvino", LAST):
        for name, effort in EFFORTS.items():
            yield engine + name, choice_for(EngineSettings(engine), WIDE, effort, threads)
        yield engine + PAPER, EngineChoice(engine, PAPER_LOOKS, threads)
    yield "torch" + PAPER, EngineChoice("torch", PAPER_LOOKS, threads)


def _engine_works(say: Callable[[str], None], threads: int) -> dict[str, Work]:
    works: dict[str, Work] = {}
    for name, choice in _choices(threads):
        engine = choice.name
        try:
            segmenter = open_choice(choice)
        except AppError as error:
            if not works and engine == LAST:
                raise
            say(f"{engine} is skipped: {error}")
            continue
        picture = _noise((*segmenter.size, 3))
        works[name] = lambda segmenter=segmenter, picture=picture: segmenter.alpha(picture)  # type: ignore[misc]
    return works


def _peer_works(peers: list[Path], say: Callable[[str], None], threads: int) -> dict[str, Work]:
    """A peer's network alone, with its input ready; skips one that is damaged or unknown."""
    works: dict[str, Work] = {}
    for path in peers:
        try:
            if path.suffix == ".tflite":
                works[path.stem] = _litert_work(path, threads)
            else:
                works[path.stem] = _onnx_work(path, threads)
        except CoreError as error:
            say(f"{path.name} is skipped: {error}. {error.hint}")
    return works


def _onnx_work(path: Path, threads: int) -> Work:
    """Raises WeightsError if it is damaged, or its input size is dynamic and not described."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise WeightsError("It is damaged or not an ONNX file", "Download the file again.") from error
    wanted = session.get_inputs()[0]
    feed = {wanted.name: _noise(_input_shape(path, wanted.shape)).astype(np.float32) / 255}
    return lambda: session.run(None, feed)


def _litert_work(path: Path, threads: int) -> Work:
    """Raises WeightsError if LiteRT is not installed, or does not support the network."""
    try:
        from ai_edge_litert.interpreter import Interpreter
    except ImportError as error:
        raise WeightsError("LiteRT is not installed", "Install ai-edge-litert.") from error
    try:
        interpreter = Interpreter(model_path=str(path), num_threads=threads)
        interpreter.allocate_tensors()
    except (ValueError, RuntimeError) as error:
        raise WeightsError("It is damaged, or has custom operations", "LiteRT cannot run it.") from error
    wanted = interpreter.get_input_details()[0]
    picture = _noise(tuple(int(side) for side in wanted["shape"])).astype(wanted["dtype"]) / 255
    interpreter.set_tensor(wanted["index"], picture.astype(wanted["dtype"]))
    return interpreter.invoke  # type: ignore[no-any-return]


def _input_shape(path: Path, shape: list[int | str | None]) -> tuple[int, ...]:
    fixed = tuple(side for side in shape[1:] if isinstance(side, int))
    if len(fixed) == 3:
        return (1, *fixed)
    described = describe(path)
    return (1, *described.size, 3) if described.layout == "NHWC" else (1, 3, *described.size)


def _noise(shape: tuple[int, ...]) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.random.default_rng(0).integers(0, 255, shape, dtype=np.uint8)
