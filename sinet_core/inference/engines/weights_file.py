"""Weights files, for all engines."""
from __future__ import annotations

from pathlib import Path

from sinet_core.errors import WeightsError, WeightsFileError
from sinet_core.inference.graph.onnx_file import Graph, read_graph
from sinet_core.inference.segmenter import require_file, shipped_weights

FORMAT = "sinet-1"
"""The value that our export writes under the metadata key "backdrop"."""
HINT = "Use a file written by 'python -m sinet_core export'."


def found(weights: Path | None) -> Path:
    """The file to read, by default the shipped one. Raises WeightsError if it is missing or empty."""
    return require_file(weights or shipped_weights("sinet"))


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


def onnx_content(weights: Path | None) -> tuple[str, bytes]:
    """(name, content) of the ONNX file to run, by default the shipped one; a PyTorch checkpoint is converted.

    Raises:
        WeightsError: the file is missing, or neither ONNX nor a checkpoint; see converted.
    """
    path = found(weights)
    suffix = path.suffix.lower()
    if suffix in (".pt", ".pth"):
        return path.name, converted(path)
    if suffix != ".onnx":
        raise WeightsFileError(f"'{path.name}' is not an ONNX file", HINT)
    return path.name, path.read_bytes()


def sinet_graph(file: str, content: bytes) -> Graph:
    """The graph in an ONNX file written by our export. file: its name, for errors.

    Raises:
        WeightsError: the file is damaged, or holds another network.
    """
    try:
        graph = read_graph(content)
    except ValueError as error:
        raise WeightsFileError(f"'{file}' is damaged or not an ONNX file", HINT) from error
    if graph.metadata.get("backdrop") != FORMAT:
        raise WeightsFileError(f"'{file}' holds a network other than SINet", HINT)
    return graph
