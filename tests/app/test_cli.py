from __future__ import annotations

import configparser
import sys
import types
from pathlib import Path

import pytest

from app import __version__
from app.cli import main
from app.commands.registry import COMMANDS
from app.errors import AppError
from app.log import log_path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKDROP_HOME", str(tmp_path))


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    setup = configparser.ConfigParser()
    setup.read(Path(__file__).parents[2] / "setup.cfg", encoding="utf-8")
    assert setup["metadata"]["version"] == __version__
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"Backdrop {__version__}\n"


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    out = capsys.readouterr().out
    assert all(name in out for name in COMMANDS)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_each_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    assert caught.value.code == 0
    assert "--json" in capsys.readouterr().out


def test_a_wrong_command_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["frobnicate"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("error: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(("failed_running", "status"), [(False, 2), (True, 1)])
def test_errors_for_the_user_are_one_line_with_the_hint(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], failed_running: bool, status: int
) -> None:
    def fail(_arguments: object) -> int:
        raise AppError("It broke\nbadly", "Mend it.", failed_running=failed_running)

    monkeypatch.setattr("app.commands.devices.run", fail)
    assert main(["devices"]) == status
    assert capsys.readouterr().err == "error: It broke badly. Mend it.\n"


def test_a_bug_is_one_line_too_and_its_traceback_is_in_the_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_arguments: object) -> int:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("app.commands.devices.run", fail)
    assert main(["devices"]) == 1
    err = capsys.readouterr().err
    assert "Traceback" not in err
    assert str(log_path()) in err
    assert "ZeroDivisionError: a bug" in log_path().read_text("utf-8")


def test_a_missing_package_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_arguments: object) -> int:
        raise ModuleNotFoundError("no", name="av")

    monkeypatch.setattr("app.commands.devices.run", fail)
    assert main(["devices"]) == 1
    assert "package av is missing" in capsys.readouterr().err


def test_without_a_command_the_window_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    def run(argv: list[str], screenshot: Path | None = None, source: Path | None = None) -> int:
        started.append(argv)
        return 7

    monkeypatch.setattr("app.ui.application.run", run)
    monkeypatch.setattr("app.cli.no_window_reason", lambda: None)
    assert main([]) == 7
    assert started == [["backdrop"]]


def test_a_program_without_a_console_shows_its_error(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr("app.cli.show_message", shown.append)
    monkeypatch.setattr("app.cli.open_standard_streams", lambda: None)  # as on Windows
    monkeypatch.setattr("sys.stdout", None)
    monkeypatch.setattr("sys.stderr", None)
    assert main(["render"]) == 2
    assert len(shown) == 1
    assert "required" in shown[0]


def test_a_files_name_opens_the_window_with_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    started: list[Path | None] = []

    def run(argv: list[str], screenshot: Path | None = None, source: Path | None = None) -> int:
        started.append(source)
        return 0

    monkeypatch.setattr("app.ui.application.run", run)
    monkeypatch.setattr("app.cli.no_window_reason", lambda: None)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "talk.mp4").touch()
    (tmp_path / "render").touch()  # a command stays a command
    assert main(["talk.mp4"]) == 0
    assert started == [tmp_path / "talk.mp4"]
    assert main(["render"]) == 2
    assert main(["no-such-file.mp4"]) == 2
    assert len(started) == 1


def test_without_a_display_a_files_name_says_what_works(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("app.cli.no_window_reason", lambda: "There is no display")
    (tmp_path / "talk.mp4").touch()
    assert main([str(tmp_path / "talk.mp4")]) == 2
    assert "backdrop render 'talk.mp4'" in capsys.readouterr().err


def test_a_qt_that_does_not_load_is_one_line_with_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(name: str) -> object:
        raise ImportError("libnothere.so.1: cannot open shared object file: No such file or directory")

    module = types.ModuleType("app.ui.application")
    module.__getattr__ = fail  # type: ignore[method-assign]
    monkeypatch.setitem(sys.modules, "app.ui.application", module)
    monkeypatch.setattr("app.cli.no_window_reason", lambda: None)
    assert main([]) == 1
    (error,) = capsys.readouterr().err.splitlines()
    assert error.startswith("error: Qt cannot open a window: libnothere.so.1")


def test_a_qt_that_would_abort_is_not_started(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise AppError("Qt cannot open a window", "sudo apt-get install it", failed_running=True)

    monkeypatch.setattr("app.ui.application.run", lambda *_, **__: pytest.fail("it was started"))
    monkeypatch.setattr("app.cli.no_window_reason", lambda: None)
    monkeypatch.setattr("app.cli.check_window_starts", fail)
    assert main([]) == 1
    assert main(["--screenshot", "window.png"]) == 1
    assert capsys.readouterr().err.count("sudo apt-get install it") == 2


@pytest.mark.parametrize("address", ["http://me:hunter2@127.0.0.1:9/v", "http://127.0.0.1:9/v?pwd=hunter2&user=me"])
def test_the_error_for_a_silent_camera_hides_its_password(
    address: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["render", address, "-o", str(tmp_path / "out.mp4")]) != 0
    said = capfd.readouterr()
    assert "127.0.0.1" in said.err
    assert "hunter2" not in said.out + said.err + log_path().read_text("utf-8")


def test_the_report_of_a_bug_hides_passwords(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_arguments: object) -> int:
        raise RuntimeError("no answer of 'http://me:hunter2@cam/v'")

    monkeypatch.setattr("app.commands.devices.run", fail)
    assert main(["devices"]) == 1
    error = capsys.readouterr().err
    assert "http://me:***@cam/v" in error
    assert "hunter2" not in error + log_path().read_text("utf-8")


def test_the_program_answers_itself_which_encoders_work(tmp_path: Path) -> None:
    assert main(["--probe-encoder", str(tmp_path / "a.txt"), "libx264", "nonsense"]) == 0
    assert (tmp_path / "a.txt").read_text() == "libx264 yes\nnonsense no\n"
