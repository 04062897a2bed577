from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from sinet_core.kernels.door import CHOICE, back_end, choose_again, native_variant
from sinet_core.kernels.native.library import variants

compiled = pytest.mark.skipif(not variants(), reason="the kernels were not compiled")


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    choose_again()
    yield
    choose_again()


@compiled
def test_the_best_variant_is_taken_unless_another_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CHOICE, raising=False)
    assert native_variant() is variants()[0]
    choose_again()
    monkeypatch.setenv(CHOICE, "generic")
    found = native_variant()
    assert found is not None
    assert found.name == "generic"


@compiled
def test_they_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHOICE, "off")
    assert native_variant() is None
    assert back_end().name == "reference"


@compiled
@pytest.mark.parametrize("name", [variant.name for variant in variants()])
def test_frames_are_worked_on_by_the_variant_that_was_chosen(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(CHOICE, name)
    assert back_end().name == name
    assert back_end() is back_end()


@compiled
def test_an_unknown_variant_is_reported_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(CHOICE, "abacus")
    with caplog.at_level(logging.WARNING):
        assert native_variant() is variants()[0]
    assert "abacus" in caplog.text
