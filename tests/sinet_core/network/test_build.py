from __future__ import annotations

from pathlib import Path

import pytest
import torch

from sinet_core.errors import WeightsError
from sinet_core.network.build import build_network, load_checkpoint, save_checkpoint
from sinet_core.network.config import PAPER
from sinet_core.network.published import is_published
from tests.shared import PUBLISHED, needs_shared
from tests.sinet_core.network.networks import lively_checkpoint


def test_checkpoint_survives_a_file(tmp_path: Path) -> None:
    checkpoint = lively_checkpoint(gate="reverse")
    save_checkpoint(checkpoint, tmp_path / "a.pt")
    loaded = load_checkpoint(tmp_path / "a.pt")
    assert (loaded.config, loaded.mean, loaded.std) == (checkpoint.config, checkpoint.mean, checkpoint.std)
    image = torch.randn(1, 3, 64, 64)
    torch.testing.assert_close(build_network(loaded)(image), build_network(checkpoint)(image))


@pytest.mark.parametrize("content", [b"", b"no zip file", b"PK\x03\x04 cut off"])
def test_damaged_file_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.pt"
    path.write_bytes(content)
    with pytest.raises(WeightsError, match=r"broken\.pt") as caught:
        load_checkpoint(path)
    assert caught.value.hint


def test_missing_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="No weights file"):
        load_checkpoint(tmp_path / "none.pt")


def test_other_network_is_one_clear_error(tmp_path: Path) -> None:
    torch.save({"conv.weight": torch.zeros(3)}, tmp_path / "other.pth")
    with pytest.raises(WeightsError, match="other than SINet"):
        load_checkpoint(tmp_path / "other.pth")


def test_published_names_with_foreign_tensors_are_refused(tmp_path: Path) -> None:
    torch.save({"encoder.level1.conv.weight": torch.zeros(12, 3, 3, 3)}, tmp_path / "half.pth")
    with pytest.raises(WeightsError, match="not those of a SINet"):
        load_checkpoint(tmp_path / "half.pth")


@needs_shared
def test_published_checkpoint_fits_name_by_name() -> None:
    state = torch.load(PUBLISHED, map_location="cpu", weights_only=True)
    assert is_published(state)
    checkpoint = load_checkpoint(PUBLISHED)
    assert checkpoint.config == PAPER
    assert len(checkpoint.state) == len(state)
    assert set(checkpoint.state) == set(build_network(checkpoint).state_dict())
