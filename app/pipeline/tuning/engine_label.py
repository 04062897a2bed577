"""The engine in use, as the status bar names it."""
from __future__ import annotations

from sinet_core.inference.segmenter import Segmenter

ENGINE_NAMES = {
    "native": "own kernels", "openvino": "OpenVINO", "opencv": "OpenCV", "torch": "PyTorch", "onnx": "ONNX Runtime"}


class EngineLabel:
    """Attributes:
    text: for example "SINet 256×160 · own kernels"; "" while no engine works.
    """

    def __init__(self) -> None:
        self.text = self._latest = ""

    def loaded(self, segmenter: Segmenter) -> None:
        height, width = segmenter.size
        name = ENGINE_NAMES.get(segmenter.name, segmenter.name)
        self.text = self._latest = f"SINet {width}×{height} · {name}"

    def failed(self) -> None:
        self.text = ""

    def works(self) -> None:
        """The engine that failed works again."""
        self.text = self._latest
