"""Measures several networks on the same pictures at once: totals, slices, and the worst pictures."""
from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tqdm import tqdm

from sinet_core.inference.segmenter import Segmenter
from sinet_core.training.data.slices import LOW_LIGHT, NAMES, darkened, slices_of
from sinet_core.training.data.turning import UPRIGHT, Turning
from sinet_core.training.evaluate import Image, Mask, Pair, Score, Tally, predict, prepared
from sinet_core.training.hands import Boxes, HandsTally


@dataclass(frozen=True, eq=False)
class Case:
    """A picture and its prediction. iou: of the person, percent; truth, predicted: METRIC_SIZE bool."""

    iou: float
    name: str
    image: Image
    truth: Mask
    predicted: Mask

    def __lt__(self, other: Case) -> bool:
        """Better cases sort first, so that the heap drops them when it is full."""
        return (-self.iou, self.name) < (-other.iou, other.name)


@dataclass(frozen=True)
class Result:
    """The result of one network.

    Attributes:
        slices: by name, only non-empty ones. worst: lowest IoU first.
        hands: the share kept of the hands, 0..1; None if not requested.
    """

    score: Score
    slices: dict[str, Score]
    worst: tuple[Case, ...]
    hands: float | None = None


def examine(
    segmenters: Sequence[Segmenter],
    pairs: Iterator[Pair],
    *,
    turning: Turning = UPRIGHT,
    slices: bool = False,
    worst: int = 0,
    boxes: Boxes | None = None,
) -> list[Result]:
    """Measures each segmenter; every picture is read once.

    Args:
        turning: of pictures and masks, as in evaluate.
        slices: whether to measure slices.NAMES as well; low light uses every picture twice.
        worst: how many pictures of the first segmenter to keep.
        boxes: around the hands, by picture name.

    Raises:
        ValueError: boxes are combined with turning.
    """
    if boxes and turning.describe():
        raise ValueError(f"boxes do not turn with pictures, got {turning}")
    examiners = [_Examiner(one, slices, 0 if index else worst, boxes) for index, one in enumerate(segmenters)]
    for pair in tqdm(pairs, desc="evaluate", unit="picture", mininterval=1):
        whole = prepared(pair, turning.angle(pair.name))
        dark = darkened(whole) if slices else None
        for examiner in examiners:
            examiner.look(whole, dark)
    return [examiner.result() for examiner in examiners]


class _Examiner:
    def __init__(self, segmenter: Segmenter, slices: bool, worst: int, boxes: Boxes | None) -> None:
        self._hands = HandsTally(boxes) if boxes else None
        self._segmenter, self._keep = segmenter, worst
        self._total = Tally()
        self._slices = {name: Tally() for name in NAMES} if slices else {}
        self._worst: list[Case] = []

    def look(self, pair: Pair, dark: Pair | None) -> None:
        truth, predicted = pair.mask > 127, predict(self._segmenter, pair.image)
        iou = self._total.add(pair.name, predicted, truth)
        if self._hands:
            self._hands.add(pair.name, pair.image.shape[:2], predicted, truth)
        self._keep_if_bad(Case(iou, pair.name, pair.image, truth, predicted))
        for name in slices_of(truth) if self._slices else ():
            self._slices[name].add(pair.name, predicted, truth)
        if dark is not None:
            self._slices[LOW_LIGHT].add(pair.name, predict(self._segmenter, dark.image), truth)

    def result(self) -> Result:
        scores = {name: tally.score() for name, tally in self._slices.items()}
        some = {name: score for name, score in scores.items() if score.images}
        hands = self._hands.share() if self._hands else None
        return Result(self._total.score(), some, tuple(sorted(self._worst, reverse=True)), hands)

    def _keep_if_bad(self, case: Case) -> None:
        if self._keep:
            heapq.heappush(self._worst, case)
        if len(self._worst) > self._keep:
            heapq.heappop(self._worst)
