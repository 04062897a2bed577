"""The engine of the app: the compiled kernels where they are and can run the network, else OpenVINO."""
from __future__ import annotations

import logging
from pathlib import Path

from sinet_core.inference.graph.draft import UnsupportedError
from sinet_core.inference.segmenter import Segmenter
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
            logger.info("OpenVINO runs this network: %s", error)
    from sinet_core.inference.engines import openvino

    return openvino.open_engine(weights, size, threads, cache)
