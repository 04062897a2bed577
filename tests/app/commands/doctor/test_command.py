from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import main
from app.commands.doctor import desktop as checks_desktop
from app.commands.doctor import devices as checks_devices
from app.commands.doctor import files as checks_files
from app.commands.doctor import python as checks_python
from app.commands.doctor import software as checks_software
from app.commands.doctor.check import Check
from app.commands.doctor.command import all_checks, examine
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
    checks = [good, lame, Check("c", "fail", "dead", "bury\nplant a tree")]
    monkeypatch.setattr("app.commands.doctor.command.all_checks", lambda: (lambda: checks,))
    monkeypatch.setattr("app.commands.doctor.command.examine", lambda given: list(given[0]()))
    assert main(["doctor"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["ok", "a", "fine"]
    assert lines[2].split() == ["->", "rest"]
    assert lines[4].split() == ["->", "bury"]
    assert lines[5].split() == ["->", "plant", "a", "tree"]


def test_a_check_that_breaks_is_a_result_too() -> None:
    def check_everything() -> list[Check]:
        raise RuntimeError("boom")

    check = only(examine([check_everything]))
    assert (check.name, check.state) == ("everything", "fail")
    assert "boom" in check.detail


def test_every_check_of_the_modules_is_asked() -> None:
    modules = (checks_desktop, checks_devices, checks_files, checks_python, checks_software)
    written = {getattr(m, name) for m in modules for name in vars(m) if name.startswith("check_")}
    assert written == set(all_checks())


ROOT = Path(__file__).parents[4]
# What doctor imports before it knows which packages are installed.
FIRST = ("main.py", "app/cli.py", "app/errors.py", "app/log.py", "app/paths.py", "app/address_secrets.py",
         "app/system/display.py", "app/system/installing.py", "app/system/memory.py", "app/system/window_libraries.py",
         "app/commands/answer.py", "app/commands/doctor/check.py", "app/commands/doctor/command.py",
         "app/commands/doctor/desktop.py", "app/commands/doctor/python.py")  # fmt: skip


def bare(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Runs main.py in a Python without any packages."""
    environment = {**os.environ, "BACKDROP_HOME": str(home)}
    environment.pop("PYTHONPATH", None)
    call = [sys.executable, "-S", str(ROOT / "main.py"), *arguments]
    return subprocess.run(call, capture_output=True, text=True, env=environment, cwd=ROOT, timeout=120, check=False)


def test_without_a_package_doctor_says_how_to_install(home: Path) -> None:
    run = bare("doctor", "--json", home=home)
    assert (run.returncode, run.stderr) == (1, "")
    answer = json.loads(run.stdout.splitlines()[-1])
    found = {check["name"]: check for check in answer["checks"]}
    assert found["python"]["state"] == "ok"
    assert found["packages"]["state"] == "fail"
    assert ".venv" in found["packages"]["hint"] or "make" in found["packages"]["hint"]


@pytest.mark.parametrize("arguments", [(), ("render", "a.mp4", "-o", "b.mp4"), ("devices",)], ids=str)
def test_without_a_package_everything_else_is_one_line_with_the_way_out(arguments: tuple[str, ...], home: Path) -> None:
    run = bare(*arguments, home=home)
    assert run.returncode == 1
    error = run.stderr.splitlines()[-1]
    assert error.startswith("error: The Python package ")
    assert ".venv" in error or "make" in error
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("name", FIRST)
def test_a_python_that_is_too_old_is_reported(name: str) -> None:
    """It must start at all: Debian 11 has Python 3.9."""
    ast.parse((ROOT / name).read_text("utf-8"), name, feature_version=(3, 9))
