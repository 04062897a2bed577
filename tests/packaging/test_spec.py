"""Runs the spec for each system with stand-ins for PyInstaller's steps, which record their arguments."""
from __future__ import annotations

import ast
import plistlib
import struct
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from app import __version__
from sinet_core.benchmark.recipes import FOR_FILES, RECIPES
from sinet_core.inference.segmenter import ENGINES

ROOT = Path(__file__).parents[2]
PACKAGING = ROOT / "packaging"
SYSTEMS = ("linux", "win32", "darwin")
OWN_MODULES = ("contents", "macos", "macos.info_plist", "windows", "windows.version_info")


@dataclass
class Step:
    """One call of a PyInstaller step in the spec."""

    arguments: tuple[Any, ...]
    options: dict[str, Any]


@dataclass
class Analysed(Step):
    pure: list[Any] = field(default_factory=list)
    scripts: list[Any] = field(default_factory=list)
    binaries: list[Any] = field(default_factory=list)
    datas: list[Any] = field(default_factory=list)


class Spec:
    """The spec, evaluated as on another system; steps: name -> calls."""

    def __init__(self, system: str, workpath: Path, collected: list[str], patch: pytest.MonkeyPatch) -> None:
        self.steps: dict[str, list[Step]] = {}
        self._collected = collected
        hooks = ModuleType("PyInstaller.utils.hooks")
        hooks.copy_metadata = lambda name: [(f"/{name}.dist-info", f"{name}.dist-info")]  # type: ignore[attr-defined]
        for name in ("PyInstaller", "PyInstaller.utils", "PyInstaller.utils.hooks"):
            patch.setitem(sys.modules, name, hooks)
        for name in OWN_MODULES:
            patch.delitem(sys.modules, name, raising=False)
        patch.setattr(sys, "platform", system)
        patch.setattr(sys, "path", [*sys.path])
        patch.delenv("BACKDROP_CODESIGN_IDENTITY", raising=False)
        source = (PACKAGING / "backdrop.spec").read_text(encoding="utf-8")
        names = {name: self._step(name) for name in ("PYZ", "EXE", "COLLECT", "BUNDLE")}
        exec(compile(source, "backdrop.spec", "exec"),
             {**names, "Analysis": self._analysis, "SPECPATH": str(PACKAGING), "workpath": str(workpath)})

    def _step(self, name: str) -> Any:
        def call(*arguments: Any, **options: Any) -> Step:
            step = Step(arguments, options)
            self.steps.setdefault(name, []).append(step)
            return step
        return call

    def _analysis(self, *arguments: Any, **options: Any) -> Analysed:
        entries = [(name, f"/from/{name}", "BINARY") for name in self._collected]
        datas = [(folder, path, "DATA") for path, folder in options["datas"]]
        step = Analysed(arguments, options, binaries=entries, datas=datas)
        self.steps.setdefault("Analysis", []).append(step)
        return step

    @property
    def programs(self) -> dict[str, dict[str, Any]]:
        return {step.options["name"]: step.options for step in self.steps["EXE"]}

    @property
    def files(self) -> set[str]:
        (step,) = self.steps["COLLECT"]
        return {entry[0] for group in step.arguments if isinstance(group, list) for entry in group}


@pytest.fixture
def evaluate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    return lambda system, *collected: Spec(system, tmp_path / "work", list(collected), monkeypatch)


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_window_comes_without_a_console(evaluate: Any, system: str) -> None:
    assert evaluate(system).programs["backdrop"]["console"] is False


def test_windows_has_a_second_program_for_the_console(evaluate: Any) -> None:
    spec = evaluate("win32")
    assert {name: options["console"] for name, options in spec.programs.items()} == {
        "backdrop": False, "backdrop-cli": True
    }
    (step,) = spec.steps["COLLECT"]
    assert [part.options["name"] for part in step.arguments[:2]] == ["backdrop", "backdrop-cli"]


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_elsewhere_one_program_does_both(evaluate: Any, system: str) -> None:
    assert list(evaluate(system).programs) == ["backdrop"]


@dataclass
class Resource:
    """Any class in version resource notation, as called."""

    name: str
    arguments: tuple[Any, ...]
    options: dict[str, Any]


class Notation(dict[str, Any]):
    def __missing__(self, name: str) -> Any:
        return lambda *arguments, **options: Resource(name, arguments, options)


@pytest.mark.parametrize("name", ["backdrop", "backdrop-cli"])
def test_windows_shows_version_and_product(evaluate: Any, name: str) -> None:
    path = Path(evaluate("win32").programs[name]["version"])
    resource = eval(path.read_text(encoding="utf-8"), Notation())
    numbers = resource.options["ffi"].options
    assert numbers["filevers"] == numbers["prodvers"]
    assert ".".join(map(str, numbers["filevers"])) == f"{__version__}.0"
    table = resource.options["kids"][0].arguments[0][0].arguments[1]
    strings = dict(entry.arguments for entry in table)
    assert strings["FileVersion"] == strings["ProductVersion"] == __version__
    assert strings["OriginalFilename"] == f"{name}.exe"
    assert strings["ProductName"] == "Backdrop"


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_only_windows_has_a_version_resource(evaluate: Any, system: str) -> None:
    assert evaluate(system).programs["backdrop"]["version"] is None


def test_macos_makes_an_app_that_says_what_it_wants(evaluate: Any) -> None:
    spec = evaluate("darwin")
    (app,) = spec.steps["BUNDLE"]
    assert app.options["version"] == __version__  # PyInstaller's own is 0.0.0
    plist = plistlib.loads(plistlib.dumps(app.options["info_plist"]))
    assert plist["CFBundleShortVersionString"] == plist["CFBundleVersion"] == __version__
    assert len(plist["NSCameraUsageDescription"]) > 20
    assert len(plist["NSMicrophoneUsageDescription"]) > 20
    assert plist["NSHighResolutionCapable"] is True
    assert not {"LSBackgroundOnly", "LSUIElement"} & set(plist)
    assert app.options["bundle_identifier"].endswith(".Backdrop")
    assert "AVFoundation" in spec.steps["Analysis"][0].options["hiddenimports"]


def test_macos_lets_a_signed_app_use_camera_and_microphone(evaluate: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    options = evaluate("darwin").programs["backdrop"]
    entitlements = plistlib.loads(Path(options["entitlements_file"]).read_bytes())
    assert entitlements["com.apple.security.device.camera"] is True
    assert entitlements["com.apple.security.device.audio-input"] is True
    assert options["codesign_identity"] is None


@pytest.mark.parametrize("system", ["linux", "win32"])
def test_only_macos_has_an_app(evaluate: Any, system: str) -> None:
    spec = evaluate(system)
    assert "BUNDLE" not in spec.steps
    assert spec.programs["backdrop"]["entitlements_file"] is None


@pytest.mark.parametrize(("system", "suffix"), [("win32", ".ico"), ("darwin", ".icns")])
def test_programs_have_the_icon(evaluate: Any, system: str, suffix: str) -> None:
    spec = evaluate(system)
    icons = [options["icon"] for options in spec.programs.values()]
    icons += [step.options["icon"] for step in spec.steps.get("BUNDLE", [])]
    assert all(Path(icon).is_file() and icon.endswith(suffix) for icon in icons)


def test_the_icons_have_every_size() -> None:
    ico = (PACKAGING.parent / "assets/icons/backdrop.ico").read_bytes()
    widths = [ico[6 + 16 * index] or 256 for index in range(struct.unpack_from("<H", ico, 4)[0])]
    assert {16, 20, 24, 32, 40, 48, 64, 256} <= set(widths)
    icns = (PACKAGING.parent / "assets/icons/backdrop.icns").read_bytes()
    kinds, place = set(), 8
    while place < len(icns):
        kinds.add(icns[place : place + 4])
        place += struct.unpack_from(">I", icns, place + 4)[0]
    assert {b"ic07", b"ic08", b"ic09", b"ic10", b"ic11", b"ic12", b"ic13", b"ic14"} <= kinds


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_files_are_where_the_program_looks(evaluate: Any, system: str) -> None:
    spec = evaluate(system)
    assert {"app/assets/backgrounds", "app/assets/demo", "app/assets/icons", "sinet_core/weights"} <= spec.files
    assert all(Path(path).exists() for path, folder in spec.steps["Analysis"][0].options["datas"]
               if not folder.endswith(".dist-info"))


def test_packages_bring_their_names_versions_and_licences(evaluate: Any) -> None:
    described = {folder for _, folder in evaluate("linux").steps["Analysis"][0].options["datas"]}
    assert {"av.dist-info", "numpy.dist-info", "pyside6-essentials.dist-info", "shiboken6.dist-info"} <= described
    assert not {"openvino.dist-info", "torch.dist-info", "pytest.dist-info"} & described


def test_every_hidden_import_and_package_of_our_own_exists(evaluate: Any) -> None:
    options = evaluate("linux").steps["Analysis"][0].options
    own = [name for name in options["hiddenimports"] if name.startswith(("app.", "sinet_core."))]
    assert own
    for name in own:
        path = PACKAGING.parent / name.replace(".", "/")
        assert path.is_dir() or path.with_suffix(".py").is_file() or "_kernels" in name, name


@pytest.mark.parametrize(("name", "used"), [
    ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
    ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
    ("PySide6\\Qt6Network.dll", False),
    ("libQt6Network.so.6", False),
    ("libgtk-3.so.0", False),
    ("libxkbcommon.so.0", True),
    ("libmvec.so.1", False),
    ("libXi.so.6", False),
    ("libXau.so.6", False),
    ("libX11.so.6", False),
    ("libfontconfig.so.1", False),
    ("libfreetype.so.6", False),
    ("pillow.libs/libfreetype-57f805ba.so.6.20.6", True),
    ("libdbus-1.so.3", False),
    ("libglib-2.0.so.0", True),
    ("liblzma.so.5", True),  # Python's own links to it
    ("pillow.libs/libXau-154567c4.so.6.0.0", True),  # Pillow links to it
    ("numpy-2.4.6.dist-info/RECORD", False),
    ("numpy-2.4.6.dist-info/direct_url.json", False),
    ("numpy-2.4.6.dist-info/METADATA", True),
    ("libharfbuzz-fb49c9fc.so.0.61450.0", True),  # Pillow's own
    ("av.libs/libx264-d6533a8d.so.165", True),
])
def test_what_is_never_loaded_stays_out(evaluate: Any, name: str, used: bool) -> None:
    assert (name in evaluate("linux", name).files) is used


def importing_by_name(folder: Path) -> set[str]:
    """The modules below folder that import others by a name composed at run time."""
    found = set()
    for path in folder.rglob("*.py"):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        calls = (node.func for node in nodes if isinstance(node, ast.Call))
        names = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
        if names & {"import_module", "__import__", "load_module", "run_module", "resolve_name"}:
            found.add(path.relative_to(ROOT).as_posix())
    return found


def test_what_is_imported_by_name_is_asked_for(evaluate: Any) -> None:
    """PyInstaller cannot see it: add such a module here, and what it imports to contents.hidden_imports."""
    excluded = evaluate("linux").steps["Analysis"][0].options["excludes"]
    out = tuple(f"{name.replace('.', '/')}/" for name in excluded)
    seen = {name for name in importing_by_name(ROOT / "app") | importing_by_name(ROOT / "sinet_core")
            if not name.startswith((*out, "sinet_core/__main__.py", "sinet_core/commands/", "sinet_core/paper/"))}
    assert seen == {"sinet_core/inference/segmenter.py", "sinet_core/benchmark/recipes/__init__.py",
                    "sinet_core/kernels/native/library.py"}


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_engine_and_recipe_is_in_the_bundle_or_left_out_by_name(evaluate: Any, system: str) -> None:
    options = evaluate(system).steps["Analysis"][0].options
    hidden = set(options["hiddenimports"])
    assert {name for name, module in ENGINES.items() if module not in hidden} == {"openvino", "opencv", "torch"}
    assert {"openvino", ENGINES["opencv"], "torch"} <= set(options["excludes"])
    assert {f"sinet_core.benchmark.recipes.{name}" for name in (*RECIPES.values(), *FOR_FILES.values())} <= hidden


def test_every_network_that_ships_is_in_the_bundle(evaluate: Any) -> None:
    shipped = {Path(path).name for path, folder in evaluate("linux").steps["Analysis"][0].options["datas"]
               if folder == "sinet_core/weights"}
    assert shipped == {*(path.name for path in (ROOT / "weights").glob("*.onnx")), "MODEL_CARD.md"}
