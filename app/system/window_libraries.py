"""The system libraries that a window needs on Linux. Checked first, since Qt aborts the process if one is missing.

Imports only the standard library.
"""
from __future__ import annotations

import ctypes
import importlib.util
import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from app.errors import AppError
from app.system.display import wanted_platforms
from app.system.installing import SystemPackages, system_line

# What PySide6's wheel links to, by the loader's name: packages of Debian and Ubuntu, and of Arch. Other systems find
# packages by the loader's name.
QT = {
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libEGL.so.1": ("libegl1", "libglvnd"),
    "libGL.so.1": ("libgl1", "libglvnd"),
    "libX11.so.6": ("libx11-6", "libx11"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype2"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
}
PLATFORMS = {
    "xcb": {
        "libX11-xcb.so.1": ("libx11-xcb1", "libx11"),
        "libxcb.so.1": ("libxcb1", "libxcb"),
        "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
        "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
        "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
        "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
        "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
        "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
        "libxcb-render.so.0": ("libxcb-render0", "libxcb"),
        "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
        "libxcb-shm.so.0": ("libxcb-shm0", "libxcb"),
        "libxcb-sync.so.1": ("libxcb-sync1", "libxcb"),
        "libxcb-util.so.1": ("libxcb-util1", "xcb-util"),
        "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb"),
        "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
        "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    },
    "wayland": {
        "libwayland-client.so.0": ("libwayland-client0", "wayland"),
        "libwayland-cursor.so.0": ("libwayland-cursor0", "wayland"),
        "libwayland-egl.so.1": ("libwayland-egl1", "wayland"),
    },
}
MISSING = re.compile(r"^(\S+\.so[.\d]*): cannot open shared object file")


def missing_libraries(platform: str) -> list[str]:
    """The libraries that the loader does not find, of those that Qt needs for a window on the platform."""
    return [name for name in (*QT, *PLATFORMS.get(platform, {})) if not _loads(name)]


def check_window_starts(environment: Mapping[str, str] = os.environ, system: str = sys.platform) -> None:
    """Call once PySide6 is imported, before there is a QApplication. Costs no extra time; Qt would load them anyway.

    Raises:
        AppError: Qt would abort; has the command that installs what is missing.
    """
    folder = plugin_folder()
    if folder is None or not system.startswith("linux"):
        return
    wanted = wanted_platforms(environment)
    problems = [plugin_problem(name, folder) for name in wanted]
    if wanted and all(problems):
        raise next(problem for problem in problems if problem is not None)


def import_problem(error: ImportError, platform: str = "xcb") -> AppError:
    """The error if PySide6 itself cannot be imported."""
    found = MISSING.search(str(error))
    return _missing(platform, found[1]) if found else AppError(
        f"Qt does not start ({error})", "Run python3 main.py doctor for details.", failed_running=True)


def plugin_problem(name: str, folder: Path) -> AppError | None:
    """Why Qt cannot load its platform plugin, or None if it can."""
    plugin = folder / f"libq{name}.so"
    if not plugin.is_file():
        return AppError(f"Qt has no platform '{name}'", "unset QT_QPA_PLATFORM", failed_running=True)
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        found = MISSING.search(str(error))
        return _missing(name, found[1] if found else str(error))
    return None


def plugin_folder() -> Path | None:
    """The platform plugins in PySide6's wheel; a PySide6 from the system brings its dependencies."""
    spec = importlib.util.find_spec("PySide6")
    places = (spec.submodule_search_locations or []) if spec else []
    return next((folder for place in places if (folder := Path(place) / "Qt/plugins/platforms").is_dir()), None)


def install_libraries_line(names: Iterable[str]) -> str:
    """The command that installs these libraries, or just their names if the package manager is unknown."""
    names = list(names)
    known = {name: packages for table in (QT, *PLATFORMS.values()) for name, packages in table.items()}
    files = " ".join(f"'{name}()(64bit)'" for name in names)
    apt, pacman = (" ".join(dict.fromkeys(known[name][part] for name in names if name in known)) for part in (0, 1))
    return system_line(SystemPackages(apt, files, files, pacman)) or f"Install {', '.join(names)}."


def _missing(platform: str, first: str) -> AppError:
    names = list(dict.fromkeys((first, *missing_libraries(platform))))
    more = f" and {len(names) - 1} more libraries are" if len(names) > 1 else " is"
    return AppError(f"Qt cannot open a window: {names[0]}{more} missing", install_libraries_line(names),
                    failed_running=True)


def _loads(name: str) -> bool:
    """Whether the running bundle contains it, or the loader finds it."""
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None and (Path(bundle) / name).is_file():
        return True
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
