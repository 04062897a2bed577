from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sinet_core.benchmark.keyed import KeyedClip, cut_out, make_keyed, placed
from sinet_core.errors import DataError
from tests.sinet_core.benchmark.people import TINY, moment_of, write_rooms
from tests.sinet_core.benchmark.test_clips import write_folder, write_video
from tests.sinet_core.scenes import person_alpha


@pytest.fixture
def clip(tmp_path: Path) -> KeyedClip:
    write_folder(tmp_path / "keyed" / "anna", 4)
    return make_keyed(tmp_path / "keyed", [write_rooms(tmp_path / "rooms")], replace(TINY, frame_size=(240, 120)))[0]


def test_the_person_is_kept_and_the_wall_is_gone(clip: KeyedClip) -> None:
    moments = list(clip.moments())
    assert len(moments) == 4
    for moment in moments:
        assert moment.frame.shape == (120, 240, 3)
        assert moment.truth is not None
        red = moment.frame[..., 2].astype(int) - moment.frame[..., 0]
        assert (red[moment.truth > 0.98] > 60).mean() > 0.99
        assert (red[moment.truth < 0.02] < 0).mean() > 0.99


def test_the_same_seed_gives_the_same_frames(clip: KeyedClip) -> None:
    for first, second in zip(clip.moments(), clip.moments(), strict=True):
        assert np.array_equal(first.frame, second.frame)


def test_a_hard_mask_loses_its_rim_and_gets_a_soft_edge() -> None:
    moment = moment_of(person_alpha((160, 96)))
    assert moment.truth is not None
    hard = (moment.truth > 0.5).astype(np.float32)
    image, alpha = cut_out(moment.frame, hard)
    assert alpha.sum() < hard.sum()
    assert ((alpha > 0.1) & (alpha < 0.9)).any()
    edge = (alpha > 0.3) & (alpha < 0.9)
    assert image[edge][:, 2].mean() > image[edge][:, 0].mean() + 60


@pytest.mark.parametrize("size", [(320, 192), (400, 192), (320, 300)])
def test_people_stand_at_the_lower_border_in_the_middle(size: tuple[int, int]) -> None:
    truth = np.zeros((96, 160), np.float32)
    truth[48:, 60:100] = 1
    _, alpha = placed(moment_of(truth).frame, truth, size)
    assert alpha.shape == (size[1], size[0])
    rows, columns = np.nonzero(alpha > 0.5)
    assert columns.mean() == pytest.approx((size[0] - 1) / 2, abs=0.6)
    assert rows.min() == pytest.approx(size[1] - 96, abs=1)
    assert alpha[-2].max() == 1


def test_videos_alone_are_not_keyed_clips(tmp_path: Path) -> None:
    write_video(tmp_path / "talk.mp4")
    with pytest.raises(DataError, match="No keyed clips"):
        make_keyed(tmp_path, [write_rooms(tmp_path / "rooms")], TINY)
