from __future__ import annotations

from pathlib import Path

import pytest

from sinet_core.errors import DataError
from sinet_core.training.progress_log import read_curves
from tests.sinet_core.training.logs import HEAD


def test_steps_become_pictures_over_all_stages(log: Path) -> None:
    curves = read_curves(log, [4, 2])
    assert curves.loss == ((40, 0.9), (80, 0.5), (90, 0.4), (100, 0.3))
    assert curves.rate[-1] == (100, 5e-4)
    assert curves.miou == ((80, 71.5),)
    assert curves.stages == (80,)


def test_what_was_done_twice_counts_once(log: Path) -> None:
    with log.open("a") as stream:
        stream.write("2026-01-01 10:05:00,1,7,0.2500,8.00e-04,50.0,\n")
    assert read_curves(log, [4, 2]).loss[-2:] == ((90, 0.4), (94, 0.25))


@pytest.mark.parametrize("content", ["", HEAD, "a,b\n1,2\n", HEAD + "now,x,1,0.1,1,1,\n", HEAD + "now,0,-1,0.1,1,1,\n"])
def test_anything_but_a_log_is_reported(tmp_path: Path, content: str) -> None:
    (tmp_path / "log.csv").write_text(content)
    with pytest.raises(DataError) as caught:
        read_curves(tmp_path / "log.csv", [4])
    assert caught.value.hint
