"""Commands that install what is missing, ready to copy into a terminal. Imports only the standard library."""
from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REINSTALL = "Reinstall Backdrop: its files are incomplete."


@dataclass(frozen=True)
class SystemPackages:
    """The same packages' names for apt, dnf, zypper and pacman, separated by spaces."""

    apt: str
    dnf: str
    zypper: str
    pacman: str


def system_line(packages: SystemPackages) -> str:
    """The command for this system's package manager; "" if it is unknown."""
    managers = (
        ("apt-get", "apt-get install", packages.apt),
        ("dnf", "dnf install", packages.dnf),
        ("zypper", "zypper install", packages.zypper),
        ("pacman", "pacman -S", packages.pacman),
    )
    return next((f"{sudo()}{call} {names}" for tool, call, names in managers if names and shutil.which(tool)), "")


def sudo() -> str:
    """"sudo ", or "" for root."""
    return "" if not hasattr(os, "geteuid") or os.geteuid() == 0 else "sudo "


def python_call() -> str:
    """The command for this Python; in a virtual environment, its relative path (.venv/bin/python)."""
    if sys.prefix == sys.base_prefix:
        return "py" if os.name == "nt" else "python3"
    return _from_here(Path(sys.executable))


def environment_python() -> Path | None:
    """The Python of the checkout's own environment, if it exists and has the packages."""
    folder = ROOT / ".venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    packages = (*folder.glob("lib/python*/site-packages/numpy"), *folder.glob("Lib/site-packages/numpy"))
    return python if packages and python.exists() else None


def install_lines(missing: tuple[str, ...], rest: str = "") -> str:
    """Commands that install Backdrop's packages, one per line; rest: the arguments for running it afterwards.

    missing: names for pip, used if there is no checkout to install.
    """
    if getattr(sys, "frozen", False):
        return REINSTALL
    made = environment_python()
    call = f"main.py {rest}".rstrip()
    if made is not None and Path(sys.prefix).resolve() != (ROOT / ".venv").resolve():
        return f"{_from_here(made)} {call}"
    if not (ROOT / "setup.cfg").is_file():
        return f"{python_call()} -m pip install {' '.join(missing)}"
    if sys.prefix != sys.base_prefix:
        return f"{python_call()} -m pip install -e {_from_here(ROOT)}"
    return "\n".join(_new_environment(call))


def _new_environment(call: str) -> list[str]:
    """The commands for a machine with nothing installed yet."""
    lines = [f"cd {ROOT}"] if Path.cwd() != ROOT else []
    if importlib.util.find_spec("ensurepip") is None:  # a separate package on Debian and Ubuntu
        lines.append(system_line(SystemPackages("python3-venv", "python3", "python3", "python")))
    if shutil.which("make") and os.name != "nt":
        return [*filter(None, lines), "make run"]
    python = r".venv\Scripts\python" if os.name == "nt" else ".venv/bin/python"
    steps = (f"{python_call()} -m venv .venv", f"{python} -m pip install -e .", f"{python} {call}")
    return [*filter(None, lines), *steps]


def _from_here(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
