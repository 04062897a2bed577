import json
from pathlib import Path

import pytest

from app.cli import main
from app.commands.doctor import devices as checks_devices
from app.commands.doctor import files as checks_files
from app.commands.doctor import software as checks_software
from app.commands.doctor.check import Check
from app.commands.doctor.command import CHECKS, examine
from tests.app.commands.doctor.checks import only


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BACKDROP_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_this_machine_has_what_is_essential(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    states = {check["name"]: check["state"] for check in answer["checks"]}
    assert answer["ok"] is True
    assert states["python"] == states["packages"] == states["engine auto"] == states["encoders"] == "ok"
    assert all(check["hint"] for check in answer["checks"] if check["state"] == "warn")


def test_for_people_each_line_has_its_state_and_its_advice(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good, lame = Check("a", "ok", "fine", "not shown"), Check("b", "warn", "lame", "rest")
    checks = [good, lame, Check("c", "fail", "dead", "bury")]
    monkeypatch.setattr("app.commands.doctor.command.CHECKS", (lambda: checks,))
    monkeypatch.setattr("app.commands.doctor.command.examine", lambda given: list(given[0]()))
    assert main(["doctor"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["ok", "a", "fine"]
    assert lines[2].split() == ["->", "rest"]
    assert lines[4].split() == ["->", "bury"]


def test_a_check_that_breaks_is_a_result_too() -> None:
    def check_everything() -> list[Check]:
        raise RuntimeError("boom")

    check = only(examine([check_everything]))
    assert (check.name, check.state) == ("everything", "fail")
    assert "boom" in check.detail


def test_every_check_of_the_modules_is_asked() -> None:
    modules = (checks_devices, checks_files, checks_software)
    written = {getattr(m, name) for m in modules for name in vars(m) if name.startswith("check_")}
    assert written == set(CHECKS)
