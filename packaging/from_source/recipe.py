"""Which libraries of the bundle are made from their source packages, and with which options."""
from __future__ import annotations

import hashlib
import platform
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version

# What Backdrop never calls, or what must not be in one program with x264 (docs/decisions/0029).
OPENCV_OFF = ("IPP", "ITT", "FFMPEG", "GSTREAMER", "LAPACK", "EIGEN", "OPENCL", "OPENEXR", "AVIF", "WEBP", "OPENJPEG",
              "JASPER", "JPEGXL", "IMGCODEC_GIF", "IMGCODEC_HDR", "IMGCODEC_PFM", "IMGCODEC_PXM",
              "IMGCODEC_SUNRASTER", "FLATBUFFERS", "UNIFONT", "1394", "VA", "VA_INTEL", "VTK")
OPENCV_MODULES = ("core", "imgproc", "imgcodecs", "videoio", "video", "dnn", "python3")
# Its own copies, so that the bundle is the same wherever it is made.
OPENCV_OWN = ("ZLIB", "JPEG", "PNG", "TIFF", "PROTOBUF")
OPENCV_CMAKE = (
    "-DCMAKE_BUILD_TYPE=Release",
    "-DPYTHON3_LIMITED_API=ON",
    f"-DBUILD_LIST={','.join(OPENCV_MODULES)}",
    *(f"-DWITH_{name}=OFF" for name in OPENCV_OFF),
    *(f"-DBUILD_{name}=ON" for name in OPENCV_OWN),
    *(("-DCMAKE_MODULE_LINKER_FLAGS=-Wl,-s",) if sys.platform == "linux" else ()),  # no symbols, as in the wheel
)


@dataclass(frozen=True)
class Recipe:
    """How one library is made.

    Attributes:
        title, package, module: its name for people, in the registry, and in an import.
        minutes: how long it takes on two cores.
        options: what `pip wheel` is told.
        variables: the environment's, for the library's own build.
        programs: what it needs beside a compiler.
        any_python: the result serves every Python (stable ABI).
    """

    title: str
    package: str
    module: str
    minutes: int
    options: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    programs: tuple[str, ...] = ()
    any_python: bool = False

    @property
    def version(self) -> str:
        """The version that the environment uses.

        Raises:
            importlib.metadata.PackageNotFoundError: it has none.
        """
        return version(self.package)

    @property
    def key(self) -> str:
        """Names the result: package, version, and a digest of all that it depends on."""
        python = "" if self.any_python else sys.implementation.cache_tag
        parts = (self.options, sorted(self.variables.items()), sysconfig.get_platform(), python)
        return f"{self.package}-{self.version}-{hashlib.sha256(repr(parts).encode()).hexdigest()[:10]}"


X86 = platform.machine().lower() in ("x86_64", "amd64")
OPENCV = Recipe("OpenCV", "opencv-python-headless", "cv2", 45,
                variables={"ENABLE_HEADLESS": "1", "CMAKE_ARGS": " ".join(OPENCV_CMAKE)},
                # Without it JPEG, and so the pictures of most cameras, are decoded without vector instructions.
                programs=("nasm",) if X86 else (), any_python=True)
NUMPY = Recipe("numpy", "numpy", "numpy", 10,
               options=("-Csetup-args=-Dallow-noblas=true", "-Csetup-args=-Dblas=none", "-Csetup-args=-Dlapack=none"))
RECIPES = (OPENCV, NUMPY)
