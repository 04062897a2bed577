from __future__ import annotations

import socket
from pathlib import Path

import pytest

from app.commands.doctor import desktop
from app.errors import AppError
from tests.app.commands.doctor.checks import only


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session on X11 with apt as the package manager and all libraries installed."""
    monkeypatch.setattr(desktop, "wanted_platforms", lambda _: ["xcb"])
    monkeypatch.setattr(desktop, "missing_libraries", lambda _: [])
    monkeypatch.setattr(desktop, "plugin_folder", lambda: None)
    monkeypatch.setattr("app.system.installing.shutil.which", lambda name: name if name == "apt-get" else None)
    monkeypatch.setattr("app.system.installing.sudo", lambda: "sudo ")


def test_a_missing_library_is_a_failure_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desktop, "missing_libraries", lambda _: ["libxcb-cursor.so.0", "libxcb-icccm.so.4"])
    check = only(desktop.check_window_libraries("Linux"))
    assert (check.state, check.hint) == ("fail", "sudo apt-get install libxcb-cursor0 libxcb-icccm4")
    assert "libxcb-cursor.so.0" in check.detail


def test_without_a_session_a_missing_library_does_not_matter_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desktop, "wanted_platforms", lambda _: [])
    monkeypatch.setattr(desktop, "missing_libraries", lambda _: ["libEGL.so.1"])
    assert only(desktop.check_window_libraries("Linux")).state == "warn"


def test_where_all_is_there_it_is_said() -> None:
    assert only(desktop.check_window_libraries("Linux")).state == "ok"


def test_one_complete_platform_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desktop, "wanted_platforms", lambda _: ["wayland", "xcb"])
    monkeypatch.setattr(desktop, "missing_libraries", lambda name: ["libwayland-egl.so.1"] if name != "xcb" else [])
    assert only(desktop.check_window_libraries("Linux")).state == "ok"


def test_a_plug_in_that_does_not_load_for_another_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desktop, "plugin_folder", lambda: Path("/plugins"))
    monkeypatch.setattr(desktop, "plugin_problem", lambda name, folder: AppError(f"no {name}", "unset IT"))
    check = only(desktop.check_window_libraries("Linux"))
    assert (check.state, check.detail, check.hint) == ("fail", "no xcb", "unset IT")


@pytest.mark.parametrize("system", ["Windows", "Darwin"])
def test_elsewhere_qt_and_the_system_have_all_they_need(system: str) -> None:
    for check in (desktop.check_window_libraries, desktop.check_fonts, desktop.check_sound):
        assert list(check(system)) == []


def test_fonts_are_looked_for_below_their_folders(tmp_path: Path) -> None:
    check = only(desktop.check_fonts("Linux", (str(tmp_path), str(tmp_path / "gone"))))
    assert (check.state, check.hint) == ("warn", "sudo apt-get install fonts-dejavu-core")
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "Sans.TTF").write_text("")
    assert only(desktop.check_fonts("Linux", (str(tmp_path),))).state == "ok"


def test_a_machine_without_a_sound_server_is_reported_both_steps(tmp_path: Path) -> None:
    check = only(desktop.check_sound("Linux", {"XDG_RUNTIME_DIR": str(tmp_path)}))
    assert check.state == "warn"
    assert check.hint.splitlines() == ["sudo apt-get install pipewire-pulse wireplumber", desktop.START_SOUND]


def test_a_sound_server_that_listens_is_fine(tmp_path: Path) -> None:
    (tmp_path / "pulse").mkdir()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(str(tmp_path / "pulse" / "native"))
        server.listen(1)
        assert only(desktop.check_sound("Linux", {"XDG_RUNTIME_DIR": str(tmp_path)})).state == "ok"
    assert only(desktop.check_sound("Linux", {"PULSE_SERVER": "tcp:other"})).state == "ok"


def test_a_display_that_is_not_there_leaves_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desktop, "no_display_reason", lambda: "There is no display")
    check = only(desktop.check_display())
    assert (check.state, check.detail) == ("warn", "There is no display")
    assert "render" in check.hint
