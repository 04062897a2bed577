"""Identifies libraries of the system that a bundle was built on by their Debian or Ubuntu packages."""
from __future__ import annotations

import shutil
import subprocess
from pathlib import Path, PurePosixPath

from .component import Component


def system_libraries(paths: list[PurePosixPath]) -> tuple[list[Component], list[str]]:
    """Files grouped by the Debian or Ubuntu package that installed them, and files of no package."""
    found: dict[str, list[str]] = {}
    unknown = []
    for path in paths:
        package = debian_package(path.name)
        if package:
            found.setdefault(package, []).append(path.as_posix())
        else:
            unknown.append(path.as_posix())
    return [debian_component(package, files) for package, files in sorted(found.items())], unknown


def debian_package(library_name: str) -> str:
    if not shutil.which("dpkg-query"):
        return ""
    done = subprocess.run(["dpkg-query", "--search", f"*/{library_name}"], capture_output=True, text=True, check=False)
    lines = [line.split(": ") for line in done.stdout.splitlines() if ": " in line]
    # Leaves out those for other processors, in folders like /usr/aarch64-linux-gnu/lib.
    exact = [owner for owner, path in lines if PurePosixPath(path).name == library_name
             and path.startswith(("/lib/", "/usr/lib/")) and "diversion" not in owner]
    return exact[0].split(",")[0].split(":")[0] if exact else ""


def debian_component(package: str, files: list[str]) -> Component:
    form = "${Version}\\t${Homepage}\\t${Architecture}\\n"
    asked = ["dpkg-query", "--show", f"--showformat={form}", package]
    line = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.splitlines()[0]
    version, home, architecture = line.split("\t")
    papers = Path("/usr/share/doc") / package / "copyright"
    purl = f"pkg:deb/debian/{package}@{version}?arch={architecture}"
    return Component(package, version, licences_in(papers), home, purl,
                     texts=(papers,) if papers.is_file() else (), files=tuple(files))


def licences_in(papers: Path) -> str:
    """The licences named in a package's copyright file, if it is machine-readable."""
    text = papers.read_text(encoding="utf-8", errors="replace") if papers.is_file() else ""
    if "copyright-format" not in text:
        return "see its copyright file"
    names = (line.removeprefix("License:").strip() for line in text.splitlines() if line.startswith("License:"))
    return ", ".join(dict.fromkeys(name for name in names if name)) or "see its copyright file"
