"""One ONNX file: uint8 image in, alpha out, everything in between inside the graph."""
from __future__ import annotations

import io
import json
import warnings
from pathlib import Path

import torch
from torch import Tensor, nn

from sinet_core.files import replaced
from sinet_core.network.build import Checkpoint, build_network
from sinet_core.network.fuse import fuse
from sinet_core.network.merge import merge
from sinet_core.network.sinet import SINet

OPSET = 17
FORMAT = "sinet-1"


class Deployed(nn.Module):
    """(N, H, W, 3) uint8 BGR -> alpha (N, H, W) float32 0..1; mean and std are folded into the first convolution.

    For two classes softmax is the sigmoid of the logits' difference, and the gate of the information-blocking
    decoder, 1 - max softmax, is sigmoid(-|a - b|). A merged network returns only that difference.
    """

    def __init__(self, network: SINet, mean: tuple[float, ...], std: tuple[float, ...]) -> None:
        super().__init__()
        self.network = network
        self.register_buffer("mean", torch.tensor(mean).view(1, 3, 1, 1))
        self.register_buffer("scale", 1 / torch.tensor(std).view(1, 3, 1, 1))
        self.mean: Tensor
        self.scale: Tensor

    def forward(self, image: Tensor) -> Tensor:
        x = (image.permute(0, 3, 1, 2).float() - self.mean) * self.scale
        logits = self.network(x)
        difference = logits[:, 0] if logits.shape[1] == 1 else logits[:, 1] - logits[:, 0]
        return torch.sigmoid(difference)


class SigmoidGate(nn.Module):
    """The information block for two classes, without a softmax."""

    def forward(self, logits: Tensor) -> Tensor:
        return torch.sigmoid(-(logits[:, :1] - logits[:, 1:]).abs())


def to_onnx(checkpoint: Checkpoint, size: tuple[int, int] = (224, 224)) -> bytes:
    """The folded network as the content of an ONNX file; height and width stay dynamic (multiples of 32).

    Metadata: "backdrop" (format), "config" and "meta" (JSON).
    """
    network = fuse(build_network(checkpoint))
    if checkpoint.config.gate == "block" and checkpoint.config.classes == 2:
        network.decoder.gate = SigmoidGate()  # type: ignore[assignment]
    if checkpoint.config.classes == 2:
        network = merge(network)
    deployed = Deployed(network, checkpoint.mean, checkpoint.std).eval()
    example = torch.zeros((1, *size, 3), dtype=torch.uint8)
    target = io.BytesIO()
    axes = {0: "n", 1: "h", 2: "w"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # deprecation warnings from inside the exporter
        torch.onnx.export(
            deployed,
            (example,),
            target,  # type: ignore[arg-type]  # takes a stream, too
            input_names=["image"],
            output_names=["alpha"],
            opset_version=OPSET,
            dynamic_axes={"image": axes, "alpha": axes},
            dynamo=False,
        )
    return _with_metadata(target.getvalue(), checkpoint)


def export_onnx(checkpoint: Checkpoint, path: Path) -> None:
    """Writes to_onnx(checkpoint) to path atomically."""
    with replaced(path) as part:
        part.write_bytes(to_onnx(checkpoint))


def _with_metadata(content: bytes, checkpoint: Checkpoint) -> bytes:
    import onnx

    model = onnx.load_model_from_string(content)
    config, meta = json.dumps(checkpoint.config.to_dict()), json.dumps(checkpoint.meta)
    onnx.helper.set_model_props(model, {"backdrop": FORMAT, "config": config, "meta": meta})
    model.producer_name = "backdrop"
    return model.SerializeToString()  # type: ignore[no-any-return]
