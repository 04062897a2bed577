"""The settings that shape a composite: kept with a take, and changed by the user afterwards."""
from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from app.settings import BackgroundSettings, MirrorSettings, Settings, SourceZones, ZoneSettings
from app.settings_decoding import decode_settings
from app.zone_masks import mask_of
from sinet_core.matting.settings import MatteSettings

SOURCE = "take"  # the source id of a take's zones
SUFFIX = ".backdrop"  # a suffix of its own, so that nobody mistakes the room for the finished video


@dataclass(frozen=True)
class TakeSettings:
    """Attributes:
    background: what stands behind the person.
    matte: shapes the alpha.
    mirrored: whether the composite is mirrored.
    zones: what the user painted, as text; see app.zone_masks.
    """

    background: BackgroundSettings = field(default_factory=BackgroundSettings)
    matte: MatteSettings = field(default_factory=MatteSettings)
    mirrored: bool = False
    zones: str = ""

    def as_settings(self) -> Settings:
        """For app.pipeline.process.stages.process, with SOURCE as the source id."""
        zones = ZoneSettings((SourceZones(SOURCE, self.zones),) if self.zones else ())
        return Settings(
            background=self.background, matte=self.matte, zones=zones, mirror=MirrorSettings(output=self.mirrored))

    def as_json(self) -> dict[str, Any]:
        return {
            "background": asdict(self.background), "matte": asdict(self.matte), "mirrored": self.mirrored,
            "zones": self.zones,
        }  # fmt: skip


@dataclass(frozen=True)
class TakeChanges:
    """What the user changed; None means unchanged."""

    background: BackgroundSettings | None = None
    matte: MatteSettings | None = None
    mirrored: bool | None = None
    zones: str | None = None

    def applied_to(self, settings: TakeSettings) -> TakeSettings:
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(settings, **{name: value for name, value in named.items() if value is not None})

    def as_json(self) -> dict[str, Any]:
        tree = self.applied_to(TakeSettings()).as_json()
        return {field.name: tree[field.name] for field in fields(self) if getattr(self, field.name) is not None}


def changes_from_json(tree: object) -> TakeChanges:
    """Restores what TakeChanges.as_json made; whatever is missing is unchanged."""
    if not isinstance(tree, dict):
        return TakeChanges()
    known = from_json(tree)
    names = [field.name for field in fields(TakeChanges) if field.name in tree]
    return TakeChanges(**{name: getattr(known, name) for name in names})


def take_settings(settings: Settings, source_id: str) -> TakeSettings:
    """The part of settings that applies to frames of that source."""
    return TakeSettings(
        settings.background, settings.matte, settings.mirror.output, mask_of(settings.zones, source_id))


def from_json(tree: object) -> TakeSettings:
    """Restores what TakeSettings.as_json made; defaults for whatever is missing or damaged."""
    values = tree if isinstance(tree, dict) else {}
    shared = decode_settings({name: values[name] for name in ("background", "matte") if name in values})
    zones = values.get("zones")
    return TakeSettings(
        shared.background, shared.matte, values.get("mirrored") is True, zones if isinstance(zones, str) else "")
