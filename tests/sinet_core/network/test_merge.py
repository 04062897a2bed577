from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from sinet_core.network.blocks import SqueezeExcite
from sinet_core.network.config import PAPER, TRAINABLE, SINetConfig
from sinet_core.network.fuse import fuse
from sinet_core.network.merge import MergedModule, PhasesDecoder, merge
from tests.sinet_core.network.networks import lively_network

EVERY_GATE = [replace(TRAINABLE, gate=gate) for gate in ("block", "reverse", "removed", "attention")]


@pytest.mark.parametrize("config", [PAPER, *EVERY_GATE])
@pytest.mark.parametrize("size", [(96, 64), (160, 256)])
def test_merging_changes_nothing_inside_but_the_layers(config: SINetConfig, size: tuple[int, int]) -> None:
    network = lively_network(config)
    image = torch.randn(1, 3, *size)
    merged = merge(fuse(network))
    with torch.inference_mode():
        expected, answer = network(image)[0], merged(image)[0, 0]
    difference = expected[1] - expected[0]
    assert difference.std() > 0.05
    inside = slice(1, -1)
    torch.testing.assert_close(answer[inside, inside], difference[inside, inside], rtol=1e-3, atol=1e-3)


def test_aligned_corners_are_exact_everywhere() -> None:
    network = lively_network(PAPER)
    image = torch.randn(1, 3, 64, 64)
    with torch.inference_mode():
        expected, answer = network(image)[0], merge(fuse(network))(image)[0, 0]
    torch.testing.assert_close(answer, expected[1] - expected[0], rtol=1e-3, atol=1e-3)


def test_what_is_costly_to_start_is_gone() -> None:
    parts = list(merge(fuse(lively_network(TRAINABLE))).modules())
    assert not any(isinstance(part, SqueezeExcite | torch.nn.Linear) for part in parts)
    assert sum(isinstance(part, MergedModule) for part in parts) == 2
    assert sum(isinstance(part, PhasesDecoder) for part in parts) == 1


def test_only_two_classes_can_be_merged() -> None:
    with pytest.raises(ValueError, match="got 20"):
        merge(fuse(lively_network(replace(TRAINABLE, classes=20))))
