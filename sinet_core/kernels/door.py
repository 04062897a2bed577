"""The door to the kernels: chooses the back end that this process uses for frames."""
from __future__ import annotations

import logging
import os
from functools import lru_cache

from sinet_core.kernels.interface import FrameKernels
from sinet_core.kernels.native.back_end import NativeKernels
from sinet_core.kernels.native.fallback import reference
from sinet_core.kernels.native.library import Variant, variants

CHOICE = "BACKDROP_KERNELS"
"""Environment variable: "off", or the name of a variant ("avx2", "generic") to use instead of the best."""
OFF = "off"
logger = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def native_variant() -> Variant | None:
    """The compiled library in this processor's variant, or None if it was not compiled or is switched off."""
    choice = os.environ.get(CHOICE, "")
    found = [] if choice == OFF else variants()
    for variant in found:
        if choice in ("", variant.name):
            return variant
    if choice not in ("", OFF):
        logger.warning("%s=%s: choose from %s", CHOICE, choice, ", ".join(v.name for v in found) or "none")
    return found[0] if found else None


@lru_cache(maxsize=1)
def back_end() -> FrameKernels:
    """The compiled kernels, or the reference if there are none."""
    variant = native_variant()
    return reference() if variant is None else NativeKernels(variant)


def choose_again() -> None:
    """Forgets the choice, so that the next call reads the environment again."""
    native_variant.cache_clear()
    back_end.cache_clear()
