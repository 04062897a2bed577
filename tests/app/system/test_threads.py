from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from app.system.threads import VARIABLE, one_blas_thread

PROGRAM = """
import json, os, sys
from app import cli
early = "numpy" in sys.modules
cli.main(["no such command"])
print(json.dumps([early, os.environ["OPENBLAS_NUM_THREADS"]]))
"""


def test_the_program_limits_blas_before_numpy_is_there() -> None:
    environment = {name: value for name, value in os.environ.items() if name != VARIABLE}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=False)
    assert json.loads(done.stdout.splitlines()[-1]) == [False, "1"]


def test_a_choice_of_the_user_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "4")
    one_blas_thread()
    assert os.environ[VARIABLE] == "4"
