"""What setup.cfg cannot say: the kernels in C (docs/decisions/0024), and folders that become data.

assets/ and weights/ stand at the top level; a wheel has them inside the packages that read them
(sinet_core/shipped.py).
"""
import os
import shutil
from pathlib import Path

from setuptools import Extension, find_packages, setup
from setuptools.command.build_ext import build_ext
from setuptools.errors import CompileError

FOLDER = Path("sinet_core/kernels/native/src")
KERNELS = Extension(
    "sinet_core.kernels.native._kernels",
    sorted(map(str, FOLDER.glob("*.c"))),
    depends=sorted(map(str, FOLDER.glob("*.h"))),
    define_macros=[("Py_LIMITED_API", "0x030B0000")],
    # -g0, since Python's own options ask for debugging information, four times the size of the code.
    extra_compile_args=["-O3", "-fno-math-errno", "-fno-trapping-math", "-ffp-contract=fast", "-Wall", "-Wno-psabi",
                        "-Wno-pass-failed", "-g0"],
    py_limited_api=True,
    # Without a compiler, the app runs on OpenVINO and OpenCV, but slower. A wheel for others must not be built so.
    optional=not os.environ.get("BACKDROP_KERNELS_REQUIRED"),
)
DATA = {"app.assets": "assets", "sinet_core.weights": "weights"}


class BuildKernels(build_ext):
    """On Windows the kernels are compiled by Clang: MSVC has no vector types."""

    def build_extension(self, ext: Extension) -> None:
        if self.compiler.compiler_type == "msvc":
            clang = shutil.which("clang-cl")
            if clang is None:
                raise CompileError("the kernels need clang-cl, which comes with LLVM")
            self.compiler.initialize()
            self.compiler.cc = clang
            ext.extra_compile_args = [f"/clang:{option}" for option in ext.extra_compile_args]
        super().build_extension(ext)


setup(
    packages=[*find_packages(include=["app", "app.*", "sinet_core", "sinet_core.*"]), *DATA],
    package_dir=DATA,
    ext_modules=[KERNELS],
    cmdclass={"build_ext": BuildKernels},
)
