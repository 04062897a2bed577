"""A result as a table for people, and as one object for programs."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sinet_core.benchmark.meter import Figures
from sinet_core.benchmark.recipes import Recipe
from sinet_core.benchmark.runner import Result

# Field, heading, decimals.
COLUMNS = (
    ("mad", "MAD", 2),
    ("mse", "MSE", 2),
    ("grad", "Grad", 2),
    ("conn", "Conn", 2),
    ("dtssd", "dtSSD", 2),
    ("boundary_f1", "edge F1", 4),
    ("flicker", "flicker", 3),
    ("lag", "lag", 2),
    ("step_ms", "ms", 1),
)
WIDTH = 9


def table(result: Result, recipes: list[Recipe]) -> Iterator[str]:
    """Lines: the figures of each clip, then the means."""
    names = [recipe.name for recipe in recipes]
    widest = max(len(name) for name in names)
    heading = " " * (widest + 2) + "".join(f"{title:>{WIDTH}}" for _, title, _ in COLUMNS)
    for clip, scores in result.scores.items():
        yield f"{clip}"
        yield heading
        yield from (_row(name, widest, scores[name].figures) for name in names)
    for with_truth, title in ((True, "Mean of clips with truth"), (False, "Mean of clips without truth")):
        if with_truth in result.has_truth.values():
            yield title
            yield heading
            yield from (_row(name, widest, result.mean(name, with_truth=with_truth)) for name in names)
    yield "MAD, MSE, flicker x 1000; Grad, Conn / 1000; dtSSD x 100; lag in frames; edge F1: more is better."
    yield from (f"{recipe.name}: {recipe.about}" for recipe in recipes)


def as_json(result: Result, recipes: list[Recipe]) -> dict[str, Any]:
    """The same as plain values; what cannot be measured is null."""
    return {
        "clips": {
            clip: {name: asdict(score.figures) for name, score in scores.items()}
            for clip, scores in result.scores.items()
        },
        "recipes": {
            recipe.name: {
                "about": recipe.about,
                "with_truth": _mean(result, recipe.name, with_truth=True),
                "without_truth": _mean(result, recipe.name, with_truth=False),
            }
            for recipe in recipes
        },
        "frames": result.frames,
        "frame_sizes": [f"{width}x{height}" for width, height in sorted(result.sizes)],
    }


def _mean(result: Result, recipe: str, *, with_truth: bool) -> dict[str, float | None] | None:
    if with_truth not in result.has_truth.values():
        return None
    return asdict(result.mean(recipe, with_truth=with_truth))


def _row(name: str, widest: int, figures: Figures) -> str:
    return f"  {name:<{widest}}" + "".join(_cell(getattr(figures, key), digits) for key, _, digits in COLUMNS)


def _cell(value: float | None, digits: int) -> str:
    return f"{'-':>{WIDTH}}" if value is None else f"{value:>{WIDTH}.{digits}f}"
