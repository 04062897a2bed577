"""A training recipe: one readable TOML file, read into one frozen value."""
from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, TypeVar

from sinet_core.errors import DataError
from sinet_core.network.config import Gate

Kind = Literal["person", "cutout", "room"]
T = TypeVar("T")


@dataclass(frozen=True)
class Data:
    """One folder of pictures.

    Attributes:
        name: unique in the recipe.
        images: folder, relative to --data.
        kind: "person" (picture and mask), "cutout" (RGBA, no room) or "room" (nobody in it).
        masks: folder of the masks, relative to --data or --labels; PNG of the same base name, 0..255, soft allowed.
        list: a text file of base names to use, relative to --data; "" uses all.
        without: base names to leave out because a test set contains them.
        person_parts: how many leading parts of a name, between "_", identify the person; 0 if every name is a new one.
        share: how often its pictures are drawn, relative to other folders of its kind.
        teacher: folder of soft labels (datagen), relative to --labels; for rooms, used to leave out people.
        teacher_weight: 0..1, the teacher's share of the label.
        agreement: pictures with a lower agreement of the teachers are left out.
        ignore_below: share of the height, from the top, that is labelled; the rest is left out of the loss.
        upper_body: windows mostly follow the person's box (whole-body pictures framed as at a webcam).
    """

    name: str
    images: str
    kind: Kind
    masks: str = ""
    list: str = ""
    without: tuple[str, ...] = ()
    person_parts: int = 0
    share: float = 1.0
    teacher: str = ""
    teacher_weight: float = 0.0
    agreement: float = 0.0
    ignore_below: float = 1.0
    upper_body: bool = False


@dataclass(frozen=True)
class Augment:
    """How pictures are varied. Probabilities are 0..1, angles degrees.

    Attributes:
        style: "own" (uses the fields below) or "authors" (training/authors.py; ignores them).
        scale: range of the zoom (paper: 0.5..1.5); shift: part of the window's side.
        aspect: range of width:height of the window before it is fitted into the input.
        keep_aspect: how often a picture nearly keeps its aspect, as in evaluate.
        inside: how often a picture in its own room fills the window, with nothing invented around it.
        rotate: (probability, limit) pairs, tried in order; otherwise no rotation.
        composite: how often people are placed before another room; room: how often there is nobody.
        mosaic: how often four pictures are combined: smaller people, several of them, in their own rooms.
        far: share of people before another room who are small in it; mostly whole bodies.
        close: how often somebody is so close that the head is outside, as if they stood up before the camera.
    """

    style: Literal["own", "authors"] = "own"
    scale: tuple[float, float] = (0.5, 1.5)
    shift: float = 0.15
    aspect: tuple[float, float] = (0.75, 0.75)
    keep_aspect: float = 0.0
    inside: float = 0.0
    rotate: tuple[tuple[float, float], ...] = ((1.0, 45.0),)
    composite: float = 0.0
    room: float = 0.0
    mosaic: float = 0.0
    far: float = 0.3
    close: float = 0.0
    color: float = 1.0
    low_light: float = 0.0
    blur: float = 0.2
    noise: float = 0.3
    jpeg: float = 0.0


@dataclass(frozen=True)
class Stage:
    """One stage of the training.

    Attributes:
        train: "encoder" (its own classifier is trained alone) or "network".
        sizes: (height, width) of the input; batches rotate through them.
        batch: pictures per step and process; pictures: total over all processes.
        lr, lr_end: start and end of the cosine.
        encoder_loss: weight of the encoder's own loss when the network is trained.
        calm: weight of the penalty on answers that change more than the picture does (training/calm.py); for "network".
        begin: from the previous stage's last weights, or its "best" on held-out pictures.
        encoder_at: factor by which the labels are reduced when the encoder is trained alone: 1 or 8.
        encoder_band_px: side of the boundary band's square at that size, for 8.
        augment: the recipe's with the stage's own changes; None means the recipe's.
    """

    train: Literal["encoder", "network"]
    sizes: tuple[tuple[int, int], ...]
    batch: int
    pictures: int
    lr: float
    lr_end: float
    encoder_loss: float = 0.0
    calm: float = 0.0
    begin: Literal["last", "best"] = "last"
    encoder_at: Literal[1, 8] = 1
    encoder_band_px: int = 5
    augment: Augment | None = None

    def steps(self, processes: int = 1) -> int:
        """Steps of each of that many processes."""
        return self.pictures // (self.batch * processes)


@dataclass(frozen=True)
class Recipe:
    """Everything that determines the weights, except the pictures themselves.

    Attributes:
        gate: of the decoder, see SINetConfig; "block" is the paper's, the others are its rivals in Table 4.
        width: factor on the paper's channels.
    """

    name: str
    seed: int
    data: tuple[Data, ...]
    stages: tuple[Stage, ...]
    augment: Augment = field(default_factory=Augment)
    optimizer: Literal["adam", "adamw"] = "adam"
    weight_decay: float = 2e-4
    boundary_weight: float = 0.9
    boundary_px: int = 15
    ema: float = 0.0
    gate: Gate = "block"
    width: float = 1.0


def load_recipe(name: str) -> Recipe:
    """Loads a recipe by name ("paper", "webcam") or by path.

    Raises:
        DataError: there is none, or it is invalid.
    """
    bundled = Path(__file__).with_name("recipes") / f"{name}.toml"
    path = bundled if bundled.is_file() else Path(name)
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in bundled.parent.glob("*.toml")))
        raise DataError(f"No recipe '{name}'", f"Use a TOML file or one of: {known}.")
    try:
        return _recipe(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, KeyError) as error:
        raise DataError(f"'{path.name}' is not a recipe: {error}", "Compare it with recipes/webcam.toml.") from error


def _recipe(values: dict[str, Any]) -> Recipe:
    values = dict(values)
    values["data"] = tuple(_build(Data, item) for item in values["data"])
    usual = values.get("augment", {})
    values["stages"] = tuple(_stage(item, usual) for item in values["stages"])
    values["augment"] = _build(Augment, usual)
    return _build(Recipe, values)


def _stage(values: dict[str, Any], usual: dict[str, Any]) -> Stage:
    own = {"augment": _build(Augment, usual | values["augment"])} if "augment" in values else {}
    return _build(Stage, values | own)


def _build(cls: type[T], values: dict[str, Any]) -> T:
    known = {f.name for f in fields(cls)}  # type: ignore[arg-type]
    unknown = set(values) - known
    if unknown:
        raise TypeError(f"unknown {', '.join(sorted(unknown))} in {cls.__name__.lower()}")
    return cls(**{name: _frozen(value) for name, value in values.items()})


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
