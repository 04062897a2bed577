"""The steps that make the bundle lean, on libraries compiled here."""
from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"
needs_compiler = pytest.mark.skipif(
    sys.platform != "linux" or not all(map(shutil.which, ("cc", "nm", "readelf"))), reason="Linux with cc and binutils"
)


@pytest.fixture
def lean(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PACKAGING))
    return import_module("lean")


def compile_library(path: Path, source: str, *needs: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    command = ["cc", "-g", "-shared", "-fPIC", f"-Wl,-soname,{path.name}", "-Wl,--no-as-needed", "-x", "c", "-"]
    places = [f"-Wl,-rpath,{need.parent}" for need in needs]
    command += ["-o", str(path), "-x", "none", *map(str, needs), *places]
    subprocess.run(command, input=source, text=True, check=True)
    return path


@needs_compiler
def test_what_is_never_loaded_goes_and_the_library_still_works(lean: ModuleType, tmp_path: Path) -> None:
    library = compile_library(tmp_path / "libsum.so", "int table[2] = {1, 39}; int sum(int a) { return a + table[1]; }")
    before = library.stat().st_size
    assert lean.drop_unloaded(tmp_path) == ["libsum.so"]
    assert library.stat().st_size < before
    assert ctypes.CDLL(str(library)).sum(3) == 42
    assert lean.drop_unloaded(tmp_path) == []


def test_what_is_no_known_library_is_left_alone(lean: ModuleType) -> None:
    assert lean.compacted(b"\x7fELF\x01\x01" + bytes(200)) is None
    assert lean.compacted(b"#!/bin/sh" + bytes(200)) is None


@needs_compiler
def test_a_stand_in_lets_its_user_load_and_names_what_was_called(lean: ModuleType, tmp_path: Path) -> None:
    heavy = compile_library(tmp_path / lean.OPENCV / "libopenblas-1.so", "int solve(void) { return 1; }")
    user = compile_library(tmp_path / "module.so", "int solve(void); int go(void) { return solve(); }", heavy)
    assert lean.replace_uncalled(tmp_path) == [heavy.name]
    script = f"import ctypes; m = ctypes.CDLL({str(user)!r}); print('loaded', flush=True); m.go()"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout == "loaded\n"
    assert done.returncode < 0
    assert "solve: libopenblas-1.so is not part of this bundle" in done.stderr


@needs_compiler
def test_shared_variables_forbid_a_stand_in(lean: ModuleType, tmp_path: Path) -> None:
    heavy = compile_library(tmp_path / "libheavy.so", "int solved = 1;")
    with pytest.raises(ValueError, match="solved"):
        lean.write_stand_in(heavy, frozenset({"solved"}), "cc")


@needs_compiler
def test_twins_of_one_release_become_one_and_what_only_they_needed_goes(lean: ModuleType, tmp_path: Path) -> None:
    extra = compile_library(tmp_path / lean.OPENCV / "libextra-00000000.so.1", "int extra(void) { return 1; }")
    copy = compile_library(tmp_path / lean.OPENCV / "libavutil-11111111.so.60.26.101", "int old;", extra)
    kept = compile_library(tmp_path / "av.libs" / "libavutil-22222222.so.60.26.102", "int twin(void) { return 7; }")
    other = compile_library(tmp_path / lean.OPENCV / "libswscale-33333333.so.9.4.0", "int other;")
    compile_library(tmp_path / "av.libs" / "libswscale-44444444.so.9.5.0", "int other;")
    compile_library(tmp_path / "module.so", "int module;", copy, other)
    assert lean.share_twins(tmp_path) == ["libavutil"]
    assert copy.resolve() == kept
    assert not other.is_symlink()
    assert lean.remove_unneeded(tmp_path) == ["libextra-00000000.so.1", "libswscale-44444444.so.9.5.0"]
    assert ctypes.CDLL(str(copy)).twin() == 7
