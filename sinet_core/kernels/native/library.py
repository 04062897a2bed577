"""Finds the compiled kernels, and the variants of them that this processor can run."""
from __future__ import annotations

import ctypes
import logging
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

VERSION = 4
"""BACKDROP_VERSION of kernels.h: a library that was compiled from other sources is not used."""
logger = logging.getLogger(__name__)


class Variant:
    """The functions of the library, in one variant; each releases the GIL while it runs.

    Attributes:
        name: of the variant.
    """

    def __init__(self, library: ctypes.CDLL, index: int, name: str) -> None:
        self.name = name
        self._index = index
        self._library = library

    def call(self, function: str, *arguments: Any) -> int:
        """Calls backdrop_<function>. Addresses come from address_of, numbers as ctypes values of the right type.

        Returns:
            What it returns; of one that returns nothing it says nothing.
        """
        return int(getattr(self._library, f"backdrop_{function}")(ctypes.c_int32(self._index), *arguments))


@lru_cache(maxsize=1)
def variants() -> list[Variant]:
    """All that this processor can run, best first."""
    try:
        module = import_module("sinet_core.kernels.native._kernels")
        library = ctypes.CDLL(str(module.__file__))
        compiled = int(library.backdrop_version())
    except (ImportError, OSError, AttributeError) as error:
        logger.info("no compiled kernels: %s", error)
        return []
    if compiled != VERSION:
        logger.warning("the compiled kernels are of version %d, not %d: install Backdrop again", compiled, VERSION)
        return []
    library.backdrop_name.restype = ctypes.c_char_p
    found: list[Variant] = []
    while name := library.backdrop_name(ctypes.c_int32(len(found))):
        found.append(Variant(library, len(found), name.decode()))
    return found


def _quickest_start_of() -> Callable[[NDArray[Any]], int]:
    try:
        return import_module("sinet_core.kernels.native._kernels").address  # type: ignore[no-any-return]
    except (ImportError, AttributeError):
        return lambda array: int(array.ctypes.data)


start_of = _quickest_start_of()
"""The address of a contiguous array, whatever is in it; numpy's ctypes.data takes ten times as long."""


def address_of(array: NDArray[Any] | None, dtype: type[np.generic]) -> ctypes.c_void_p:
    """For a kernel: where a contiguous array begins; None becomes NULL. The caller keeps the array alive.

    Raises:
        ValueError: another dtype, or not contiguous.
    """
    if array is None:
        return ctypes.c_void_p(None)
    if array.dtype != dtype or not array.flags.c_contiguous:
        raise ValueError(f"a kernel needs contiguous {np.dtype(dtype)}, got {array.dtype} with strides {array.strides}")
    return ctypes.c_void_p(start_of(array))


def fields_of(pointers: str, integers: str, floats: str) -> tuple[tuple[str, type[ctypes._SimpleCData[Any]]], ...]:
    """For a ctypes.Structure: names, separated by spaces, of what a struct has in this order."""
    kinds = ((pointers, ctypes.c_void_p), (integers, ctypes.c_int32), (floats, ctypes.c_float))
    return tuple((name, kind) for names, kind in kinds for name in names.split())
