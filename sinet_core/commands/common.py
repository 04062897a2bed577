"""Argument types and helpers that several commands share."""
from __future__ import annotations

import argparse
import math
from pathlib import Path

from sinet_core.errors import DataError
from sinet_core.inference.looks import Size
from sinet_core.inference.segmenter import Segmenter, open_segmenter
from sinet_core.inference.two_looks import TwoLooks


def parse_size(text: str) -> tuple[int, int]:
    """'HEIGHTxWIDTH' -> (height, width)."""
    try:
        height, width = (int(part) for part in text.lower().split("x"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not HEIGHTxWIDTH, for example 224x224") from None
    if min(height, width) < 32 or height % 32 or width % 32:
        raise argparse.ArgumentTypeError(f"the sides must be multiples of 32, got {text}")
    return height, width


def parse_number(text: str, least: int = 0) -> int:
    """A whole number, at least `least`."""
    if not text.isdecimal() or int(text) < least:
        raise argparse.ArgumentTypeError(f"must be a whole number of at least {least}, got '{text}'")
    return int(text)


def parse_positive(text: str) -> int:
    """A whole number, at least 1."""
    return parse_number(text, 1)


def parse_finite(text: str) -> float:
    """A finite number; a picture turned by 'nan' would be black, and every answer right."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise argparse.ArgumentTypeError(f"must be a number, got '{text}'")
    return number


def parse_weighted(text: str) -> tuple[Path, float]:
    """'FILE' or 'FILE=WEIGHT' -> (file, weight above 0)."""
    file, given, number = text.rpartition("=")
    if not given or Path(text).is_file():
        return Path(text), 1.0
    weight = parse_finite(number)
    if weight <= 0:
        raise argparse.ArgumentTypeError(f"a weight must be above 0, got '{number}'")
    return Path(file), weight


def open_any(
    weights: Path | None, engine: str, size: Size, threads: int, *, second: Size | None = None
) -> Segmenter:
    """Opens one of our SINets, the published checkpoint, or any described ONNX network.

    Args:
        second: (height, width) of a second look, at the mirror image.

    Raises:
        sinet_core.errors.WeightsError: the file cannot be used.
        DataError: a second look with a network that is not ours.
    """
    if weights is not None and weights.suffix.lower() == ".onnx" and not _is_ours(weights):
        if second is not None:
            raise DataError(f"'{weights.name}' looks once", "Drop --second-size: it is for our networks.")
        from sinet_core.inference.described_onnx import DescribedOnnx

        return DescribedOnnx(weights, threads)
    first = open_segmenter(engine, weights, size=size, threads=threads)
    return first if second is None else TwoLooks(first, open_segmenter(engine, weights, size=second, threads=threads))


def _is_ours(path: Path) -> bool:
    from sinet_core.inference.engines.weights_file import FORMAT

    if not path.is_file():
        return True
    content = path.read_bytes()
    return b"backdrop" in content and FORMAT.encode() in content
