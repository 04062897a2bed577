"""Which of the ways the same thing is worked out: by OpenCV and numpy, or by a variant of the compiled kernels."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sinet_core.native.compiled import CHOICE, Kernels, kernels, variants

REFERENCE = "off"
VARIANTS = [variant.name for variant in variants()]


@contextmanager
def path(name: str) -> Iterator[None]:
    """Within it kernels() is the variant of that name; REFERENCE: there are none."""
    if name != REFERENCE and name not in VARIANTS:
        pytest.skip(f"the kernels are not compiled: {name}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CHOICE, name)
        kernels.cache_clear()
        yield
    kernels.cache_clear()


def kernels_of(name: str) -> Kernels:
    """The variant of that name."""
    return next(variant for variant in variants() if variant.name == name)
