"""Chooses the back end for a test: OpenCV and numpy, or a variant of the compiled kernels."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sinet_core.kernels.door import CHOICE, OFF, choose_again
from sinet_core.kernels.native.back_end import NativeKernels
from sinet_core.kernels.native.library import Variant, variants

REFERENCE = OFF
VARIANTS = [variant.name for variant in variants()]


@contextmanager
def path(name: str) -> Iterator[None]:
    """Within it, back_end() returns the variant of that name, or the reference."""
    if name != REFERENCE and name not in VARIANTS:
        pytest.skip(f"the kernels are not compiled: {name}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CHOICE, name)
        choose_again()
        yield
    choose_again()


def variant_of(name: str) -> Variant:
    """The library in the variant of that name."""
    return next(variant for variant in variants() if variant.name == name)


def native(name: str) -> NativeKernels:
    """The compiled back end in the variant of that name."""
    return NativeKernels(variant_of(name))
