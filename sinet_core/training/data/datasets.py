"""Batches made by worker processes. Batch n of a seed is always the same, so a resume continues exactly."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from sinet_core.training.data.augment import Sampler
from sinet_core.training.data.cache import Cache
from sinet_core.training.recipe import Recipe, Stage

Batch = tuple[Tensor, Tensor, Tensor]  # image (N,H,W,3), alpha (N,H,W), weight (N,H,W), all uint8


class Batches(IterableDataset[Batch]):
    """The batches first..last of a stage, for one process of a distributed run."""

    def __init__(self, cache: Path, recipe: Recipe, stage: int, first: int, rank: int = 0, processes: int = 1) -> None:
        self._cache, self._recipe, self._stage = cache, recipe, stage
        self._first, self._rank, self._processes = first, rank, processes

    def __iter__(self) -> Iterator[Batch]:
        cv2.setNumThreads(1)
        cache = Cache(self._cache)
        stage = self._recipe.stages[self._stage]
        sampler = Sampler(cache, cache.records, self._recipe, stage.augment)
        worker = get_worker_info()
        start, step = (worker.id, worker.num_workers) if worker else (0, 1)
        for number in range(self._first + start, stage.steps(self._processes), step):
            seed = (self._recipe.seed, self._stage, number, self._rank)
            yield make_batch(sampler, stage, number, np.random.default_rng(seed))


def make_batch(sampler: Sampler, stage: Stage, number: int, rng: np.random.Generator) -> Batch:
    """Batch `number` of a stage; batches rotate through the stage's sizes."""
    size = stage.sizes[number % len(stage.sizes)]
    samples = [sampler.draw(size, rng) for _ in range(stage.batch)]
    image, alpha, weight = (
        torch.from_numpy(np.stack([getattr(sample, name) for sample in samples]))
        for name in ("image", "alpha", "weight")
    )
    return image, alpha, weight


def loader(batches: Batches, workers: int) -> DataLoader[Any]:
    """Batches in order, prefetched by worker processes.

    They are spawned: after a fork of a process in which OpenCV ran threads, the child hangs in its first call to it.
    """
    if not workers:
        return DataLoader(batches, batch_size=None)
    return DataLoader(
        batches, batch_size=None, num_workers=workers, prefetch_factor=4, multiprocessing_context="spawn"
    )
