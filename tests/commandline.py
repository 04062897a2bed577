"""Runs the real command line in its own process, as a user does."""
from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MAIN = Path(__file__).parents[1] / "main.py"
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


@dataclass(frozen=True)
class Result:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out.splitlines()[-1])

    @property
    def error(self) -> str:
        """The only line that begins with 'error: '; there must be no other, and no traceback."""
        assert "Traceback" not in self.err
        lines = [line for line in self.err.splitlines() if line.startswith("error: ")]
        assert len(lines) == 1, self.err
        return lines[0]


def environment(home: Path) -> dict[str, str]:
    """An environment without a display, with every folder that the app writes below home."""
    kept = {name: value for name, value in os.environ.items() if name not in DISPLAYS}
    return {**kept, "BACKDROP_HOME": str(home)}


def backdrop(*arguments: object, cwd: Path) -> Result:
    """Runs main.py with arguments in the folder cwd."""
    command = [sys.executable, str(MAIN), *map(str, arguments)]
    done = subprocess.run(
        command, cwd=cwd, env=environment(cwd / "home"), capture_output=True, text=True, timeout=150, check=False
    )
    return Result(done.returncode, done.stdout, done.stderr)
