"""The one border between numpy and an inference engine."""
from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sinet_core.errors import WeightsError, WeightsFileError
from sinet_core.inference.looks import Network
from sinet_core.shipped import shipped_folder

Alpha = NDArray[np.float32]

WEIGHTS = shipped_folder("sinet_core", "weights")
DEFAULT_SIZE = (224, 224)
STRIDE = 32

ENGINES = {name: f"sinet_core.inference.engines.{name}" for name in ("auto", "native", "openvino", "opencv", "torch")}
"""Name -> module with a function open_engine(weights, size, threads, cache) -> Segmenter."""


class Segmenter(Protocol):
    """Finds the person in a frame.

    Attributes:
        name: the engine's ("native").
        size: (height, width) of the network's input, multiples of 32.
    """

    name: str
    size: tuple[int, int]

    def alpha(self, image: NDArray[np.uint8]) -> Alpha:
        """HxWx3 uint8 BGR of any size -> network-size HxW float32, the probability 0..1 of "person"."""
        ...


def open_segmenter(
    engine: str = "auto",
    weights: Path | None = None,
    *,
    size: tuple[int, int] = DEFAULT_SIZE,
    threads: int = 1,
    cache: Path | None = None,
) -> Segmenter:
    """Loads weights (default: the shipped ones) into an engine.

    Args:
        engine: a name in ENGINES. "auto" is the fastest one compiled or installed.
        weights: .onnx (not for torch), .pt or .pth (torch; the others convert it if torch is installed).
        size: (height, width) of the input.
        threads: 0 lets the engine choose.
        cache: a folder in which an engine may store the compiled network, for a quicker start.

    Raises:
        ValueError: an unknown engine, or a size that is not a multiple of 32.
        sinet_core.errors.WeightsError: the file is missing, damaged or holds another network, or the engine is
            not installed.
    """
    if engine not in ENGINES:
        raise ValueError(f"engine must be one of {', '.join(ENGINES)}, got '{engine}'")
    if min(size) < STRIDE or any(side % STRIDE for side in size):
        raise ValueError(f"size must be multiples of {STRIDE}, got {size[1]}x{size[0]}")
    return opened(engine, weights, size, threads, cache)


def shipped_weights(network: Network, engine: str = "auto") -> Path:
    """The file of a shipped network that the engine reads."""
    return WEIGHTS / f"{network}{'.pt' if engine == 'torch' else '.onnx'}"


def require_file(path: Path) -> Path:
    """Returns path if it is a non-empty file.

    Raises:
        WeightsFileError: the file is missing, empty, or a folder.
    """
    if not path.is_file():
        raise WeightsFileError(f"No weights file '{path}'", "Check the path, or omit it to use the shipped weights.")
    if path.stat().st_size == 0:
        raise WeightsFileError(f"Weights file '{path.name}' is empty", "Copy the file again.")
    return path


def opened(engine: str, weights: Path | None, size: tuple[int, int], threads: int, cache: Path | None) -> Segmenter:
    """Opens a segmenter with arguments that were checked. Raises WeightsError, also for an engine that is missing."""
    try:
        return import_module(ENGINES[engine]).open_engine(weights, size, threads, cache)  # type: ignore[no-any-return]
    except ModuleNotFoundError as error:
        if error.name == ENGINES[engine]:
            raise WeightsError(f"This package of Backdrop comes without the engine '{engine}'",
                               "Install Backdrop with pip to use it.") from error
        if engine == "torch":
            raise WeightsError(
                "The torch engine needs PyTorch", "Install the extra 'train', or omit the engine."
            ) from error
        raise WeightsError(f"The engine '{engine}' is not installed", f"Missing: {error.name}.") from error
