from __future__ import annotations

import torch
import torch.nn.functional as F

from sinet_core.training.losses import boundary_loss


def test_is_cross_entropy_for_hard_labels() -> None:
    torch.manual_seed(0)
    logits, mask = torch.randn(2, 2, 8, 8), torch.randint(0, 2, (2, 8, 8))
    plain = torch.ones(2, 8, 8)
    torch.testing.assert_close(boundary_loss(logits, mask.float(), plain, 0.9), F.cross_entropy(logits, mask))


def test_boundary_counts_once_more() -> None:
    torch.manual_seed(0)
    logits, mask = torch.randn(1, 2, 8, 8), torch.randint(0, 2, (1, 8, 8))
    weight = torch.ones(1, 8, 8)
    weight[:, :4] = 2
    expected = F.cross_entropy(logits, mask) + 0.9 * F.cross_entropy(logits[:, :, :4], mask[:, :4])
    torch.testing.assert_close(boundary_loss(logits, mask.float(), weight, 0.9), expected)


def test_ignored_pixels_have_no_gradient() -> None:
    logits = torch.randn(1, 2, 4, 4, requires_grad=True)
    weight = torch.ones(1, 4, 4)
    weight[:, 2:] = 0
    boundary_loss(logits, torch.zeros(1, 4, 4), weight, 0.9).backward()  # type: ignore[no-untyped-call]
    assert logits.grad is not None
    assert logits.grad[:, :, 2:].abs().max() == 0
    assert logits.grad[:, :, :2].abs().min() > 0


def test_without_labels_the_loss_is_zero_and_not_nan() -> None:
    loss = boundary_loss(torch.randn(1, 2, 4, 4), torch.zeros(1, 4, 4), torch.zeros(1, 4, 4), 0.9)
    assert loss == 0
