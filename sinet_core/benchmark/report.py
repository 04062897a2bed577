"""A result as a table for people, and as JSON for programs."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from sinet_core.benchmark.meter import Figures
from sinet_core.benchmark.recipes import LooksAhead, Recipe
from sinet_core.benchmark.runner import Result

# Field, heading, decimal places.
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


def table(result: Result, recipes: Sequence[Recipe | LooksAhead]) -> Iterator[str]:
    """Lines of text: the figures of each clip, then the means."""
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
    yield "MAD, MSE, flicker x 1000; Grad, Conn / 1000; dtSSD x 100; lag in frames; edge F1: higher is better."
    yield from (f"{recipe.name}: {recipe.about}" for recipe in recipes)


def markdown(result: Result, recipes: Sequence[Recipe | LooksAhead]) -> str:
    """The means as Markdown tables, with the best of each column in bold, and a list of the recipes."""
    lines: list[str] = []
    for with_truth, title in ((True, "with"), (False, "without")):
        count = sum(known == with_truth for known in result.has_truth.values())
        if count:
            means = {recipe.name: result.mean(recipe.name, with_truth=with_truth) for recipe in recipes}
            lines += [f"Means of {count} sequences {title} truth:", "", *_markdown_table(means), ""]
    lines += [f"MAD, MSE, flicker × 1000; Grad, Conn / 1000; dtSSD × 100; lag in frames; {result.frames} frames.", ""]
    lines += [f"* {recipe.name}: {recipe.about}" for recipe in recipes]
    return "\n".join(lines) + "\n"


def _markdown_table(means: dict[str, Figures]) -> Iterator[str]:
    columns = [column for column in COLUMNS if any(getattr(row, column[0]) is not None for row in means.values())]
    yield f"| recipe | {' | '.join(title for _, title, _ in columns)} |"
    yield f"|---|{'---:|' * len(columns)}"
    best = {key: _best(key, means) for key, _, _ in columns}
    for name, row in means.items():
        cells = [_cell(getattr(row, key), digits).strip() for key, _, digits in columns]
        firsts = [best[key] == name for key, _, _ in columns]
        marked = [f"**{cell}**" if first else cell for cell, first in zip(cells, firsts, strict=True)]
        yield f"| {name} | {' | '.join(marked)} |"


def _best(key: str, means: dict[str, Figures]) -> str:
    """The recipe with the best figure; the best lag is the one nearest to 0."""
    known = {name: value for name, row in means.items() if (value := getattr(row, key)) is not None}
    return max(known, key=lambda name: known[name] if key == "boundary_f1" else -abs(known[name]))


def as_json(result: Result, recipes: Sequence[Recipe | LooksAhead]) -> dict[str, Any]:
    """The same as plain values; null where a figure cannot be measured."""
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
