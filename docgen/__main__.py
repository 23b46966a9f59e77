"""``docgen`` and ``python -m docgen``: the command line as a process of its own, which begins and ends quickly."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from typing import NoReturn

_MANY = 200_000  # things made since the last search for circles; at 700, Python's own number, all that is imported is searched many times


def run() -> NoReturn:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(_MANY)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # it would look for some among all that is installed
    from docgen.cli import main

    code = main()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)  # what main() made it has put away; Python would free every object one by one


if __name__ == "__main__":
    run()
