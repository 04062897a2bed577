from __future__ import annotations

from pathlib import Path

import pytest
import torch
import torch.distributed as dist

from sinet_core.errors import DataError
from sinet_core.training.data.cache import Cache
from sinet_core.training.loop import Run
from sinet_core.training.place import CPU, Place, find_place, on_every_machine
from tests.sinet_core.training.pictures import tiny_recipe

OTHER_DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def after_one_step(cache: Path, out: Path, place: Place) -> dict[str, torch.Tensor]:
    training = Run(tiny_recipe(tiny_recipe().stages[1:]), cache, out, workers=0, compiled=False, place=place)
    training.train(max_steps=1)
    return {name: tensor.cpu() for name, tensor in training.network.state_dict().items()}


def test_a_step_on_a_card_is_a_step_on_the_cpu(cache: Path, tmp_path: Path) -> None:
    """Without a GPU here, the same path runs on the CPU: batches and network are moved to the place's device."""
    plain = after_one_step(cache, tmp_path / "cpu", CPU)
    placed = after_one_step(cache, tmp_path / "device", Place(OTHER_DEVICE))
    for name, tensor in plain.items():
        torch.testing.assert_close(placed[name], tensor, msg=name, rtol=1e-3, atol=1e-4)


def test_in_bfloat16_a_step_goes_nearly_the_same_way(cache: Path, tmp_path: Path) -> None:
    exact = after_one_step(cache, tmp_path / "exact", CPU)
    rough = after_one_step(cache, tmp_path / "rough", Place(OTHER_DEVICE, bf16=True))
    name = "encoder.stem.conv.weight"
    assert rough[name].dtype == torch.float32
    assert not torch.equal(rough[name], exact[name])
    means = "encoder.stage2.0.out.bn.running_mean"  # what the forward pass saw
    torch.testing.assert_close(rough[means], exact[means], rtol=0.1, atol=2e-3)


def test_everything_is_where_the_place_says(cache: Path, tmp_path: Path) -> None:
    """"meta" holds no values: a tensor left on the CPU would fail, and a moved one cannot be read."""
    training = Run(tiny_recipe(), cache, tmp_path, workers=0, compiled=False, place=Place(torch.device("meta")))
    on = {tensor.device.type for network in (training.network, training.average) for tensor in network.parameters()}
    assert on == {"meta"}
    records = Cache(cache).records[:2]
    assert records
    batch = tuple(torch.zeros(1, 64, 64, *last, dtype=torch.uint8) for last in ((3,), (), ()))
    assert {tensor.device.type for tensor in Place(torch.device("meta")).moved(batch)} == {"meta"}


def test_a_card_that_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(DataError, match="No CUDA card"):
        find_place("cuda", "bf16")
    assert find_place("cpu", "fp32") == CPU


def test_cards_talk_by_nccl_and_processors_by_gloo() -> None:
    assert (CPU.backend, Place(torch.device("cuda")).backend) == ("gloo", "nccl")


@pytest.mark.parametrize(("rank", "local", "expected"), [(0, 0, 1), (1, 1, 0), (2, 0, 1), (3, 1, 0)])
def test_one_process_of_each_machine_does_the_work(
    monkeypatch: pytest.MonkeyPatch, rank: int, local: int, expected: int
) -> None:
    monkeypatch.setattr(dist, "is_initialized", lambda: True)
    monkeypatch.setattr(dist, "get_rank", lambda: rank)
    done: list[str] = []
    monkeypatch.setattr(dist, "barrier", lambda: done.append("wait"))
    monkeypatch.setenv("LOCAL_RANK", str(local))
    on_every_machine(lambda: done.append("work"))
    assert done.count("work") == expected
    assert done == (["work", "wait", "wait"] if rank == 0 else ["wait", *["work"] * expected, "wait"])
