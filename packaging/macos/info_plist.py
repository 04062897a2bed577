"""What macOS reads about the app before it starts it."""
from __future__ import annotations

IDENTIFIER = "local.backdrop.Backdrop"


def info_plist(version: str) -> dict[str, object]:
    """Entries of Info.plist beside those that PyInstaller writes by itself."""
    return {
        "CFBundleName": "Backdrop",
        "CFBundleDisplayName": "Backdrop",
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "LSApplicationCategoryType": "public.app-category.video",
        "LSMinimumSystemVersion": "11.0",
        "NSHighResolutionCapable": True,
        # macOS refuses without a question to a program that does not say what it wants them for.
        "NSCameraUsageDescription": "Backdrop shows you in front of another background.",
        "NSMicrophoneUsageDescription": "Backdrop records your voice with the video, if you choose a microphone.",
        # "Open With" for videos and pictures; never their default program.
        "CFBundleDocumentTypes": [{
            "CFBundleTypeName": "Video or picture",
            "CFBundleTypeRole": "Viewer",
            "LSHandlerRank": "Alternate",
            "LSItemContentTypes": ["public.movie", "public.image"],
        }],
        "NSHumanReadableCopyright": "The Backdrop authors. See LICENSE and THIRD-PARTY.md.",
    }
