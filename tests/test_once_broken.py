"""Files that once broke something, in `tests/regressions/`: every reader gives a result or an error of ours, and none hangs.

A file that breaks something is put into that folder under a name that says what it is; nothing else has to be written.
"""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import codes, found

import docgen
from docgen.batch.rows import read_rows
from docgen.rules.mend import mend
from docgen.sheets.read import read_sheets

FOLDER = Path(__file__).parent / "regressions"
STARTER = FOLDER.parent.parent / "samples/starter.yaml"
FILES = sorted(path.name for path in FOLDER.iterdir())
READERS: dict[str, Callable[[Path], object]] = {
    "load_plan": docgen.load_plan,
    "load_data": docgen.load_data,
    "check_plan": docgen.check_plan,
    "build": lambda path: docgen.build(path, "speech"),
    "ledger": docgen.ledger,
    "Template": lambda path: docgen.Template(path).render({}, undefined="collect"),
    "check_template": docgen.check_template,
    "check_document": docgen.check_document,
    "inspect_document": docgen.inspect_document,
    "compare_documents": lambda path: docgen.compare_documents({"one": path, "other": path}),
    "compare_documents with a plan": lambda path: docgen.compare_documents({"one": path}, STARTER),
    "mend": lambda path: mend(path.read_bytes(), path.name),
    "Template.mended": lambda path: docgen.Template(path).mended(),
    "read_rows": read_rows,
    "gap_sheets": docgen.gap_sheets,
    "fill_gaps": lambda path: docgen.fill_gaps(STARTER, [path]),
    "next_plan": lambda path: docgen.next_plan(path, datetime.date(2026, 4, 9)),
    "read_sheets": lambda path: read_sheets(path.read_bytes(), path.name),
    "update_plan": lambda path: docgen.update_plan(path, path),
    "update_plan of a sound plan": lambda path: docgen.update_plan(STARTER, path),
}


def outcome(read: Callable[[Path], object], path: Path) -> str:
    """Return how a reader ended: ``done``, the codes of our error, or ``broken`` with what came through."""
    try:
        read(path)
    except docgen.DocgenError as exc:
        return " ".join(sorted({finding.code for finding in exc.findings})) or "broken: an error that says nothing"
    except BaseException as exc:
        return f"broken: {exc!r}"
    return "done"


@pytest.mark.parametrize("name", FILES)
def test_every_reader_gives_a_result_or_an_error_of_ours(name: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(FOLDER.parent.parent)}
    made = subprocess.run(
        [sys.executable, __file__, name], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    told = dict(line.split("\t") for line in made.stdout.splitlines())
    assert list(told) == list(READERS), made.stderr
    assert {reader: how for reader, how in told.items() if how.startswith("broken")} == {}


def test_what_is_no_dialect_of_ours_is_told_as_broken() -> None:
    def broken(path: Path) -> None:
        raise ValueError(path.name)

    assert outcome(broken, Path("x")) == "broken: ValueError('x')"


@pytest.mark.parametrize(
    "name",
    ["sheet-with-endless-merges.xlsx", "sheet-with-an-endless-link.xlsx", "sheet-with-endless-merges-in-utf-16.xlsx"],
)
def test_ranges_that_span_whole_sheets_are_a_limit_and_not_gone_through(name: str) -> None:
    data = (FOLDER / name).read_bytes()
    assert codes(found(read_sheets, data, name)) == ["L106"]


if __name__ == "__main__":
    for reader, read in READERS.items():
        sys.stdout.write(f"{reader}\t{outcome(read, FOLDER / sys.argv[1])}\n")
        sys.stdout.flush()
