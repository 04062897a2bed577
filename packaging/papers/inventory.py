"""Takes inventory of a bundle: packages, libraries inside them, system libraries, Python."""
from __future__ import annotations

import fnmatch
import hashlib
import mmap
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from email.parser import HeaderParser
from importlib.metadata import packages_distributions
from pathlib import Path, PurePosixPath

from app import __version__

from .component import Component
from .debian import system_libraries

HERE = Path(__file__).parent
TEXTS = HERE / "licenses"
BINARY = re.compile(r"\.(so(\.[\w.]+)?|dll|pyd|dylib)$")
PAPERS = re.compile(r"(licen[sc]e|copying|notice|authors)", re.IGNORECASE)
ABI = re.compile(r"\.so\.([\w.]+)")
OURS = ("app", "sinet_core")
SPDX = {"MIT License": "MIT", "Apache Software License": "Apache-2.0"}
"""Names of licences in classifiers, where they are unambiguous."""


@dataclass(frozen=True)
class Inventory:
    """unknown: binaries of unknown origin."""

    packages: tuple[Component, ...]
    libraries: tuple[Component, ...]
    system: tuple[Component, ...]
    unknown: tuple[str, ...] = field(default=())

    @property
    def components(self) -> tuple[Component, ...]:
        return (*self.packages, *self.libraries, *self.system)


def take_inventory(inside: Path) -> Inventory:
    """Examines every binary under a bundle's folder, except links."""
    packages = {canonical(package.name): package for package in [*distributions(inside), python_itself(), backdrop()]}
    listed = tomllib.loads((HERE / "libraries.toml").read_text(encoding="utf-8"))
    rules = listed["library"]
    owned: dict[tuple[str, str], list[str]] = {}
    of_system = []
    for path in binaries(inside):
        name = path.name
        rule = next((rule for rule in rules if matches(name, rule["files"])), None)
        if rule is not None:
            owned.setdefault(("library", rule["name"]), []).append(path.as_posix())
        elif (owner := owner_of(path)) in packages:
            owned.setdefault(("package", owner), []).append(path.as_posix())
        else:
            of_system.append(path)
    system, unknown = system_libraries(of_system)
    return Inventory(
        tuple(replace(package, files=tuple(owned.get(("package", name), ()))) for name, package in packages.items()),
        (*(library(rule, owned[key], packages) for rule in rules if (key := ("library", rule["name"])) in owned),
         *linked(inside, listed["linked"], packages)),
        tuple(system),
        tuple(unknown),
    )


def binaries(inside: Path) -> Iterator[PurePosixPath]:
    for path in sorted(inside.rglob("*")):
        if path.is_file() and not path.is_symlink() and BINARY.search(path.name):
            yield PurePosixPath(path.relative_to(inside).as_posix())


def matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def owner_of(path: PurePosixPath) -> str:
    """The package that a file belongs to by its folder, in lower case, or ""."""
    if len(path.parts) == 1:
        return "python" if re.match(r"(lib)?python3", path.name) else package_of(path.name.split(".")[0])
    if path.as_posix().startswith("PySide6/Qt/") or path.name.startswith(("Qt6", "libQt6")):
        return "pyside6-essentials"
    if path.parts[0].startswith("python3"):
        return "python"
    return package_of(path.parts[0])


def package_of(module: str) -> str:
    """The package that a module at the top level comes from, or ""."""
    if module in OURS:
        return "backdrop"
    return canonical(packages_distributions().get(module, [""])[0])


def distributions(inside: Path) -> Iterator[Component]:
    """The Python packages whose metadata is in the bundle."""
    for folder in sorted(inside.glob("*.dist-info")):
        data = HeaderParser().parsestr((folder / "METADATA").read_text(encoding="utf-8"))
        name, version = data["Name"], data["Version"]
        named = (path for path in sorted(folder.rglob("*")) if PAPERS.search(path.name) and path.suffix != ".pyc")
        texts = tuple(path for path in named if path.is_file())
        licence = data["License-Expression"] or data["License"] or licence_of(data.get_all("Classifier", []))
        home = home_of(data.get_all("Project-URL", []), data["Home-page"])
        yield Component(name, version, licence.replace("Apache 2.0", "Apache-2.0"), home,
                        f"pkg:pypi/{canonical(name)}@{version}", texts=texts or texts_of(licence))


def licence_of(classifiers: list[str]) -> str:
    """The licence that classifiers name, for packages that name it nowhere else."""
    named = (classifier.split(" :: ") for classifier in classifiers)
    names = [parts[-1] for parts in named if parts[0] == "License" and parts[1:] != ["OSI Approved"]]
    return " AND ".join(SPDX.get(name, name) for name in names)


def canonical(name: str) -> str:
    """A package's name as indexes compare it: PySide6_Essentials is pyside6-essentials."""
    return re.sub(r"[-_.]+", "-", name).lower()


def home_of(urls: list[str], page: str | None) -> str:
    named = dict(url.split(", ", 1) for url in urls)
    for name in ("Homepage", "homepage", "Home", "Source", "Source Code", "Repository"):
        if name in named:
            return named[name]
    return page or next(iter(named.values()), "")


def python_itself() -> Component:
    version = ".".join(map(str, sys.version_info[:3]))
    return Component("Python", version, "PSF-2.0", "https://www.python.org", f"pkg:generic/python@{version}",
                     "2001-2026 Python Software Foundation", texts_of("PSF-2.0"))


def backdrop() -> Component:
    """Our own part, the kernels."""
    return Component("Backdrop", __version__, "MIT", "", f"pkg:pypi/backdrop-cam@{__version__}", "The Backdrop authors",
                     (HERE.parents[1] / "LICENSE",))


def library(rule: dict[str, str], files: list[str], packages: dict[str, Component]) -> Component:
    """A library of libraries.toml, with the version from its file names.

    Raises:
        ValueError: its licence has no text.
    """
    versions = sorted({found[1] for name in files if (found := ABI.search(name))})
    source = packages.get(rule.get("texts_in", ""))
    texts = source.texts if source else texts_of(rule["licence"])
    if not texts:
        raise ValueError(f"packaging/papers: {rule['name']} has no text of {rule['licence']}")
    version = f"ABI {', '.join(versions)}" if versions else ""
    return Component(rule["name"], version, rule["licence"], rule["home"],
                     f"pkg:generic/{rule['name'].lower().replace(' ', '-')}", rule["copyright"], texts,
                     rule.get("texts_in", ""), tuple(files))


def linked(inside: Path, rules: list[dict[str, str]], packages: dict[str, Component]) -> Iterator[Component]:
    """Libraries without a file of their own, found by a mark in the binaries that they are linked into."""
    marked: dict[str, list[str]] = {}
    for path in binaries(inside):
        for rule in rules:
            if contains(inside / path, rule["mark"].encode()):
                marked.setdefault(rule["name"], []).append(path.as_posix())
    for rule in rules:
        if within := marked.get(rule["name"]):
            yield replace(library(rule, [], packages), within=tuple(within))


def contains(file: Path, mark: bytes) -> bool:
    if not file.stat().st_size:
        return False
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(mark) >= 0


def texts_of(licence: str) -> tuple[Path, ...]:
    """The texts in licenses/ for a licence expression; of alternatives, those that exist."""
    names = re.findall(r"[\w.-]+", re.sub(r"\b(AND|OR|WITH)\b", " ", licence))
    paths = [TEXTS / f"{re.sub('-(or-later|only)$', '', name)}.txt" for name in names]
    if any(name.startswith("LGPL-3") for name in names):  # it is a supplement to the GPL
        paths.append(TEXTS / "GPL-3.0.txt")
    return tuple(dict.fromkeys(path for path in paths if path.is_file()))


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
