"""The engine of the app: the compiled kernels where they are and can run the network, else OpenVINO."""
from __future__ import annotations

import logging
from pathlib import Path

from sinet_core.native.compiled import kernels
from sinet_core.native.draft import UnsupportedError
from sinet_core.segmenter import Segmenter

logger = logging.getLogger(__name__)


def open_engine(weights: Path | None, size: tuple[int, int], threads: int, cache: Path | None = None) -> Segmenter:
    """See sinet_core.segmenter.open_segmenter."""
    compiled = kernels()
    if compiled is not None:
        from sinet_core.engines import native

        try:
            return native.open_native(weights, size, compiled)
        except UnsupportedError as error:
            logger.info("OpenVINO runs this network: %s", error)
    from sinet_core.engines import openvino

    return openvino.open_engine(weights, size, threads, cache)
