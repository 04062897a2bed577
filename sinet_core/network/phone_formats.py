"""The network in the file formats of phone runtimes: Core ML, LiteRT, ncnn, and ONNX for ONNX Runtime Mobile."""
from __future__ import annotations

import contextlib
import io
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from sinet_core.errors import DataError
from sinet_core.network.export import OPSET
from sinet_core.network.phone import PhoneNetwork

Size = tuple[int, int]
FORMATS = {"coreml": ".mlpackage", "litert": ".tflite", "onnx": ".onnx", "ncnn": ".param"}
"""Format -> suffix of its file; ncnn has a .bin beside it."""
NAMES = ("image", "alpha")


def write_phone(network: PhoneNetwork, path: Path, form: str, sizes: Sequence[Size]) -> None:
    """Writes a file for inputs of these sizes (height, width); an existing file is replaced at the end.

    Core ML and ncnn accept each of the sizes, ONNX with more than one accepts any multiple of 32, LiteRT has only one.

    Raises:
        DataError: the format's package is missing, the suffix is wrong, or the file cannot be written.
    """
    if path.suffix != FORMATS[form]:
        raise DataError(f"'{path.name}' does not end in {FORMATS[form]}", f"Names of {form} files end in that.")
    if form == "litert" and len(sizes) > 1:
        raise DataError("A LiteRT file has only one size", "Export a file for each size.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder, _quietly():
            made = _WRITERS[form](network, Path(folder) / path.name, sizes)
            for file in made:
                _move(file, path.with_name(file.name))
    except ModuleNotFoundError as error:
        hint = f"The package '{error.name}' is missing. Install the extra 'phone'."
        raise DataError(f"Cannot write {form} files", hint) from error
    except OSError as error:
        raise DataError(f"Cannot write '{path}'", f"{error.strerror or error}.") from error


def _coreml(network: PhoneNetwork, path: Path, sizes: Sequence[Size]) -> list[Path]:
    ct: Any = import_module("coremltools")
    shapes = [(1, 3, *size) for size in sizes]
    shape = ct.EnumeratedShapes(shapes, default=shapes[0]) if len(shapes) > 1 else shapes[0]
    layout = ct.colorlayout.RGB if network.order == "rgb" else ct.colorlayout.BGR
    model = ct.convert(
        _traced(network, sizes[0]),
        inputs=[ct.ImageType(name=NAMES[0], shape=shape, color_layout=layout)],
        outputs=[ct.TensorType(name=NAMES[1])],
        minimum_deployment_target=ct.target.iOS15,
        compute_precision=ct.precision.FLOAT32,
    )
    model.save(str(path))
    return [path]


def _litert(network: PhoneNetwork, path: Path, sizes: Sequence[Size]) -> list[Path]:
    litert: Any = import_module("litert_torch")
    litert.convert(network, (_picture(sizes[0]),)).export(str(path))
    return [path]


def _onnx(network: PhoneNetwork, path: Path, sizes: Sequence[Size]) -> list[Path]:
    axes = {0: "n", 2: "h", 3: "w"}
    free = dict.fromkeys(NAMES, axes) if len(sizes) > 1 else None
    target = io.BytesIO()
    torch.onnx.export(
        network, (_picture(sizes[0]),), target, input_names=NAMES[:1], output_names=NAMES[1:],  # type: ignore[arg-type]
        opset_version=OPSET, dynamic_axes=free, dynamo=False,
    )  # fmt: skip
    path.write_bytes(target.getvalue())
    return [path]


def _ncnn(network: PhoneNetwork, path: Path, sizes: Sequence[Size]) -> list[Path]:
    pnnx: Any = import_module("pnnx")
    source, weights = path.with_suffix(".pt"), path.with_suffix(".bin")
    _traced(network, sizes[0]).save(str(source))
    shapes = [f"[1,3,{height},{width}]" for height, width in (sizes[0], sizes[-1])]
    shapes[1:] = shapes[1:] if len(sizes) > 1 else []
    options = [f"inputshape{'' if index == 0 else index + 1}={shape}" for index, shape in enumerate(shapes)]
    out = [f"ncnnparam={path.name}", f"ncnnbin={weights.name}", "fp16=0"]
    command = [pnnx.EXEC_PATH, source.name, *options, *out]
    done = subprocess.run(command, cwd=path.parent, capture_output=True, text=True, check=False)
    if not (path.is_file() and weights.is_file()):
        raise DataError("pnnx could not convert the network", (done.stderr or done.stdout)[-200:].strip())
    return [weights, path]


_WRITERS: dict[str, Callable[[PhoneNetwork, Path, Sequence[Size]], list[Path]]] = {
    "coreml": _coreml, "litert": _litert, "onnx": _onnx, "ncnn": _ncnn,
}  # fmt: skip


def _traced(network: PhoneNetwork, size: Size) -> torch.jit.ScriptModule:
    traced: torch.jit.ScriptModule = torch.jit.trace(network, _picture(size))  # type: ignore[no-untyped-call]
    return traced


def _picture(size: Size) -> Tensor:
    return torch.rand(1, 3, *size) * 255


def _move(made: Path, path: Path) -> None:
    """Refuses to replace a folder that is not a Core ML package."""
    if path.is_dir():
        if not (path / "Manifest.json").is_file():
            raise DataError(f"'{path}' is a folder", "Choose another name.")
        shutil.rmtree(path)
    made.replace(path)


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """Silences the converters' progress bars and advice."""
    nobody = io.StringIO()
    with warnings.catch_warnings(), contextlib.redirect_stdout(nobody), contextlib.redirect_stderr(nobody):
        warnings.simplefilter("ignore")
        yield
