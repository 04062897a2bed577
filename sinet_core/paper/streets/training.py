"""Trains the street network on Cityscapes, resumes where it was stopped, and measures it class by class."""
from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from sinet_core.errors import DataError
from sinet_core.network.build import MEAN_BGR, STD_BGR
from sinet_core.network.cityscapes import CityscapesConfig
from sinet_core.network.cityscapes_net import CityscapesNet
from sinet_core.paper.streets.confusion import ClassConfusion
from sinet_core.paper.streets.dataset import Scene, class_weights, crop, find_scenes
from sinet_core.paper.streets.labels import IGNORE
from sinet_core.paper.streets.recipe import StreetRecipe

SAVE_EVERY_S = 120.0
WARM_UP = 0.05
LATEST = "latest.pt"


class StreetRun:
    """One training in a folder. It is saved every two minutes and at its end.

    Attributes:
        network: in its current state.
        step: steps trained so far.
    """

    def __init__(self, recipe: StreetRecipe, data: Path, out: Path, config: CityscapesConfig | None = None) -> None:
        """Resumes from the folder, if it holds a training.

        Raises:
            DataError: data is not Cityscapes, or the folder holds a training with another recipe.
        """
        torch.manual_seed(recipe.seed)
        self._recipe, self._out = recipe, out
        self._scenes = find_scenes(data, "train")
        self.network = CityscapesNet(config or CityscapesConfig())
        self._optimizer = torch.optim.SGD(
            self.network.parameters(), recipe.lr, recipe.momentum, weight_decay=recipe.weight_decay, nesterov=True
        )
        self.step = 0
        self._weights: Tensor | None = None
        out.mkdir(parents=True, exist_ok=True)
        self._resume()

    @property
    def steps(self) -> int:
        """Steps of the whole training."""
        return self._recipe.pictures // self._recipe.batch

    def train(self, most_steps: int | None = None) -> bool:
        """Trains to the end, or for that many steps; returns whether the end is reached."""
        last = self.steps if most_steps is None else min(self.steps, self.step + most_steps)
        if self._weights is None:
            self._weights = torch.from_numpy(class_weights(self._scenes, self.network.config.classes))
        self.network.train()
        saved = time.monotonic()
        while self.step < last:
            self._one_step(self._weights)
            if time.monotonic() - saved > SAVE_EVERY_S:
                self.save()
                saved = time.monotonic()
        self.save()
        return self.step >= self.steps

    def save(self) -> None:
        """Writes latest.pt atomically, so that a kill leaves a complete file."""
        content = {
            "recipe": self._recipe.to_dict(), "step": self.step, "weights": self._weights,
            "network": self.network.state_dict(), "optimizer": self._optimizer.state_dict(),
        }  # fmt: skip
        temporary = self._out / (LATEST + ".part")
        torch.save(content, temporary)
        temporary.replace(self._out / LATEST)

    def _resume(self) -> None:
        path = self._out / LATEST
        if not path.is_file():
            return
        held: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
        if held["recipe"] != self._recipe.to_dict():
            raise DataError(f"'{self._out}' was trained with another recipe", "Choose another folder.")
        self.network.load_state_dict(held["network"])
        self._optimizer.load_state_dict(held["optimizer"])
        self.step, self._weights = held["step"], held["weights"]

    def _one_step(self, weights: Tensor) -> None:
        for group in self._optimizer.param_groups:
            group["lr"] = rate(self._recipe, self.step / self.steps)
        image, labels = self._batch(np.random.default_rng((self._recipe.seed, self.step)))
        low, high = self.network.both(image)
        loss = _loss(high, labels, weights) + self._recipe.encoder_loss * _loss(low, labels, weights)
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        self._optimizer.step()
        self.step += 1

    def _batch(self, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
        chosen = rng.integers(len(self._scenes), size=self._recipe.batch)
        pairs = [crop(*self._scenes[int(i)].read(), self._recipe.size, rng, scale=self._recipe.scale) for i in chosen]
        pictures, labels = zip(*pairs, strict=True)
        return normalised(np.stack(pictures)), torch.from_numpy(np.stack(labels).astype(np.int64))


def rate(recipe: StreetRecipe, done: float) -> float:
    """The learning rate once that share (0..1) of the training is done."""
    if done < WARM_UP:
        return float(recipe.lr * ((done + 1e-3) / WARM_UP) ** recipe.power)
    return float(recipe.lr * (1 - (done - WARM_UP) / (1 - WARM_UP)) ** recipe.power)


def normalised(pictures: np.ndarray[Any, np.dtype[np.uint8]]) -> Tensor:
    """(N, H, W, 3) uint8 BGR -> (N, 3, H, W) float32."""
    mean, std = (torch.tensor(values).view(1, 3, 1, 1) for values in (MEAN_BGR, STD_BGR))
    return (torch.from_numpy(pictures).permute(0, 3, 1, 2).float() - mean) / std


@torch.inference_mode()
def measure_streets(network: CityscapesNet, scenes: Sequence[Scene], size: tuple[int, int]) -> ClassConfusion:
    """Measures all scenes at input size (height, width); predictions are enlarged to the labels' size."""
    network.eval()
    found = ClassConfusion.of(network.config.classes)
    for scene in scenes:
        picture, labels = scene.read()
        small = np.asarray(cv2.resize(picture, size[::-1], interpolation=cv2.INTER_LINEAR), np.uint8)
        logits = F.interpolate(network(normalised(small[None])), labels.shape, mode="bilinear", align_corners=False)
        found = found.add(logits[0].argmax(0).numpy().astype(np.uint8), labels)
    return found


def _loss(logits: Tensor, labels: Tensor, weights: Tensor) -> Tensor:
    """Class-weighted cross entropy at the logits' own size, with nearest-neighbour labels."""
    factor = labels.shape[1] // logits.shape[2]
    fitting = labels[:, factor // 2 :: factor, factor // 2 :: factor]
    return F.cross_entropy(logits, fitting, weights, ignore_index=IGNORE)
