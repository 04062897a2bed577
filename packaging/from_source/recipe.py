"""Which libraries of the bundle are made from their source packages, and with which options."""
from __future__ import annotations

import hashlib
import platform
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version


@dataclass(frozen=True)
class Change:
    """Text of a file of the source package, and what stands there instead. It must be found exactly once."""

    file: str
    old: str
    new: str


# What Backdrop never calls, or what must not be in one program with x264 (docs/decisions/0029).
OPENCV_OFF = ("IPP", "ITT", "FFMPEG", "GSTREAMER", "LAPACK", "EIGEN", "OPENCL", "OPENEXR", "AVIF", "WEBP", "OPENJPEG",
              "JASPER", "JPEGXL", "IMGCODEC_GIF", "IMGCODEC_HDR", "IMGCODEC_PFM", "IMGCODEC_PXM",
              "IMGCODEC_SUNRASTER", "PROTOBUF", "FLATBUFFERS", "UNIFONT", "1394", "VA", "VA_INTEL", "VTK")
OPENCV_MODULES = ("core", "imgproc", "imgcodecs", "videoio", "video", "python3")
# OpenCV writes its typing stubs only with every module, and its package fails without them. Nothing imports them.
WITHOUT_STUBS = (
    Change("setup.py", '[ r"python/cv2/py.typed" ] if sys.version_info >= (3, 6) else []', "[]"),
    Change("setup.py", """    if sys.version_info >= (3, 6):
        rearrange_cmake_output_data["cv2.typing"]""", """    if False:
        rearrange_cmake_output_data["cv2.typing"]"""),
)
# Its own copies, so that the bundle is the same wherever it is made.
OPENCV_OWN = ("ZLIB", "JPEG", "PNG", "TIFF")
OPENCV_CMAKE = (
    "-DCMAKE_BUILD_TYPE=Release",
    "-DPYTHON3_LIMITED_API=ON",  # one build for every Python, as the wheel
    f"-DBUILD_LIST={','.join(OPENCV_MODULES)}",
    *(f"-DWITH_{name}=OFF" for name in OPENCV_OFF),
    *(f"-DBUILD_{name}=ON" for name in OPENCV_OWN),
    *(("-DCMAKE_MODULE_LINKER_FLAGS=-Wl,-s",) if sys.platform == "linux" else ()),  # no symbols, as in the wheel
)
X86 = platform.machine().lower() in ("x86_64", "amd64")
# Without BLAS its own loops do linear algebra, of which Backdrop has a few 3x3 matrices (docs/decisions/0010).
NUMPY_MESON = (
    "-Dallow-noblas=true", "-Dblas=none", "-Dlapack=none",
    # Of the variants of its loops for processors, those with AVX2; what AVX-512 adds makes no frame faster.
    *(("-Dcpu-dispatch=X86_V3",) if X86 else ()),
    *(("-Dc_link_args=-Wl,-s", "-Dcpp_link_args=-Wl,-s") if sys.platform == "linux" else ()),
    *(("--vsenv",) if sys.platform == "win32" else ()),  # MSVC, as its wheels, and not another compiler that is there
)


@dataclass(frozen=True)
class Recipe:
    """How a library is made.

    Attributes:
        title, package, module: its name for people, in the registry, and when it is imported.
        minutes: how long it takes on two idle cores.
        variables: the environment's, for the library's own build.
        settings: for its build system, KEY=VALUE each.
        programs: what it needs beside a compiler.
        changes: what is changed in its source before it is built.
        every_python: whether all versions of Python can use the result.
    """

    title: str
    package: str
    module: str
    minutes: int
    variables: Mapping[str, str] = field(default_factory=dict)
    settings: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    every_python: bool = False

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
        parts = (sorted(self.variables.items()), self.changes, sysconfig.get_platform(), *self.settings,
                 *(() if self.every_python else (sys.implementation.cache_tag,)))
        return f"{self.package}-{self.version}-{hashlib.sha256(repr(parts).encode()).hexdigest()[:10]}"


OPENCV = Recipe("OpenCV", "opencv-python-headless", "cv2", 30,
                {"ENABLE_HEADLESS": "1", "CMAKE_ARGS": " ".join(OPENCV_CMAKE)},
                # Without it JPEG, and so the pictures of most cameras, are decoded without vector instructions.
                programs=("nasm",) if X86 else (), changes=WITHOUT_STUBS, every_python=True)
NUMPY = Recipe("numpy", "numpy", "numpy", 10, settings=tuple(f"setup-args={option}" for option in NUMPY_MESON))
LIBRARIES = (OPENCV, NUMPY)
