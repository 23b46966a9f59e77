"""A Dask cluster as an executor; the only user of dask.distributed.

Codes: O521, O522.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from concurrent.futures import Executor
from typing import Any

from docgen.errors import FileError, UseError
from docgen.findings import Finding, Place

_WAIT_S = "20s"


@contextlib.contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Give the executor of a running cluster.

    A job whose worker dies is sent to another by the scheduler; results come back here, and are written here.

    Args:
        address: Of the scheduler, such as ``tcp://10.0.0.1:8786``.

    Raises:
        FileError: It cannot be reached.
        UseError: dask.distributed is not installed.
    """
    try:
        from distributed import Client
    except ImportError as exc:
        raise UseError([Finding("O522", Place(), {"option": "--scheduler", "extra": "dask"})]) from exc
    try:
        connect: Any = Client  # which has no types
        client = connect(address, timeout=_WAIT_S, set_as_default=False)
    except (OSError, ValueError) as exc:
        reason = "nothing answers there" if isinstance(exc, OSError) else "this is no address"
        raise FileError([Finding("O521", Place(), {"address": address, "reason": reason})]) from exc
    try:
        yield client.get_executor(pure=False)
    finally:
        client.close()
