"""What a bundle contains and what it leaves out, on every system; read by backdrop.spec."""
from __future__ import annotations

from configparser import ConfigParser
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from sinet_core.benchmark.recipes import FOR_FILES, RECIPES
from sinet_core.inference.segmenter import ENGINES

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = ("render", "takes", "export", "cast", "devices", "doctor.command", "bench.command")

# Modules that the app could import but never does.
EXCLUDED = (
    "torch", "onnx", "onnxruntime", "ai_edge_litert", "pyvirtualcam", "openvino", "openvino_telemetry",
    "tkinter", "matplotlib", "scipy", "pandas", "sympy", "networkx", "IPython", "pytest", "mypy", "setuptools", "pip",
    "sinet_core.training", "sinet_core.network", "sinet_core.datagen", "sinet_core.commands", "app.review",
    # A bundle always has the kernels, and its OpenCV no networks (docs/decisions/0010).
    "sinet_core.inference.engines.opencv",
    "PIL.ImageTk", "PySide6.QtDBus", "PySide6.QtNetwork", "PySide6.QtOpenGL",
    "numpy.f2py", "numpy.testing", "numpy._core._multiarray_tests", "numpy.fft", "numpy.polynomial",
    "doctest", "pdb", "pydoc", "pydoc_data", "unittest",
    # hashlib has its own SHA-256, and FFmpeg, which opens addresses, has its own TLS.
    "ssl", "_ssl", "_hashlib", "readline", "sqlite3", "_sqlite3",
)
# Qt plug-ins pull in libraries of their own. The window is painted without OpenGL; a file dialog
# like the desktop's comes through its portal, not through GTK; the app reads pictures with Pillow
# and OpenCV, Qt only its icons.
UNUSED_QT = ("Qt6Network", "Qt6Qml", "Qt6Quick", "Qt6Pdf", "Qt6VirtualKeyboard", "Qt6OpenGL", "Qt6EglF", "QtNetwork",
             "QtOpenGL", "/translations/", "/qml/", "platforminputcontexts/libqtvirtualkeyboard", "plugins/tls",
             "plugins/sqldrivers", "networkinformation", "egldeviceintegrations", "libqeglfs", "libqlinuxfb", "libqvnc",
             "libqvkkhrdisplay", "minimalegl", "libqgtk3", "xcbglintegrations", "wayland-graphics-integration", "qpdf",
             "qtiff", "qicns", "qtga", "qwbmp", "qjpeg", "qwebp", "qgif", "plugins/generic/")
# Only Qt's theme for GTK, which is left out, links to these.
UNUSED_GTK = ("libgtk-3", "libgdk", "libatk", "libatspi", "libcairo", "libpango", "libepoxy", "libgio-", "libgobject-",
              "libgmodule-", "libharfbuzz.so", "libfribidi", "libthai", "libdatrie", "libpixman", "libgraphite2",
              "libmount", "libblkid", "libselinux", "libgssapi", "libkrb5", "libk5crypto", "libkeyutils", "libcom_err",
              "libjpeg.so", "libXcomposite", "libXcursor", "libXdamage", "libXinerama", "libXrandr", "libXrender")
# Lists of a wheel's own files and parts, where the bundle has papers of its own; where on the maker's disk it lay.
UNUSED_METADATA = (".dist-info/sboms/", ".dist-info/RECORD", ".dist-info/direct_url.json")
# What must go with other parts of the system, which it is linked to or talks to (docs/decisions/0010): the C library,
# libxcb and the X server, the fonts with their configuration, the session's D-Bus. Whoever can open a window has all
# of it, and a .deb depends on it.
OF_THE_SYSTEM = ("libmvec.so", "libX11", "libXext", "libXfixes", "libXi.so", "libXau.so", "libXdmcp", "libbsd.so",
                 "libmd.so", "libxcb-glx",
                 "libfontconfig.so", "libfreetype.so", "libpng16.so", "libbrotlidec.so", "libbrotlicommon.so",
                 "libdbus-1.so", "libsystemd.so", "libgcrypt.so", "libgpg-error.so", "liblz4.so", "libcap.so")


def hidden_imports(kernels: bool) -> list[str]:
    """Modules that are imported under names composed at run time."""
    engines = [module for name, module in ENGINES.items() if not {name, module} & {*EXCLUDED}]
    recipes = [f"sinet_core.benchmark.recipes.{name}" for name in (*RECIPES.values(), *FOR_FILES.values())]
    commands = [f"app.commands.{name}" for name in COMMANDS]
    return [*commands, *engines, *recipes, "app.ui.application", "PySide6.QtSvg", "miniaudio", "_cffi_backend",
            *(["sinet_core.kernels.native._kernels"] if kernels else [])]


def runtime_packages() -> list[str]:
    """The packages in setup.cfg's install_requires on this system, with their own requirements."""
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    found: dict[str, None] = {}
    asked = setup["options"]["install_requires"].split("\n")
    while asked:
        requirement = Requirement(line) if (line := asked.pop()) else None
        if requirement is None or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        name = canonicalize_name(requirement.name)
        if name not in found:
            found[name] = None
            asked += distribution(name).requires or []
    return sorted(found)


def shipped_files() -> list[tuple[str, str]]:
    """(file or folder, folder in the bundle): where sinet_core/shipped.py looks, as in a wheel."""
    assets = [(ROOT / "assets" / part, f"app/assets/{part}") for part in ("backgrounds", "demo", "icons")]
    assets.append((ROOT / "assets" / "CREDITS.md", "app/assets"))
    networks = [*sorted((ROOT / "weights").glob("*.onnx")), ROOT / "weights" / "MODEL_CARD.md"]
    weights = [(path, "sinet_core/weights") for path in networks]
    return [(str(path), folder) for path, folder in [*assets, *weights, (ROOT / "LICENSE", ".")]]


def is_used(name: str) -> bool:
    """Whether a file that PyInstaller collected is needed; name: its path in the bundle."""
    path = name.replace("\\", "/")
    if path.startswith((*UNUSED_GTK, *OF_THE_SYSTEM)) or any(part in path for part in UNUSED_METADATA):
        return False
    inside_qt = "PySide6" in path or path.startswith("libQt6")
    return not (inside_qt and any(part in path for part in UNUSED_QT))
