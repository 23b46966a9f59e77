"""Every sample builds every kind, and the result is what an office could send: whole, valid, nothing left over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import SAMPLES
from ooxml import faults

import docgen
from docgen.api import kinds_in, starter_plan
from docgen.kinds import KINDS
from docgen.package import read_docx
from docgen.pages.outline import paragraphs

CASES = [(sample, kind) for sample in SAMPLES for kind in kinds_in(docgen.load_plan(sample))]
each = pytest.mark.parametrize(("sample", "kind"), CASES, ids=[f"{s.stem}-{k}" for s, k in CASES])

_LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|%\}|None|nan|undefined|Undefined|\[\]|[\ufdd0\ufdd1]")
_DOUBLED = re.compile(r"[，。、；：][，。、；：]|“”|（）|《》")


def texts(sample: Path, kind: str) -> list[str]:
    built = docgen.build(docgen.load_plan(sample), kind)
    return [text for _, text in paragraphs(built.data)]


@each
def test_every_part_is_valid_against_the_transitional_schemas(sample: Path, kind: str) -> None:
    assert faults(docgen.build(docgen.load_plan(sample), kind).data) == []


@each
def test_nothing_is_left_over_and_no_stop_is_doubled(sample: Path, kind: str) -> None:
    words = texts(sample, kind)
    assert [w for w in words if _LEFT_OVER.search(w) or _DOUBLED.search(w)] == []
    assert len(words) > 5


@each
def test_every_run_names_a_style_and_only_gaps_are_formatted_by_hand(sample: Path, kind: str) -> None:
    xml = read_docx(docgen.build(docgen.load_plan(sample), kind).data, "x")["word/document.xml"].decode()
    on_runs = set(re.findall(r"<w:(\w+)", "".join(re.findall(r"<w:rPr>(.*?)</w:rPr>", xml))))
    assert on_runs <= {"rStyle", "rFonts", "highlight"}
    assert "<w:t/>" not in xml


@each
def test_core_properties_are_the_documents_own(sample: Path, kind: str) -> None:
    core = read_docx(docgen.build(docgen.load_plan(sample), kind).data, "x")["docProps/core.xml"].decode()
    assert "python-docx" not in core
    assert re.search(r"<dc:title>[^<]+</dc:title>", core)
    assert re.search(r"<dc:creator>[^<]+</dc:creator>", core)
    assert re.search(r'<dcterms:created xsi:type="dcterms:W3CDTF">202[56]-\d\d-\d\dT00:00:00Z<', core)


@each
def test_the_same_plan_gives_the_same_bytes(sample: Path, kind: str) -> None:
    plan = docgen.load_plan(sample)
    assert docgen.build(plan, kind).data == docgen.build(docgen.load_plan(sample), kind).data


@each
def test_ordinals_run_without_holes(sample: Path, kind: str) -> None:
    """Every family restarts at one and climbs by one."""
    numerals = "一二三四五六七八九十"
    tops = [numerals.index(m[1]) for w in texts(sample, kind) if (m := re.match(r"([一二三四五六七八九十])、", w))]
    assert tops == list(range(len(tops)))
    seconds = [numerals.index(m[1]) for w in texts(sample, kind) if (m := re.match(r"（([一二三四五六七八九十])）", w))]
    assert all(b in (a + 1, 0) for a, b in zip([-1, *seconds], seconds, strict=False))


def test_the_large_sample_has_the_scale_of_a_real_speech_and_no_gap() -> None:
    sample = next(s for s in SAMPLES if s.stem == "large")
    built = docgen.build(docgen.load_plan(sample), "speech", final=True)
    assert 9000 <= sum(len(text) for _, text in paragraphs(built.data)) <= 10_500
    assert built.findings == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_large_sample_is_final_in_every_kind(kind: str) -> None:
    sample = next(s for s in SAMPLES if s.stem == "large")
    assert docgen.build(docgen.load_plan(sample), kind, final=True).findings == []


def test_the_starter_is_the_sample_that_new_writes_and_has_one_gap() -> None:
    sample = next(s for s in SAMPLES if s.stem == "starter")
    assert sample.read_text(encoding="utf-8") == starter_plan()
    assert [f.code for f in docgen.check_plan(sample)] == ["P230"]


def test_every_sample_has_the_three_kinds() -> None:
    for sample in SAMPLES:
        assert {"speech", "notice", "minutes"} <= set(kinds_in(docgen.load_plan(sample))), sample.stem


def test_striking_one_task_and_changing_one_figure_reaches_all_three_documents(tmp_path: Path) -> None:
    starter = next(s for s in SAMPLES if s.stem == "starter")
    before = starter.read_text(encoding="utf-8")
    start = before.index("  - text: 修平路面")
    end = before.index("requirements:")
    path = tmp_path / "plan.yaml"
    path.write_text(
        (before[:start] + before[end:]).replace("已设岗学校: {value: 21所", "已设岗学校: {value: 30所"),
        encoding="utf-8",
    )
    for kind in kinds_in(docgen.load_plan(starter)):
        old, new = "\n".join(texts(starter, kind)), "\n".join(texts(path, kind))
        assert "整修步行通道" in old
        assert "整修步行通道" not in new
        assert "15所" in old
        assert "15所" not in new
        assert "6所" in new
    assert "（二）修平" in "\n".join(texts(starter, "speech"))


def _without_task(text: str, start: str) -> str:
    """Return a plan's text without the task that begins with a line."""
    lines = text.split("\n")
    first = next(
        n
        for n, line in enumerate(lines)
        if n > next(i for i, w in enumerate(lines) if w.startswith("tasks:")) and line.startswith(start)
    )
    last = next(n for n in range(first + 1, len(lines)) if lines[n] and not lines[n].startswith("   "))
    return "\n".join([*lines[:first], *lines[last:]])


def test_striking_one_task_of_the_large_sample_reaches_speech_notice_minutes_and_table(tmp_path: Path) -> None:
    """Owners and deadlines go with it, the ordinals and the numbers of the rows close up."""
    large = next(s for s in SAMPLES if s.stem == "large")
    plan = docgen.load_plan(large)
    struck = plan.tasks[-1]
    path = tmp_path / "plan.yaml"
    path.write_text(_without_task(large.read_text(encoding="utf-8"), f"  - theme: {struck.theme}"), encoding="utf-8")
    left = docgen.load_plan(path)
    assert len(left.tasks) == len(plan.tasks) - 1
    rows, left_rows = (docgen.compose(p, "notice")["measures"] for p in (plan, left))
    gone = rows[len(left_rows) :]
    assert gone
    tens = "一二三四五六七八九十"
    for kind in ("speech", "notice", "minutes"):
        old, new = texts(large, kind), texts(path, kind)
        assert not [row["claim"] for row in gone if row["claim"] in "".join(new)], kind
        assert [row["claim"] for row in gone if row["claim"] in "".join(old)], kind
        level = "一、" if kind == "minutes" else "（一）"
        last = level.replace("一", tens[len(plan.tasks) - 1])
        claims = [docgen.compose(p, kind)["tasks"][-1]["claim"] for p in (plan, left)]
        assert any(w.startswith(last + claims[0]) for w in old), kind
        assert any(w.startswith(level.replace("一", tens[len(left.tasks) - 1]) + claims[1]) for w in new), kind
    numbers = [w for w in texts(path, "notice") if re.fullmatch(r"\d+", w)]
    assert numbers == [str(n + 1) for n in range(len(left_rows))]
