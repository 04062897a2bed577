from __future__ import annotations

from pathlib import Path

import pytest
import torch

from sinet_core.network.config import TRAINABLE
from sinet_core.network.sinet import SINet
from sinet_core.training.data.cache import Cache, build_cache
from sinet_core.training.validation import Validated, Validation
from tests.sinet_core.training.pictures import tiny_recipe, write_pictures

SIZES = ((64, 64), (32, 64))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pictures")
    write_pictures(root, 60)
    build_cache(tiny_recipe(), root, None, root / "cache")
    return root / "cache"


def test_what_is_held_out_is_not_trained_on_and_stays_so_when_pictures_come(folder: Path, tmp_path: Path) -> None:
    cache = Cache(folder)
    write_pictures(tmp_path, 30)
    fewer = build_cache(tiny_recipe(), tmp_path, None, tmp_path / "cache")
    out = {(r.data, r.name) for r in cache.held_out}
    assert out.isdisjoint((r.data, r.name) for r in cache.records)
    assert {"discs", "rooms"} == {data for data, _ in out}
    assert {(r.data, r.name) for r in fewer.held_out} == {(d, n) for d, n in out if int(n) < 30}


def test_the_same_weights_always_do_the_same(folder: Path) -> None:
    torch.manual_seed(1)
    network = SINet(TRAINABLE)
    first, second = (Validation(folder, SIZES).measure(network) for _ in range(2))
    assert first == second
    assert list(first.sets) == ["discs"]


@pytest.mark.parametrize(("bias", "rooms"), [(-50.0, 0.0), (50.0, 100.0)])
def test_a_network_that_sees_nobody_is_right_in_rooms_and_half_right_with_people(
    folder: Path, bias: float, rooms: float
) -> None:
    network = SINet(TRAINABLE)
    with torch.no_grad():
        network.decoder.merge_bn.bias.copy_(torch.tensor([0.0, bias]))
        network.decoder.merge_bn.weight.zero_()
        network.decoder.classifier.weight.copy_(torch.eye(2).view(2, 2, 1, 1).expand(2, 2, 3, 3))
    found = Validation(folder, SIZES).measure(network)
    assert found.rooms == rooms
    assert found.sets["discs"] < 50


def test_false_alarms_cost_what_they_are() -> None:
    assert Validated({"a": 90.0, "b": 94.0}, 0.5).score == 91.5
