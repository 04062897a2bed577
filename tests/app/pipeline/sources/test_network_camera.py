from collections import deque
from collections.abc import Iterator

import pytest

from app.errors import AppError
from app.pipeline.decode.video_file import iter_video
from app.pipeline.sources.network_camera import StreamSource
from app.pipeline.sources.opening import open_source
from app.settings import CameraSettings
from app.vault import Vault
from tests.fakes import MjpegCamera
from tests.media import plain


@pytest.fixture
def camera() -> Iterator[MjpegCamera]:
    made = MjpegCamera(lambda index: plain((10, 200, 30), (64, 48)), fps=100)
    made.plug()
    yield made
    made.unplug()


def test_pictures_as_they_arrive(camera: MjpegCamera) -> None:
    source = StreamSource(camera.url)
    frames = [source.read() for _ in range(5)]
    source.close()
    source.close()
    assert [frame.index for frame in frames if frame] == [0, 1, 2, 3, 4]
    times = [frame.time for frame in frames if frame]
    assert times == sorted(times)
    assert all(frame.image[24, 32, 1] > 180 and frame.size == (64, 48) for frame in frames if frame)
    assert source.info.is_live
    assert not source.info.is_device
    assert source.info.source_id == camera.url


def test_a_password_is_used_and_never_shown() -> None:
    camera = MjpegCamera(lambda index: plain((10, 200, 30), (64, 48)), fps=100, login="me:hunter2")
    camera.plug()
    vault = Vault()
    public = vault.conceal(f"http://me:hunter2@127.0.0.1:{camera.port}/video")
    source = open_source(CameraSettings(source=public), reveal=vault.reveal)
    try:
        assert source.read() is not None
        assert source.info.source_id == public
        assert "hunter2" not in repr(source.info)
    finally:
        source.close()
    with pytest.raises(AppError) as caught:
        open_source(CameraSettings(source=vault.conceal(f"http://me:wrong@127.0.0.1:{camera.port}/video")),
                    reveal=vault.reveal)
    camera.unplug()
    assert "wrong" not in str(caught.value)


def test_a_password_that_is_nowhere_is_asked_for() -> None:
    with pytest.raises(AppError, match="is missing"):
        open_source(CameraSettings(source="http://me:***@127.0.0.1:9/video"), reveal=Vault().reveal)


def test_pictures_that_nobody_needs_pass_undecoded_and_later_ones_are_whole(camera: MjpegCamera) -> None:
    source = StreamSource(camera.url)
    assert source.read() is not None
    for _ in range(3):
        source.skip()
    frame = source.read()
    camera.unplug()
    with pytest.raises(AppError, match=r"connection|answer"):
        deque(iter(source.skip, 0), maxlen=0)
    source.close()
    assert frame is not None
    assert frame.index == 1
    assert frame.image[24, 32, 1] > 180


def test_an_address_that_looks_like_a_picture(camera: MjpegCamera) -> None:
    frames = iter_video(f"http://127.0.0.1:{camera.port}/image.jpg")
    assert next(frames).size == (64, 48)


def test_the_end_of_the_connection_is_an_error(camera: MjpegCamera) -> None:
    source = StreamSource(camera.url)
    assert source.read() is not None
    camera.unplug()
    with pytest.raises(AppError) as caught:
        deque(iter(source.read, None), maxlen=0)  # frames under way still arrive
    source.close()
    assert caught.value.hint
