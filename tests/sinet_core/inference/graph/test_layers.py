from __future__ import annotations

import numpy as np
import pytest

from sinet_core.inference.graph.features import new_feature
from sinet_core.inference.graph.layers import Kind, Layer, as_struct, groups_of, packed, packed_stem

RNG = np.random.default_rng(0)


def weights(*shape: int) -> np.ndarray:
    return RNG.normal(size=shape).astype(np.float32)


def test_two_branches_with_zeros_between_them_become_two_groups() -> None:
    layer = weights(8, 4, 1, 1)
    layer[:4, 2:] = layer[4:, :2] = 0
    flat, groups = groups_of(layer, 1)
    assert groups == 2
    assert np.array_equal(flat, np.concatenate((layer[:4, :2, 0, 0], layer[4:, 2:, 0, 0])))


@pytest.mark.parametrize("spot", [(0, 3), (7, 0)])
def test_one_weight_between_the_branches_keeps_them_together(spot: tuple[int, int]) -> None:
    layer = weights(8, 4, 1, 1)
    layer[:4, 2:] = layer[4:, :2] = 0
    layer[spot] = 0.5
    flat, groups = groups_of(layer, 1)
    assert groups == 1
    assert flat.shape == (8, 4)


@pytest.mark.parametrize(("shape", "given"), [((7, 4), 1), ((8, 3), 1), ((8, 2), 2), ((1, 1), 1)])
def test_what_cannot_be_halved_stays_as_it_is(shape: tuple[int, int], given: int) -> None:
    flat, groups = groups_of(np.zeros((*shape, 1, 1), np.float32), given)
    assert (flat.shape, groups) == (shape, given)


@pytest.mark.parametrize("outputs", [1, 2, 3, 5, 6, 9, 13, 19])
def test_every_weight_is_packed_once_in_blocks_of_outputs(outputs: int) -> None:
    layer = weights(2 * outputs, 3)
    flat, at = packed(layer, 2), 0
    for group in np.split(layer, 2):
        first = 0
        for rows in (6, 4, 2, 1):
            while outputs - first >= rows:
                block = flat[at : at + rows * 3].reshape(3, rows)
                assert np.array_equal(block.T, group[first : first + rows])
                first, at = first + rows, at + rows * 3
    assert at == flat.size


def test_the_first_layer_takes_bytes_as_if_they_were_normalised() -> None:
    layer, bias = weights(12, 3, 3, 3), weights(12)
    scale, offset = np.array((0.02, 0.015, 0.016), np.float32), np.array((-1.6, -1.7, -1.9), np.float32)
    blocks, more = packed_stem(layer, bias, scale, offset)
    patch = RNG.integers(0, 256, (3, 3, 3)).astype(np.float32)
    expected = bias + (layer * (patch * scale[:, None, None] + offset[:, None, None])).sum((1, 2, 3))
    taps = blocks.reshape(2, 27, 6)
    found = (taps * patch.reshape(1, 27, 1)).sum(1).reshape(12) + more[:12]
    np.testing.assert_allclose(found, expected, atol=1e-4)
    np.testing.assert_allclose(more[12:] * scale + offset, 0, atol=1e-5)


def test_the_struct_has_the_addresses_of_features_and_arrays() -> None:
    feature = new_feature(4, 8, 8, 0).part(1, 2)
    feature.memory.offset = 100
    layer = Layer(Kind.DENSE, input=feature, weights=weights(4, 4), numbers={"inputs": 4})
    arena = np.zeros(1000, np.float32)
    made = as_struct(layer, arena)
    assert made.input == arena.ctypes.data + 4 * (100 + feature.plane)
    assert made.weights == layer.weights.ctypes.data  # type: ignore[union-attr]
    assert (made.kind, made.inputs, made.output) == (int(Kind.DENSE), 4, None)
    assert layer.features() == [feature]
