"""The engine in use, as the status bar names it."""
from __future__ import annotations

from sinet_core.inference.looks import Network
from sinet_core.inference.segmenter import Segmenter
from sinet_core.inference.two_looks import TwoLooks, sizes_seen

ENGINE_NAMES = {
    "native": "own kernels", "openvino": "OpenVINO", "opencv": "OpenCV", "torch": "PyTorch", "onnx": "ONNX Runtime"}

NETWORK_NAMES: dict[Network, str] = {"sinet": "SINet", "sinet-wide": "SINet-wide"}


class EngineLabel:
    """Attributes:
    text: for example "SINet 256×160 · own kernels"; "" while no engine works.
    """

    def __init__(self) -> None:
        self.text = self._latest = ""

    def loaded(self, segmenter: Segmenter) -> None:
        sizes = " and ".join(f"{width}×{height}" for height, width in sizes_seen(segmenter))
        name = ENGINE_NAMES.get(segmenter.name, segmenter.name)
        network = NETWORK_NAMES[segmenter.network if isinstance(segmenter, TwoLooks) else "sinet"]
        self.text = self._latest = f"{network} {sizes} · {name}"

    def failed(self) -> None:
        self.text = ""

    def works(self) -> None:
        """The engine that failed works again."""
        self.text = self._latest
