"""doctor's checks of Python and the packages. Imports only the standard library, since all else may be missing."""
from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from app.commands.doctor.check import Check
from app.system.installing import install_lines, python_call

SUPPORTED = (3, 11), (3, 13)
# (module, package, whether the app works without it)
PACKAGES = (
    ("numpy", "numpy", False),
    ("cv2", "opencv-python-headless", False),
    ("av", "av", False),
    ("PIL", "pillow", False),
    ("pi_heif", "pi-heif", True),
    ("platformdirs", "platformdirs", False),
    ("tqdm", "tqdm", False),
    ("cv2_enumerate_cameras", "cv2-enumerate-cameras", False),
    ("filelock", "filelock", False),
    ("keyring", "keyring", True),
    ("miniaudio", "miniaudio", True),
    ("PySide6", "PySide6-Essentials", True),
)
BROKEN_QT = "6.12.0"


def check_python() -> Iterator[Check]:
    found = sys.version_info[:2]
    detail = ".".join(map(str, sys.version_info[:3]))
    if SUPPORTED[0] <= found <= SUPPORTED[1]:
        yield Check("python", "ok", detail)
    else:
        state = "warn" if found > SUPPORTED[1] else "fail"
        yield Check("python", state, detail, "Use Python 3.11, 3.12 or 3.13.")  # type: ignore[arg-type]


def missing_packages() -> list[str]:
    """The missing packages that the app needs, by their names for pip."""
    return [package for module, package, optional in PACKAGES if not optional and find_spec(module) is None]


def check_packages() -> Iterator[Check]:
    found = [f"{package} {_version(package)}" for module, package, _ in PACKAGES if find_spec(module) is not None]
    missing = missing_packages()
    absent = [(package, optional) for module, package, optional in PACKAGES
              if package in missing or (optional and find_spec(module) is None)]  # fmt: skip
    if found:
        yield Check("packages", "ok", ", ".join(found))
    if len(missing) > 1:
        yield Check("packages", "fail", f"not installed: {', '.join(missing)}", install_lines(tuple(missing), "doctor"))
        return
    for package, optional in absent:
        hint = f"{python_call()} -m pip install {package}"
        yield Check(package, "warn" if optional else "fail", "not installed", hint)
    if _version("PySide6-Essentials") == BROKEN_QT and sys.version_info < (3, 12):
        hint = f"{python_call()} -m pip install 'PySide6-Essentials!=6.12.0'"
        yield Check("PySide6-Essentials", "fail", f"{BROKEN_QT} crashes on Python 3.11", hint)
    if find_spec("openvino") is not None:
        yield Check("openvino", "ok", f"{_version('openvino')} (used if there are no compiled kernels)")
    if find_spec("torch") is not None:
        yield Check("torch", "ok", f"{_version('torch')} (only for training and the torch engine)")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:  # the bundle has modules, but no package metadata
        return ""
