import pytest

from app.display import no_window_reason


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
    assert no_window_reason(environment, "linux") is None


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_elsewhere_there_is_always_a_display(platform: str) -> None:
    assert no_window_reason({}, platform) is None


def test_without_qt_there_is_no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert no_window_reason({"DISPLAY": ":0"}, "linux") == "PySide6 is not installed"
