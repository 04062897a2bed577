from __future__ import annotations

from configparser import ConfigParser
from pathlib import Path

import pytest

from app.commands.doctor import python as checks_python
from tests.app.commands.doctor.checks import only


@pytest.mark.parametrize(("found", "state"), [((3, 10, 9), "fail"), ((3, 12, 0), "ok"), ((3, 14, 0), "warn")])
def test_python(monkeypatch: pytest.MonkeyPatch, found: tuple[int, int, int], state: str) -> None:
    monkeypatch.setattr("sys.version_info", found)
    assert only(checks_python.check_python()).state == state


def test_a_missing_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks_python, "find_spec", lambda name: None if name in ("av", "PySide6") else object())
    states = {check.name: check.state for check in checks_python.check_packages()}
    assert states["av"] == "fail"
    assert states["PySide6-Essentials"] == "warn"


@pytest.mark.parametrize("installed", [True, False])
def test_openvino_may_be_missing(monkeypatch: pytest.MonkeyPatch, installed: bool) -> None:
    found = checks_python.find_spec
    there = checks_python.find_spec("numpy") if installed else None
    monkeypatch.setattr(checks_python, "find_spec", lambda name: there if name == "openvino" else found(name))
    states = {check.name: check.state for check in checks_python.check_packages()}
    assert states.get("openvino") == ("ok" if installed else None)


def test_when_nothing_is_installed_one_result_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks_python, "find_spec", lambda name: None)
    monkeypatch.setattr(checks_python, "_version", lambda package: "")
    check = only(checks_python.check_packages())
    assert check.state == "fail"
    assert "numpy" in check.detail
    assert "PySide6" not in check.detail
    assert check.hint


def test_the_hint_for_one_package_calls_this_python(monkeypatch: pytest.MonkeyPatch) -> None:
    found = checks_python.find_spec
    monkeypatch.setattr(checks_python, "find_spec", lambda name: None if name == "av" else found(name))
    monkeypatch.setattr(checks_python, "python_call", lambda: ".venv/bin/python")
    hints = {check.name: check.hint for check in checks_python.check_packages()}
    assert hints["av"] == ".venv/bin/python -m pip install av"


def test_every_package_that_is_installed_with_the_app_is_looked_for() -> None:
    setup = ConfigParser()
    setup.read(Path(__file__).parents[4] / "setup.cfg", encoding="utf-8")
    wanted = {line.split(">")[0].strip() for line in setup["options"]["install_requires"].split("\n") if line.strip()}
    assert {package for _, package, _ in checks_python.PACKAGES} == wanted
