"""A batch of notices from one plan, beside docxtpl filling the same template: ``python benchmarks/batch.py``. README.md says more."""

from __future__ import annotations

import argparse
import csv
import multiprocessing
import re
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment

import docgen
from docgen.api import template_dir
from docgen.batch.jobs import build_many
from docgen.batch.plans import of_plan
from docgen.batch.rows import read_rows
from docgen.batch.run import Run
from docgen.cli import main as command
from docgen.package import read_docx, write_docx
from docgen.pages.reader import read_texts

SAMPLES = Path(__file__).parent.parent / "samples"
_NAME = "{主送机关}"
_HUGE = 100_000
_KB = 1024 if sys.platform != "darwin" else 1024 * 1024


_OURS_ALONE = re.compile(rb"\{% ?(?:indent|merge|width)\b[^%]*%\}")  # tags that docxtpl does not have


def template(path: Path) -> None:
    """Write the shipped notice without the few tags that are docgen's alone, so that docxtpl can fill it as it is."""
    parts = read_docx((template_dir() / "notice.docx").read_bytes(), "notice.docx")
    path.write_bytes(write_docx({name: _OURS_ALONE.sub(b"", data) for name, data in parts.items()}))


def filters() -> Environment:
    """Return Jinja's filters with the one of docgen that the template asks for."""
    environment = Environment(autoescape=True)
    environment.filters["em"] = len
    return environment


def recipients(path: Path, count: int) -> None:
    """Write a table of so many addressees."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["主送机关"])
        rows.writerows([f"第{number}中学"] for number in range(1, count + 1))


def ours(plan: Path, folder: Path, count: int, out: str = "ours", workers: int = 1) -> None:
    """Make and write the batch as the command does."""
    recipients(folder / "rows.csv", count)
    table = read_rows(folder / "rows.csv")
    planned = of_plan(plan, ["notice"], str(folder / "notice.docx"), table, folder / out, _NAME, final=False)
    for done in Run(planned, folder / out, resume=False, force=False).documents(None, workers):
        assert not done.is_failed


def whole(plan: Path, folder: Path, count: int) -> None:
    """Let the command make a batch, with its index and its archive."""
    recipients(folder / "rows.csv", count)
    options = {
        "--rows": "rows.csv",
        "--template": "notice.docx",
        "-o": f"whole{count}",
        "--index": f"{count}.xlsx",
        "--zip": f"{count}.zip",
    }
    words = [word for option, name in options.items() for word in (option, str(folder / name))]
    words += ["--kind", "notice", "--name", _NAME, "--jobs", "1", "--quiet"]
    assert command(["batch", str(plan), *words]) == 0
    shutil.rmtree(folder / f"whole{count}")


def theirs(folder: Path, context: dict[str, Any], count: int) -> None:
    """Fill and save with docxtpl, which is given the composed data."""
    (folder / "theirs").mkdir(exist_ok=True)
    environment = filters()
    for number in range(1, count + 1):
        name = f"第{number}中学"
        document = DocxTemplate(str(folder / "notice.docx"))
        document.render({**context, "addressees": name}, environment)
        document.save(str(folder / "theirs" / f"{name}.docx"))


def same(folder: Path, count: int) -> None:
    """See that both say the same, document by document."""
    for number in range(1, count + 1):
        said = [
            [
                line.text
                for text in read_texts((folder / whose / f"第{number}中学.docx").read_bytes(), "")
                for line in text
            ]
            for whose in ("ours", "theirs")
        ]
        assert said[0] == said[1], number
        assert f"第{number}中学：" in said[0]


def processor_s(work: Callable[[], object]) -> float:
    """Return seconds of the processor that some work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def spread(plan: Path, folder: Path, count: int, workers: int) -> float:
    """Return seconds of the clock that so many processes take for the documents, once they are warm."""
    recipients(folder / "rows.csv", count)
    table = read_rows(folder / "rows.csv")
    planned = of_plan(plan, ["notice"], str(folder / "notice.docx"), table, folder / "ours", _NAME, final=False)
    jobs = [one.job for one in planned]
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert all(result.data for result in build_many(jobs[: 64 * workers], pool))
        start = time.perf_counter()
        assert all(result.data for result in build_many(jobs, pool))
        return time.perf_counter() - start


def peak_mb(work: Callable[[], object]) -> float:
    """Return the peak memory of some work in a process of its own, MB."""
    here, there = multiprocessing.get_context("fork").Pipe()
    process = multiprocessing.get_context("fork").Process(target=_peak, args=(work, there))
    process.start()
    found: float = here.recv()
    process.join()
    return found


def _peak(work: Callable[[], object], there: Connection) -> None:
    work()
    there.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KB)


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--docxtpl", type=int, default=100, help="documents that docxtpl makes")
    parser.add_argument("--most", type=int, default=10_000, help="documents of the larger batch for memory")
    parser.add_argument("--huge", action="store_true", help=f"measure the memory of {_HUGE} documents, too")
    parser.add_argument("--plan", default="starter", help="sample whose notice is sent")
    given = parser.parse_args(arguments)
    plan = SAMPLES / f"{given.plan}.yaml"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template(folder / "notice.docx")
        context = docgen.compose(docgen.load_plan(plan), "notice", str(folder / "notice.docx"))
        sizes = [min(100, given.most), given.most, *([_HUGE] if given.huge else [])]
        peaks = [(n, peak_mb(lambda n=n: ours(plan, folder, n, f"memory{n}"))) for n in sizes]
        wholes = [(n, peak_mb(lambda n=n: whole(plan, folder, n))) for n in sizes]
        other = given.docxtpl / processor_s(lambda: theirs(folder, context, given.docxtpl))
        own = given.documents / processor_s(lambda: ours(plan, folder, given.documents))
        same(folder, min(given.documents, given.docxtpl))
        one, two = (spread(plan, folder, 4 * given.documents, workers) for workers in (1, 2))
    print(f"documents a CPU second   docgen {own:.0f}   docxtpl {other:.1f}   ratio {own / other:.0f}")
    print(f"two processes over one   {one / two:.2f}   ({one:.2f} s, {two:.2f} s for {4 * given.documents} documents)")
    for head, found in (("peak memory", peaks), ("  with index and archive", wholes)):
        print(f"{head:24} {', '.join(f'{peak:.1f} MB for {n} documents' for n, peak in found)}")


if __name__ == "__main__":
    main()
