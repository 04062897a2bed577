from pathlib import Path

import cv2
import numpy as np
import pytest

from app.errors import AppError
from app.pipeline.sinks.snapshot import save_snapshot
from app.settings import RecordSettings


@pytest.mark.parametrize("channels", [3, 4])
def test_a_snapshot_is_the_composite_exactly(tmp_path: Path, channels: int) -> None:
    image = np.random.default_rng(0).integers(0, 255, (48, 64, channels), dtype=np.uint8)
    path = save_snapshot(image, RecordSettings(snapshot_folder=str(tmp_path / "new")))
    assert np.array_equal(np.asarray(cv2.imread(str(path), cv2.IMREAD_UNCHANGED)), image)
    assert [p.name for p in (tmp_path / "new").iterdir()] == [path.name]


def test_two_in_one_second_get_two_names(tmp_path: Path) -> None:
    settings = RecordSettings(snapshot_folder=str(tmp_path))
    paths = {save_snapshot(np.zeros((4, 4, 3), np.uint8), settings) for _ in range(3)}
    assert len(paths) == 3


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AppError) as caught:
        save_snapshot(np.zeros((4, 4, 3), np.uint8), RecordSettings(snapshot_folder=str(tmp_path / "file")))
    assert "Choose another folder" in caught.value.hint
