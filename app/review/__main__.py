"""python -m app.review DIR: the window of the human check."""
import sys

from app.review.window import main

if __name__ == "__main__":
    sys.exit(main())
