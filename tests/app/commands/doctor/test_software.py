from __future__ import annotations

import pytest

from app.commands.doctor import software as checks_software
from app.commands.doctor.check import Check
from app.errors import AppError
from tests.app.commands.doctor.checks import only


def test_an_engine_that_does_not_load(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_settings: object) -> object:
        raise AppError("No weights", "Install again.")

    monkeypatch.setattr(checks_software, "load_segmenter", fail)
    assert only(checks_software.check_engine()) == Check("engine auto", "fail", "No weights", "Install again.")


def test_missing_encoders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks_software, "_has_encoder", lambda name: name != "libopus")
    assert only(checks_software.check_encoders()).state == "warn"
    monkeypatch.setattr(checks_software, "_has_encoder", lambda name: name != "libx264")
    assert only(checks_software.check_encoders()).state == "fail"
