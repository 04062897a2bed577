from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from app.system import installing
from app.system.installing import install_lines, python_call

posix = pytest.mark.skipif(os.name != "posix", reason="paths are POSIX")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder is a checkout with nothing installed, and Python has no packages."""
    (tmp_path / "setup.cfg").write_text("")
    monkeypatch.setattr(installing, "ROOT", tmp_path)
    monkeypatch.setattr(installing.shutil, "which", lambda name: None)
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make_environment(checkout: Path) -> Path:
    python = checkout / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("")
    (checkout / ".venv/lib/python3.11/site-packages/numpy").mkdir(parents=True)
    return python


@posix
@pytest.mark.usefixtures("checkout")
def test_where_nothing_is_installed_every_step_is_shown() -> None:
    assert install_lines(("numpy",), "doctor").splitlines() == [
        "python3 -m venv .venv", ".venv/bin/python -m pip install -e .", ".venv/bin/python main.py doctor",
    ]  # fmt: skip


@posix
@pytest.mark.usefixtures("checkout")
def test_debian_has_venv_in_a_package_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installing.shutil, "which", lambda name: name if name == "apt-get" else None)
    monkeypatch.setattr(installing, "sudo", lambda: "sudo ")
    monkeypatch.setattr(installing.importlib.util, "find_spec", lambda name: None)
    assert install_lines(("numpy",)).splitlines()[0] == "sudo apt-get install python3-venv"


@posix
@pytest.mark.usefixtures("checkout")
def test_with_make_it_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installing.shutil, "which", lambda name: name if name == "make" else None)
    assert install_lines(("numpy",)) == "make run"


@posix
def test_from_elsewhere_one_goes_there_first(
    checkout: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert install_lines(("numpy",)).splitlines()[0] == f"cd {checkout}"


@posix
def test_an_environment_that_is_there_is_named(checkout: Path) -> None:
    make_environment(checkout)
    assert install_lines(("numpy",), "doctor") == ".venv/bin/python main.py doctor"


@posix
def test_in_the_environment_python_is_called_by_its_path(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = make_environment(checkout)
    monkeypatch.setattr(sys, "prefix", str(checkout / ".venv"))
    monkeypatch.setattr(sys, "executable", str(python))
    assert python_call() == ".venv/bin/python"
    assert install_lines(("av",)) == ".venv/bin/python -m pip install -e ."


def test_without_a_checkout_the_packages_are_named(checkout: Path) -> None:
    (checkout / "setup.cfg").unlink()
    assert install_lines(("numpy", "av")).endswith(" -m pip install numpy av")


@pytest.mark.usefixtures("checkout")
def test_the_bundle_has_no_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert install_lines(("numpy",)) == installing.REINSTALL
