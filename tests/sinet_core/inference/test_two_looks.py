from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import numpy as np
import pytest

from sinet_core.inference.explain import Explained
from sinet_core.inference.preprocess import resize_for_network
from sinet_core.inference.segmenter import WEIGHTS, open_segmenter
from sinet_core.inference.two_looks import TwoLooks


class Fake:
    """Answers with the brightness of its input, plus something at its left half."""

    name = "fake"

    def __init__(self, size: tuple[int, int], left: float = 0.0, meeting: Barrier | None = None) -> None:
        self.size = size
        self._left, self._meeting = left, meeting
        self.seen: list[tuple[int, ...]] = []

    def alpha(self, image: np.ndarray) -> np.ndarray:
        self.seen.append(image.shape)
        if self._meeting is not None:
            self._meeting.wait()
        alpha = resize_for_network(image, self.size)[..., 0].astype(np.float32) / 255
        alpha[:, : self.size[1] // 2] += self._left
        return np.asarray(alpha)


class Explaining(Fake):
    def explain(self, image: np.ndarray) -> Explained:
        return Explained(self.alpha(image), np.full((4, 4), 2.0, np.float32))


@pytest.fixture
def picture() -> np.ndarray:
    """HxWx3 uint8, brighter to the right."""
    columns = np.linspace(0, 200, 128).astype(np.uint8)
    return np.ascontiguousarray(np.broadcast_to(columns[None, :, None], (96, 128, 3)))


def test_what_belongs_to_the_frame_stays_and_what_belongs_to_a_side_is_halved(picture: np.ndarray) -> None:
    one = Fake((64, 96)).alpha(picture)
    looks = TwoLooks(Fake((64, 96), 0.2), Fake((32, 64), 0.2))
    alpha = looks.alpha(picture)
    assert alpha.shape == looks.size == (64, 96)
    assert alpha.dtype == np.float32
    assert np.allclose(alpha - one, 0.1, atol=0.03)


def test_the_second_look_gets_no_more_pixels_than_it_takes(picture: np.ndarray) -> None:
    second = Fake((32, 64))
    TwoLooks(Fake((64, 96)), second).alpha(picture)
    assert second.seen == [(32, 64, 3)]


def test_the_picture_itself_is_left_alone(picture: np.ndarray) -> None:
    before = picture.copy()
    picture.flags.writeable = False
    TwoLooks(Fake((96, 128)), Fake((96, 128))).alpha(picture)
    assert np.array_equal(picture, before)


def test_it_explains_what_the_first_look_saw_and_what_both_say(picture: np.ndarray) -> None:
    looks = TwoLooks(Explaining((64, 96), 0.2), Fake((32, 64)))
    alpha, margin = looks.explain(picture)
    assert np.array_equal(alpha, looks.alpha(picture))
    assert margin is not None
    assert (margin == 2).all()


def test_an_engine_that_explains_nothing_still_has_its_alpha(picture: np.ndarray) -> None:
    looks = TwoLooks(Fake((64, 96)), Fake((32, 64)))
    alpha, margin = looks.explain(picture)
    assert np.array_equal(alpha, looks.alpha(picture))
    assert margin is None


def test_they_look_side_by_side_and_say_the_same(picture: np.ndarray) -> None:
    wanted = TwoLooks(Explaining((64, 96), 0.2), Fake((32, 64), 0.1)).explain(picture)
    meeting = Barrier(2, timeout=20.0)  # breaks if one waits for the other
    first, second = Explaining((64, 96), 0.2, meeting), Fake((32, 64), 0.1, meeting)
    with ThreadPoolExecutor(1) as thread:
        looks = TwoLooks(first, second, lambda look: thread.submit(look).result)
        assert np.array_equal(looks.alpha(picture), wanted.alpha)
        assert np.array_equal(looks.explain(picture).alpha, wanted.alpha)


def test_what_goes_wrong_with_the_second_look_is_raised(picture: np.ndarray) -> None:
    class Broken(Fake):
        def alpha(self, image: np.ndarray) -> np.ndarray:
            raise RuntimeError(f"out of order, {image.shape}")

    with ThreadPoolExecutor(1) as thread, pytest.raises(RuntimeError, match="out of order"):
        TwoLooks(Fake((64, 96)), Broken((32, 64)), lambda look: thread.submit(look).result).alpha(picture)


def test_the_mirror_image_of_a_frame_of_equal_sizes_has_the_mirror_image_of_the_alpha() -> None:
    image = np.random.default_rng(1).integers(0, 255, (96, 160, 3), np.uint8)
    network = open_segmenter("auto", WEIGHTS / "sinet.onnx", size=(96, 160))
    looks = TwoLooks(network, network)
    mirrored = looks.alpha(np.ascontiguousarray(image[:, ::-1]))
    assert np.allclose(mirrored[:, ::-1], looks.alpha(image), atol=1e-5)
