"""One document in a process of its own; prints the peak of its resident memory in bytes.

``python alone.py ENGINE TEMPLATE ROWS OUTPUT``: the ledger of that many rows. The document is left in ``OUTPUT``, to be
checked by whoever asked: a check here would be part of the peak.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from engines import ENGINES
from workloads import ledger_data


def main() -> None:
    """Fill one document and print the peak."""
    engine, template, rows, output = sys.argv[1:]
    document = ENGINES[engine](template)(ledger_data(int(rows)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(peak if sys.platform == "darwin" else peak * 1024)
    Path(output).write_bytes(document)


if __name__ == "__main__":
    main()
