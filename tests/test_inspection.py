"""Inspections: every spot told, what a house style wants otherwise, what it accepts, what a baseline knows."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest
from helpers import codes, found
from mutants import centred, edited, good, paragraph_with, says
from raw import p, raw

import docgen
from docgen.baseline import baseline_of, new_since
from docgen.catalogue.whole import CATALOGUE
from docgen.cli import main
from docgen.package import parts_of, write_docx
from docgen.rules.rule import Strength
from docgen.rules.shelf import RULES
from docgen.rules.wanted import STANDARD, Wanted

Captured = pytest.CaptureFixture[str]
NOTICE = "starter-notice"


def house(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "house.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def numbers_in_the_middle(data: bytes) -> bytes:
    """Put the page numbers in the middle, on all pages."""
    for part in ("word/footer1.xml", "word/footer2.xml"):
        data = edited(data, centred, part)
    return data


def test_every_rule_has_what_people_need_to_know_of_it() -> None:
    for code, rule in RULES.items():
        assert rule.code == code
        assert all((CATALOGUE[code].text, CATALOGUE[code].remedy, CATALOGUE[code].why)), code
        assert all((rule.clause or rule.strength is Strength.PRACTICE, rule.looks_at, rule.good, rule.bad)), code
        assert rule.judge.__doc__, code


def test_an_inspection_tells_every_spot_and_its_outcome() -> None:
    inspection = docgen.inspect_document(good("large-notice"))
    assert (inspection.layout, inspection.is_right, list(inspection.findings)) == ("official", True, [])
    papers = [proof for proof in inspection.proofs if proof.code == "F101"]
    assert [(proof.outcome, proof.wanted) for proof in papers] == [("right", "210 × 297 mm (A4)")] * 3
    assert {proof.outcome for proof in inspection.proofs} <= {"right", "untold"}


def test_a_fault_is_a_finding_with_clause_and_weight() -> None:
    letter = raw(p("字") + '<w:sectPr><w:pgSz w:w="12240" w:h="15840"/></w:sectPr>')
    [finding] = [f for f in docgen.inspect_document(letter).findings if f.code == "F101"]
    assert (finding.clause, finding.args["found"]) == ("GB/T 9704-2012 5.1", "216 × 279 mm")
    assert docgen.sentence(finding) == "the paper is 216 × 279 mm, not 210 × 297 mm (A4)"


def test_a_fault_of_a_whole_table_is_told_with_its_number(tmp_path: Path, capsys: Captured) -> None:
    cell = "<w:tc>" + p("字", run='<w:sz w:val="9"/>') + "</w:tc>"
    file = tmp_path / "list.docx"
    file.write_bytes(
        raw(f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>" + p("关于某事的通知", run='<w:sz w:val="44"/>') + p("各单位："))
    )
    main(["--lang", "en", "check", str(file)])
    told = [line for line in capsys.readouterr().out.splitlines() if "F842" in line]
    assert [" (table 1): warning F842" in line for line in told] == [True]


@pytest.mark.parametrize(
    ("base", "right", "wrong", "told"),
    [
        ("starter-notice", "2026年4月13日", "2026年04月13日", ["F510", "F609"]),
        ("large-notice", "〔2026〕18号", "[2026]18号", ["F311"]),
        ("hospital-notice", "附件：", "附件:", ["W501"]),
        ("starter-notice", "抄送：", "抄送:", ["W501"]),
        ("hospital-notice", "附件：门诊服务质量提升任务清单", "附件：门诊服务质量提升任务清单。", ["F502"]),
    ],
)
def test_one_fault_is_told_by_one_rule(
    tmp_path: Path, capsys: Captured, base: str, right: str, wrong: str, told: list[str]
) -> None:
    file = tmp_path / "notice.docx"
    file.write_bytes(edited(good(base), says(right, wrong)))
    main(["--lang", "en", "check", str(file), "--format", "json"])
    assert [row["code"] for row in json.loads(capsys.readouterr().out)] == told


SONG = '<w:rFonts w:eastAsia="宋体"/><w:sz w:val="24"/>'
CELL = "<w:tc>" + p("单位意见（盖章）") + "</w:tc>"


@pytest.mark.parametrize(
    ("body", "layout"),
    [
        (p("采购合同", run=SONG) + p("甲方向乙方采购计算机50台，验收合格后付款。", run=SONG), "other"),
        (p("Unpack the archive and run the program."), "other"),
        (p("报名表") + f"<w:tbl><w:tr>{CELL}{CELL}</w:tr></w:tbl>" + p("注：一式两份。"), "other"),
        (p("各部门要提高认识，抓好工作落实。"), "plain"),
        (p("各部门要提高认识，抓好工作落实。", run='<w:rFonts w:eastAsia="仿宋"/><w:sz w:val="24"/>'), "plain"),
        (p("各部门要提高认识，抓好工作落实。", run='<w:rFonts w:eastAsia="宋体"/><w:sz w:val="32"/>'), "plain"),
    ],
)
def test_of_another_paper_only_the_file_is_judged(body: str, layout: str) -> None:
    inspection = docgen.inspect_document(raw(body))
    assert inspection.layout == layout
    assert ({proof.looks_at for proof in inspection.proofs} == {"file"}) is (layout == "other")


def test_what_a_house_style_wants_otherwise_is_shown_as_a_deviation(tmp_path: Path) -> None:
    data = good(NOTICE)
    moved = numbers_in_the_middle(data)
    style = docgen.load_house(house(tmp_path, "values:\n  page_number_place: centre\n"))
    before, after = docgen.inspect_document(moved), docgen.inspect_document(moved, style)
    assert "F702" in {finding.code for finding in before.findings}
    assert "F702" not in {finding.code for finding in after.findings}
    outcomes = [proof.outcome for proof in after.proofs if proof.code == "F702"]
    assert outcomes
    assert set(outcomes) == {"deviation"}
    assert "F702" in {finding.code for finding in docgen.inspect_document(data, style).findings}


def test_what_a_house_style_accepts_is_shown_with_its_reason(tmp_path: Path) -> None:
    data = edited(good(NOTICE), says("县人大常委会办公室。", "县人大常委会办公室"))
    style = docgen.load_house(
        house(tmp_path, "accept:\n- {rule: F606, reason: 沿用旧例, where: 抄送}\n- {rule: F101, reason: 用信纸}\n")
    )
    inspection = docgen.inspect_document(data, style)
    assert list(inspection.findings) == []
    assert [(finding.code, entry.reason) for finding, entry in inspection.accepted] == [("F606", "沿用旧例")]
    assert [(proof.outcome, proof.reason) for proof in inspection.proofs if proof.code == "F606"] == [
        ("accepted", "沿用旧例")
    ]
    [unused] = style.unused(entry for _, entry in inspection.accepted)
    assert (unused.code, unused.place.line, unused.args["rule"]) == ("F982", 3, "F101")


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("- a\n", "F980", None),
        ("vallues: {}\n", "F986", 1),
        ("values: 3\n", "F980", 1),
        ("values:\n  page_nummber: centre\n", "F986", 2),
        ("values:\n  page_number_place: middle\n", "F981", 2),
        ("values:\n  top_margin_mm: wide\n", "F981", 2),
        ("values:\n  star_in_rule: 3\n", "F981", 2),
        ("values:\n  type_area_mm: [156]\n", "F981", 2),
        ("values:\n  tolerance_mm: -5\n", "F981", 2),
        ("values:\n  bold_levels: [9]\n", "F981", 2),
        ("values:\n  body_faces: 仿宋\n", "F981", 2),
        ("values:\n  blank_lines_before_title: 1.5\n", "F981", 2),
        ("accept: F101\n", "F984", 1),
        ("accept:\n- F101\n", "F984", 2),
        ("accept:\n- {rule: F099, reason: x}\n", "F983", 2),
        ("accept:\n- {rule: F101}\n", "F985", 2),
        ("accept:\n- {rule: F101, reason: x, place: y}\n", "F986", 2),
    ],
)
def test_a_wrong_house_style_is_refused_at_its_line(tmp_path: Path, text: str, code: str, line: int | None) -> None:
    findings = found(docgen.load_house, house(tmp_path, text))
    assert codes(findings) == [code]
    assert findings[0].place.line == line


def test_a_house_style_of_noughts_stops_nothing(tmp_path: Path) -> None:
    noughts = "\n".join(
        f"  {f.name}: {[0] * len(value) if isinstance(value, tuple) else 0}"
        for f in fields(Wanted)
        if isinstance(value := getattr(STANDARD, f.name), (int, float, tuple))
        and not isinstance(value, bool)
        and not (isinstance(value, tuple) and (not value or not isinstance(value[0], (int, float))))
    )
    assert docgen.inspect_document(good("large-notice"), house(tmp_path, f"values:\n{noughts}\n")).proofs


def test_a_house_style_takes_every_value_in_its_shape(tmp_path: Path) -> None:
    text = "values:\n  top_margin_mm: 35\n  type_area_mm: [156, 225]\n  bold_levels: [0, 2]\n  body_faces: [仿宋, 宋体]\n  heading_faces: [[黑体], [楷体], [仿宋], [仿宋]]\n  star_in_rule: true\n"
    wanted = docgen.load_house(house(tmp_path, text)).wanted
    assert (wanted.top_margin_mm, wanted.type_area_mm, wanted.bold_levels, wanted.star_in_rule) == (
        35,
        (156, 225),
        (0, 2),
        True,
    )
    assert (wanted.body_faces, wanted.heading_faces[1]) == (("仿宋", "宋体"), ("楷体",))


def test_a_baseline_leaves_new_findings_and_tells_those_that_are_gone() -> None:
    data = edited(good(NOTICE), says("县人大常委会办公室。", "县人大常委会办公室"))
    old = docgen.inspect_document(data).findings
    baseline = baseline_of(old)
    assert new_since(old, baseline, "b.json", [""]) == ([], [])
    new, notes = new_since([*old, *old], baseline, "b.json", [""])
    assert (codes(new), notes) == (codes(list(old)), [])
    new, [note] = new_since([], baseline, "b.json", [""])
    assert (new, note.code, note.args["count"]) == ([], "F988", 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version": 2, "findings": []}',
        '{"version": 1, "findings": [3]}',
        '{"version": 1, "findings": [{"file": "a", "code": "F101", "words": "", "count": Infinity}]}',
    ],
)
def test_what_is_no_baseline_is_refused(text: str) -> None:
    assert codes(found(new_since, [], text, "b.json", [])) == ["F987"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "good.docx").write_bytes(good(NOTICE))
    (tmp_path / "bad.docx").write_bytes(edited(good(NOTICE), says("县人大常委会办公室。", "县人大常委会办公室")))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(capsys: Captured, *args: str) -> tuple[int, str]:
    code = main(["--lang", "en", "check", *args])
    out, err = capsys.readouterr()
    return code, out + err


def test_a_document_is_checked_with_its_house_style_and_its_baseline(folder: Path, capsys: Captured) -> None:
    assert check(capsys, "good.docx")[0] == 0
    code, text = check(capsys, "bad.docx")
    assert (code, "error F606: the copies are written 抄送：…室, not 抄送：…。" in text) == (1, True)
    house(folder, "accept:\n- {rule: F606, reason: 沿用旧例}\n")
    assert check(capsys, "bad.docx", "--house", "house.yaml")[0] == 0
    code, text = check(capsys, "good.docx", "--house", "house.yaml")
    assert (code, "house.yaml:2:3 accept[0]: note F982: the house style accepts F606" in text) == (0, True)
    assert check(capsys, "bad.docx", "--write-baseline", "old.json")[0] == 1
    assert len(json.loads((folder / "old.json").read_text(encoding="utf-8"))["findings"]) == 1
    assert check(capsys, "bad.docx", "--baseline", "old.json")[0] == 0
    code, text = check(capsys, "good.docx", "--baseline", "old.json")
    assert (code, "F988" in text) == (0, False)
    (folder / "bad.docx").write_bytes(good(NOTICE))
    code, text = check(capsys, str(folder / "bad.docx"), "--baseline", "old.json")
    assert (code, "note F988: 1 findings of the baseline are gone" in text) == (0, True)


def test_a_baseline_is_written_anew_with_all_that_is_found(folder: Path, capsys: Captured) -> None:
    assert check(capsys, "bad.docx", "--write-baseline", "old.json")[0] == 1
    before = (folder / "old.json").read_text(encoding="utf-8")
    assert check(capsys, "bad.docx", "--baseline", "old.json", "--write-baseline", "old.json", "--force")[0] == 0
    assert (folder / "old.json").read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("--write-baseline", "new.json", "--report", "a.json", "--report", "there.html"), (1, "O202")),
        (("--report", "a.json", "--write-baseline", "there.html"), (1, "O202")),
        (("--report", "same.json", "--write-baseline", "same.json", "--force"), (2, "O410")),
        (("--write-baseline", "house.yaml", "--house", "house.yaml", "--force"), (2, "O402")),
        (("--write-baseline", "bad.docx", "--force"), (2, "O402")),
    ],
)
def test_nothing_is_written_when_one_output_cannot_be(
    folder: Path, capsys: Captured, args: tuple[str, ...], code: tuple[int, str]
) -> None:
    house(folder, "values: {}\n")
    (folder / "there.html").write_text("mine", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    exit_code, text = check(capsys, "bad.docx", *args)
    assert (exit_code, code[1] in text) == (code[0], True)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_report_tells_all_findings_beside_gaps_and_what_is_accepted_of_other_checks(
    folder: Path, capsys: Captured
) -> None:
    (folder / "open.docx").write_bytes(raw(p("共有【待定】人。一是加强领导；三是做好工作。")))
    assert check(capsys, "open.docx", "--gaps", "--report", "a.json")[0] == 0
    told = {row["code"] for row in json.loads((folder / "a.json").read_text(encoding="utf-8"))["findings"]}
    assert {"W101", "W301", "F101"} <= told
    house(folder, "accept:\n- {rule: W301, reason: 原文如此}\n")
    assert check(capsys, "open.docx", "--house", "house.yaml", "--report", "b.json")[0] == 0
    accepted = json.loads((folder / "b.json").read_text(encoding="utf-8"))["accepted"]
    assert [(row["code"], row["reason"]) for row in accepted] == [("W301", "原文如此")]


def test_a_note_is_no_warning_that_strict_counts(folder: Path, capsys: Captured) -> None:
    assert check(capsys, "good.docx", "--scrub", "clean.docx")[0] == 0
    rsid = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}rsidR"
    noted = edited((folder / "clean.docx").read_bytes(), lambda root: root[0][0].set(rsid, "00AB12CD"))
    (folder / "noted.docx").write_bytes(noted)
    code, text = check(capsys, "noted.docx", "--privacy", "--strict")
    assert (code, "note F957" in text) == (0, True)


def test_what_leads_out_of_a_document_is_told_without_being_asked_for(folder: Path, capsys: Captured) -> None:
    data = parts_of(raw(p("字")))
    rels = data["word/_rels/document.xml.rels"].decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    link = f'<Relationship Id="t" Type="{kind}" Target="file:///c:/a.dotm" TargetMode="External"/>'
    rels = (
        rels.replace("/>", f">{link}</Relationships>") if rels.endswith("/>") else rels.replace("</Rel", f"{link}</Rel")
    )
    (folder / "led.docx").write_bytes(write_docx({**data, "word/_rels/document.xml.rels": rels.encode()}))
    assert "warning T142: the file is attached to the template file:///c:/a.dotm" in check(capsys, "led.docx")[1]
    assert "F964" in check(capsys, "led.docx", "--privacy")[1]


def test_findings_are_explained_by_their_code(capsys: Captured) -> None:
    assert main(["--lang", "en", "explain", "f101"]) == 0
    text = capsys.readouterr().out
    assert all(words in text for words in ("F101", "GB/T 9704-2012 5.1", "why it matters", "set the paper size"))
    assert main(["--lang", "zh", "explain", "F101", "P150"]) == 0
    assert "为什么：纸张大小不对" in capsys.readouterr().out
    assert main(["--lang", "en", "explain", "F9999"]) == 2
    assert "O466" in capsys.readouterr().err
    assert main(["--lang", "en", "explain", "--list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(RULES)


def test_a_paragraph_is_quoted_where_a_fault_stands() -> None:
    data = edited(good(NOTICE), lambda root: paragraph_with(root, "抄送").remove(paragraph_with(root, "抄送")[1]))
    assert all(finding.place.part for finding in docgen.inspect_document(data).findings)


@pytest.mark.parametrize(("language", "words"), [("en", "(table 1): "), ("zh", "（第1个表）")])
def test_a_fault_of_a_table_is_told_at_the_table(folder: Path, capsys: Captured, language: str, words: str) -> None:
    small = p("格", run='<w:sz w:val="8"/>')
    rows = f"<w:tr><w:tc>{small}</w:tc><w:tc>{small}</w:tc></w:tr>" * 3
    table = f'<w:tbl><w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/></w:tblGrid>{rows}</w:tbl>'
    head = p("关于值班的通知", '<w:jc w:val="center"/>', '<w:sz w:val="44"/>') + p("各科室：") + p("现将值班表印发。")
    (folder / "table.docx").write_bytes(raw(head + table + p("完")))
    assert main(["--lang", language, "check", "table.docx"]) == 1
    assert words in capsys.readouterr().out


def test_a_report_is_written_in_the_form_of_its_name(folder: Path, capsys: Captured) -> None:
    code, text = check(
        capsys, "bad.docx", "--report", "proof.html", "--report", "proof.json", "--report", "proof.sarif"
    )
    assert (code, "wrote proof.html" in text) == (1, True)
    assert "F606" in (folder / "proof.html").read_text(encoding="utf-8")
    report = json.loads((folder / "proof.json").read_text(encoding="utf-8"))
    assert [row["code"] for row in report["findings"]] == ["F606"]
    assert report["counts"]["right"] > 50
    assert json.loads((folder / "proof.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("bad.docx", "--report", "proof.txt"), "O468"),
        (("bad.docx", "--report", "a.html", "--report", "A.html"), "O410"),
        (("bad.docx", "good.docx", "--report", "a.html"), "O431"),
        (("bad.docx", "good.docx", "--scrub", "a.docx"), "O431"),
        (("bad.docx", "--scrub", "bad.docx"), "O402"),
        (("house.yaml", "--privacy"), "O467"),
    ],
)
def test_options_that_do_not_fit_are_refused(folder: Path, capsys: Captured, args: tuple[str, ...], code: str) -> None:
    house(folder, "values: {}\n")
    before = sorted(path.name for path in folder.iterdir())
    exit_code, text = check(capsys, *args)
    assert (exit_code, code in text) == (2, True)
    assert sorted(path.name for path in folder.iterdir()) == before


def test_what_travels_unseen_is_told_and_left_out_of_a_copy(folder: Path, capsys: Captured) -> None:
    code, text = check(capsys, "good.docx", "--privacy")
    assert (code, "F9" in text) == (0, True)
    assert check(capsys, "good.docx", "--scrub", "clean.docx")[0] == 0
    assert "F95" not in check(capsys, "clean.docx", "--privacy")[1]
    assert "was not written" in check(capsys, "clean.docx", "--scrub", "again.docx")[1]
    assert not (folder / "again.docx").exists()


@pytest.mark.office
def test_print_is_a_second_witness(folder: Path, capsys: Captured) -> None:
    assert check(capsys, "good.docx", "--render", "--report", "proof.html", "--report", "proof.json")[0] == 0
    report = json.loads((folder / "proof.json").read_text(encoding="utf-8"))
    assert report["engine"].startswith("LibreOffice")
    assert len(report["measures"]) > 10
    assert {measure["ok"] for measure in report["measures"]} <= {True, None}
    assert "data:image/png;base64," in (folder / "proof.html").read_text(encoding="utf-8")


def test_the_form_of_a_document_is_mended_and_its_words_stay(folder: Path, capsys: Captured) -> None:
    letter = raw(
        p("关于值班的通知", '<w:jc w:val="center"/>', '<w:sz w:val="44"/>') + p("各科室：") + p("请做好值班工作。")
    )
    (folder / "letter.docx").write_bytes(letter)
    code, text = check(capsys, "letter.docx", "--fix", "mended.docx")
    assert (code, "wrote mended.docx" in text, "note F990" in text) == (1, True, True)
    before, after = (codes(list(docgen.inspect_document(folder / f).findings)) for f in ("letter.docx", "mended.docx"))
    assert {"F101", "F102"} <= set(before)
    assert not {"F101", "F102"} & set(after)
    assert docgen.check_document(folder / "mended.docx") == docgen.check_document(folder / "letter.docx") == []
    text = check(capsys, "mended.docx", "--fix", "again.docx")[1]
    assert "nothing to mend" in text
    assert not (folder / "again.docx").exists()
    assert check(capsys, "letter.docx", "--annotate", "annotated.docx")[0] == 1
    assert b"F101" in docgen.package.parts_of((folder / "annotated.docx").read_bytes())["word/comments.xml"]


def test_what_may_be_an_element_is_told_as_a_doubt() -> None:
    text = p("值班安排", run='<w:rFonts w:eastAsia="仿宋"/><w:sz w:val="32"/>')
    body = p("各科室按表值班，不得空岗。" * 5, run='<w:rFonts w:eastAsia="仿宋"/><w:sz w:val="32"/>')
    inspection = docgen.inspect_document(raw(text + body))
    [doubt] = [finding for finding in inspection.findings if finding.code == "F989"]
    assert (doubt.severity, doubt.place.paragraph, doubt.place.fragment) == ("note", 1, "值班安排")
    assert "title" in docgen.sentence(doubt)
