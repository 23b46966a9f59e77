"""What a whole process costs before it does any work: ``python benchmarks/start.py``. README.md says more."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from pathlib import Path

from batch import SAMPLES, template

import docgen
from docgen.pages.reader import read_texts

_PLAIN = """
import json, sys
from docxtpl import DocxTemplate
from jinja2 import Environment

environment = Environment(autoescape=True)
environment.filters["em"] = len
document = DocxTemplate(sys.argv[1])
with open(sys.argv[2], encoding="utf-8") as file:
    document.render(json.load(file), environment)
document.save(sys.argv[3])
"""


def cpu_s(command: list[str]) -> float:
    """Return the seconds of the processor that a process takes, from its start to its end.

    Raises:
        SystemExit: It failed.
    """
    process = os.posix_spawn(
        command[0],
        command,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, used = os.wait4(process, 0)
    if status:
        msg = f"{command} ended with {os.waitstatus_to_exitcode(status)}"
        raise SystemExit(msg)
    return used.ru_utime + used.ru_stime


def beside(ours: list[str], theirs: list[str], rounds: int) -> tuple[float, float, float]:
    """Return the seconds of both, the median over the rounds, and the median of the ratios of each round."""
    pairs = [(cpu_s(ours), cpu_s(theirs)) for _ in range(rounds + 1)][1:]  # the first reads the files from the disk
    one, other = zip(*pairs, strict=True)
    return statistics.median(one), statistics.median(other), statistics.median(a / b for a, b in pairs)


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=21)
    given = parser.parse_args(arguments)
    python, plan = sys.executable, SAMPLES / "starter.yaml"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template(folder / "notice.docx")
        context = docgen.compose(docgen.load_plan(plan), "notice", str(folder / "notice.docx"))
        (folder / "data.json").write_text(json.dumps(context, default=str), encoding="utf-8")
        (folder / "plain.py").write_text(_PLAIN, encoding="utf-8")
        made = [folder / "starter-notice.docx", folder / "plain.docx"]
        build = ["build", str(plan), "--kind", "notice", "--template", str(folder / "notice.docx"), "-o", str(folder)]
        plain = [str(folder / name) for name in ("plain.py", "notice.docx", "data.json", "plain.docx")]
        runs = {
            "docgen --help over python -c pass": ([python, "-m", "docgen", "--help"], [python, "-c", "pass"]),
            "docgen build over a plain docxtpl script": ([python, "-m", "docgen", *build], [python, *plain]),
        }
        for what, (ours, theirs) in runs.items():
            one, other, ratio = beside(ours, theirs, given.rounds)
            print(f"{what:44} {ratio:5.2f}x   {one * 1000:.0f} ms, {other * 1000:.0f} ms")
        said = [[line.text for text in read_texts(path.read_bytes(), "") for line in text] for path in made]
        assert said[0] == said[1]


if __name__ == "__main__":
    main()
