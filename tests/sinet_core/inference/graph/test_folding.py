from __future__ import annotations

import numpy as np
import pytest

from sinet_core.inference.graph.folding import MAX_ITEMS, bounds, fold
from sinet_core.inference.graph.onnx_file import Node

INTEGERS = 7  # ONNX's number of int64


def node(kind: str, **attributes: object) -> Node:
    return Node(kind, ("a",), ("b",), attributes)


def numbers(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


@pytest.mark.parametrize(("start", "end", "step"), [
    (0, 3, 1), (1, 1000, 1), (-3, -1, 1), (0, 1000, 2), (-1, -1000, -1), (3, 0, -1), (-2, -5, -2), (4, -9, -3),
])  # fmt: skip
def test_a_slice_is_cut_as_onnx_says_also_backwards_to_the_beginning(start: int, end: int, step: int) -> None:
    values = np.arange(6)
    expected = []
    at = max(start + 6, 0) if start < 0 else min(start, 6 if step > 0 else 5)
    stop = max(end + 6, -1 if step < 0 else 0) if end < 0 else min(end, 6)
    while (at < stop) if step > 0 else (at > stop):
        expected.append(int(values[at]))
        at += step
    found = fold(node("Slice"), [values, numbers(start), numbers(end), numbers(0), numbers(step)])
    assert found is not None
    assert found.tolist() == expected


def test_a_slice_without_axes_and_steps_cuts_the_first_ones() -> None:
    assert bounds([numbers(1, 0), numbers(2, 3)]) == [(0, 1, 2, 1), (1, 0, 3, 1)]
    found = fold(node("Slice"), [np.arange(12).reshape(3, 4), numbers(1, 0), numbers(2, 3)])
    assert found is not None
    assert found.tolist() == [[4, 5, 6]]


def test_shapes_are_computed_as_an_export_writes_them() -> None:
    shape = numbers(1, 3, 224, 320)
    height = fold(node("Gather", axis=0), [shape, np.array(2)])
    assert height is not None
    assert height.tolist() == 224
    column = fold(node("Unsqueeze"), [height, numbers(0)])
    assert column is not None
    both = fold(node("Concat", axis=0), [column, numbers(-1)])
    assert both is not None
    assert both.tolist() == [224, -1]
    filled = fold(node("ConstantOfShape", value=np.array([3], np.int64)), [numbers(2)])
    assert filled is not None
    assert filled.tolist() == [3, 3]
    cast = fold(node("Cast", to=INTEGERS), [np.array([1.9])])
    assert cast is not None
    assert cast.tolist() == [1]
    assert cast.dtype == np.int64
    turned = fold(node("Transpose", perm=[1, 0]), [np.arange(6).reshape(2, 3)])
    assert turned is not None
    assert turned.shape == (3, 2)


def test_what_has_no_rule_is_left_to_the_kernels() -> None:
    assert fold(node("Conv"), [numbers(1)]) is None


def test_a_file_cannot_ask_for_gigabytes() -> None:
    with pytest.raises(ValueError, match="items"):
        fold(node("ConstantOfShape", value=np.array([0.0])), [numbers(MAX_ITEMS, 2)])
