"""A small, short training of one variant with one seed, which resumes where it was stopped."""
from __future__ import annotations

import csv
import json
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from sinet_core.errors import DataError
from sinet_core.network.build import MEAN_BGR, STD_BGR
from sinet_core.paper.plan import Plan, Variant
from sinet_core.training.data.datasets import Batches
from sinet_core.training.data.turning import Turning
from sinet_core.training.evaluate import Pair, Score, Tally, mask_of, prepared, read_pairs
from sinet_core.training.losses import boundary_loss
from sinet_core.training.recipe import Stage

SAVE_EVERY_S = 60.0
TOGETHER = 24  # pictures measured at once
WARM_UP = 0.1  # of the steps, over which the learning rate rises
LATEST, WEIGHTS, LOG, SCORES = "latest.pt", "weights.pt", "log.csv", "scores.json"


@dataclass(frozen=True)
class Trial:
    """A training: its plan, variant, seed and folder."""

    plan: Plan
    variant: Variant
    seed: int
    runs: Path

    @property
    def folder(self) -> Path:
        """runs/NAME-SEED."""
        plain = "".join(c if c.isalnum() or c in ".()" else "-" for c in self.variant.name)
        return self.runs / f"{plain}-{self.seed}"

    def scores(self) -> dict[str, Any] | None:
        """Its scores, or None until it is finished with this plan."""
        path = self.folder / SCORES
        if not path.is_file():
            return None
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found if found["schedule"] == self.plan.schedule() else None

    def done(self) -> int:
        """Pictures seen so far."""
        path = self.folder / LATEST
        return _load(path)["step"] * self.plan.batch if path.is_file() else 0


def begin(trial: Trial) -> nn.Module:
    """The network with which a training begins; call it right after seeding.

    Raises:
        DataError: the plan's encoder is not that of this variant.
    """
    network = trial.variant.build()
    if trial.plan.encoder is None:
        return network
    try:
        network.load_state_dict(network.state_dict() | trial.plan.encoder.state)
    except RuntimeError as error:
        what = f"'{trial.variant.name}' cannot begin with that encoder"
        raise DataError(what, "Its layers differ; train without --encoder.") from error
    return network


def train(trial: Trial, cache: Path, most_steps: int | None = None) -> bool:
    """Trains to the plan's end, or for that many steps; returns whether the end is reached.

    Raises:
        DataError: the folder holds a training with another plan.
    """
    trial.folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(trial.seed)
    recipe = trial.plan.recipe(trial.seed)
    network = begin(trial)
    optimizer = torch.optim.Adam(network.parameters(), weight_decay=recipe.weight_decay)
    step = _resume(trial, network, optimizer)
    total = recipe.stages[0].steps()
    last = total if most_steps is None else min(total, step + most_steps)
    network.train()
    saved = time.monotonic()
    for batch in _until(iter(Batches(cache, recipe, 0, step)), last - step):
        rate = _rate(recipe.stages[0], step, total)
        for group in optimizer.param_groups:
            group["lr"] = rate
        loss = _loss(network, batch, recipe.boundary_weight)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        step += 1
        if time.monotonic() - saved > SAVE_EVERY_S or step == last:
            _save(trial, network, optimizer, step)
            _log(trial, step, float(loss.detach()), rate)
            saved = time.monotonic()
    if step == total:
        _replace(trial.folder / WEIGHTS, {"schedule": trial.plan.schedule(), "state": network.state_dict()})
    return step == total


def measure(trial: Trial, data: Path) -> dict[str, Any]:
    """IoU per picture and boundary F1 of a finished training at each angle; stored in its folder.

    Args:
        data: the folder of EG1800.
    """
    network = trial.variant.build()
    network.load_state_dict(_load(trial.folder / WEIGHTS)["state"])
    pairs = list(read_pairs(data, "test"))
    angles = {}
    for angle in trial.plan.angles:
        score = score_of(network.eval(), pairs, trial.plan.size, Turning(within=angle, seed=trial.seed))
        angles[f"{angle:g}"] = {"per_image_iou": score.per_image_iou, "miou": score.miou, "f1": score.boundary_f1}
    found = {"schedule": trial.plan.schedule(), "angles": angles}
    temporary = trial.folder / (SCORES + ".part")
    temporary.write_text(json.dumps(found), encoding="utf-8")
    temporary.replace(trial.folder / SCORES)
    return found


def score_of(network: nn.Module, pairs: Sequence[Pair], size: tuple[int, int], turning: Turning) -> Score:
    """What evaluate would measure, many pictures at a time, which takes half as long. size: (height, width)."""
    tally = Tally()
    for first in range(0, len(pairs), TOGETHER):
        turned = [prepared(pair, turning.angle(pair.name)) for pair in pairs[first : first + TOGETHER]]
        taken = np.stack([cv2.resize(pair.image, size[::-1], interpolation=cv2.INTER_LINEAR) for pair in turned])
        with torch.inference_mode():
            logits = network(_normalised(torch.from_numpy(taken)))
            alphas = torch.sigmoid(logits[:, 1] - logits[:, 0]).numpy()
        for pair, alpha in zip(turned, alphas, strict=True):
            tally.add(pair.name, mask_of(alpha), pair.mask > 127)
    return tally.score()


def _loss(network: nn.Module, batch: tuple[Tensor, Tensor, Tensor], boundary_weight: float) -> Tensor:
    image, alpha, weight = batch
    return boundary_loss(network(_normalised(image)), alpha.float() / 255, weight.float(), boundary_weight)


def _normalised(image: Tensor) -> Tensor:
    """(N, H, W, 3) uint8 BGR -> (N, 3, H, W) float32."""
    mean, std = (torch.tensor(values).view(1, 3, 1, 1) for values in (MEAN_BGR, STD_BGR))
    return (image.permute(0, 3, 1, 2).float() - mean) / std


def _rate(stage: Stage, step: int, total: int) -> float:
    cosine = stage.lr_end + (stage.lr - stage.lr_end) * (1 + math.cos(math.pi * step / max(total, 1))) / 2
    return cosine * min(1.0, (step + 1) / max(WARM_UP * total, 1))


def _until(batches: Iterator[tuple[Tensor, Tensor, Tensor]], count: int) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    return (batch for _, batch in zip(range(count), batches, strict=False))


def _resume(trial: Trial, network: nn.Module, optimizer: torch.optim.Optimizer) -> int:
    path = trial.folder / LATEST
    if not path.is_file():
        return 0
    held = _load(path)
    if held["schedule"] != trial.plan.schedule():
        raise DataError(f"'{trial.folder}' was trained with another plan", "Choose another folder with --runs.")
    network.load_state_dict(held["network"])
    optimizer.load_state_dict(held["optimizer"])
    return int(held["step"])


def _save(trial: Trial, network: nn.Module, optimizer: torch.optim.Optimizer, step: int) -> None:
    content = {"schedule": trial.plan.schedule(), "step": step}
    states = {"network": network.state_dict(), "optimizer": optimizer.state_dict()}
    _replace(trial.folder / LATEST, content | states)


def _replace(path: Path, content: dict[str, Any]) -> None:
    temporary = path.with_name(path.name + ".part")
    torch.save(content, temporary)
    temporary.replace(path)


def _load(path: Path) -> dict[str, Any]:
    return torch.load(path, map_location="cpu", weights_only=True)  # type: ignore[no-any-return]


def _log(trial: Trial, step: int, loss: float, rate: float) -> None:
    path = trial.folder / LOG
    new = not path.is_file()
    with path.open("a", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        if new:
            rows.writerow(("step", "pictures", "loss", "lr"))
        rows.writerow((step, step * trial.plan.batch, f"{loss:.4f}", f"{rate:.2e}"))
