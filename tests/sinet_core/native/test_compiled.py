from __future__ import annotations

import logging
import shutil
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sinet_core.native import compiled as library
from sinet_core.native.compiled import CHOICE, address_of, kernels, start_of, variants

HEADER = Path(sysconfig.get_paths()["include"]) / "Python.h"
COMPILER = any(map(shutil.which, ("cc", "gcc", "clang"))) and HEADER.is_file()
compiled = pytest.mark.skipif(not variants(), reason="the kernels were not compiled")


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    kernels.cache_clear()
    yield
    kernels.cache_clear()


@compiled
def test_the_best_variant_is_taken_unless_another_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CHOICE, raising=False)
    assert kernels() is variants()[0]
    kernels.cache_clear()
    monkeypatch.setenv(CHOICE, "generic")
    found = kernels()
    assert found is not None
    assert found.name == "generic"


def test_where_an_array_starts_is_what_numpy_says() -> None:
    for array in (np.zeros((4, 5, 3), np.uint8), np.arange(7, dtype=np.float32)[2:], np.zeros((1, 1), np.int32)):
        array.flags.writeable = False
        assert start_of(array) == array.ctypes.data
        assert address_of(array, array.dtype.type).value == array.ctypes.data


def test_without_the_library_numpy_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> object:
        raise ImportError("no such module")

    monkeypatch.setattr(library, "import_module", missing)
    array = np.zeros(3, np.uint8)
    assert library._quickest_start_of()(array) == array.ctypes.data


@compiled
def test_they_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHOICE, "off")
    assert kernels() is None


@compiled
def test_an_unknown_variant_is_told_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(CHOICE, "abacus")
    with caplog.at_level(logging.WARNING):
        assert kernels() is variants()[0]
    assert "abacus" in caplog.text


def test_a_library_that_is_not_there_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> object:
        raise ImportError("no such module")

    monkeypatch.setattr(library, "import_module", missing)
    variants.cache_clear()
    try:
        assert kernels() is None
    finally:
        variants.cache_clear()


@pytest.mark.skipif(not COMPILER or sys.platform == "win32", reason="there is no C compiler")
def test_they_were_compiled_where_there_is_a_compiler() -> None:
    """Or every other test of them would be skipped in silence."""
    assert [variant.name for variant in variants()][-1:] == ["generic"]


@compiled
def test_a_library_from_other_sources_is_not_used(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(library, "VERSION", 0)
    variants.cache_clear()
    try:
        with caplog.at_level(logging.WARNING):
            assert kernels() is None
    finally:
        variants.cache_clear()
    assert "install Backdrop again" in caplog.text
