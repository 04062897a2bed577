"""Maps the names in the paper authors' checkpoint to ours. The only module that knows them."""
from __future__ import annotations

import re

from torch import Tensor

_RULES: tuple[tuple[str, str], ...] = (
    (r"^encoder\.level1\.", "encoder.stem."),
    (r"^encoder\.level(2|3)_0\.conv\.0\.", r"encoder.down\1.depthwise."),
    (r"^encoder\.level(2|3)_0\.conv\.1\.dense\.", r"encoder.down\1.se.dense."),
    (r"^encoder\.level(2|3)_0\.conv\.2\.", r"encoder.down\1.pointwise."),
    (r"^encoder\.level(2|3)_0\.", r"encoder.down\1."),
    (r"^encoder\.level(2|3)\.(\d+)\.c1\.conv\.", r"encoder.stage\1.\2.split."),
    (r"^encoder\.level(2|3)\.(\d+)\.d1\.", r"encoder.stage\1.\2.branches.0."),
    (r"^encoder\.level(2|3)\.(\d+)\.d2\.", r"encoder.stage\1.\2.branches.1."),
    (r"^encoder\.level(2|3)\.(\d+)\.BR\.", r"encoder.stage\1.\2.out."),
    (r"(branches\.\d)\.conv\.0\.", r"\1.depthwise."),
    (r"(branches\.\d)\.conv\.1\.", r"\1.depthwise_bn."),
    (r"(branches\.\d)\.act_conv1x1\.0\.", r"\1.act."),
    (r"(branches\.\d)\.act_conv1x1\.1\.", r"\1.pointwise."),
    (r"^encoder\.BR(2|3)\.", r"encoder.merge\1."),
    (r"^encoder\.classifier\.conv\.", "encoder.classifier."),
    (r"^bn_3\.", "decoder.low_bn."),
    (r"^level2_C\.", "decoder.high."),
    (r"^bn_2\.", "decoder.merge_bn."),
    (r"^classifier\.1\.", "decoder.classifier."),
)


def is_published(state: dict[str, Tensor]) -> bool:
    """Whether a state dict has the published names (with or without DataParallel's "module.")."""
    return any(name.removeprefix("module.").startswith("encoder.level1.") for name in state)


def from_published(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """A state dict with the published names -> the same tensors under ours."""
    return {_rename(name.removeprefix("module.")): tensor for name, tensor in state.items()}


def _rename(name: str) -> str:
    for pattern, replacement in _RULES:
        name = re.sub(pattern, replacement, name)
    return name
