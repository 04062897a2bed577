from __future__ import annotations

import ctypes
import logging
import shutil
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sinet_core.kernels.native import library
from sinet_core.kernels.native.library import CACHE_LINE, address_of, aligned, start_of, variants
from sinet_core.kernels.native.structs import KERNELS, STRUCTURES, Composition, Shrinking

HEADER = Path(sysconfig.get_paths()["include"]) / "Python.h"
COMPILER = any(map(shutil.which, ("cc", "gcc", "clang"))) and HEADER.is_file()
compiled = pytest.mark.skipif(not variants(), reason="the kernels were not compiled")


@pytest.fixture
def opened_again() -> Iterator[None]:
    variants.cache_clear()
    yield
    variants.cache_clear()


def test_where_an_array_starts_is_what_numpy_says() -> None:
    for array in (np.zeros((4, 5, 3), np.uint8), np.arange(7, dtype=np.float32)[2:], np.zeros((1, 1), np.int32)):
        array.flags.writeable = False
        assert start_of(array) == array.ctypes.data
        assert address_of(array, array.dtype.type) == array.ctypes.data


def test_without_the_library_numpy_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> object:
        raise ImportError("no such module")

    monkeypatch.setattr(library, "import_module", missing)
    array = np.zeros(3, np.uint8)
    assert library._quickest_start_of()(array) == array.ctypes.data


@pytest.mark.usefixtures("opened_again")
def test_a_missing_library_is_not_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> object:
        raise ImportError("no such module")

    monkeypatch.setattr(library, "import_module", missing)
    assert variants() == []


@pytest.mark.skipif(not COMPILER or sys.platform == "win32", reason="there is no C compiler")
def test_they_were_compiled_where_there_is_a_compiler() -> None:
    """Otherwise, all other tests of them would be skipped silently."""
    assert [variant.name for variant in variants()][-1:] == ["generic"]


@compiled
@pytest.mark.usefixtures("opened_again")
def test_a_library_from_other_sources_is_not_used(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(library, "VERSION", 0)
    with caplog.at_level(logging.WARNING):
        assert variants() == []
    assert "reinstall Backdrop" in caplog.text


@compiled
@pytest.mark.usefixtures("opened_again")
@pytest.mark.parametrize("index", range(len(STRUCTURES)))
def test_a_library_with_other_structs_is_not_used(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, index: int
) -> None:
    longer = type("Longer", (STRUCTURES[index],), {"_fields_": [("more", ctypes.c_int64)]})
    for wrong in ((*STRUCTURES[:index], longer, *STRUCTURES[index + 1 :]), STRUCTURES[:-1], (*STRUCTURES, longer)):
        monkeypatch.setattr(library, "STRUCTURES", wrong)
        variants.cache_clear()
        with caplog.at_level(logging.WARNING):
            assert variants() == []
    assert "reinstall Backdrop" in caplog.text


def test_every_kernel_has_a_struct_whose_size_is_compared() -> None:
    assert set(KERNELS.values()) <= set(STRUCTURES)


@compiled
def test_a_kernel_takes_no_struct_of_another() -> None:
    with pytest.raises(ctypes.ArgumentError):
        variants()[0].scratch_bytes("shrink", Composition())


@compiled
def test_scratch_grows_with_the_frame_and_begins_with_a_cache_line() -> None:
    small, large = (variants()[0].scratch_bytes("shrink", Shrinking(width=width)) for width in (64, 640))
    assert large - small == 15 * (640 - 64)
    for size in (1, 63, 64, 1000):
        assert aligned(size).shape == (size,)
        assert start_of(aligned(size)) % CACHE_LINE == 0
