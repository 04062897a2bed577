"""Builds the bundle, prints its size, and starts it the way a user without Python would: make package."""
from __future__ import annotations

import argparse
import fnmatch
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from linux.desktop_files import write_desktop_files
from make_libraries import libraries
from papers.inventory import take_inventory
from papers.notices import write_notices
from papers.passing_on import conflicts
from papers.sbom import write_sbom
from PyInstaller.archive.readers import ZlibArchiveReader

from app import __version__
from app.errors import AppError

ROOT = Path(__file__).resolve().parents[1]
BUNDLE = ROOT / "dist" / "backdrop"
INSIDE = BUNDLE / "_internal"
MODULES = ROOT / "build" / "backdrop" / "PYZ-00.pyz"
MAX_MB = {"source": 300, "wheels": 520}
FORBIDDEN_PACKAGES = (
    "torch", "onnx", "onnxruntime", "ai_edge_litert", "pytest", "tests",
    "app.review", "sinet_core.training", "sinet_core.datagen",
)
FORBIDDEN_FOLDERS = ("torch", "tests", "translations", "qml")
FORBIDDEN_FILES = ("*openvino*", "*Qt*Qml*", "*Qt*Quick*", "*Qt*WebEngine*", "*Qt*Network*", "*Qt*Test*",
                   "libc.so*", "libm.so*", "libmvec.so*")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    parser.add_argument("--libraries", choices=("source", "wheels"), default="source",
                        help="some made from source, or all wheels, for a bundle that must not be passed on")
    kind = parser.parse_args().libraries
    try:
        require_kernels()
        build(libraries() if kind == "source" else [])
    except AppError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_status
    if sys.platform == "linux":
        write_desktop_files(ROOT / "dist" / "usr")
    failures = [*write_papers(kind), *check_size(MAX_MB[kind]), *check_content(), *check_runs()]
    for failure in failures:
        print(f"FAILED {failure}")
    print(f"{len(failures)} failures; the bundle is {BUNDLE}" if failures else f"The bundle is {BUNDLE}")
    return 1 if failures else 0


def require_kernels() -> None:
    """Raises AppError without compiled kernels: a bundle has no other engine."""
    if find_spec("sinet_core.kernels.native._kernels") is None:
        raise AppError("The kernels are not compiled", "Install a C compiler, then: python -m pip install --editable .",
                       failed_running=True)


def build(sites: list[Path]) -> None:
    """sites: where modules are looked for before the environment."""
    # Clean, since it would not notice that a module comes from another place than last time.
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"]
    folders = ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build")]
    subprocess.run([*command, *folders, str(ROOT / "packaging" / "backdrop.spec")], check=True,
                   env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, sites))})


def write_papers(kind: str) -> Iterator[str]:
    """Writes THIRD-PARTY.md and the licences into the bundle, and the bill of materials beside it."""
    inventory = take_inventory(INSIDE)
    write_notices(inventory, INSIDE)
    write_sbom(inventory, INSIDE, __version__, ROOT / "dist" / f"backdrop-{__version__}-{sys.platform}.cdx.json")
    for name in inventory.unknown:
        yield f"papers: {name} belongs to no known package; see packaging/papers/libraries.toml"
    for conflict in conflicts(inventory):
        if kind == "source":
            yield f"papers: {conflict}"
        else:
            print(f"NOT TO BE PASSED ON: {conflict}")


def check_size(limit: int) -> Iterator[str]:
    size = disk_mb(BUNDLE)
    print(f"size  {size:.1f} MB (10^6 bytes) on disk, in whole blocks as du counts; at most {limit}")
    for path in sorted(BUNDLE.rglob("*"), key=lambda p: -p.lstat().st_size)[:8]:
        print(f"      {path.lstat().st_size / 1e6:6.1f} MB  {path.relative_to(BUNDLE)}")
    if size > limit:
        yield f"size: {size:.1f} MB, more than {limit}"


def disk_mb(folder: Path) -> float:
    """Size in blocks on disk, without following links; on Windows, the files' lengths."""
    entries = [path.lstat() for path in folder.rglob("*")]
    return sum(getattr(entry, "st_blocks", entry.st_size / 512) * 512 for entry in entries) / 1e6


def check_content() -> Iterator[str]:
    for name in ZlibArchiveReader(str(MODULES)).toc:
        if any(f"{name}.".startswith(f"{package}.") for package in FORBIDDEN_PACKAGES):
            yield f"content: module {name}"
    for path in BUNDLE.rglob("*"):
        folder = any(part in FORBIDDEN_FOLDERS for part in path.relative_to(BUNDLE).parts)
        if folder or any(fnmatch.fnmatch(path.name, pattern) for pattern in FORBIDDEN_FILES):
            yield f"content: {path.relative_to(BUNDLE)}"


def check_runs() -> list[str]:
    """Starts the bundle in an empty folder with an empty environment."""
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        for name, arguments, proof in CASES:
            done = run(arguments, Path(folder))
            problem = proof(done, Path(folder))
            print(f"{'ok   ' if not problem else 'FAIL '} {name}")
            if problem:
                failures.append(f"{name}: {problem}\n{done.stdout[-800:]}{done.stderr[-1500:]}")
        logs = "".join(path.read_text(encoding="utf-8") for path in Path(folder).rglob("*.log"))
        if "network's cache" in logs:  # the reader of compiled networks is missing
            failures.append(f"log: {logs[-1500:]}")
    return failures


def run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    home = {"BACKDROP_HOME": str(folder / "home"), "QT_QPA_PLATFORM": "offscreen"}
    if sys.platform == "win32":
        home |= {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}
    program = BUNDLE / ("backdrop-cli.exe" if sys.platform == "win32" else "backdrop")
    return subprocess.run(
        [str(program), *arguments], cwd=folder, env=home, capture_output=True, text=True, timeout=180, check=False
    )


def proves_version(done: subprocess.CompletedProcess[str], _folder: Path) -> str:
    return "" if done.returncode == 0 and done.stdout.startswith("Backdrop ") else "no version"


def proves_doctor(done: subprocess.CompletedProcess[str], _folder: Path) -> str:
    if done.returncode or not done.stdout:
        return f"exit status {done.returncode}"
    checks = json.loads(done.stdout.splitlines()[-1])["checks"]
    essential = ("Python", "weights", "engine", "encoders", "assets", "disk")
    bad = [check for check in checks if check["state"] != "ok" and check["name"].startswith(essential)]
    return f"not content: {bad}" if bad or len(checks) < 10 else ""


def proves_devices(done: subprocess.CompletedProcess[str], _folder: Path) -> str:
    if done.returncode or not done.stdout:
        return f"exit status {done.returncode}"
    return "" if {"cameras", "microphones"} <= set(json.loads(done.stdout.splitlines()[-1])) else "no lists"


def proves_render(done: subprocess.CompletedProcess[str], folder: Path) -> str:
    if done.returncode or not done.stdout:
        return f"exit status {done.returncode}"
    result = json.loads(done.stdout.splitlines()[-1])
    made = folder / result["output"]
    whole = result["frames_in"] == result["frames_out"] == FRAMES and made.stat().st_size > 10_000
    noise = [line for line in done.stderr.splitlines() if NOISE.search(line)]
    return (f"says {noise}" if noise else "") if whole else f"wrote {result}"


def proves_window(done: subprocess.CompletedProcess[str], folder: Path) -> str:
    picture = folder / "window.png"
    return "" if done.returncode == 0 and picture.is_file() and picture.stat().st_size > 20_000 else "no window"


FRAMES = 12
NOISE = re.compile(r"warn|error|traceback|cannot|not part of", re.IGNORECASE)
SHORT = ["--limit", str(FRAMES), "--json"]
# One case reads what another wrote; all write with PyAV, so a broken FFmpeg is noticed.
CASES = (
    ("--version", ["--version"], proves_version),
    ("doctor", ["doctor", "--json"], proves_doctor),
    ("devices", ["devices", "--json"], proves_devices),
    ("render demo, blur", ["render", "demo", "-o", "demo.mp4", "--background", "blur", *SHORT], proves_render),
    ("render demo, picture", ["render", "demo", "-o", "a.mp4", "--background", "loft", *SHORT], proves_render),
    ("render demo, video", ["render", "demo", "-o", "b.mp4", "--background", "demo.mp4", *SHORT], proves_render),
    ("render demo, webm", ["render", "demo", "-o", "t.webm", "--background", "transparent", *SHORT], proves_render),
    ("the window", ["--screenshot", "window.png"], proves_window),
)

if __name__ == "__main__":
    sys.exit(main())
