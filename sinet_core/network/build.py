"""The only place where numbers, files and networks meet."""
from __future__ import annotations

import errno
import pickle
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from sinet_core.errors import WeightsError
from sinet_core.files import replaced
from sinet_core.network.config import PAPER, SINetConfig
from sinet_core.network.published import from_published, is_published
from sinet_core.network.sinet import SINet

MEAN_BGR = (102.890434, 111.25247, 126.91212)
STD_BGR = (62.93292, 62.82138, 66.355705)
"""For pixels x in 0..255 the published network expects (x - mean) / std / 255, ours (x - mean) / std."""

FORMAT = "backdrop-sinet"
_OTHER_NETWORK = "Use a SINet checkpoint: one written by 'python -m sinet_core train', or the published one."


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A network and everything that must accompany it.

    Attributes:
        config: the network's numbers.
        state: its tensors, under our names.
        mean, std: of the input, BGR, x' = (x - mean) / std for pixels 0..255.
        meta: free text values (recipe, figures, date).
    """

    config: SINetConfig
    state: dict[str, Tensor]
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    meta: dict[str, Any] = field(default_factory=dict)


def published_normalisation() -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """The published network's (mean, std) in Checkpoint's convention."""
    b, g, r = (255 * value for value in STD_BGR)
    return MEAN_BGR, (b, g, r)


def build_network(checkpoint: Checkpoint) -> SINet:
    """The network of a checkpoint, in evaluation mode.

    Raises:
        WeightsError: its tensors are not those of the configured SINet.
    """
    network = SINet(checkpoint.config)
    try:
        network.load_state_dict(checkpoint.state)
    except RuntimeError as error:
        raise WeightsError("The weights are not those of a SINet", _OTHER_NETWORK) from error
    return network.eval()


def load_checkpoint(path: Path) -> Checkpoint:
    """Reads our .pt, or a .pth under the published names.

    Raises:
        WeightsError: the file is missing, damaged, or holds another network.
    """
    content = _read(path)
    if isinstance(content, dict) and content.get("format") == FORMAT:
        return Checkpoint(
            SINetConfig.from_dict(content["config"]),
            content["state"],
            content["mean"],
            content["std"],
            content["meta"],
        )
    if isinstance(content, dict) and is_published(content):
        return import_published(content)
    raise WeightsError(f"'{path.name}' holds a network other than SINet", _OTHER_NETWORK)


def import_published(state: dict[str, Tensor]) -> Checkpoint:
    """Converts a state dict with the published names to our checkpoint."""
    state = from_published(state)
    classes = state["encoder.classifier.weight"].shape[0] if "encoder.classifier.weight" in state else 2
    mean, std = published_normalisation()
    checkpoint = Checkpoint(replace(PAPER, classes=classes), state, mean, std, {"recipe": "published"})
    build_network(checkpoint)
    return checkpoint


def save_checkpoint(checkpoint: Checkpoint, path: Path) -> None:
    """Writes atomically, so that a kill leaves the old file."""
    content = {
        "format": FORMAT,
        "config": checkpoint.config.to_dict(),
        "state": checkpoint.state,
        "mean": checkpoint.mean,
        "std": checkpoint.std,
        "meta": checkpoint.meta,
    }
    write_torch(content, path)


def write_torch(content: object, path: Path) -> None:
    """Writes content for torch.load atomically: a kill or a full disk leaves the old file. Raises OSError."""
    try:
        with replaced(path) as part:
            torch.save(content, part)
    except RuntimeError as error:  # PyTorch raises this for anything wrong with the file
        cause = next((cause for cause in (error.__cause__, error.__context__) if isinstance(cause, OSError)), None)
        number, why = (cause.errno, cause.strerror) if cause else (errno.EIO, str(error).splitlines()[0])
        raise OSError(number, why, str(path)) from error


def _read(path: Path) -> Any:
    if not path.is_file():
        raise WeightsError(f"No weights file '{path}'", "Check the path, or omit it to use the shipped weights.")
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except (RuntimeError, EOFError, ValueError, KeyError, pickle.UnpicklingError) as error:
        raise WeightsError(f"'{path.name}' is damaged or not a PyTorch file", _OTHER_NETWORK) from error
