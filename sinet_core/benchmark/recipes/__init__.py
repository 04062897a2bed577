"""Whole recipes from a frame to an alpha at frame size: ours, and what other programs do by default.

Each was written from scratch from a description of the steps and default values. A new one is a
module with a function open_recipe, and a line in RECIPES.
"""
from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any, Protocol

from sinet_core.arrays import Alpha, Image
from sinet_core.benchmark.recipes.networks import Networks
from sinet_core.errors import DataError

RECIPES = {
    "backdrop": "backdrop",
    "backdrop-gated": "backdrop_gated",
    "obs-backgroundremoval": "obs_backgroundremoval",
    "live-backgroundremoval-lite": "live_backgroundremoval_lite",
    "backscrub": "backscrub",
    "lfbw": "lfbw",
    "jitsi": "jitsi",
}
FOR_FILES = {"backdrop-best": "backdrop_best"}
"""Those that look ahead."""


class Recipe(Protocol):
    """The steps by which a program makes its matte.

    Attributes:
        name: a key of RECIPES.
        about: one line about the network that runs here, and how it differs from the program's own.
    """

    name: str
    about: str

    def step(self, frame: Image, state: Any) -> tuple[Alpha, Any]:
        """Processes one live frame.

        Args:
            frame: HxWx3 uint8 BGR.
            state: as returned by the previous call; None for the first.

        Returns:
            (the alpha with which this frame is shown, HxW float32 0..1; the state for the next frame).
        """
        ...


class LooksAhead(Protocol):
    """A recipe for files, which sees later frames. name, about: see Recipe."""

    name: str
    about: str

    def step(self, frame: Image, state: Any) -> tuple[Alpha | None, Any]:
        """As Recipe.step, but the alpha is of the frame that has waited longest, or None."""
        ...

    def rest(self, state: Any) -> Iterable[Alpha]:
        """The alphas of the frames that still wait, in order, once no more frames come."""
        ...


def open_file_recipe(name: str, networks: Networks) -> LooksAhead:
    """One of FOR_FILES. Raises as open_recipe does."""
    recipe: LooksAhead = import_module(f"{__name__}.{FOR_FILES[name]}").open_recipe(networks)
    return recipe


def open_recipe(name: str, networks: Networks) -> Recipe:
    """Opens a recipe with its network.

    Raises:
        DataError: the name is unknown, or the recipe's network is missing.
        sinet_core.errors.WeightsError: the network cannot be used.
    """
    if name not in RECIPES:
        raise DataError(f"No recipe '{name}'", f"Choose from {', '.join(RECIPES)}.")
    recipe: Recipe = import_module(f"{__name__}.{RECIPES[name]}").open_recipe(networks)
    return recipe
