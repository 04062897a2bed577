"""Opens the compiled kernels, and finds the variants that this processor can run."""
from __future__ import annotations

import ctypes
import logging
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sinet_core.kernels.native.structs import KERNELS, STRUCTURES, Task

MODULE = "sinet_core.kernels.native._kernels"
VERSION = 5
"""BACKDROP_VERSION of src/kernels.h; a library compiled from other sources is not used."""
CACHE_LINE = 64  # bytes
logger = logging.getLogger(__name__)


class Variant:
    """The kernels, compiled for one kind of processor; each releases the GIL while it runs.

    Attributes:
        name: of the variant.
    """

    def __init__(self, library: ctypes.CDLL, index: int, name: str) -> None:
        self.name = name
        self._index = index
        self._run = {kernel: getattr(library, f"backdrop_{kernel}") for kernel in KERNELS}
        self._measure = {kernel: getattr(library, f"backdrop_{kernel}_scratch") for kernel in KERNELS}

    def call(self, kernel: str, task: Task) -> None:
        """Runs a kernel with the scratch memory that it needs.

        Args:
            kernel: a name in KERNELS.
            task: the kernel's struct. Addresses come from address_of; the caller keeps their arrays alive.
        """
        scratch = aligned(self.scratch_bytes(kernel, task))
        task.scratch = start_of(scratch)
        self.run(kernel, task)

    def scratch_bytes(self, kernel: str, task: Task) -> int:
        """Bytes of scratch memory, aligned to a cache line, that a kernel needs for a task of these sizes."""
        return int(self._measure[kernel](self._index, ctypes.byref(task)))

    def run(self, kernel: str, task: Task) -> None:
        """Runs a kernel for a task that already has its scratch memory."""
        self._run[kernel](self._index, ctypes.byref(task))


@lru_cache(maxsize=1)
def variants() -> list[Variant]:
    """The variants this processor can run, best first; none if the kernels are missing or from other sources."""
    try:
        module = import_module(MODULE)
        library = ctypes.CDLL(str(module.__file__))
        compiled = int(library.backdrop_version())
        if compiled != VERSION:
            logger.warning("the compiled kernels have version %d, not %d: reinstall Backdrop", compiled, VERSION)
            return []
        _declare(library)
    except (ImportError, OSError, AttributeError) as error:
        logger.info("no compiled kernels: %s", error)
        return []
    sizes = [library.backdrop_sizeof(index) for index in range(len(STRUCTURES) + 1)]
    if sizes != [*map(ctypes.sizeof, STRUCTURES), 0]:
        logger.warning("the compiled kernels have structs of %s bytes: reinstall Backdrop", sizes)
        return []
    found: list[Variant] = []
    while name := library.backdrop_name(len(found)):
        found.append(Variant(library, len(found), name.decode()))
    return found


def _declare(library: ctypes.CDLL) -> None:
    """Declares the functions' arguments and results."""
    library.backdrop_name.argtypes, library.backdrop_name.restype = [ctypes.c_int32], ctypes.c_char_p
    library.backdrop_sizeof.argtypes, library.backdrop_sizeof.restype = [ctypes.c_int32], ctypes.c_int64
    for kernel, task in KERNELS.items():
        run, measure = getattr(library, f"backdrop_{kernel}"), getattr(library, f"backdrop_{kernel}_scratch")
        run.argtypes = measure.argtypes = [ctypes.c_int32, ctypes.POINTER(task)]
        run.restype, measure.restype = None, ctypes.c_int64


def _quickest_start_of() -> Callable[[NDArray[Any]], int]:
    try:
        return import_module(MODULE).address  # type: ignore[no-any-return]
    except (ImportError, AttributeError):
        return lambda array: int(array.ctypes.data)


start_of = _quickest_start_of()
"""The address of a contiguous array of any kind; numpy's ctypes.data takes ten times as long."""


def address_of(array: NDArray[Any] | None, dtype: type[np.generic]) -> int | None:
    """The address of a contiguous array, for a kernel; None becomes NULL. The caller keeps the array alive.

    Raises:
        ValueError: the dtype differs, or the array is not contiguous.
    """
    if array is None:
        return None
    if array.dtype != dtype or not array.flags.c_contiguous:
        raise ValueError(f"a kernel needs contiguous {np.dtype(dtype)}, got {array.dtype} with strides {array.strides}")
    return start_of(array)


def aligned(size: int) -> NDArray[np.uint8]:
    """Uninitialised bytes, aligned to a cache line."""
    raw = np.empty(size + CACHE_LINE, np.uint8)
    start = -start_of(raw) % CACHE_LINE
    return raw[start : start + size]
