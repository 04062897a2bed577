"""Training in two stages, resumable at any moment, on one machine or several."""
from __future__ import annotations

import math
import time
from dataclasses import replace
from pathlib import Path

import torch
import torch.distributed as dist
from torch import Tensor, nn

from sinet_core.errors import DataError
from sinet_core.network.build import MEAN_BGR, STD_BGR, Checkpoint, load_checkpoint, save_checkpoint, write_torch
from sinet_core.network.config import TRAINABLE, SINetConfig
from sinet_core.network.sinet import SINet
from sinet_core.network.trainable import trainable
from sinet_core.network.widen import widened
from sinet_core.training.data.datasets import Batch, Batches, loader
from sinet_core.training.objective import Objective, optimizer_of
from sinet_core.training.place import CPU, Place
from sinet_core.training.progress import Position, Progress
from sinet_core.training.recipe import Recipe, Stage
from sinet_core.training.validation import Validated, Validation

SAVE_EVERY_S = 120.0
VALIDATE_EVERY_S = 240.0
AVERAGE_WARMUP = 10
BEST = "best.pt"
OTHER_NETWORK = "Use the recipe that they were trained with, or start from scratch."


class Run:
    """One training run in a folder.

    latest.pt is for resuming, sinet.pt has the current averaged weights, best.pt the averaged weights that did best on
    held-out pictures, and log.csv the history.
    """

    def __init__(
        self, recipe: Recipe, cache: Path, out: Path, *, workers: int = 2, compiled: bool = True, place: Place = CPU
    ) -> None:
        torch.manual_seed(recipe.seed)
        self._place = place
        out.mkdir(parents=True, exist_ok=True)
        self._recipe, self._cache, self._out = recipe, cache, out
        self._workers, self._compiled = workers, compiled
        self._rank = dist.get_rank() if dist.is_initialized() else 0
        self._world = dist.get_world_size() if dist.is_initialized() else 1
        self.position = Position()
        self._best = -math.inf
        self._validation: Validation | None = None
        self._hold(replace(TRAINABLE, gate=recipe.gate).widened(recipe.width))

    def _hold(self, config: SINetConfig, state: dict[str, Tensor] | None = None) -> None:
        """Raises DataError if the recipe is for another network."""
        if config.gate != self._recipe.gate:
            what = f"These weights have the gate '{config.gate}', the recipe has '{self._recipe.gate}'"
            raise DataError(what, OTHER_NETWORK)
        if config != config.widened(self._recipe.width):
            raise DataError(f"These weights are not {self._recipe.width} times as wide as the paper's", OTHER_NETWORK)
        self._config = config
        self.network = SINet(config)
        if state is not None:
            self.network.load_state_dict(state)
        self.network.to(self._place.device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average = SINet(config).to(self._place.device)
        self.average.load_state_dict(self.network.state_dict())
        self._optimizer = optimizer_of(self.network, self._recipe)

    def resume(self) -> bool:
        """Resumes from the folder's latest.pt, if there is one.

        Raises:
            DataError: its network is not the recipe's.
        """
        path = self._out / "latest.pt"
        if not path.is_file():
            return False
        state = torch.load(path, map_location="cpu", weights_only=True)
        config = SINetConfig.from_dict(state["config"]) if "config" in state else self._config
        self._hold(config, state["network"])
        self._best = state.get("best", -math.inf)
        self.average.load_state_dict(state["average"])
        self._optimizer.load_state_dict(state["optimizer"])
        self.position = Position(**state["position"])
        return True

    def start_from(self, checkpoint: Checkpoint) -> None:
        """Starts from given weights, in our format or published ones; narrower ones are widened with the same answers.

        Raises:
            DataError: their network is not the recipe's.
            sinet_core.errors.WeightsError: they are not a SINet's, or wider than the recipe's.
        """
        held = widened(trainable(checkpoint), self._recipe.width, self._recipe.seed)
        self._hold(held.config, held.state)

    def train(self, max_steps: int | None = None) -> None:
        """Trains to the end of the recipe, or for max_steps."""
        left = math.inf if max_steps is None else max_steps
        while self.position.stage < len(self._recipe.stages) and left > 0:
            self._begin_stage()
            left -= self._train_stage(left)
        self.save()

    def _begin_stage(self) -> None:
        """If the stage asks for it, starts from the previous stage's best weights with a new optimizer."""
        stage, path = self._recipe.stages[self.position.stage], self._out / BEST
        if stage.begin == "last" or self.position.step or not self.position.stage:
            return
        if dist.is_initialized():
            dist.barrier()
        if path.is_file():
            self._hold(self._config, load_checkpoint(path).state)
        self._best = -math.inf

    def _train_stage(self, most: float) -> int:
        stage = self._recipe.stages[self.position.stage]
        objective = self._objective(stage)
        batches = Batches(self._cache, self._recipe, self.position.stage, self.position.step, self._rank, self._world)
        progress = Progress(self._out, self._recipe, self.position, self._world) if self._rank == 0 else None
        done = 0
        saved = validated = time.monotonic()
        for batch in loader(batches, self._workers):
            loss = self._step(objective, batch, stage)
            self.position.step += 1
            done += 1
            if progress and progress.due():
                progress.report(self.position, float(loss), self._rate(stage))
            if time.monotonic() - saved > SAVE_EVERY_S:
                self.save()
                saved = time.monotonic()
            if progress and time.monotonic() - validated > VALIDATE_EVERY_S:
                self._watch(progress)
                validated = time.monotonic()
            if done >= most:
                return done
        if progress:
            self._watch(progress)
            progress.finished(self.position.stage)
        self.position.stage += 1
        self.position.step = 0
        self.save()
        return max(done, 1)

    def _objective(self, stage: Stage) -> nn.Module:
        objective: nn.Module = Objective(self.network, stage, self._recipe.boundary_weight).to(self._place.device)
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
        with self._place.arithmetic():
            loss: Tensor = objective(*self._place.moved(batch))
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        self._optimizer.step()
        self._update_average()
        return loss.detach()

    @torch.no_grad()
    def _update_average(self) -> None:
        # Early in a stage the weights still move fast: only the last tenth counts, else the average lags.
        amount = max(1 - self._recipe.ema, AVERAGE_WARMUP / (self.position.step + AVERAGE_WARMUP))
        mine, theirs = self.average.state_dict(), self.network.state_dict()
        floats = [name for name, tensor in mine.items() if tensor.is_floating_point()]
        torch._foreach_lerp_([mine[n] for n in floats], [theirs[n] for n in floats], amount)

    def validate(self) -> Validated:
        """Validates the averaged weights on the held-out pictures."""
        stage = self._recipe.stages[min(self.position.stage, len(self._recipe.stages) - 1)]
        sizes = [size for each in self._recipe.stages for size in each.sizes]
        self._validation = self._validation or Validation(self._cache, sizes)
        return self._validation.measure(self.average, encoder=stage.train == "encoder")

    def _watch(self, progress: Progress) -> None:
        """Validates, and keeps the weights as best.pt if none were better."""
        found = self.validate()
        best = found.score > self._best
        if best:
            self._best = found.score
            save_checkpoint(self.checkpoint(), self._out / BEST)
        progress.validated(self.position, found, best)

    def save(self) -> None:
        """Writes latest.pt and sinet.pt atomically, so that a kill leaves complete files."""
        if self._rank:
            return
        content = {
            "config": self._config.to_dict(),
            "best": self._best,
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "position": {"stage": self.position.stage, "step": self.position.step},
        }
        write_torch(content, self._out / "latest.pt")
        save_checkpoint(self.checkpoint(), self._out / "sinet.pt")

    def checkpoint(self) -> Checkpoint:
        """The averaged weights, in the app's form."""
        meta = {"recipe": self._recipe.name, "stage": self.position.stage, "step": self.position.step}
        return Checkpoint(self._config, self.average.state_dict(), MEAN_BGR, STD_BGR, meta)
