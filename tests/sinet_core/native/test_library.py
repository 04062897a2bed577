from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from sinet_core.native import library
from sinet_core.native.library import CHOICE, kernels, variants

pytestmark = pytest.mark.skipif(not variants(), reason="the kernels were not compiled")


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    kernels.cache_clear()
    yield
    kernels.cache_clear()


def test_the_best_variant_is_taken_unless_another_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CHOICE, raising=False)
    assert kernels() is variants()[0]
    kernels.cache_clear()
    monkeypatch.setenv(CHOICE, "generic")
    found = kernels()
    assert found is not None
    assert found.name == "generic"


def test_they_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHOICE, "off")
    assert kernels() is None


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
