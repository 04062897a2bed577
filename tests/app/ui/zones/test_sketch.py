import numpy as np
import pytest

from app.ui.zones.sketch import MAX_STEPS, ZoneSketch, shares_of
from sinet_core.matting.zones import DROP, KEEP, NONE


def sketch() -> ZoneSketch:
    return ZoneSketch((1280, 720))


def test_it_is_small_and_has_the_shape_of_the_frame() -> None:
    assert sketch().labels.shape == (180, 320)
    assert ZoneSketch((480, 640)).labels.shape == (320, 240)
    assert sketch().empty


def test_a_stroke_is_round_and_lies_where_it_was_drawn() -> None:
    drawn = sketch()
    drawn.stroke((0.5, 0.5), (0.5, 0.5), 0.1, KEEP)
    rows, columns = np.nonzero(drawn.labels)
    assert (columns.mean() + 0.5, rows.mean() + 0.5) == pytest.approx((160, 90), abs=0.5)
    assert len(rows) == pytest.approx(np.pi * 32**2, rel=0.02)
    assert columns.max() - columns.min() == rows.max() - rows.min()


def test_a_line_is_as_wide_as_its_ends() -> None:
    drawn = sketch()
    drawn.stroke((0.3, 0.5), (0.7, 0.5), 0.05, DROP)
    widths = (drawn.labels == DROP).sum(axis=0)
    assert set(widths[100:220]) == {32}
    assert widths.max() == 32


def test_a_stroke_may_leave_the_picture() -> None:
    drawn = sketch()
    drawn.stroke((-0.2, 0.5), (1.3, 1.4), 0.05, KEEP)
    drawn.stroke((2.0, 2.0), (2.0, 2.0), 0.05, KEEP)
    assert 0 < shares_of(drawn.labels)[0] < 0.5


def test_the_eraser_takes_away() -> None:
    drawn = sketch()
    drawn.stroke((0.5, 0.5), (0.5, 0.5), 0.1, KEEP)
    drawn.stroke((0.5, 0.5), (0.5, 0.5), 0.11, NONE)
    assert drawn.empty


def test_undo_and_redo() -> None:
    drawn = sketch()
    assert not drawn.can_undo
    for x in (0.2, 0.8):
        drawn.begin()
        drawn.stroke((x, 0.5), (x, 0.5), 0.05, KEEP)
    both = drawn.labels.copy()
    drawn.undo()
    assert drawn.labels[90, 64] == KEEP
    assert drawn.labels[90, 256] == NONE
    drawn.redo()
    assert np.array_equal(drawn.labels, both)
    assert not drawn.can_redo
    drawn.undo()
    drawn.undo()
    assert drawn.empty
    drawn.undo()
    assert not drawn.can_undo


def test_a_new_stroke_ends_what_could_be_redone() -> None:
    drawn = sketch()
    drawn.begin()
    drawn.undo()
    drawn.begin()
    assert not drawn.can_redo


def test_clearing_can_be_undone() -> None:
    drawn = sketch()
    drawn.begin()
    drawn.stroke((0.5, 0.5), (0.5, 0.5), 0.1, DROP)
    drawn.clear()
    assert drawn.empty
    drawn.undo()
    assert not drawn.empty


def test_the_past_is_bounded() -> None:
    drawn = sketch()
    for _ in range(MAX_STEPS + 20):
        drawn.begin()
    count = 0
    while drawn.can_undo:
        drawn.undo()
        count += 1
    assert count == MAX_STEPS


def test_an_older_painting_of_another_size_is_taken_over() -> None:
    before = np.zeros((90, 160), np.uint8)
    before[:45] = KEEP
    taken = ZoneSketch((640, 480), before)
    assert taken.labels.shape == (240, 320)
    assert shares_of(taken.labels) == (0.5, 0.0)
    taken.stroke((0.5, 0.9), (0.5, 0.9), 0.1, DROP)
    assert before[45:].max() == NONE, "painted into what it was given"
