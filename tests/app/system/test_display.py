from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.system.display import no_window_reason, wanted_platforms, wayland_answers, x_server_problem


@pytest.mark.parametrize(
    "environment",
    [{}, {"DISPLAY": ""}, {"QT_QPA_PLATFORM": "xcb"}, {"QT_QPA_PLATFORM": "wayland-egl"}],
)
def test_linux_without_a_display_server_has_no_window(environment: dict[str, str]) -> None:
    assert no_window_reason(environment, "linux") == "There is no display"


@pytest.mark.parametrize(
    "environment",
    [{"DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "left-over", "DISPLAY": ":0"}, {"QT_QPA_PLATFORM": "offscreen"},
     {"QT_QPA_PLATFORM": "minimal"}],
)  # fmt: skip
def test_a_server_or_a_platform_without_one_will_do(environment: dict[str, str]) -> None:
    assert no_window_reason(environment, "linux", lambda display: None if display == ":0" else "is gone") is None


def test_a_leftover_display_does_not_count() -> None:
    reason = no_window_reason({"DISPLAY": ":7"}, "linux", lambda _: "does not answer")
    assert reason == "The display :7 does not answer"


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_elsewhere_there_is_always_a_display(platform: str) -> None:
    assert no_window_reason({}, platform) is None


def test_without_qt_there_is_no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert no_window_reason({"DISPLAY": ":0"}, "linux") == "PySide6 is not installed"


def test_displays_of_other_machines_are_not_asked() -> None:
    assert x_server_problem("localhost:10.0") is None
    assert x_server_problem("other.example:0") is None


LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="abstract sockets and XCB are Linux's")


@pytest.fixture
def x_socket() -> Iterator[socket.socket]:
    """Something listens where display 94731 would be."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind("\0/tmp/.X11-unix/X94731")
        server.listen(8)
        yield server


@LINUX
def test_a_local_display_is_asked(x_socket: socket.socket) -> None:
    assert x_server_problem(":94732") == "does not answer"
    assert x_server_problem(":94731", timeout_s=0.0) is None  # slow: Qt may wait for it
    assert x_server_problem("unix:94731.0", timeout_s=0.0) is None


class RefusingXcb:
    """libxcb with a server that refuses."""

    def __init__(self, tries_until_it_lets_in: int) -> None:
        self._left = tries_until_it_lets_in
        self.xcb_connection_has_error = lambda connection: connection
        self.xcb_connect = self.connect

    @property
    def connect(self) -> Callable[[bytes, None], int]:
        def connect(display: bytes, _screen: None) -> int:
            self._left -= 1
            return int(self._left >= 0)

        return connect


@LINUX
@pytest.mark.parametrize(("refusals", "problem"), [(99, "refuses the connection"), (2, None), (0, None)])
def test_a_display_that_refuses_is_reported_after_it_was_asked_again(
    x_socket: socket.socket, monkeypatch: pytest.MonkeyPatch, refusals: int, problem: str | None
) -> None:
    monkeypatch.setattr("app.system.display.ctypes.CDLL", lambda _: RefusingXcb(refusals))
    monkeypatch.setattr("app.system.display.RETRY_PAUSES_S", (0.0, 0.0, 0.0))
    assert x_server_problem(":94731", timeout_s=20.0) == problem


def test_a_wayland_server_is_asked_too(tmp_path: Path) -> None:
    environment = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert not wayland_answers(environment)
    assert no_window_reason(environment, "linux") == "There is no display"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(str(tmp_path / "wayland-0"))
        server.listen(8)
        assert wayland_answers(environment)
        assert no_window_reason(environment, "linux") is None
        assert wanted_platforms({**environment, "DISPLAY": ":0"}) == ["wayland", "xcb"]
        assert wayland_answers({"WAYLAND_DISPLAY": str(tmp_path / "wayland-0")})


@pytest.mark.parametrize(
    ("environment", "platforms"),
    [
        ({}, []),
        ({"DISPLAY": ":0"}, ["xcb"]),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "wayland-egl;xcb"}, ["wayland", "xcb"]),
        ({"QT_QPA_PLATFORM": "offscreen:fontdpi=96"}, ["offscreen"]),
    ],
)
def test_the_platforms_that_qt_will_try(environment: dict[str, str], platforms: list[str]) -> None:
    assert wanted_platforms(environment) == platforms
