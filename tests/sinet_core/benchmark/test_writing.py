from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sinet_core.benchmark.clips import find_clips
from sinet_core.benchmark.sequences import make_sequences
from sinet_core.benchmark.writing import write_clip
from sinet_core.errors import DataError
from tests.sinet_core.benchmark.people import TINY, write_cutouts, write_rooms


def test_what_is_written_is_read_back_as_it_was(tmp_path: Path) -> None:
    made = make_sequences(write_cutouts(tmp_path / "p"), [write_rooms(tmp_path / "r")], TINY)[0]
    out = tmp_path / "out"
    assert write_clip(made, out) == out / made.name
    (read,) = find_clips(out)
    for before, after in zip(made.moments(), read.moments(), strict=True):
        assert np.array_equal(before.frame, after.frame)
        assert after.truth == pytest.approx(before.truth, abs=0.5 / 255 + 1e-6)
    assert [path.name for path in out.iterdir()] == [made.name], "nothing half-written is left"
    with pytest.raises(DataError, match="already exists"):
        write_clip(made, out)


def test_a_place_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    made = make_sequences(write_cutouts(tmp_path / "p"), [write_rooms(tmp_path / "r")], TINY)[0]
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(DataError, match="Cannot write"):
        write_clip(made, tmp_path / "file")
