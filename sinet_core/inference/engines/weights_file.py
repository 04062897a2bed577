"""What the engines know of weights files."""
from __future__ import annotations

from pathlib import Path

from sinet_core.errors import WeightsError
from sinet_core.inference.segmenter import WEIGHTS, require_file

FORMAT = "sinet-1"
"""What our export says of itself, under the key "backdrop"."""


def found(weights: Path | None) -> Path:
    """The file to read: the shipped one unless another is named. Raises WeightsError when it is not there, or empty."""
    return require_file(weights or WEIGHTS / "sinet.onnx")


def converted(path: Path) -> bytes:
    """A PyTorch checkpoint as an ONNX file.

    Raises:
        WeightsError: damaged, of another network, or PyTorch is not installed.
    """
    try:
        from sinet_core.network.build import load_checkpoint
        from sinet_core.network.export import to_onnx
    except ModuleNotFoundError as error:
        raise WeightsError(
            f"'{path.name}' needs PyTorch to be read", "Install the extra 'train', or export it to ONNX."
        ) from error
    return to_onnx(load_checkpoint(path))
