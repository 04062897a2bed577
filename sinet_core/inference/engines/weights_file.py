"""Weights files, for all engines."""
from __future__ import annotations

from pathlib import Path

from sinet_core.errors import WeightsError
from sinet_core.inference.segmenter import WEIGHTS, require_file

FORMAT = "sinet-1"
"""The value that our export writes under the metadata key "backdrop"."""


def found(weights: Path | None) -> Path:
    """The file to read, by default the shipped one. Raises WeightsError if it is missing or empty."""
    return require_file(weights or WEIGHTS / "sinet.onnx")


def converted(path: Path) -> bytes:
    """A PyTorch checkpoint as an ONNX file.

    Raises:
        WeightsError: the file is damaged or holds another network, or PyTorch is not installed.
    """
    try:
        from sinet_core.network.build import load_checkpoint
        from sinet_core.network.export import to_onnx
    except ModuleNotFoundError as error:
        raise WeightsError(
            f"Reading '{path.name}' needs PyTorch", "Install the extra 'train', or export it to ONNX."
        ) from error
    return to_onnx(load_checkpoint(path))
