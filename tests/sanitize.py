"""Tests of the kernels under the address and the undefined-behaviour sanitizers: python -m tests.sanitize.

It compiles the kernels once more, to build/sanitized, and runs their tests with that library (this module is the
plugin for it). Where the compiler has no sanitizers it says so, and nothing is run.
"""
from __future__ import annotations

import importlib.machinery
import importlib.util
import os
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "sinet_core" / "kernels" / "native" / "src"
LIBRARY = ROOT / "build" / "sanitized" / "_kernels.abi3.so"
MODULE = "sinet_core.kernels.native._kernels"
FLAGS = ("-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer", "-g", "-O1")
DEFINED = ("-DPy_LIMITED_API=0x030B0000", "-fno-math-errno", "-fno-trapping-math", "-ffp-contract=fast", "-Wno-psabi")
TESTS = ("tests/sinet_core/kernels/native", "tests/sinet_core/inference/graph/test_executor.py")
MAX_PIXELS = 360 * 640
RUNTIME = ("libasan.so", "libstdc++.so.6")  # the second one, or OpenCV's exceptions end the process


def compiler() -> list[str]:
    """The command with which setup.py compiles."""
    return shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")


def runtime_of(command: list[str]) -> str | None:
    """What must be loaded before all other libraries, separated by spaces; None if the compiler has no sanitizers."""
    probe = [*command, *FLAGS, "-shared", "-fPIC", "-x", "c", os.devnull, "-o", os.devnull]
    try:
        if subprocess.run(probe, capture_output=True, check=False).returncode:
            return None
        found = [Path(_printed([*command, f"-print-file-name={name}"])) for name in RUNTIME]
    except (OSError, subprocess.CalledProcessError):
        return None
    return " ".join(str(path.resolve()) for path in found) if all(map(Path.is_absolute, found)) else None


def _printed(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def build(command: list[str]) -> None:
    """Compiles the kernels with the sanitizers, one process per file. Raises subprocess.CalledProcessError."""
    LIBRARY.parent.mkdir(parents=True, exist_ok=True)
    objects = {source: LIBRARY.with_name(f"{source.stem}.o") for source in sorted(SOURCES.glob("*.c"))}
    compile_one = [*command, *FLAGS, *DEFINED, "-I", sysconfig.get_paths()["include"], "-fPIC", "-c"]
    running = [subprocess.Popen([*compile_one, str(source), "-o", str(made)]) for source, made in objects.items()]
    for process in running:
        if process.wait():
            raise subprocess.CalledProcessError(process.returncode, process.args)
    subprocess.run([*command, *FLAGS, "-shared", *map(str, objects.values()), "-o", str(LIBRARY)], check=True)


def main() -> int:
    """Returns an exit status."""
    runtime = runtime_of(compiler())
    if runtime is None:
        sys.stderr.write(f"{' '.join(compiler())} has no sanitizers that can be loaded here: nothing is run\n")
        return 0
    build(compiler())
    options = {"ASAN_OPTIONS": "detect_leaks=0", "UBSAN_OPTIONS": "print_stacktrace=1", "LD_PRELOAD": runtime}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "--capture=sys", "-p", "tests.sanitize"]
    command += ["-m", "not large", *TESTS]
    return subprocess.run(command, cwd=ROOT, env=os.environ | options, check=False).returncode


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Makes the tests find the sanitized library."""
    loader = importlib.machinery.ExtensionFileLoader(MODULE, str(LIBRARY))
    spec = importlib.util.spec_from_file_location(MODULE, LIBRARY, loader=loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    sys.modules[MODULE] = module


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keeps tests with small frames, which cover memory use as well as large ones, in a tenth of the time."""
    small = [item for item in items if _pixels(item) <= MAX_PIXELS]
    config.hook.pytest_deselected(items=[item for item in items if item not in small])
    items[:] = small


def _pixels(item: pytest.Item) -> int:
    size = getattr(getattr(item, "callspec", None), "params", {}).get("size", (1, 1))
    return int(size[0] * size[1])


if __name__ == "__main__":
    sys.exit(main())
