"""The app's engine: the fastest one available that can run the network."""
from __future__ import annotations

import logging
from importlib.util import find_spec
from pathlib import Path

from sinet_core.inference.graph.draft import UnsupportedError
from sinet_core.inference.segmenter import Segmenter, opened
from sinet_core.kernels.door import native_variant

logger = logging.getLogger(__name__)


def open_engine(weights: Path | None, size: tuple[int, int], threads: int, cache: Path | None = None) -> Segmenter:
    """See sinet_core.inference.segmenter.open_segmenter."""
    compiled = native_variant()
    if compiled is not None:
        from sinet_core.inference.engines import native

        try:
            return native.open_native(weights, size, compiled)
        except UnsupportedError as error:
            logger.info("%s runs this network: %s", fallback(), error)
    return opened(fallback(), weights, size, threads, cache)


def fallback() -> str:
    """The engine without compiled kernels: OpenVINO if that extra is installed, else OpenCV."""
    return "openvino" if find_spec("openvino") is not None else "opencv"
