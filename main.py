"""Backdrop: a new background behind you, live."""
from app.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
