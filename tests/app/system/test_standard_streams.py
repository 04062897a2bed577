"""A program started without one of its streams, as by a daemon or with 2>&-."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image as Pictures

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell that closes streams")
ROOT = Path(__file__).parents[3]
SAY = """
import os, sys
from app.system.standard_streams import open_standard_streams
open_standard_streams()
first = os.open(sys.argv[1], os.O_RDONLY)
assert first > 2, first
print("to the user", file=sys.stderr)
os.write(2, b"of a library")
sys.stdin.read()
print("answer")
"""


def in_shell(closing: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    line = ["sh", "-c", f'exec "$0" "$@" {closing}', sys.executable, *arguments]
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize(("closing", "answer"), [("2>&-", "answer\n"), ("<&- 2>&-", "answer\n"), ("<&- >&- 2>&-", "")])
def test_what_is_closed_leads_nowhere(closing: str, answer: str) -> None:
    done = in_shell(closing, "-c", SAY, __file__)
    assert (done.returncode, done.stdout) == (0, answer)


def test_a_picture_is_rendered_without_standard_error(tmp_path: Path) -> None:
    Pictures.new("RGB", (64, 48)).save(tmp_path / "a.png")
    done = in_shell("2>&-", "main.py", "render", str(tmp_path / "a.png"), "-o", str(tmp_path / "o.png"),
                    "--background", "#204060")
    assert done.returncode == 0, done.stdout
    assert (tmp_path / "o.png").is_file()
    assert in_shell("2>&-", "main.py", "render", "missing.mp4", "-o", str(tmp_path / "p.mp4")).returncode == 2
