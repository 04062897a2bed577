"""Measures a network during training on held-out pictures of people and rooms, unaugmented."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from sinet_core.metrics import Confusion
from sinet_core.network.build import MEAN_BGR, STD_BGR
from sinet_core.network.sinet import SINet
from sinet_core.training.data.cache import Cache, Record

Size = tuple[int, int]
MAX_OF_A_SET = 48
BATCH = 16


@dataclass(frozen=True)
class Validated:
    """The figures of a validation.

    Attributes:
        sets: mIoU in percent of each data set with people.
        rooms: share of pixels in empty rooms called person, percent.
    """

    sets: dict[str, float]
    rooms: float

    @property
    def miou(self) -> float:
        """The mean of the sets, percent; every set counts the same."""
        return float(np.mean(list(self.sets.values()))) if self.sets else 0.0

    @property
    def score(self) -> float:
        """The figure that the best weights maximise; a percent of false alarms costs a percent of mIoU."""
        return self.miou - self.rooms


class Validation:
    """The held-out pictures of a cache, uncropped, at the input size nearest to their shape."""

    def __init__(self, cache: Path, sizes: Sequence[Size]) -> None:
        self._cache = Cache(cache)
        self._batches = _batches(self._cache.held_out, sorted(set(sizes)))

    @torch.no_grad()
    def measure(self, network: SINet, *, encoder: bool = False) -> Validated:
        """network: left in evaluation mode. encoder: whether to measure its own coarse answer, not the decoder's."""
        network.eval()
        people: dict[str, Confusion] = {}
        rooms: list[float] = []
        for size, records in self._batches:
            pairs = [self._cache.read(record) for record in records]
            found = _predict(network, [image for image, _ in pairs], size, encoder)
            for record, (_, alpha), mask in zip(records, pairs, found, strict=True):
                if record.kind == "room":
                    rooms.append(float(mask.mean()))
                    continue
                truth = cv2.resize(alpha, (size[1], size[0]), interpolation=cv2.INTER_AREA) > 127
                people[record.data] = people.get(record.data, Confusion()).add(mask, truth)
        sets = {name: 100 * total.miou for name, total in people.items()}
        return Validated(sets, 100 * float(np.mean(rooms)) if rooms else 0.0)


def _batches(records: Sequence[Record], sizes: Sequence[Size]) -> list[tuple[Size, list[Record]]]:
    """Groups up to BATCH pictures of a size, up to MAX_OF_A_SET of each set; leaves out half-labelled pictures."""
    by_size: dict[Size, list[Record]] = {}
    for name in dict.fromkeys(record.data for record in records):
        whole = [record for record in records if record.data == name and record.ignore_below >= 1]
        step = max(1, len(whole) // MAX_OF_A_SET)
        for record in whole[::step][:MAX_OF_A_SET]:
            by_size.setdefault(_nearest(record, sizes), []).append(record)
    return [(s, group[at : at + BATCH]) for s, group in by_size.items() for at in range(0, len(group), BATCH)]


def _nearest(record: Record, sizes: Sequence[Size]) -> Size:
    """The input size whose shape is nearest to the picture's."""
    return min(sizes, key=lambda size: abs(np.log(size[1] / size[0]) - np.log(record.width / record.height)))


def _predict(network: SINet, images: Sequence[NDArray[np.uint8]], size: Size, encoder: bool) -> NDArray[np.bool_]:
    """(N, height, width) bool."""
    shrunk = [cv2.resize(image, (size[1], size[0]), interpolation=cv2.INTER_AREA) for image in images]
    device = next(network.parameters()).device
    mean, std = (torch.tensor(v, device=device).view(1, 3, 1, 1) for v in (MEAN_BGR, STD_BGR))
    x = torch.from_numpy(np.stack(shrunk)).to(device).permute(0, 3, 1, 2).float()
    features = network.encoder((x - mean) / std)
    logits = F.interpolate(features.logits, size, mode="bilinear") if encoder else network.decoder(features)
    return np.asarray((logits[:, 1] > logits[:, 0]).cpu().numpy())
