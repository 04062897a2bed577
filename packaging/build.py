"""Builds the bundle, prints its size, and starts it as a user without Python would: make package."""
from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUNDLE = ROOT / "dist" / "backdrop"
MOST_MB = 400
AIM_MB = 300
FORBIDDEN = ("torch", "tests", "intel_gpu", "intel_npu", "QtQml", "QtQuick", "QtWebEngine")


def main() -> int:
    build()
    failures = [*check_size(), *check_content(), *check_runs()]
    for failure in failures:
        print(f"FAILED {failure}")
    print(f"{len(failures)} failures; the bundle is {BUNDLE}" if failures else f"The bundle is {BUNDLE}")
    return 1 if failures else 0


def build() -> None:
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    folders = ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build")]
    subprocess.run([*command, *folders, str(ROOT / "packaging" / "backdrop.spec")], check=True)


def check_size() -> list[str]:
    size = sum(path.stat().st_size for path in BUNDLE.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6
    print(f"size  {size:.0f} MB on disk (aim {AIM_MB}, at most {MOST_MB})")
    for path in sorted(BUNDLE.rglob("*"), key=lambda p: -p.lstat().st_size)[:8]:
        print(f"      {path.lstat().st_size / 1e6:6.1f} MB  {path.relative_to(BUNDLE)}")
    return [f"size: {size:.0f} MB"] if size > MOST_MB else []


def check_content() -> list[str]:
    names = [path.relative_to(BUNDLE).as_posix() for path in BUNDLE.rglob("*")]
    return [f"content: {name}" for name in names for part in FORBIDDEN if part in Path(name).parts or part in name]


def check_runs() -> list[str]:
    """Starts the bundle in an empty folder with an environment that holds nothing."""
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        for name, arguments, proof in CASES:
            done = run(arguments, Path(folder))
            problem = proof(done, Path(folder))
            print(f"{'ok   ' if not problem else 'FAIL '} {name}")
            if problem:
                failures.append(f"{name}: {problem}\n{done.stdout[-800:]}{done.stderr[-1500:]}")
    return failures


def run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    home = {"BACKDROP_HOME": str(folder / "home"), "QT_QPA_PLATFORM": "offscreen"}
    if sys.platform == "win32":
        home |= {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP") if name in os.environ}
    program = BUNDLE / ("backdrop.exe" if sys.platform == "win32" else "backdrop")
    return subprocess.run(
        [str(program), *arguments], cwd=folder, env=home, capture_output=True, text=True, timeout=180, check=False
    )


def proves_version(done: subprocess.CompletedProcess[str], _folder: Path) -> str:
    return "" if done.returncode == 0 and done.stdout.startswith("Backdrop ") else "no version"


def proves_doctor(done: subprocess.CompletedProcess[str], _folder: Path) -> str:
    return "" if done.returncode == 0 and "Everything essential works." in done.stdout else "doctor is not content"


def proves_render(done: subprocess.CompletedProcess[str], folder: Path) -> str:
    if done.returncode:
        return f"exit status {done.returncode}"
    result = json.loads(done.stdout.splitlines()[-1])
    made = folder / "demo.mp4"
    whole = result["frames_in"] == result["frames_out"] == 20 and made.stat().st_size > 10_000
    return "" if whole else f"wrote {result}"


def proves_window(done: subprocess.CompletedProcess[str], folder: Path) -> str:
    picture = folder / "window.png"
    return "" if done.returncode == 0 and picture.is_file() and picture.stat().st_size > 20_000 else "no window"


SHORT = ["--limit", "20", "--json"]
CASES = (
    ("--version", ["--version"], proves_version),
    ("doctor", ["doctor"], proves_doctor),
    ("render demo", ["render", "demo", "-o", "demo.mp4", "--background", "blur", *SHORT], proves_render),
    ("the window", ["--screenshot", "window.png"], proves_window),
)

if __name__ == "__main__":
    sys.exit(main())
