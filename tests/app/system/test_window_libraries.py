from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import AppError
from app.system import installing
from app.system.window_libraries import (
    PLATFORMS,
    QT,
    check_window_starts,
    import_problem,
    install_libraries_line,
    missing_libraries,
    plugin_folder,
)

SONAME = re.compile(rb"lib[\w+-][\w.+-]*\.so\.\d+")
WINDOW = ("libxcb", "libX", "libxkb", "libwayland", "libEGL", "libGL", "libdbus", "libfont", "libfree", "libg")
DLOPENED = {"libgcc_s.so.1", "libgthread-2.0.so.0"}  # of the compiler; of GLib's package
XCB = {"DISPLAY": ":0", "QT_QPA_PLATFORM": "xcb"}


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes the loader find all libraries but these; a plugin wants the first of them."""

    def use(*names: str) -> None:
        def load(name: str) -> object:
            if name in names or (names and Path(name).name.startswith("libq")):
                missing = name if name in names else names[0]
                raise OSError(f"{missing}: cannot open shared object file: No such file or directory")
            return object()

        monkeypatch.setattr("app.system.window_libraries.ctypes.CDLL", load)

    return use


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes one package manager the only one, used by root or not."""

    def use(tool: str) -> None:
        monkeypatch.setattr(installing.shutil, "which", lambda name: f"/usr/bin/{name}" if name == tool else None)
        monkeypatch.setattr(installing, "sudo", lambda: "sudo ")

    return use


@pytest.fixture
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "libqxcb.so").write_bytes(b"")
    (tmp_path / "libqwayland.so").write_bytes(b"")
    monkeypatch.setattr("app.system.window_libraries.plugin_folder", lambda: tmp_path)
    return tmp_path


def test_what_the_loader_does_not_find_is_missing(without: Callable[..., None]) -> None:
    without("libEGL.so.1", "libxcb-cursor.so.0", "libwayland-egl.so.1")
    assert missing_libraries("xcb") == ["libEGL.so.1", "libxcb-cursor.so.0"]
    assert missing_libraries("wayland") == ["libEGL.so.1", "libwayland-egl.so.1"]
    assert missing_libraries("offscreen") == ["libEGL.so.1"]


@pytest.mark.parametrize(
    ("tool", "line"),
    [
        ("apt-get", "sudo apt-get install libxcb-cursor0 libgl1 libegl1"),
        ("dnf", "sudo dnf install 'libxcb-cursor.so.0()(64bit)' 'libGL.so.1()(64bit)' 'libEGL.so.1()(64bit)'"),
        ("zypper", "sudo zypper install 'libxcb-cursor.so.0()(64bit)' 'libGL.so.1()(64bit)' 'libEGL.so.1()(64bit)'"),
        ("pacman", "sudo pacman -S xcb-util-cursor libglvnd"),
        ("none", "Install libxcb-cursor.so.0, libGL.so.1, libEGL.so.1."),
    ],
)
def test_one_line_installs_them_all(manager: Callable[[str], None], tool: str, line: str) -> None:
    manager(tool)
    assert install_libraries_line(["libxcb-cursor.so.0", "libGL.so.1", "libEGL.so.1"]) == line


@pytest.mark.usefixtures("plugins")
def test_a_qt_that_would_abort_is_one_line_instead(
    without: Callable[..., None], manager: Callable[[str], None]
) -> None:
    manager("apt-get")
    without("libxcb-icccm.so.4", "libxcb-keysyms.so.1")
    with pytest.raises(AppError) as caught:
        check_window_starts(XCB, "linux")
    assert caught.value.title == "Qt cannot open a window: libxcb-icccm.so.4 and 1 more libraries are missing"
    assert caught.value.hint == "sudo apt-get install libxcb-icccm4 libxcb-keysyms1"
    assert caught.value.exit_status == 1


@pytest.mark.usefixtures("plugins")
def test_a_library_that_nobody_knows_yet_is_named_all_the_same(
    without: Callable[..., None], manager: Callable[[str], None]
) -> None:
    manager("dnf")
    without("libxcb-tomorrow.so.3")
    with pytest.raises(AppError, match=r"libxcb-tomorrow\.so\.3 is missing") as caught:
        check_window_starts(XCB, "linux")
    assert caught.value.hint == "sudo dnf install 'libxcb-tomorrow.so.3()(64bit)'"


def test_one_platform_of_those_that_qt_tries_is_enough(plugins: Path, without: Callable[..., None]) -> None:
    without()
    (plugins / "libqwayland.so").unlink()
    check_window_starts({"QT_QPA_PLATFORM": "wayland;xcb"}, "linux")
    with pytest.raises(AppError, match="no platform 'wayland'"):
        check_window_starts({"QT_QPA_PLATFORM": "wayland"}, "linux")


@pytest.mark.usefixtures("plugins")
def test_elsewhere_nothing_is_asked(without: Callable[..., None]) -> None:
    without("libEGL.so.1")
    check_window_starts(XCB, "win32")
    check_window_starts(XCB, "darwin")


def test_a_pyside_that_does_not_load_names_its_library(manager: Callable[[str], None]) -> None:
    manager("apt-get")
    problem = import_problem(ImportError("libnothere.so.1: cannot open shared object file: No such file or directory"))
    assert "libnothere.so.1" in problem.title
    other = import_problem(ImportError("undefined symbol: _ZN4QtFu"))
    assert "undefined symbol" in other.title
    assert other.hint


def test_the_lists_are_complete_for_the_qt_that_is_installed() -> None:
    """Every window library that this PySide6's plug-ins name is listed, so that a later Qt cannot add one unnoticed."""
    folder = plugin_folder()
    if folder is None or not sys.platform.startswith("linux"):
        pytest.skip("PySide6 is no wheel for Linux")
    for platform, libraries in (("xcb", ("XcbQpa",)), ("wayland", ("WaylandClient",))):
        files = [folder / f"libq{platform}.so"]
        files += [folder.parents[1] / "lib" / f"libQt6{name}.so.6" for name in (*libraries, "Gui", "Core", "DBus")]
        named = {name.decode() for file in files if file.exists() for name in SONAME.findall(file.read_bytes())}
        assert {name for name in named if name.startswith(WINDOW)} <= {*QT, *PLATFORMS[platform], *DLOPENED}
        assert len(named) > 10


def test_what_the_bundle_brings_is_not_missing(
    without: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without("libxcb-cursor.so.0", "libEGL.so.1")
    assert missing_libraries("xcb") == ["libEGL.so.1", "libxcb-cursor.so.0"]
    (tmp_path / "libxcb-cursor.so.0").touch()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert missing_libraries("xcb") == ["libEGL.so.1"]
