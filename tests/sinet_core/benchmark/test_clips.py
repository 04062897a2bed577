from __future__ import annotations

from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from sinet_core.benchmark.clips import FolderClip, VideoClip, find_clips
from sinet_core.errors import DataError
from tests.sinet_core.benchmark.people import moment_of
from tests.sinet_core.scenes import person_alpha


def write_folder(folder: Path, frames: int = 3) -> Path:
    for name in ("frames", "masks"):
        (folder / name).mkdir(parents=True)
    for index in range(frames):
        moment = moment_of(person_alpha((160, 96), 2 * index))
        cv2.imwrite(str(folder / "frames" / f"{index:04d}.png"), moment.frame)
        assert moment.truth is not None
        cv2.imwrite(str(folder / "masks" / f"{index:04d}.png"), np.rint(moment.truth * 255))
    return folder


def write_video(path: Path, frames: int = 5) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        for index in range(frames):
            picture = moment_of(person_alpha((160, 96), index)).frame
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        container.mux(stream.encode())
    return path


def test_clips_of_both_kinds_are_found(tmp_path: Path) -> None:
    write_folder(tmp_path / "walk")
    write_video(tmp_path / "talk.mp4")
    (tmp_path / "notes.txt").write_text("nothing")
    clips = find_clips(tmp_path)
    assert [(clip.name, clip.has_truth) for clip in clips] == [("walk", True), ("talk.mp4", False)]
    with_truth, without = (list(clip.moments()) for clip in clips)
    assert (len(with_truth), len(without)) == (3, 5)
    assert with_truth[1].truth == pytest.approx(person_alpha((160, 96), 2), abs=1 / 255)
    assert without[0].truth is None
    assert without[0].frame.shape == (96, 160, 3)


def test_only_the_first_frames_when_asked(tmp_path: Path) -> None:
    write_folder(tmp_path / "walk")
    write_video(tmp_path / "talk.mp4")
    assert [len(list(clip.moments())) for clip in find_clips(tmp_path, 2)] == [2, 2]


def test_a_folder_without_clips_is_reported(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(DataError, match="No clips"):
            find_clips(folder)


def test_frames_without_masks_are_reported(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "walk")
    (folder / "masks" / "0001.png").unlink()
    with pytest.raises(DataError, match="0001"):
        list(FolderClip(folder).moments())
    for mask in (folder / "masks").iterdir():
        mask.unlink()
    (folder / "masks").rmdir()
    with pytest.raises(DataError, match="no masks"):
        find_clips(tmp_path)


def test_a_mask_of_another_size_is_reported(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "walk")
    cv2.imwrite(str(folder / "masks" / "0000.png"), np.zeros((10, 10), np.uint8))
    with pytest.raises(DataError, match="differ in size"):
        list(FolderClip(folder).moments())


@pytest.mark.parametrize("content", [b"", b"no video at all" * 100])
def test_a_damaged_video_is_reported(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.mp4"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"broken\.mp4"):
        list(VideoClip(path).moments())
