import socket
import sys

import pytest

from app.system.display import no_window_reason, x_server_answers


@pytest.mark.parametrize(
    "environment",
    [{}, {"DISPLAY": ""}, {"QT_QPA_PLATFORM": "xcb"}, {"QT_QPA_PLATFORM": "wayland-egl"}],
)
def test_linux_without_a_display_server_has_no_window(environment: dict[str, str]) -> None:
    assert no_window_reason(environment, "linux") == "There is no display"


@pytest.mark.parametrize(
    "environment",
    [{"DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "wayland-0"}, {"QT_QPA_PLATFORM": "offscreen"},
     {"QT_QPA_PLATFORM": "minimal"}],
)  # fmt: skip
def test_a_server_or_a_platform_without_one_will_do(environment: dict[str, str]) -> None:
    assert no_window_reason(environment, "linux", lambda display: display == ":0") is None


def test_a_display_that_was_left_over_is_none() -> None:
    reason = no_window_reason({"DISPLAY": ":7"}, "linux", lambda _: False)
    assert reason == "The display :7 does not answer"


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_elsewhere_there_is_always_a_display(platform: str) -> None:
    assert no_window_reason({}, platform) is None


def test_without_qt_there_is_no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert no_window_reason({"DISPLAY": ":0"}, "linux") == "PySide6 is not installed"


def test_displays_of_other_machines_are_not_asked() -> None:
    assert x_server_answers("localhost:10.0")
    assert x_server_answers("other.example:0")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="abstract sockets are Linux's")
def test_a_local_display_is_asked() -> None:
    assert not x_server_answers(":94731")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind("\0/tmp/.X11-unix/X94731")
        server.listen(1)
        assert x_server_answers(":94731")
        assert x_server_answers(":94731.0")
