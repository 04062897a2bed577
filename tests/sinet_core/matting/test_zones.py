import numpy as np
import pytest

from sinet_core.arrays import Alpha, alpha_bytes
from sinet_core.matting.zones import DROP, KEEP, NONE, SoftZones, apply_zones, soften

SIZE = (640, 360)


def labels_with(label: int) -> np.ndarray:
    """The left half is painted."""
    labels = np.zeros((90, 160), np.uint8)
    labels[:, :80] = label
    return labels


def applied(labels: np.ndarray, value: float) -> Alpha:
    return np.asarray(apply_zones(np.full(SIZE[::-1], value, np.float32), soften(labels, SIZE)), np.float32)


def test_nothing_painted_costs_nothing() -> None:
    alpha = np.full(SIZE[::-1], 0.3, np.float32)
    assert soften(np.zeros((90, 160), np.uint8), SIZE) is None
    assert apply_zones(alpha, None) is alpha


def test_keep_is_one_and_drop_is_zero_whatever_the_network_says() -> None:
    kept, dropped = applied(labels_with(KEEP), 0.0), applied(labels_with(DROP), 1.0)
    assert kept[:, :300].min() == 1.0
    assert dropped[:, :320].max() == 0.0
    assert kept[:, 330:].max() == 0.0
    assert dropped[:, 340:].min() == 1.0


def test_edges_are_soft_and_never_show_more_of_the_room_than_was_painted() -> None:
    kept, dropped = applied(labels_with(KEEP), 0.0)[180], applied(labels_with(DROP), 1.0)[180]
    assert ((kept > 0) & (kept < 1)).sum() in range(2, 8)
    assert ((dropped > 0) & (dropped < 1)).sum() in range(2, 8)
    assert kept[320:].max() == 0.0
    assert dropped[:320].max() == 0.0


def test_outside_of_the_paint_alpha_is_untouched() -> None:
    labels = np.zeros((90, 160), np.uint8)
    labels[40:50, 40:60] = KEEP
    alpha = np.random.default_rng(0).random(SIZE[::-1], np.float32)
    result = apply_zones(alpha, soften(labels, SIZE))
    assert not np.shares_memory(result, alpha)
    outside = np.ones(alpha.shape, bool)
    outside[150:210, 150:250] = False
    assert np.array_equal(result[outside], alpha[outside])
    assert not np.array_equal(result, alpha)


def test_a_person_in_a_keep_zone_stays_and_one_in_a_drop_zone_goes() -> None:
    assert applied(labels_with(KEEP), 1.0).min() == 1.0
    assert applied(labels_with(DROP), 0.0).max() == 0.0


def test_where_both_meet_drop_wins() -> None:
    labels = labels_with(KEEP)
    labels[:, 80:] = DROP
    result = applied(labels, 1.0)
    assert result[:, 320:].max() == 0.0
    assert (np.diff(result[180]) <= 0).all(), "a line of the room between the two"


@pytest.mark.parametrize("size", [(1280, 720), (640, 480), (64, 36)])
def test_zones_follow_the_size_of_the_frame(size: tuple[int, int]) -> None:
    width, height = size
    result = apply_zones(np.zeros((height, width), np.float32), soften(labels_with(KEEP), size))
    assert float(result.mean()) == pytest.approx(0.5, abs=0.02)


def test_paint_up_to_the_border_reaches_the_border() -> None:
    assert applied(labels_with(KEEP), 0.0)[:, 0].min() == 1.0
    everything = np.full((90, 160), KEEP, np.uint8)
    assert applied(everything, 0.0).min() == 1.0
    assert applied(np.full((90, 160), DROP, np.uint8), 1.0).max() == 0.0


def test_unknown_labels_are_none() -> None:
    labels = labels_with(7)
    labels[0, 0] = NONE
    assert soften(labels, SIZE) is None


def test_an_invalid_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="hxw uint8"):
        soften(np.zeros((4, 4), np.float32), SIZE)  # type: ignore[arg-type]
    zones = soften(labels_with(KEEP), SIZE)
    assert isinstance(zones, SoftZones)
    with pytest.raises(ValueError, match="do not fit"):
        apply_zones(np.zeros((10, 10), np.float32), zones)


def test_zones_in_an_alpha_of_bytes_are_the_same() -> None:
    alpha = np.random.default_rng(1).random(SIZE[::-1], np.float32)
    labels = labels_with(KEEP)
    labels[40:] = DROP
    zones = soften(labels, SIZE)
    share = apply_zones(alpha_bytes(alpha), zones)
    assert share.dtype == np.uint8
    assert np.abs(share - 255 * apply_zones(alpha, zones)).max() <= 1
