import numpy as np
import pytest

from sinet_core.inference.explain import confidence_of, final_confidence_of, gate_of, xray_picture

MARGIN = np.array([[-30, -2, 0, 2, 30]], np.float32)


def test_the_gate_is_one_minus_the_greater_softmax() -> None:
    person = 1 / (1 + np.exp(-MARGIN.astype(float)))
    np.testing.assert_allclose(gate_of(MARGIN), 1 - np.maximum(person, 1 - person), atol=1e-6)
    assert gate_of(MARGIN)[0, 2] == pytest.approx(0.5)


def test_confidence_has_the_sign_of_the_answer() -> None:
    confidence = confidence_of(MARGIN)[0]
    assert confidence.tolist() == sorted(confidence.tolist())
    assert confidence[0] == pytest.approx(-1)
    assert confidence[2] == 0
    np.testing.assert_allclose(np.abs(confidence), 1 - 2 * gate_of(MARGIN)[0], atol=1e-6)


def test_the_pictures_have_the_size_that_is_asked_for_and_cannot_be_written() -> None:
    for picture in xray_picture(MARGIN.repeat(4, axis=0), (64, 36)):
        assert picture.shape == (36, 64, 3)
        assert picture.dtype == np.uint8
        assert not picture.flags.writeable


def test_what_is_let_in_shines() -> None:
    sure, unsure = np.full((8, 8), 9, np.float32), np.zeros((8, 8), np.float32)
    assert xray_picture(unsure, (16, 16)).gate.mean() > 4 * xray_picture(sure, (16, 16)).gate.mean()


def test_person_and_room_have_colours_of_their_own() -> None:
    person, room = np.full((8, 8), 9, np.float32), np.full((8, 8), -9, np.float32)
    warm, cool = (xray_picture(margin, (16, 16)).confidence.reshape(-1, 3).mean(axis=0) for margin in (person, room))
    assert warm[2] > warm[0]
    assert cool[0] > cool[2]


def test_the_final_confidence_is_two_alpha_minus_one() -> None:
    alpha = np.array([[0.0, 0.25, 0.5, 1.0]], np.float32)
    assert final_confidence_of(alpha).tolist() == [[-1.0, -0.5, 0.0, 1.0]]


def test_with_an_alpha_the_final_confidence_is_shown() -> None:
    unsure, person = np.zeros((8, 8), np.float32), np.ones((16, 16), np.float32)
    shown = xray_picture(unsure, (16, 16), person)
    surely = xray_picture(unsure + 9, (16, 16))
    assert np.abs(shown.confidence.astype(int) - surely.confidence).max() <= 1
    np.testing.assert_array_equal(shown.gate, xray_picture(unsure, (16, 16)).gate)
