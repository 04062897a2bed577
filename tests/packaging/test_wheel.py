"""What a wheel would contain, asked from setuptools without building one."""
from __future__ import annotations

import copy
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from setuptools import Distribution
from setuptools.command.build_ext import build_ext
from setuptools.command.build_py import build_py
from setuptools.errors import CompileError

ROOT = Path(__file__).parents[2]
NOT_SHIPPED = ("assets/scripts/", "sinet_core/kernels/native/src/")


@pytest.fixture(scope="module")
def distribution() -> Iterator[Distribution]:
    from distutils.core import run_setup

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        yield run_setup("setup.py", ["build_py"], stop_after="commandline")


@pytest.fixture(scope="module")
def contents(distribution: Distribution) -> dict[str, str]:
    """Path in the wheel -> path in the checkout."""
    command = build_py(distribution)
    command.ensure_finalized()
    found = {}
    for package, folder, _, names in command.data_files:
        for name in names:
            found[f"{package.replace('.', '/')}/{Path(name).as_posix()}"] = f"{folder}/{name}"
    for package, module, path in command.find_all_modules():
        found[f"{package.replace('.', '/')}/{module}.py"] = str(path)
    return {inside: Path(path).as_posix() for inside, path in found.items()}


def committed() -> list[str]:
    done = subprocess.run(["git", "ls-files", "app", "sinet_core", "assets", "weights"], cwd=ROOT,
                          capture_output=True, text=True, check=False)
    if done.returncode or not done.stdout:
        pytest.skip("not a git checkout")
    return done.stdout.splitlines()


def test_every_file_of_the_program_is_in_the_wheel(contents: dict[str, str]) -> None:
    missing = {path for path in committed() if not path.startswith(NOT_SHIPPED)} - set(contents.values())
    assert not missing


def test_nothing_else_is(contents: dict[str, str]) -> None:
    outside = {path for path in contents.values() if path.startswith(NOT_SHIPPED)}
    assert not outside
    assert not [path for path in contents if not path.startswith(("app/", "sinet_core/"))]


def test_data_is_where_the_program_looks(contents: dict[str, str]) -> None:
    assert contents["app/assets/demo/demo.mp4"] == "assets/demo/demo.mp4"
    assert contents["sinet_core/weights/sinet.onnx"] == "weights/sinet.onnx"


def test_both_commands_lead_to_the_program(distribution: Distribution) -> None:
    assert distribution.entry_points == {
        "console_scripts": ["backdrop = app.cli:main"], "gui_scripts": ["backdrop-window = app.cli:main"]
    }


class MicrosoftCompiler:
    """What setuptools' compiler for Windows has, as far as setup.py uses it."""

    compiler_type = "msvc"
    cc = ""

    def initialize(self) -> None:
        self.cc = "cl.exe"


def compiled_on_windows(
    distribution: Distribution, monkeypatch: pytest.MonkeyPatch, clang: str | None
) -> tuple[str, list[str]]:
    """The compiler and the options that a build on Windows would use."""
    seen: list[tuple[str, list[str]]] = []
    monkeypatch.setattr("shutil.which", lambda name: clang if name == "clang-cl" else None)
    monkeypatch.setattr(
        build_ext, "build_extension",
        lambda self, ext: seen.append((self.compiler.cc, list(ext.extra_compile_args))),
    )
    command = distribution.cmdclass["build_ext"](distribution)
    command.compiler = MicrosoftCompiler()
    command.build_extension(copy.deepcopy(distribution.ext_modules[0]))
    return seen[0]


def test_windows_compiles_the_kernels_with_clang(
    distribution: Distribution, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiler, options = compiled_on_windows(distribution, monkeypatch, "C:/LLVM/bin/clang-cl.exe")
    assert compiler == "C:/LLVM/bin/clang-cl.exe"
    assert "/clang:-O3" in options
    assert all(option.startswith("/clang:") for option in options)


def test_windows_without_clang_has_no_kernels(
    distribution: Distribution, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CompileError, match="clang-cl"):
        compiled_on_windows(distribution, monkeypatch, None)


def test_a_wheel_for_others_cannot_lack_the_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    from distutils.core import run_setup

    monkeypatch.chdir(ROOT)
    assert run_setup("setup.py", ["build_py"], stop_after="commandline").ext_modules[0].optional
    monkeypatch.setenv("BACKDROP_KERNELS_REQUIRED", "1")
    assert not run_setup("setup.py", ["build_py"], stop_after="commandline").ext_modules[0].optional
