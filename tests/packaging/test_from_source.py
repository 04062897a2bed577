"""A library made from source: once, with its settings, and refused if it lacks what Backdrop calls."""
from __future__ import annotations

import io
import sys
import tarfile
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import cv2
import pytest

from app.errors import AppError

PACKAGING = Path(__file__).parents[2] / "packaging"
PROJECT = """[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""
# A wheel with two modules, as any build system would write it.
BACKEND = """import os, zipfile
def build_wheel(folder, settings=None, metadata=None):
    print("[3/4] Compiling")
    with zipfile.ZipFile(f"{folder}/tiny-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tiny.py", open("tiny.py").read())
        wheel.writestr("made.py", f"settings = {settings}\\nflavour = {os.environ.get('FLAVOUR')!r}")
        wheel.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n")
        wheel.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("tiny-1.0.dist-info/RECORD", "")
    return "tiny-1.0-py3-none-any.whl"
"""


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    monkeypatch.syspath_prepend(str(PACKAGING))
    names = ("from_source.recipe", "from_source.making", "from_source.used_names", "make_libraries")
    return SimpleNamespace(**{name.split(".")[-1]: import_module(name) for name in names})


@pytest.fixture
def tiny(source: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> SimpleNamespace:
    """A source package in a folder, which pip takes for its registry, built with this Python.

    change: for the recipe of a library whose source is changed.
    """
    registry = tmp_path / "registry"
    registry.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(registry))
    monkeypatch.setattr(source.making, "_tools", lambda *_: sys.executable)
    monkeypatch.setattr(source.recipe.Recipe, "version", "1.0")
    recipe = source.recipe.Recipe("Tiny", "tiny", "tiny", 1)
    files = {"pyproject.toml": PROJECT, "backend.py": BACKEND, "tiny.py": "answer = 41 + 1"}

    def pack(**changed: str) -> None:
        with tarfile.open(registry / "tiny-1.0.tar.gz", "w:gz") as archive:
            for name, text in (files | {f"{name}.py": text for name, text in changed.items()}).items():
                entry = tarfile.TarInfo(f"tiny-1.0/{name}")
                entry.size = len(text.encode())
                archive.addfile(entry, io.BytesIO(text.encode()))

    pack()
    return SimpleNamespace(pack=pack, recipe=recipe, change=source.recipe.Change("tiny.py", "41 + 1", "42"),
                           made=lambda wanted=recipe: source.making.made(wanted, tmp_path / "done"))


@pytest.mark.parametrize(("changed", "content"), [(False, "answer = 41 + 1"), (True, "answer = 42")])
def test_a_library_is_made_once(
    tiny: SimpleNamespace, capsys: pytest.CaptureFixture[str], changed: bool, content: str
) -> None:
    recipe = replace(tiny.recipe, changes=(tiny.change,) if changed else (), variables={"FLAVOUR": "mint"},
                     settings=("args=-Da=1", "args=-Db=2"))
    folder = tiny.made(recipe)
    assert (folder / "tiny.py").read_text(encoding="utf-8") == content
    assert (folder / "made.py").read_text(encoding="utf-8").splitlines() == [
        "settings = {'args': ['-Da=1', '-Db=2']}", "flavour = 'mint'"]
    assert (folder / "tiny-1.0.dist-info" / "METADATA").is_file()
    printed = capsys.readouterr()
    assert "Tiny 1.0 is made from its source package" in printed.out
    assert "3/4" in printed.err
    assert list((folder.parent / "unfinished").iterdir()) == []
    tiny.pack(backend="broken")
    assert tiny.made(recipe) == folder
    assert capsys.readouterr().out == ""


def test_what_cannot_be_made_is_one_line_and_a_way_out(tiny: SimpleNamespace, tmp_path: Path) -> None:
    tiny.pack(backend="raise SystemExit('no compiler here')")
    with pytest.raises(AppError, match="Tiny could not be made from source") as caught:
        tiny.made()
    assert "LIBRARIES=wheels" in caught.value.hint
    assert caught.value.exit_status == 1
    (log,) = (tmp_path / "done").rglob("log.txt")
    assert str(log) in caught.value.hint
    assert "no compiler here" in log.read_text(encoding="utf-8")


def test_a_missing_program_is_named_before_anything_is_fetched(tiny: SimpleNamespace, tmp_path: Path) -> None:
    asking = replace(tiny.recipe, programs=("no-such-assembler",))
    with pytest.raises(AppError, match="Tiny cannot be made from source without no-such-assembler"):
        tiny.made(asking)
    assert not (tmp_path / "done").exists()


def test_the_result_is_named_after_all_that_it_depends_on(source: SimpleNamespace) -> None:
    opencv = source.recipe.OPENCV
    assert opencv.key.startswith(f"opencv-python-headless-{opencv.version}-")
    assert replace(opencv, variables={}).key != opencv.key
    assert replace(opencv, settings=("setup-args=-Dother=1",)).key != opencv.key
    assert replace(opencv, minutes=1).key == opencv.key


def test_a_result_for_one_python_is_not_taken_for_another(
    source: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [recipe.key for recipe in (source.recipe.NUMPY, source.recipe.OPENCV)]
    monkeypatch.setattr(sys.implementation, "cache_tag", "cpython-399")
    assert source.recipe.NUMPY.key != keys[0]
    assert source.recipe.OPENCV.key == keys[1]


def test_opencv_is_made_without_what_does_not_go_with_the_gpl(source: SimpleNamespace) -> None:
    options = source.recipe.OPENCV.variables["CMAKE_ARGS"].split()
    assert {"-DWITH_IPP=OFF", "-DWITH_FFMPEG=OFF", "-DCMAKE_BUILD_TYPE=Release"} <= set(options)


def test_what_backdrop_calls_is_found(source: SimpleNamespace) -> None:
    ours = source.make_libraries.bundled_sources()
    used = source.used_names.names_used("cv2", ours)
    assert {"resize", "DISOpticalFlow.create", "VideoCapture", "imdecode"} <= used
    assert len(used) > 60
    assert source.used_names.missing_names("cv2", Path(cv2.__file__).parents[1], used) == []
    assert {"linalg.inv", "random.default_rng"} <= source.used_names.names_used("numpy", ours)


def test_nothing_is_called_that_the_bundle_leaves_out(source: SimpleNamespace) -> None:
    out = tuple(f"{name.removeprefix('numpy.')}." for name in source.make_libraries.EXCLUDED
                if name.startswith("numpy."))
    used = source.used_names.names_used("numpy", source.make_libraries.bundled_sources())
    assert not [name for name in used if f"{name}.".startswith(out)]


def test_what_a_library_lacks_is_named(source: SimpleNamespace, tmp_path: Path) -> None:
    (tmp_path / "small.py").write_text("class deep:\n    here = 1\n", encoding="utf-8")
    assert source.used_names.missing_names("small", tmp_path, {"deep.here", "deep.gone", "far"}) == ["deep.gone", "far"]


def test_training_tools_may_call_what_the_bundle_lacks(source: SimpleNamespace) -> None:
    names = {path.relative_to(PACKAGING.parent).as_posix() for path in source.make_libraries.bundled_sources()}
    assert "sinet_core/matting/motion_field.py" in names
    assert not [name for name in names if name.startswith(("sinet_core/training/", "app/review/"))]
    assert "sinet_core/inference/engines/native.py" in names
    assert "sinet_core/inference/engines/opencv.py" not in names


def test_a_change_of_the_source_is_made_once_or_refused(source: SimpleNamespace, tmp_path: Path) -> None:
    (tmp_path / "setup.py").write_text("stubs = True\nother = True\n", encoding="utf-8")
    source.making.apply(source.recipe.Change("setup.py", "stubs = True", "stubs = False"), tmp_path)
    assert (tmp_path / "setup.py").read_text(encoding="utf-8") == "stubs = False\nother = True\n"
    for old, count in (("stubs = True", 0), ("=", 2)):
        with pytest.raises(AppError, match=f"{count} times"):
            source.making.apply(source.recipe.Change("setup.py", old, ""), tmp_path)


def test_a_changed_source_has_another_key(source: SimpleNamespace) -> None:
    assert replace(source.recipe.OPENCV, changes=()).key != source.recipe.OPENCV.key
