from __future__ import annotations

import pytest

from app.commands.doctor import software as checks_software
from app.commands.doctor.check import Check
from app.errors import AppError
from tests.app.commands.doctor.checks import only


@pytest.mark.parametrize(("found", "state"), [((3, 10, 9), "fail"), ((3, 12, 0), "ok"), ((3, 14, 0), "warn")])
def test_python(monkeypatch: pytest.MonkeyPatch, found: tuple[int, int, int], state: str) -> None:
    monkeypatch.setattr("sys.version_info", found)
    assert only(checks_software.check_python()).state == state


def test_a_missing_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks_software, "find_spec", lambda name: None if name in ("av", "PySide6") else object())
    states = {check.name: check.state for check in checks_software.check_packages()}
    assert states["av"] == "fail"
    assert states["PySide6-Essentials"] == "warn"


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


@pytest.mark.parametrize("installed", [True, False])
def test_openvino_may_be_missing(monkeypatch: pytest.MonkeyPatch, installed: bool) -> None:
    found = checks_software.find_spec
    there = checks_software.find_spec("numpy") if installed else None
    monkeypatch.setattr(checks_software, "find_spec", lambda name: there if name == "openvino" else found(name))
    states = {check.name: check.state for check in checks_software.check_packages()}
    assert states.get("openvino") == ("ok" if installed else None)
