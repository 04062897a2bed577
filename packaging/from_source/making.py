"""Makes a library from its source package with pip, once."""
from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from tqdm import tqdm

from app.errors import AppError

from .recipe import Change, Recipe

FOLDER = Path(__file__).resolve().parents[2] / ".libraries"
"""One folder for each version as made, as if it were site-packages; make clean leaves it alone."""
STEP = re.compile(r"\[\s*(\d+)/(\d+)\]")
"""How Ninja counts."""
PIP = "pip>=23.1"
"""The first that passes several settings of one name."""
HINT = "`make package LIBRARIES=wheels` makes a bundle with their wheels, for yourself only"


def made(recipe: Recipe, folder: Path = FOLDER) -> Path:
    """The folder to import a library from, made now if it is not there.

    Raises:
        AppError: it cannot be made. Of a library whose source is changed, what is finished stays for the next time.
    """
    done = folder / recipe.key
    if done.is_dir():
        return done
    if missing := [program for program in recipe.programs if not shutil.which(program)]:
        raise AppError(f"{recipe.title} cannot be made from source without {', '.join(missing)}",
                       f"Install it from your system's packages. {HINT}.", failed_running=True)
    work = folder / "unfinished" / recipe.key
    work.mkdir(parents=True, exist_ok=True)
    log = work / "log.txt"
    print(f"{recipe.title} {recipe.version} is made from its source package, once: about {recipe.minutes} minutes on "
          f"two cores. See {log}", flush=True)
    try:
        _make(recipe, work, log)
    except (OSError, subprocess.CalledProcessError) as error:
        raise AppError(f"{recipe.title} could not be made from source: {error}",
                       f"Its log is {log}; it needs a compiler for C++. {HINT}.", failed_running=True) from error
    (work / "site").replace(done)
    shutil.rmtree(work)
    return done


def _make(recipe: Recipe, work: Path, log: Path) -> None:
    if recipe.changes:
        source = _source(recipe, work, log)
        python = _tools(work / "tools", log, [*_requirements(source), "cmake", "ninja"])
        # Without isolation, since that would be a new folder each time, and all would be compiled anew.
        what = ["--no-build-isolation", str(source)]
    else:  # pip fetches and builds it at once; some build systems compile all of it to tell its name
        python = _tools(work / "tools", log, [])
        # Its cache would hand out what was made with other settings.
        what = ["--no-cache-dir", "--no-binary", recipe.package, f"{recipe.package}=={recipe.version}"]
    path = os.pathsep.join([str(Path(python).parent), os.environ.get("PATH", "")])
    settings = [f"--config-settings={setting}" for setting in recipe.settings]
    command = [python, "-m", "pip", "wheel", "-v", "--no-deps", "--wheel-dir", str(work), *settings]
    _run([*command, *what], log, {**recipe.variables, "PATH": path}, recipe.title)
    (wheel,) = work.glob("*.whl")
    target = ["--no-deps", "--no-index", "--upgrade", "--target", str(work / "site")]
    _run([python, "-m", "pip", "install", "--quiet", "--no-compile", *target, str(wheel)], log)


def _source(recipe: Recipe, work: Path, log: Path) -> Path:
    """The unpacked source package."""
    folder = work / "source"
    if not folder.is_dir():
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", recipe.package]
        _run([*command, "--dest", str(work), f"{recipe.package}=={recipe.version}"], log)
        (packed,) = work.glob("*.tar.gz")
        unpacking = work / "unpacking"
        with tarfile.open(packed) as archive:
            archive.extractall(unpacking, filter="data")
        (only,) = unpacking.iterdir()
        for change in recipe.changes:
            apply(change, only)
        only.rename(folder)
    return folder


def apply(change: Change, source: Path) -> None:
    """Changes a file of an unpacked source package.

    Raises:
        AppError: the text to be changed is not there, or more than once.
    """
    file = source / change.file
    text = file.read_text(encoding="utf-8")
    if (count := text.count(change.old)) != 1:
        raise AppError(f"{change.file} has {count} times what is to be changed in it",
                       "This version needs another recipe: see packaging/from_source/recipe.py.", failed_running=True)
    file.write_text(text.replace(change.old, change.new), encoding="utf-8")


def _requirements(source: Path) -> list[str]:
    """What a source package says that it needs to be built."""
    return list(tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"])


def _tools(folder: Path, log: Path, packages: list[str]) -> str:
    """The Python of an environment with what builds a source package, made if it is not there."""
    python = str(folder / ("Scripts" if sys.platform == "win32" else "bin") / "python")
    if not (folder / "ready").is_file():
        _run([sys.executable, "-m", "venv", "--clear", str(folder)], log)
        _run([python, "-m", "pip", "install", "--quiet", "--upgrade", PIP, *packages], log)
        (folder / "ready").touch()
    return python


def _run(command: Sequence[str], log: Path, variables: Mapping[str, str] | None = None, title: str = "") -> None:
    """Runs a command into a log; with a title, its progress is shown."""
    environment = {**os.environ, **(variables or {})}
    with (log.open("a", encoding="utf-8") as file,
          subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                           env=environment) as process,
          tqdm(desc=title, unit=" files", disable=not title, mininterval=0.5 if sys.stderr.isatty() else 60) as bar):
        assert process.stdout is not None
        for line in process.stdout:
            file.write(line)
            file.flush()
            if counted := STEP.search(line):
                if bar.total != int(counted[2]):
                    bar.reset(int(counted[2]))
                bar.update(int(counted[1]) - bar.n)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, Path(command[0]).name)
