"""python -m app.review DIR: opens the review window."""
import sys

from app.review.window import main

if __name__ == "__main__":
    sys.exit(main())
