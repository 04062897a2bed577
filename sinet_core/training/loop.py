"""Training: two stages, resumable at any moment, on one machine or several."""
from __future__ import annotations

import csv
import math
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch import Tensor, nn

from sinet_core.metrics import Confusion
from sinet_core.network.blocks import upsample
from sinet_core.network.build import MEAN_BGR, STD_BGR, Checkpoint, save_checkpoint, write_torch
from sinet_core.network.config import TRAINABLE
from sinet_core.network.sinet import SINet
from sinet_core.training.augment import Sampler
from sinet_core.training.cache import Cache
from sinet_core.training.datasets import Batch, Batches, loader, make_batch
from sinet_core.training.losses import boundary_loss
from sinet_core.training.recipe import Recipe, Stage

SAVE_EVERY_S = 120.0
REPORT_EVERY_S = 30.0
VALIDATION_BATCHES = 8
AVERAGE_WARMUP = 10


class Objective(nn.Module):
    """uint8 batch -> loss; normalisation and loss inside, so that one compiled graph holds all of a step."""

    def __init__(self, network: SINet, stage: Stage, boundary_weight: float) -> None:
        super().__init__()
        self.network = network
        self._stage, self._boundary_weight = stage, boundary_weight
        self.register_buffer("mean", torch.tensor(MEAN_BGR).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(STD_BGR).view(1, 3, 1, 1), persistent=False)
        self.mean: Tensor
        self.std: Tensor

    def forward(self, image: Tensor, alpha: Tensor, weight: Tensor) -> Tensor:
        x = (image.permute(0, 3, 1, 2).float() - self.mean) / self.std
        target, weights = alpha.float() / 255, weight.float()
        features = self.network.encoder(x)
        if self._stage.train == "encoder":
            return self._loss(upsample(features.logits, 8), target, weights)
        loss = self._loss(self.network.decoder(features), target, weights)
        if self._stage.encoder_loss:  # at the encoder's own resolution: a band of the size of its pixels
            coarse = self._loss(features.logits, F.avg_pool2d(target, 8), F.max_pool2d(weights, 8))
            loss = loss + self._stage.encoder_loss * coarse
        return loss

    def _loss(self, logits: Tensor, target: Tensor, weights: Tensor) -> Tensor:
        return boundary_loss(logits, target, weights, self._boundary_weight)


@dataclass
class Position:
    """Where a run stands: the stage, and the step in it."""

    stage: int = 0
    step: int = 0


class Run:
    """One training run in a folder: latest.pt (to resume), sinet.pt (the averaged weights of now), log.csv."""

    def __init__(self, recipe: Recipe, cache: Path, out: Path, *, workers: int = 2, compiled: bool = True) -> None:
        torch.manual_seed(recipe.seed)
        out.mkdir(parents=True, exist_ok=True)
        self._recipe, self._cache, self._out = recipe, cache, out
        self._workers, self._compiled = workers, compiled
        self._rank = dist.get_rank() if dist.is_initialized() else 0
        self._world = dist.get_world_size() if dist.is_initialized() else 1
        self._config = replace(TRAINABLE, gate=recipe.gate)
        self.network = SINet(self._config).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average = SINet(self._config)
        self.average.load_state_dict(self.network.state_dict())
        self._optimizer = _optimizer(self.network, recipe)
        self.position = Position()

    def resume(self) -> bool:
        """Takes up latest.pt of the folder, if there is one."""
        path = self._out / "latest.pt"
        if not path.is_file():
            return False
        state = torch.load(path, map_location="cpu", weights_only=True)
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self._optimizer.load_state_dict(state["optimizer"])
        self.position = Position(**state["position"])
        return True

    def start_from(self, state: dict[str, Tensor]) -> None:
        """Takes weights to begin with (ours, of an earlier run)."""
        self.network.load_state_dict(state)
        self.average.load_state_dict(state)

    def train(self, max_steps: int | None = None) -> None:
        """Goes on to the end of the recipe, or for max_steps."""
        left = math.inf if max_steps is None else max_steps
        while self.position.stage < len(self._recipe.stages) and left > 0:
            left -= self._train_stage(left)
        self.save()

    def _train_stage(self, most: float) -> int:
        stage = self._recipe.stages[self.position.stage]
        objective = self._objective(stage)
        batches = Batches(self._cache, self._recipe, self.position.stage, self.position.step, self._rank, self._world)
        progress = _Progress(self._out, self._recipe, self.position, self._world) if self._rank == 0 else None
        done = 0
        saved = time.monotonic()
        for batch in loader(batches, self._workers):
            loss = self._step(objective, batch, stage)
            self.position.step += 1
            done += 1
            if progress and progress.due():
                progress.report(self.position, float(loss), self._rate(stage))
            if time.monotonic() - saved > SAVE_EVERY_S:
                self.save()
                saved = time.monotonic()
            if done >= most:
                return done
        if progress:
            progress.validated(self.position, self.validate())
        self.position.stage += 1
        self.position.step = 0
        self.save()
        return max(done, 1)

    def _objective(self, stage: Stage) -> nn.Module:
        objective: nn.Module = Objective(self.network, stage, self._recipe.boundary_weight)
        if self._world > 1:
            unused = stage.train == "encoder"
            objective = nn.parallel.DistributedDataParallel(objective, find_unused_parameters=unused)
        return torch.compile(objective, dynamic=False) if self._compiled else objective  # type: ignore[return-value]

    def _rate(self, stage: Stage) -> float:
        part = self.position.step / max(stage.steps(self._world), 1)
        return stage.lr_end + (stage.lr - stage.lr_end) * (1 + math.cos(math.pi * part)) / 2

    def _step(self, objective: nn.Module, batch: Batch, stage: Stage) -> Tensor:
        rate = self._rate(stage) * min(1.0, (self.position.step + 1) / 200)
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        self.network.train()
        loss: Tensor = objective(*batch)
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        self._optimizer.step()
        self._update_average()
        return loss.detach()

    @torch.no_grad()
    def _update_average(self) -> None:
        # Early in a stage the weights still run: only the last tenth of the way counts, else the average lags.
        amount = max(1 - self._recipe.ema, AVERAGE_WARMUP / (self.position.step + AVERAGE_WARMUP))
        mine, theirs = self.average.state_dict(), self.network.state_dict()
        floats = [name for name, tensor in mine.items() if tensor.is_floating_point()]
        torch._foreach_lerp_([mine[n] for n in floats], [theirs[n] for n in floats], amount)

    @torch.no_grad()
    def validate(self) -> float:
        """mIoU in percent of the averaged weights on pictures that were held out, augmented by a fixed seed."""
        cache = Cache(self._cache)
        sampler = Sampler(cache, cache.held_out, self._recipe)
        stage = self._recipe.stages[self.position.stage]
        self.average.eval()
        confusion = Confusion()
        for number in range(VALIDATION_BATCHES):
            image, alpha, _ = make_batch(sampler, stage, number, np.random.default_rng((99, number)))
            confusion = confusion.add(self._predict(image, stage), (alpha > 127).numpy())
        return 100 * confusion.miou

    def _predict(self, image: Tensor, stage: Stage) -> Any:
        mean, std = (torch.tensor(v).view(1, 3, 1, 1) for v in (MEAN_BGR, STD_BGR))
        features = self.average.encoder((image.permute(0, 3, 1, 2).float() - mean) / std)
        if stage.train == "encoder":
            logits = F.interpolate(features.logits, list(image.shape[1:3]), mode="bilinear")
        else:
            logits = self.average.decoder(features)
        return (logits[:, 1] > logits[:, 0]).numpy()

    def save(self) -> None:
        """Writes latest.pt and sinet.pt, each at once, so that a kill leaves a whole file."""
        if self._rank:
            return
        content = {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "position": {"stage": self.position.stage, "step": self.position.step},
        }
        write_torch(content, self._out / "latest.pt")
        save_checkpoint(self.checkpoint(), self._out / "sinet.pt")

    def checkpoint(self) -> Checkpoint:
        """The averaged weights, as the app wants them."""
        meta = {"recipe": self._recipe.name, "stage": self.position.stage, "step": self.position.step}
        return Checkpoint(self._config, self.average.state_dict(), MEAN_BGR, STD_BGR, meta)


class _Progress:
    """log.csv and a line on stdout: loss, pictures a second, when it will end."""

    def __init__(self, out: Path, recipe: Recipe, position: Position, world: int) -> None:
        self._path = out / "log.csv"
        self._recipe, self._world = recipe, world
        self._since, self._step = time.monotonic(), position.step
        if not self._path.is_file():
            self._write(("time", "stage", "step", "loss", "lr", "pictures_per_second", "val_miou"))

    def due(self) -> bool:
        return time.monotonic() - self._since >= REPORT_EVERY_S

    def report(self, position: Position, loss: float, rate: float) -> None:
        now = time.monotonic()
        stage = self._recipe.stages[position.stage]
        speed = (position.step - self._step) * stage.batch * self._world / (now - self._since)
        self._since, self._step = now, position.step
        left = stage.pictures - position.step * stage.batch * self._world
        later = sum(s.pictures for s in self._recipe.stages[position.stage + 1 :])
        end = datetime.now() + timedelta(seconds=(left + later) / max(speed, 0.1))
        figures = f"{loss:.4f}", f"{rate:.2e}", f"{speed:.1f}"
        self._write((f"{datetime.now():%F %T}", position.stage, position.step, *figures, ""))
        print(  # noqa: T201 - the log is stdout
            f"stage {position.stage} step {position.step}/{stage.steps(self._world)} loss {loss:.4f} lr {rate:.2e} "
            f"{speed:.1f} pictures/s, ends about {end:%H:%M}",
            flush=True,
        )

    def validated(self, position: Position, miou: float) -> None:
        self._write((f"{datetime.now():%F %T}", position.stage, position.step, "", "", "", f"{miou:.3f}"))
        print(f"stage {position.stage} done: mIoU {miou:.2f} on pictures held out", flush=True)  # noqa: T201

    def _write(self, row: tuple[object, ...]) -> None:
        with self._path.open("a", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerow(row)


def _optimizer(network: nn.Module, recipe: Recipe) -> torch.optim.Optimizer:
    decayed = [p for p in network.parameters() if p.ndim > 1]
    plain = [p for p in network.parameters() if p.ndim <= 1]
    if recipe.optimizer == "adam":  # as the paper: on everything
        return torch.optim.Adam(network.parameters(), weight_decay=recipe.weight_decay, fused=True)
    groups = [{"params": decayed, "weight_decay": recipe.weight_decay}, {"params": plain, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, fused=True)
