"""The app's Info.plist for macOS."""
from __future__ import annotations

IDENTIFIER = "local.backdrop.Backdrop"


def info_plist(version: str) -> dict[str, object]:
    """Entries of Info.plist besides those that PyInstaller writes itself."""
    return {
        "CFBundleName": "Backdrop",
        "CFBundleDisplayName": "Backdrop",
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "LSApplicationCategoryType": "public.app-category.video",
        "LSMinimumSystemVersion": "11.0",
        "NSHighResolutionCapable": True,
        # macOS denies both without asking if a program does not explain why it needs them.
        "NSCameraUsageDescription": "Backdrop shows you in front of a background of your choice.",
        "NSMicrophoneUsageDescription": "Backdrop records your voice with the video, if you choose a microphone.",
        # Offers "Open With" for videos and pictures, but never becomes their default program.
        "CFBundleDocumentTypes": [{
            "CFBundleTypeName": "Video or picture",
            "CFBundleTypeRole": "Viewer",
            "LSHandlerRank": "Alternate",
            "LSItemContentTypes": ["public.movie", "public.image"],
        }],
        "NSHumanReadableCopyright": "The Backdrop authors. See LICENSE and THIRD-PARTY.md.",
    }
