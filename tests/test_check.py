"""Checking templates: every fault with its place, one finding a cause, nothing said of a sound template."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

import pytest
from helpers import ROOT, found
from ooxml import faults
from test_layout import cell, table
from test_press import word_file

import docgen
from docgen.cli import main
from docgen.findings import Severity
from docgen.package import read_docx, write_docx
from docgen.pages.outline import paragraphs
from docgen.press.template import Template

DATA = {
    "title": "题",
    "x": 1,
    "note": "",
    "organs": ["甲", "乙"],
    "tasks": [{"name": "办", "owner": {"unit": "局"}}],
    "chair": {"name": "某", "post": "主任"},
}


def told(*lines: str) -> list[tuple[str, int | None]]:
    """Return code and paragraph of every finding on a template of these lines, with the data above."""
    return [(f.code, f.place.paragraph) for f in Template(word_file(*lines)).check(DATA)]


@pytest.mark.parametrize(
    ("lines", "code", "paragraph"),
    [
        (["甲", "{{ title", "乙"], "T220", 2),
        (["甲", "{{ title } 乙"], "T220", 2),
        (["{%p if x }", "乙", "{%p endif %}"], "T220", 1),
        (["{%p for t in tasks %}", "{{ t.name }}", "尾"], "T225", 1),
        (["头{% if x %}甲"], "T225", 1),
        (["{%p if x %}", "甲", "{%p endfor %}", "{%p endif %}"], "T226", 3),
        (["甲", "{%p else %}", "乙"], "T226", 2),
        (["{%p for t in tasks %}", "{%p if x %}", "{%p endfor %}", "{%p endif %}"], "T227", 3),
        (["{%p for t in tasks %}", "{{ t.name }}", "{%p endif %}"], "T227", 3),
        (["{%p if x %}", "甲", "{%p else %}", "乙", "{%p elif note %}", "丙", "{%p endif %}"], "T226", 5),
        (["{% if x %}甲{% else %}乙{% else %}丙{% endif %}"], "T226", 1),
        (["{% set c = cycler('甲') %}"], "T203", 1),
        (["甲{% for t in tasks %}{% if x %}乙{% endfor %}{% endif %}"], "T227", 1),
        (["{%p fro t in tasks %}", "{{ t.name }}", "{%p endfor %}"], "T237", 1),
        (["{%P for t in tasks %}", "{{ t.name }}", "{%p endfor %}"], "T237", 1),
        (["{%p if x %}", "甲", "{%p esle %}", "乙", "{%p endif %}"], "T237", 3),
        (["{%p if x %}", "甲", "{%p else if note %}", "乙", "{%p endif %}"], "T237", 3),
        (["{{ title|upcase }}"], "T235", 1),
        (["{% if x is mad %}甲{% endif %}"], "T236", 1),
        (["{{ }}"], "T238", 1),
        (["{{ title| }}"], "T239", 1),
        (["{{ title x }}"], "T245", 1),
        (["{{ title|default('无) }}"], "T247", 1),
        (["{{ (x + 1 }}"], "T248", 1),
        (["{% if x = 1 %}甲{% endif %}"], "T249", 1),
        (["{{ titel }}"], "T201", 1),
        (["{%p for t in task %}", "{{ t.name }}", "{%p endfor %}"], "T201", 1),
        (["{% if tilte %}甲{% endif %}"], "T201", 1),
        (["{{ title|default(nothing_such) }}"], "T201", 1),
        (["{{ chair.nmae }}"], "T206", 1),
        (["{{ chair.office.name }}"], "T206", 1),
        (["{%p for t in tasks %}", "{{ t.onwer.unit }}", "{%p endfor %}"], "T206", 2),
        (["{%p for t in tasks %}", "{{ t.owner.untis }}", "{%p endfor %}"], "T206", 2),
        (["{{ organs[5] }}"], "T206", 1),
        (["{{ tasks|map(attribute='nmae')|join }}"], "T206", 1),
        (["{{ title.first }}"], "T208", 1),
        (["{{ organs }}"], "T212", 1),
        (["{{ chair }}"], "T212", 1),
        (["{{ loop.index }}"], "T250", 1),
        (["{{ x / 0 }}"], "T205", 1),
        (["{{ title() }}"], "T205", 1),
        (["{%p for t in x %}", "{{ t }}", "{%p endfor %}"], "T205", 1),
        (["{{ chair.post|join('、') }}"], "T252", 1),
        (["重要文字{%p if x %}", "甲", "{%p endif %}"], "T221", 1),
        (["{%p if x %}{%p if note %}", "甲", "{%p endif %}", "{%p endif %}"], "T221", 1),
        (["{%tr for t in tasks %}", "{{ t.name }}", "{%tr endfor %}"], "T223", 1),
        (["{% include '甲.docx' %}"], "T203", 1),
        (["{{ title.__class__ }}"], "T203", 1),
        (["{{ x|tojson }}"], "T203", 1),
        (["｛｛ title ｝｝"], "T230", 1),
        (["{{ title|default（‘无’） }}"], "T230", 1),
        (["{%　if x %}甲{% endif %}"], "T230", 1),
        (["{ title }}"], "T232", 1),
        (["{ { title } }"], "T232", 1),
        (["{title}"], "T232", 1),
    ],
)  # fmt: skip
def test_a_fault_is_told_once_and_at_its_paragraph(lines: list[str], code: str, paragraph: int) -> None:
    found = [finding for finding in told(*lines) if finding[0] != "T223" or code == "T223"]
    assert set(found) == {(code, paragraph)}


@pytest.mark.parametrize(
    "typed",
    ["{ nobody }", "{nobody}", "｛ nobody ｝", "｛nobody｝", "{ a }", "{ 单位名称 }", "{ chair.nobody }", "{ nobody|trim }", "｛　单位名称　｝"],
)  # fmt: skip
def test_what_looks_like_a_name_in_one_brace_is_told_whatever_the_names_are(typed: str) -> None:
    template = Template(word_file("{{ title }}", f"关于{typed}的通知"))
    where = [("T232", Severity.WARNING, 2, typed)]
    for findings in (template.check(None), template.check(DATA)):
        assert [(f.code, f.severity, f.place.paragraph, f.args["tag"]) for f in findings] == [
            (code, weight, paragraph, " ".join(words.split())) for code, weight, paragraph, words in where
        ]


@pytest.mark.parametrize(
    "prose",
    [
        '{"a": 1}', "{a, b}", "{x | x > 0}", "{x}", "集合{甲}", "{如果}", "{ 或 }", "{1}", "{ 50% }", "{单位：元}", "{}", "{ }",
        r"\frac{ab}{cd}", "${name}", "#{name}", "f{name}", "x_{ij}", "x^{ij}", "{name}(x)", "{name}{other}", "{ a + b }", "{a b}",
    ],
)  # fmt: skip
def test_other_braces_are_prose_formulas_or_code(prose: str) -> None:
    assert Template(word_file("{{ title }}", prose)).check(None) == []


def test_what_comes_of_a_missing_value_is_not_told_again() -> None:
    lines = ["{% set d = missing.split('-') %}{{ d[0] }}年{{ d[1]['x'].y }}月", "{{ missing[0] }}"]
    template = Template(word_file(*lines))
    assert [f.code for f in template.check(DATA)] == ["T201", "T201"]
    assert [f.code for f in template.check(DATA, names=["missing"])] == ["T201", "T201"]
    assert Template(word_file(lines[0])).check(None, names=["missing"]) == []


@pytest.mark.parametrize(
    ("tag", "code", "near"),
    [
        ("{{ signed.spilt('-') }}", "T208", "split"),
        ("{{ signed.nothing_like_it }}", "T208", ""),
        ("{{ signed.year }}", "T282", None),
        ("{{ signed.strftime('%Y') }}", "T282", None),
        ("{{ on.yaer }}", "T206", "year"),
        ("{{ (on - on).dasy }}", "T206", "days"),
        ("{{ organs.idnex('甲') }}", "T208", "index"),
    ],
)  # fmt: skip
def test_what_a_text_or_a_date_may_be_asked_for_is_offered(tag: str, code: str, near: str | None) -> None:
    data = {**DATA, "signed": "2026-04-09", "on": datetime.date(2026, 4, 9)}
    template = Template(word_file(tag))
    for findings in (template.check(data), found(template.render, data)):
        assert [(f.code, f.args.get("near")) for f in findings] == [(code, near)]


@pytest.mark.parametrize(
    "lines",
    [
        ["{{ title }}，{{ organs|join('、') }}", "{%p if note %}", "{{ note }}", "{%p endif %}"],
        ["集合{1,2}与{甲}，100%，单个 { 或 } 或 %"],
        ["{% if extra is defined %}{{ extra }}{% endif %}{{ other|default('无') }}"],
        ["{%p for t in tasks %}", "{{ loop.index }}{{ t.owner.unit }}", "{%p else %}", "无", "{%p endfor %}"],
        ["{% set n = namespace(c=0) %}{% for o in organs %}{% set n.c = n.c + 1 %}{% endfor %}{{ n.c }}"],
        ["{% for k, v in chair.items() %}{{ k }}{{ v }}{% endfor %}"],
        ["{{ '“引”' }}{{ \"{{\" }}{# 随便 {{ x %}"[:-4] + "#}"],
        ["头{% if x %}甲", "乙{% endif %}尾"],
        ["{% raw %}{{ 任意 }}{% if %}{% endraw %}"],
        ["{{ tasks|selectattr('name')|list|length }}{{ (tasks|first).name }}{{ organs[0] }}{{ organs[-1] }}"],
        ["{% macro m(a) %}{{ a }}{% endmacro %}{{ m(title) }}"],
        ["{% with y = x %}{{ y }}{% endwith %}"],
        ["{% for t in tasks recursive %}{{ t.name }}{{ loop([]) }}{% endfor %}"],
    ],
)
def test_nothing_is_said_of_a_sound_template(lines: list[str]) -> None:
    assert told(*lines) == []


def test_two_faults_are_told_together_and_what_follows_from_them_is_not() -> None:
    lines = (
        "{%p for t in task %}",
        "{{ t.anything }}",
        "{{ titel }}",
        "{{ x|upcase }}",
        "{%p endfor %}",
        "{%p endif %}",
    )
    assert told(*lines) == [("T201", 1), ("T201", 3), ("T235", 4), ("T226", 6)]


def test_the_filter_of_a_set_block_may_name_what_its_words_do_not() -> None:
    tag = "{% set q|replace('乙', title)|default(x) %}甲乙{% endset %}{{ q }}"
    template = Template(word_file(tag))
    assert [text for _, text in paragraphs(template.render(DATA))] == ["甲题"]
    assert template.names() == {"title", "x"}
    assert told(tag) == []
    assert told("甲", tag.replace("title", "titel")) == [("T201", 2)]


def test_names_of_a_pair_and_defaults_of_a_macro_are_looked_up() -> None:
    assert told("{% with (a, b) = organs %}{{ a }}{{ b }}{{ c }}{% endwith %}") == [("T201", 1)]
    assert told("{% macro m(a, b=a, c=gone) %}{{ b }}{{ c }}{% endmacro %}{{ m(1, c=2) }}") == [("T201", 1)]


def test_a_branch_that_the_data_do_not_take_is_checked_too() -> None:
    assert told("{%p if note %}", "{{ titel }}", "{%p endif %}") == [("T201", 2)]


def test_a_finding_says_where_in_the_table_what_is_wrong_and_the_nearest_name() -> None:
    finding = Template(table(cell("甲") + cell("{{ titel }}"), columns=2)).check(DATA)[0]
    place = finding.place
    assert (place.table, place.row, place.column, place.paragraph, place.fragment) == (1, 1, 2, 2, "{{ titel }}")
    assert (finding.args["tag"], finding.args["name"], finding.args["near"]) == ("{{ titel }}", "titel", "title")


def test_rows_are_opened_and_closed_in_one_table() -> None:
    rows = (cell("{%tr for t in tasks %}"), cell("{{ t.name }}"), cell("{%tr endfor %}"))
    assert Template(table(*rows, columns=1)).check(DATA) == []
    assert [f.code for f in Template(table(*rows[:2], columns=1)).check(DATA)] == ["T225"]
    both = read_docx(table(*rows[:2], columns=1), "x")
    end = read_docx(table(rows[2], columns=1), "x")["word/document.xml"].decode()
    second = re.search(r"<w:tbl>.*</w:tbl>", end, re.DOTALL)
    assert second is not None
    xml = both["word/document.xml"].decode().replace("</w:tbl>", f"</w:tbl><w:p/>{second[0]}")
    crossed = Template(write_docx({**both, "word/document.xml": xml.encode()})).check(DATA)
    assert [f.code for f in crossed] == ["T228"]


def test_words_beside_a_row_tag_are_told_with_the_row() -> None:
    template = table(
        cell("{%tr for t in tasks %}") + cell("合计"), cell("{{ t.name }}") * 2, cell("{%tr endfor %}") * 1, columns=2
    )
    finding = Template(template).check(DATA)[0]
    assert (finding.code, finding.args["unit"], finding.args["other"]) == ("T221", "row", "合计")


def test_a_tag_in_a_part_that_is_not_filled_is_told() -> None:
    parts = read_docx(word_file("{{ title }}"), "x")
    types = parts["[Content_Types].xml"].replace(
        b"</Types>", b'<Override PartName="/docProps/app.xml" ContentType="application/xml"/></Types>'
    )
    app = b"<Properties><Company>{{ title }}</Company></Properties>"
    found = Template(write_docx({**parts, "[Content_Types].xml": types, "docProps/app.xml": app})).check(DATA)
    assert [(f.code, f.place.part, f.severity) for f in found] == [("T233", "docProps/app.xml", Severity.WARNING)]


def test_a_tag_whose_runs_differ_in_format_is_told() -> None:
    parts = read_docx(word_file("{{ title }}"), "x")
    xml = parts["word/document.xml"].replace(
        b"{{ title }}", b'{{ ti</w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve">tle }}'
    )
    found = Template(write_docx({**parts, "word/document.xml": xml})).check(DATA)
    assert [(f.code, f.severity) for f in found] == [("T231", Severity.WARNING)]


# --- names without data


def test_names_may_be_given_without_data() -> None:
    template = Template(word_file("{{ title }}{{ titel }}{{ body.anything }}"))
    assert [f.args["name"] for f in template.check(names=["title", "body"])] == ["titel"]


@pytest.mark.parametrize("kind", ["speech", "notice", "meeting_notice", "minutes"])
def test_the_shipped_templates_use_the_fields_of_their_kind_and_no_others(kind: str) -> None:
    path = ROOT / "templates" / f"{kind}.docx"
    assert docgen.check_template(path, kind=kind) == []
    wrong = read_docx(path.read_bytes(), "x")
    xml = wrong["word/document.xml"]
    assert b"p.role" in xml
    bad = write_docx({**wrong, "word/document.xml": xml.replace(b"p.role", b"p.rolle", 1)})
    assert [(f.code, f.args["near"]) for f in docgen.check_template(bad, kind=kind)] == [("T206", "role")]


# --- the command


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    code = main([str(a) for a in arguments])
    return code, capsys.readouterr().out


def test_the_command_prints_text_json_and_sarif(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "own.docx"
    path.write_bytes(table(cell("{{ titel }}"), columns=1))
    data = tmp_path / "data.yaml"
    data.write_text("title: 题\n", encoding="utf-8")
    code, text = run(capsys, "check", path, "--data", data)
    assert code == 1
    assert "¶1 “{{ titel }}” (table 1, row 1, cell 1): error T201" in text
    assert "did you mean title?" in text.lower()
    code, rows = run(capsys, "check", path, "--data", data, "--format", "json")
    row = json.loads(rows)[0]
    assert (row["part"], row["paragraph"], row["table"], row["row"], row["column"]) == ("word/document.xml", 1, 1, 1, 1)
    assert set(row) >= {"file", "code", "severity", "message", "remedy", "fragment"}
    code, log = run(capsys, "check", path, "--data", data, "--format", "sarif")
    result = json.loads(log)["runs"][0]["results"][0]
    assert (result["ruleId"], result["level"]) == ("T201", "error")
    assert run(capsys, "check", ROOT / "templates" / "speech.docx", "--kind", "speech")[0] == 0


def test_what_is_no_word_file_is_a_finding_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "own.docx"
    path.write_bytes(b"%PDF-1.7")
    code, rows = run(capsys, "check", path, "--format", "json")
    assert (code, [row["code"] for row in json.loads(rows)]) == (1, ["T101"])


# --- comments and mended copies

SLIPS = {
    "｛｛ title ｝｝": "{{ title }}",
    "{{ title } 甲": "{{ title }} 甲",
    "{ title }}": "{{ title }}",
    "{{ note|default（“无”） }}": '{{ note|default("无") }}',
    "{% if x %}甲{% esle %}乙{% endif %}": "{% if x %}甲{% else %}乙{% endif %}",
    "{% if x %}甲{% else if note %}乙{% endif %}": "{% if x %}甲{% elif note %}乙{% endif %}",
    "{% if x %}甲{% end if %}": "{% if x %}甲{% endif %}",
    "{%　if x %}甲{% endif %}": "{% if x %}甲{% endif %}",
}


def test_plain_slips_are_mended_and_no_other_word_is_touched() -> None:
    mended = Template(word_file(*SLIPS, "集合{1,2}，“好”（甲）")).mended()
    assert [text for _, text in paragraphs(mended)] == [*SLIPS.values(), "集合{1,2}，“好”（甲）"]
    assert Template(mended).check(DATA) == []
    assert faults(mended) == []


def test_what_is_not_plain_is_left_as_it_is() -> None:
    lines = ["{{ titel }}", "{{ title", "{{ x y }}", "{% if x = 1 %}甲{% endif %}"]
    assert [text for _, text in paragraphs(Template(word_file(*lines)).mended())] == lines


def test_comments_stand_at_the_paragraphs_of_the_findings() -> None:
    template = Template(word_file("甲", "{{ titel }}", "{{ x|upcase }}"))
    copy = template.annotated(template.check(DATA), "zh_CN")
    parts = read_docx(copy, "x")
    comments = parts["word/comments.xml"].decode()
    body = parts["word/document.xml"].decode()
    assert faults(copy) == []
    assert comments.count("<w:comment ") == 2
    assert "数据中没有的名称 titel" in comments
    marked = [p for p in re.findall(r"<w:p>.*?</w:p>", body) if "commentRangeStart" in p]
    assert ["titel" in marked[0], "upcase" in marked[1], len(marked)] == [True, True, 2]
    again = Template(copy)
    assert read_docx(again.annotated(again.check(DATA)), "x")["word/comments.xml"].decode().count("<w:comment ") == 2


def test_the_command_writes_both_copies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "own.docx"
    path.write_bytes(word_file("｛｛ title ｝｝"))
    out, fixed = tmp_path / "out.docx", tmp_path / "fixed.docx"
    assert run(capsys, "check", path, "--annotate", out, "--fix", fixed)[0] == 0
    assert "word/comments.xml" in read_docx(out.read_bytes(), "x")
    assert [text for _, text in paragraphs(fixed.read_bytes())] == ["{{ title }}"]
    assert main(["check", str(path), "--fix", str(path)]) == 2
    plan = ROOT / "samples" / "starter.yaml"
    assert main(["check", str(plan), "--fix", str(fixed)]) == 2


# --- what a kind, a plan and a frame file say

PLAN = """
names: {工程: 护学路工程}
figures: {医院: 3所}
notice: {issuing_authority: 甲办公室, date_of_issue: 2026-04-09, subject: 做事, outline: [一段]}
"""


def own(folder: Path, *lines: str, name: str = "own") -> Path:
    path = folder / f"{name}.docx"
    path.write_bytes(word_file(*lines))
    return path


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_names_and_figures_are_those_of_a_plan_that_nobody_has_seen() -> None:
    sound = "{{ figures.医院 }}{{ names['工程'] }}{% for n, w in figures.items() %}{{ n }}{{ w }}{% endfor %}"
    assert docgen.check_template(word_file(sound, "{% set f = figures %}{{ f.医院 }}"), kind="notice") == []
    wrong = docgen.check_template(
        word_file("{{ figures.医院.value }}", "{{ figures }}", "{{ figurse.医院 }}"), kind="notice"
    )
    assert [(f.code, f.place.paragraph) for f in wrong] == [("T208", 1), ("T212", 2), ("T201", 3)]


def test_with_a_kind_the_data_are_a_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    template = own(
        tmp_path, "{{ figures.医院 }}{{ names.工程 }}{{ date_of_issue }}", "{{ figures.学校 }}", "{{ titel }}"
    )
    plan = put(tmp_path, "plan.yaml", PLAN)
    code, rows = run(capsys, "check", template, "--kind", "notice", "--data", plan, "--format", "json")
    assert code == 1
    assert [(r["code"], r["paragraph"]) for r in json.loads(rows)] == [("T206", 2), ("T201", 3)]
    assert "医院" in json.loads(rows)[0]["remedy"]
    loaded = docgen.load_plan(plan)
    assert [f.code for f in docgen.check_template(template, loaded, kind="notice")] == ["T206", "T201"]
    with pytest.raises(docgen.UseError):
        docgen.check_template(template, loaded)


def test_what_an_empty_list_of_the_plan_would_hold_is_known_from_the_kind(tmp_path: Path) -> None:
    template = word_file("{%p for p in problems %}", "{{ p.cliam }}", "{%p endfor %}")
    plan = docgen.load_plan(put(tmp_path, "plan.yaml", PLAN))
    assert [f.args["near"] for f in docgen.check_template(template, plan, kind="notice")] == ["claim"]


def test_what_the_plan_or_the_frame_lacks_is_told_beside_the_faults_of_the_template(tmp_path: Path) -> None:
    template = own(tmp_path, "{{ titel }}")
    text = PLAN.replace(", outline: [一段]", "") + "problems: [钱不够。]\n"
    loaded = docgen.load_plan(put(tmp_path, "plan.yaml", text))
    assert [f.code for f in docgen.check_template(template, loaded, kind="speech")] == ["T201", "P261"]
    put(tmp_path, "own.frame.yaml", "opening: 【学校】已到。\n")
    told = docgen.check_template(template, loaded, kind="notice")
    assert [(f.code, f.is_error) for f in told] == [("T201", True), ("P201", True)]


def test_data_that_are_no_plan_are_refused_beside_a_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    template, data = own(tmp_path, "{{ title }}"), put(tmp_path, "data.yaml", "title: 题\n")
    assert main(["check", str(template), "--kind", "notice", "--data", str(data)]) == 1
    said = capsys.readouterr()
    assert "O430" in said.err.splitlines()[0]
    assert said.out == ""


def test_it_is_said_that_names_were_not_looked_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    template, plain = own(tmp_path, "{{ titel }}"), own(tmp_path, "甲", name="plain")
    code, text = run(capsys, "--lang", "en", "check", template, "--strict")
    assert code == 0
    assert re.search(r"own\.docx: note T275: .*--kind KIND.*--data FILE", text)
    assert text.splitlines()[-1] == "errors: 0, warnings: 0"
    assert "T275" not in run(capsys, "check", template, "--kind", "notice")[1]
    assert "T275" in run(capsys, "check", own(tmp_path, "{{ titel }}{{ x", name="bad"))[1]
    assert "T275" not in run(capsys, "check", own(tmp_path, "{% indent left=1 %}甲", name="bare"))[1]
    assert "T274" in run(capsys, "check", plain, "--as", "template")[1]
    assert "T274" in run(capsys, "check", plain, "--kind", "notice")[1]
    log = json.loads(run(capsys, "check", template, "--format", "sarif")[1])
    assert [(r["ruleId"], r["level"]) for r in log["runs"][0]["results"]] == [("T275", "note")]
    assert docgen.check_template(template) == []


def test_several_files_are_told_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = own(tmp_path, "{{ title }}", name="good"), own(tmp_path, "{{ titel", name="bad")
    plan = put(tmp_path, "plan.yaml", "spech: {}\n")
    code, rows = run(capsys, "check", good, bad, plan, tmp_path / "nothing.docx", "--format", "json")
    assert code == 3
    told = [(Path(r["file"]).name, r["code"]) for r in json.loads(rows) if r["severity"] == "error"]
    assert told == [("bad.docx", "T220"), ("plan.yaml", "P150"), ("nothing.docx", "O101")]
    code, text = run(capsys, "--lang", "en", "check", good, bad)
    assert (code, text.splitlines()[-1]) == (1, "errors: 1, warnings: 0")
    assert run(capsys, "check", good, own(tmp_path, "{{ a }}"))[0] == 0
    out = tmp_path / "out.docx"
    assert main(["check", str(good), str(bad), "--annotate", str(out)]) == 2
    assert "O431" in capsys.readouterr().err
    assert not out.exists()
    assert main(["check", str(good), str(plan), "--kind", "notice"]) == 2


def test_the_frame_file_is_checked_by_itself_and_beside_its_template(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = own(tmp_path, "{{ title[0] }}")
    frame = put(tmp_path, "own.frame.yaml", "endign: 特此通知。\nnote: [责任：【牵头单位】]\n")
    for arguments in ([frame], [template, "--kind", "notice"], [template, frame, "--kind", "notice"]):
        code, rows = run(capsys, "check", *arguments, "--format", "json")
        told = [(Path(r["file"]).name, r["line"], r["code"]) for r in json.loads(rows)]
        assert (code, told) == (1, [("own.frame.yaml", 1, "P150")])
    plan = put(tmp_path, "plan.yaml", PLAN)
    assert [f.code for f in docgen.check_template(template, docgen.load_plan(plan), kind="notice")] == ["P150"]
    assert main(["check", str(frame), "--data", str(plan)]) == 2
    frame.write_text("opening: 【学校】已到。\n", encoding="utf-8")
    assert [(f.code, f.severity) for f in docgen.check_frame(frame)] == [("P201", Severity.WARNING)]
    assert [f.code for f in docgen.check_template(template, kind="notice")] == ["P201"]
    loaded = docgen.load_plan(put(tmp_path, "plan.yaml", PLAN.replace("outline", "opening: 开头。, outline")))
    assert docgen.check_template(template, loaded, kind="notice") == []
    other = put(tmp_path, "frame.txt", "ending: 完。\n")
    assert run(capsys, "check", other, "--as", "frame")[0] == 0


@pytest.mark.parametrize("kind", ["speech", "notice", "meeting_notice", "minutes"])
def test_the_shipped_frame_files_are_sound(kind: str) -> None:
    assert docgen.check_frame(ROOT / "templates" / f"{kind}.frame.yaml") == []
