"""The report of an inspection: a page that stands by itself, JSON and SARIF that say the same."""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from dataclasses import fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from helpers import ROOT
from lxml import etree, html
from mutants import W, edited, good, says

from docgen.catalogue.whole import CATALOGUE
from docgen.findings import MOST_ALIKE, Finding, Place, Severity
from docgen.inspection import Inspection, Outcome, Proof, inspect_document
from docgen.messages import LANGUAGES, sentence
from docgen.package import parts_of
from docgen.pages.elements import LAYOUTS
from docgen.pages.witness import Box
from docgen.reports import names
from docgen.reports import proof as page_of_proof
from docgen.reports.evidence import Cover, PagePicture, as_json_report, counts, marks_of
from docgen.reports.proof import as_page
from docgen.reports.sarif import as_sarif
from docgen.rules.house import Accepted, House, load_house
from docgen.rules.printed import Measure
from docgen.rules.shelf import RULES
from docgen.rules.wanted import STANDARD

PNG = b"\x89PNG\r\n\x1a\nnot a real picture"
COVER = Cover("ab" * 32, "2026-11-23", "LibreOffice 24.8", [("仿宋_GB2312", "Noto Serif CJK SC")])
HOUSE = House(
    replace(STANDARD, page_number_faces=("楷体",)), [Accepted("F510", "局里一贯这样写", "", Place())], "局 style.yaml"
)


def marred() -> bytes:
    """Return a notice with a fault, a deviation and a finding to accept."""
    data = edited(good("large-notice"), says("2026年3月24日", "二〇二六年三月二十四日"))
    data = edited(data, lambda root: [size.set(f"{W}w", "12240") for size in root.iter(f"{W}pgSz")])
    for part in parts_of(data):
        if re.fullmatch(r"word/footer\d+\.xml", part):
            data = edited(data, _in_kaiti, part)
    return data


def _in_kaiti(root: etree._Element) -> None:
    for run in root.iter(f"{W}r"):
        fonts = run.find(f"{W}rPr/{W}rFonts")
        if fonts is not None:
            for name in ("ascii", "hAnsi", "eastAsia", "cs"):
                fonts.set(f"{W}{name}", "楷体")


@pytest.fixture(scope="module")
def inspection() -> Inspection:
    found = inspect_document(marred(), HOUSE)
    assert {p.outcome for p in found.proofs} == {Outcome.RIGHT, Outcome.WRONG, Outcome.DEVIATION, Outcome.ACCEPTED}
    return found


def made(*outcomes: Outcome, code: str = "F101", found: str = "1", wanted: str = "2") -> Inspection:
    """Return an inspection with one spot for each outcome, its findings among them."""
    proofs, findings = [], []
    for number, outcome in enumerate(outcomes, 1):
        place = Place("a.docx", part="word/document.xml", paragraph=number)
        proofs.append(Proof(code, RULES[code].clause, "M", "section", outcome, place, found, wanted))
        if outcome is Outcome.WRONG:
            findings.append(Finding(code, place, {"found": found, "wanted": wanted}, Severity.ERROR, "5.1"))
    return Inspection("a.docx", "official", proofs, findings)


def read(page: str) -> html.HtmlElement:
    return html.document_fromstring(page)


def section(tree: html.HtmlElement, words: str) -> list[html.HtmlElement]:
    """Return the rows of the section with this heading."""
    found = [s for s in tree.iter("section") if (s.findtext("h2") or "") == words]
    return list(found[0].iter("tr"))[1:] if found else []


def texts(row: html.HtmlElement) -> list[str]:
    return [cell.text_content() for cell in row]


# --- the page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_tells_what_was_inspected_and_how_it_came_out(inspection: Inspection, language: str) -> None:
    tree = read(as_page(replace(inspection, name="out/甲.docx"), language, COVER))
    assert tree.get("lang") == {"en": "en", "zh_CN": "zh-CN"}[language]
    told = " ".join(d.text_content() for d in tree.iter("dd"))
    for words in (
        "甲.docx",
        COVER.sha256,
        COVER.date,
        COVER.engine,
        "仿宋_GB2312 → Noto Serif CJK SC",
        "局 style.yaml",
    ):
        assert words in told
    assert "out/" not in told
    verdict = tree.xpath("//p[contains(@class, 'verdict')]/span")[0].text_content()
    spots = Counter(str(proof.outcome) for proof in inspection.proofs)
    errors = sum(finding.is_error for finding in inspection.findings)
    warnings = len(inspection.findings) - errors
    wanted = [errors, warnings, spots["deviation"], spots["accepted"], spots["untold"], spots["right"]]
    assert [int(number) for number in re.findall(r"\d+", verdict)] == wanted
    assert counts(inspection) == {"errors": errors, "warnings": warnings, **{str(o): spots[o] for o in Outcome}}


def test_the_verdict_has_three_grades() -> None:
    grades = {}
    for outcome, weight in ((Outcome.WRONG, Severity.ERROR), (Outcome.WRONG, Severity.WARNING), (Outcome.RIGHT, None)):
        case = made(outcome)
        findings = [replace(f, severity=weight) for f in case.findings if weight]
        verdict = read(as_page(replace(case, findings=findings), "en")).xpath("//p[contains(@class, 'verdict')]")[0]
        grades[verdict.get("class").split()[-1]] = verdict.findtext("strong")
    assert list(grades) == ["error", "warning", "right"]
    assert len(set(grades.values())) == 3


def test_every_section_has_its_rows(inspection: Inspection) -> None:
    tree = read(as_page(inspection, "en", COVER))
    faults = section(tree, "Faults")
    assert {texts(row)[0] for row in faults} == {finding.code for finding in inspection.findings}
    errors = [sentence(f, "en").lower() for f in inspection.findings if f.is_error]
    assert all(any(words in texts(row)[2].lower() for row in faults) for words in errors)
    [accepted] = section(tree, "Accepted by the house style")
    assert (texts(accepted)[0], texts(accepted)[3]) == ("F510", "局里一贯这样写")
    deviations = section(tree, "Deviations of the house style from the standard")
    assert {texts(row)[0] for row in deviations} == {"F704"}
    proofs = [proof for proof in inspection.proofs if proof.outcome is Outcome.DEVIATION]
    assert {(texts(row)[3], texts(row)[4]) for row in deviations} == {(p.wanted, p.house) for p in proofs}
    assert "楷体" in texts(deviations[0])[4]
    assert "宋体" in texts(deviations[0])[3]


def test_what_is_right_stands_under_its_clause_with_counts(inspection: Inspection) -> None:
    rows = section(read(as_page(inspection, "en")), "What is right")
    told: Counter[str] = Counter()
    headed: dict[str, int] = {}
    clause = ""
    for row in rows:
        if row.get("class") == "group":
            clause, _, number = texts(row)[0].rpartition(" right: ")
            headed[clause] = int(number)
        elif len(texts(row)) > 4:
            told[clause] += int(texts(row)[4].removesuffix(" ×"))
        else:  # "and 26 more" of one code that differ in what was found
            told[clause] += int(texts(row)[1].split()[1])
    right = Counter(p.clause or "practice" for p in inspection.proofs if p.outcome is Outcome.RIGHT)
    assert told == headed == right
    assert next(iter(headed)) == "practice"
    of_the_standard = [c.split()[-1] for c in headed if c.startswith("GB/T") and "," not in c]
    assert of_the_standard == sorted(of_the_standard, key=lambda c: [int(n) for n in c.split(".")])


def test_equal_spots_are_one_row() -> None:
    rows = section(read(as_page(made(*[Outcome.RIGHT] * 42), "en")), "What is right")
    assert [texts(row)[4] for row in rows[1:]] == ["42 ×"]
    assert texts(rows[1])[5] == "paragraph 1and 41 more"
    [row] = section(read(as_page(made(*[Outcome.WRONG] * 30), "en")), "Faults")
    assert texts(row)[-1].endswith("paragraph 8and 22 more")
    [row] = section(read(as_page(made(Outcome.UNTOLD, Outcome.UNTOLD), "en")), "What the file does not tell")
    assert "2 ×" in texts(row)


def test_a_finding_of_another_check_rests_on_itself() -> None:
    other = Finding("W101", Place("a.docx", part="word/document.xml", paragraph=3), {"words": "XX"}, Severity.WARNING)
    case = made(Outcome.WRONG)
    rows = section(read(as_page(replace(case, findings=[other, *case.findings]), "en")), "Faults")
    assert [texts(row)[0] for row in rows] == ["F101", "W101"]  # errors first


def test_nothing_wrong_is_said() -> None:
    tree = read(as_page(made(Outcome.RIGHT), "en"))
    assert "Nothing is wrong." in tree.text_content()
    assert [h.text for h in tree.iter("h2")] == ["Faults", "What is right"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_stands_by_itself(inspection: Inspection, language: str) -> None:
    pages = [PagePicture(1, PNG, 210, 297, [((28, 37, 184, 262), "F101")])]
    page = as_page(inspection, language, COVER, MEASURES, pages)
    tree = read(page)
    assert [e.tag for e in tree.iter("script", "link", "iframe", "object", "form", "base")] == []
    refs = [e.get(name) for e in tree.iter() for name in ("src", "href", "srcset", "data", "action") if e.get(name)]
    assert refs
    assert [ref for ref in refs if not ref.startswith(("#", "data:image/png;base64,"))] == []
    style = "".join(tree.xpath("//style/text()"))
    assert not re.search(r"url\(|@import|https?:", style)
    assert not re.search(r"\son\w+=", re.sub(r'"[^"]*"', '""', page))
    assert page == as_page(inspection, language, COVER, MEASURES, pages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_can_be_read_without_seeing_it(inspection: Inspection, language: str) -> None:
    tree = read(as_page(inspection, language, COVER, MEASURES, [PagePicture(1, PNG, 210, 297)]))
    assert [cell for cell in tree.iter("th") if cell.get("scope") not in ("col", "row", "rowgroup")] == []
    assert all(image.get("alt") for image in tree.iter("img"))
    assert [len(list(tree.iter(tag))) for tag in ("h1", "main", "title")] == [1, 1, 1]
    for table in tree.iter("table"):
        width = len(table.xpath("./thead/tr/th"))
        assert {sum(int(cell.get("colspan", 1)) for cell in row) for row in table.iter("tr")} == {width}
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    heads = [cell.text_content() for cell in tree.xpath("//thead//th")]
    if language == "zh_CN":
        assert [words for words in heads if not re.search("[一-鿿]", words)] == []


NASTY = "<script>alert('甲')</script>\"&\x07\u202e\t]]><!--"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_document_is_shown_as_text(language: str) -> None:
    place = Place(NASTY, part=NASTY, paragraph=1, fragment=NASTY, path=NASTY)
    proofs = [
        Proof("F101", NASTY, "M", NASTY, outcome, place, NASTY, NASTY, NASTY, NASTY)
        for outcome in Outcome
        if outcome not in (Outcome.WRONG, Outcome.ACCEPTED)
    ]
    finding = Finding("F101", place, {"found": NASTY, "wanted": NASTY}, Severity.ERROR, NASTY)
    waived = [(finding, Accepted("F101", NASTY, "", place))]
    case = Inspection(NASTY, "official", proofs, [finding], waived, NASTY)
    cover = Cover(NASTY, NASTY, NASTY, [(NASTY, NASTY)])
    measures = [Measure("F101", "paper", False, NASTY, NASTY, 1, Box(0, 0, 1, 1))]
    plain = read(as_page(made(*Outcome), language, cover, measures))
    page = as_page(case, language, cover, measures, [PagePicture(1, PNG, 210, 297, [((0, 0, 1, 1), NASTY)])])
    tree = read(page)
    assert {e.tag for e in tree.iter() if isinstance(e.tag, str)} - {e.tag for e in plain.iter()} <= {
        "figure",
        "figcaption",
        "img",
        "div",
        "a",
        "p",
    }
    assert list(tree.iter(etree.Comment)) == []
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", page)
    shown = "<script>alert('甲')</script>\"&\\x07\\u202e⇥]]><!--"
    assert tree.text_content().count(shown) > 10
    attributes = {name for e in tree.iter() if isinstance(e.tag, str) for name in e.attrib}
    known = "lang charset http-equiv content name class style scope id title href src alt colspan"
    assert attributes <= set(known.split())


def test_a_name_that_no_encoding_knows_is_written_out() -> None:
    as_page(replace(made(Outcome.RIGHT), name="\udcff.docx"), "en").encode("utf-8")


# --- what was measured, and the pictures

MEASURES = [
    Measure("F101", "paper", False, "215.9 mm", "210 mm", 2, Box(0, 0, 216, 297)),
    Measure("F703", "page number", True, "7.1 mm", "7.0 mm", 1, Box(150, 270, 180, 274)),
    Measure("F703", "page number", True, "7.0 mm", "7.0 mm", 2, Box(30, 270, 60, 274)),
    Measure("F102", "top", None, "36 mm", "37 mm", 1, Box(28, 37, 184, 42), "the grid moves lines"),
]


def test_measures_stand_beside_their_fault_and_by_themselves() -> None:
    case = made(Outcome.WRONG)
    place = case.findings[0].place
    elsewhere = replace(MEASURES[0], found="1 mm", place=Place("a.docx", paragraph=9))
    here = replace(MEASURES[0], found="215 mm", place=place)
    tree = read(as_page(case, "en", None, [*MEASURES, here, elsewhere]))
    [fault] = section(tree, "Faults")
    assert texts(fault)[5] == "215.9 mm (page 2)215 mm (page 2)"
    rows = [texts(row) for row in section(tree, "Measured in print")]
    assert [(row[0], row[4], row[6]) for row in rows] == [
        ("F101", "wrong", "3 ×"),
        ("F703", "right", "2 ×"),
        ("F102", "no verdict the grid moves lines", "1 ×"),
    ]
    assert rows[1][5] == "page 1, 2"
    without = read(as_page(case, "en"))
    assert section(without, "Measured in print") == []
    assert len(texts(section(without, "Faults")[0])) == len(texts(fault)) - 1


def test_marks_stand_where_they_were_measured() -> None:
    marks = [((21.0, 29.7, 42.0, 89.1), "F101"), ((0.0, 0.0, 210.0, 297.0), "F999")]
    tree = read(as_page(made(Outcome.WRONG), "en", None, (), [PagePicture(7, PNG, 210, 297, marks)]))
    first, second = tree.xpath("//div[contains(@class, 'mark')]")
    assert first.get("style") == "left: 10.00%; top: 10.00%; width: 10.00%; height: 20.00%"
    [link] = first.iter("a")
    assert link.get("href") == "#F101"
    assert tree.get_element_by_id("F101").tag == "tr"
    assert [(a.get("href"), a.text) for a in second.iter("a")] == [(None, "F999")]
    assert tree.xpath("//img/@alt") == ["page 7: F101, F999"]


def test_only_what_measures_wrong_is_marked_once() -> None:
    assert marks_of([*MEASURES, MEASURES[0]], 2) == [((0, 0, 216, 297), "F101")]
    assert marks_of(MEASURES, 1) == []


# --- how large it gets


def test_the_report_of_a_hundred_pages_is_small() -> None:
    def longer(root: etree._Element) -> None:
        body = root[0]
        texts = [p for p in body.iterchildren(f"{W}p") if len("".join(p.itertext())) > 60]
        for number in range(2400 // len(texts)):
            for text in texts:
                twin = copy.deepcopy(text)
                if number % 2:
                    for fonts in twin.iter(f"{W}rFonts"):
                        fonts.set(f"{W}eastAsia", "隶书")
                text.addnext(twin)

    found = inspect_document(edited(good("large-notice"), longer))
    assert len(as_page(found, "zh_CN", COVER).encode()) < 2_000_000
    many = made(*[Outcome.WRONG, Outcome.RIGHT] * 5000)
    assert len(as_page(many, "zh_CN", COVER).encode()) < 100_000


def test_of_one_code_the_first_that_differ_are_rows() -> None:
    case = made(*[Outcome.WRONG, Outcome.UNTOLD] * 100)
    proofs = [replace(proof, found=str(number)) for number, proof in enumerate(case.proofs)]
    findings = [replace(f, args={"found": str(number), "wanted": ""}) for number, f in enumerate(case.findings)]
    tree = read(as_page(replace(case, proofs=proofs, findings=findings), "en"))
    for title in ("Faults", "What the file does not tell"):
        rows = [texts(row) for row in section(tree, title)]
        assert len(rows) == MOST_ALIKE + 1
        assert rows[-1][:2] == ["F101", "and 80 more; a report in JSON has them all"]


# --- JSON


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_json_report_holds_everything(inspection: Inspection, language: str) -> None:
    told = json.loads(as_json_report(inspection, language, COVER, MEASURES))
    assert (told["version"], told["layout"], told["house"]) == (1, "official", "局 style.yaml")
    assert (told["sha256"], told["date"], told["engine"]) == (COVER.sha256, COVER.date, COVER.engine)
    assert told["substituted"] == [{"asked": "仿宋_GB2312", "drawn": "Noto Serif CJK SC"}]
    assert told["counts"] == counts(inspection)
    keys = ("code", "clause", "strength", "looks_at", "outcome", "found", "wanted", "reason", "house")
    assert [[row[key] for key in keys] for row in told["proofs"]] == [
        [getattr(proof, key) for key in keys] for proof in inspection.proofs
    ]
    assert [row["message"] for row in told["findings"]] == [sentence(f, language) for f in inspection.findings]
    assert [row["clause"] for row in told["findings"]] == [f.clause for f in inspection.findings]
    assert {row["reason"] for row in told["accepted"]} == {"局里一贯这样写"}
    assert [row["ok"] for row in told["measures"]] == [False, True, True, None]
    assert told["proofs"][0]["place"]["part"] == "word/document.xml"


def test_the_pages_on_inspection_name_every_key_of_the_json(inspection: Inspection) -> None:
    def keys(tree: Any) -> set[str]:
        inner = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
        return {*(tree if isinstance(tree, dict) else ()), *(key for branch in inner for key in keys(branch))}

    told = json.loads(as_json_report(inspection, "en", COVER, MEASURES))
    for name in ("inspection.md", "inspection.zh-CN.md"):
        page = (ROOT / "docs" / name).read_text(encoding="utf-8")
        assert [key for key in sorted(keys(told)) if f"`{key}`" not in page] == []


@pytest.mark.parametrize("name", ["inspection.md", "inspection.zh-CN.md"])
def test_the_pages_on_inspection_tell_what_a_house_style_can_say(name: str, tmp_path: Path) -> None:
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert [field.name for field in fields(STANDARD) if f"`{field.name}`" not in page] == []
    [example] = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    path = tmp_path / "office.yaml"
    path.write_text(example, encoding="utf-8")
    style = load_house(path)
    assert style.wanted.page_number_place == "centre"
    assert [entry.code for entry in style.accepted] == ["F521"]


# --- SARIF


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_log_explains_its_rules(inspection: Inspection, language: str) -> None:
    log = json.loads(as_sarif(inspection.findings, language, inspection.accepted))
    driver, results = log["runs"][0]["tool"]["driver"], log["runs"][0]["results"]
    assert [driver["rules"][result["ruleIndex"]]["id"] for result in results] == [r["ruleId"] for r in results]
    for rule in driver["rules"]:
        about = rule["properties"]
        assert about["clause"] == RULES[rule["id"]].clause
        page, _, anchor = about["page"].partition("#")
        assert f"## {anchor.upper()}\n" in (ROOT / page).read_text(encoding="utf-8")
        assert ".zh-CN." in page if language == "zh_CN" else ".zh-CN." not in page
        assert rule["shortDescription"]["text"]
        assert "…" in rule["shortDescription"]["text"] or "{" not in CATALOGUE[rule["id"]].text
        assert len(rule["help"]["text"].split("\n\n")) == 2  # why and what to do
        assert "helpUri" not in rule  # no whole address is known
    waived = [result for result in results if "suppressions" in result]
    assert {result["ruleId"] for result in waived} == {"F510"}
    assert {s["justification"] for result in waived for s in result["suppressions"]} == {"局里一贯这样写"}
    assert len(results) - len(waived) == len(inspection.findings)


def test_a_code_that_is_no_rule_of_format_is_explained_too() -> None:
    log = json.loads(as_sarif([Finding("W101", Place("a.docx"), {"words": "XX"})], "en"))
    [rule] = log["runs"][0]["tool"]["driver"]["rules"]
    assert rule["help"]["text"]
    assert "properties" not in rule


def test_a_file_is_named_by_an_address() -> None:
    name = "公文 稿/甲 100% [定].docx"
    [result] = json.loads(as_sarif([Finding("F101", Place(name), {"found": "", "wanted": ""})], "en"))["runs"][0][
        "results"
    ]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"[A-Za-z0-9%/._~-]+", uri)
    assert unquote(uri) == name


# --- words


def test_every_element_and_layout_has_a_name() -> None:
    assert {rule.looks_at for rule in RULES.values()} - set(names.ELEMENTS) == set()
    assert set(names.LAYOUTS) == {*LAYOUTS, "other"}


def test_the_style_sheet_lies_beside_the_page() -> None:
    assert Path(page_of_proof.__file__).with_suffix(".css").is_file()
