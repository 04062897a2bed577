from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from sinet_core.errors import WeightsError
from sinet_core.network.build import MEAN_BGR, STD_BGR, Checkpoint, build_network, published_normalisation
from sinet_core.network.trainable import trainable
from tests.sinet_core.network.networks import lively_checkpoint


def answer(checkpoint: Checkpoint, picture: Tensor) -> Tensor:
    """picture: (N, 3, H, W) BGR 0..255."""
    mean, std = (torch.tensor(values).view(1, 3, 1, 1) for values in (checkpoint.mean, checkpoint.std))
    with torch.inference_mode():
        answer: Tensor = build_network(checkpoint)((picture - mean) / std)
        return answer


def test_published_weights_give_the_same_answers_when_training_holds_them() -> None:
    mean, std = published_normalisation()
    small = lively_checkpoint()
    # The published network expects pixels 255 times smaller; its first layer is larger by that factor.
    state = small.state | {"encoder.stem.conv.weight": small.state["encoder.stem.conv.weight"] * 255}
    published = replace(small, state=state, mean=mean, std=std)
    picture = torch.rand(1, 3, 64, 96) * 255
    held = trainable(published)
    assert not held.config.shuffle
    assert held.config.align_corners == published.config.align_corners
    assert (held.mean, held.std) == (MEAN_BGR, STD_BGR)
    torch.testing.assert_close(answer(held, picture), answer(published, picture), rtol=1e-3, atol=1e-3)


def test_another_mean_is_refused() -> None:
    with pytest.raises(WeightsError, match="mean"):
        trainable(lively_checkpoint())
