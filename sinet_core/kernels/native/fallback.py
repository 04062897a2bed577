"""The reference back end, for frames that a kernel does not handle. Loaded on first use, which is rare."""
from __future__ import annotations

from functools import lru_cache

from sinet_core.kernels.interface import FrameKernels


@lru_cache(maxsize=1)
def reference() -> FrameKernels:
    """The reference back end."""
    from sinet_core.kernels.reference.back_end import ReferenceKernels

    return ReferenceKernels()
