"""What stands behind the text, the imprint and the page number: one fault each, told by its rule alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree
from mutants import Mutant, W, centred, codes, good, paragraph_with, says
from raw import p, raw

from docgen.rules import ending, imprint, page_number
from docgen.rules.ending import _with_a_seal
from docgen.rules.reading import day_as_wanted

MEASURED = [
    "large-notice",
    "hospital-notice",
    "hospital-meeting_notice",
    "large-minutes",
    "flood-notice",
    "starter-notice",
]


def exactly(words: str, other: str) -> Callable[[etree._Element], None]:
    """Exchange the text that says this and nothing else."""

    def edit(root: etree._Element) -> None:
        [text] = [t for t in root.iter(f"{W}t") if t.text == words]
        text.text = other

    return edit


def sets(words: str, name: str, **attributes: str) -> Callable[[etree._Element], None]:
    """Set a property of the first paragraph with these words."""

    def edit(root: etree._Element) -> None:
        properties = paragraph_with(root, words).find(f"{W}pPr")
        assert properties is not None
        for old in properties.findall(f"{W}{name}"):
            properties.remove(old)
        made = etree.SubElement(properties, f"{W}{name}", {f"{W}{k}": v for k, v in attributes.items()})
        order = (
            "pStyle",
            "keepNext",
            "pageBreakBefore",
            "framePr",
            "pBdr",
            "shd",
            "tabs",
            "spacing",
            "ind",
            "jc",
            "rPr",
        )
        properties[:] = sorted(
            properties, key=lambda e: order.index(e.tag.removeprefix(W)) if e.tag.removeprefix(W) in order else 4
        )
        assert made is not None

    return edit


def style(identifier: str, name: str, **attributes: str) -> Callable[[etree._Element], None]:
    """Set a property of a style."""

    def edit(root: etree._Element) -> None:
        [found] = [s for s in root.iter(f"{W}style") if s.get(f"{W}styleId") == identifier]
        for group in ("pPr", "rPr"):
            for element in found.iterfind(f"{W}{group}/{W}{name}"):
                element.attrib.clear()
                element.attrib.update({f"{W}{k}": v for k, v in attributes.items()})
                return
        raise AssertionError(name)

    return edit


def without(words: str, at: int) -> Callable[[etree._Element], None]:
    """Take out the paragraph that stands so far from the one with these words."""

    def edit(root: etree._Element) -> None:
        paragraph = paragraph_with(root, words)
        parent = paragraph.getparent()
        assert parent is not None
        other = parent[parent.index(paragraph) + at]
        assert not "".join(other.itertext()).strip()
        parent.remove(other)

    return edit


def every_face(words: str, face: str) -> Callable[[etree._Element], None]:
    """Set the typeface of all runs of a paragraph."""

    def edit(root: etree._Element) -> None:
        for run in paragraph_with(root, words).iter(f"{W}r"):
            properties = run.find(f"{W}rPr")
            if properties is None:
                properties = etree.Element(f"{W}rPr")
                run.insert(0, properties)
            fonts = properties.find(f"{W}rFonts")
            if fonts is None:
                fonts = etree.SubElement(properties, f"{W}rFonts")
            fonts.set(f"{W}eastAsia", face)

    return edit


def both(*edits: Callable[[etree._Element], None]) -> Callable[[etree._Element], None]:
    """Do one edit after the other."""

    def edit(root: etree._Element) -> None:
        for one in edits:
            one(root)

    return edit


def rewritten_footer(text: str) -> Callable[[etree._Element], None]:
    """Let the dashes of a footer be other signs."""

    def edit(root: etree._Element) -> None:
        found = [t for t in root.iter(f"{W}t") if "—" in (t.text or "")]
        assert found
        for t in found:
            t.text = (t.text or "").replace("—", text)

    return edit


def no_field(root: etree._Element) -> None:
    """Leave nothing of a footer's words."""
    for run in list(root.iter(f"{W}r", f"{W}fldSimple")):
        parent = run.getparent()
        if parent is not None:
            parent.remove(run)


def footer_at(twips: str) -> Callable[[etree._Element], None]:
    def edit(root: etree._Element) -> None:
        for margins in root.iter(f"{W}pgMar"):
            if margins.get(f"{W}top") == "2098":
                margins.set(f"{W}footer", twips)

    return edit


def restarted(root: etree._Element) -> None:
    section = list(root.iter(f"{W}sectPr"))[-1]
    size = section.find(f"{W}pgMar")
    assert size is not None
    size.addnext(etree.Element(f"{W}pgNumType", {f"{W}start": "1"}))


def shown_one_page_parity(root: etree._Element) -> None:
    switch = root.find(f"{W}evenAndOddHeaders")
    assert switch is not None
    root.remove(switch)


def _label_face(root: etree._Element) -> None:
    [text] = [t for t in root.iter(f"{W}t") if t.text == "附件"]
    run = text.getparent()
    assert run is not None
    fonts = run.find(f"{W}rPr/{W}rFonts")
    assert fonts is not None
    fonts.set(f"{W}eastAsia", "仿宋_GB2312")


def _frames(root: etree._Element, **attributes: str) -> None:
    for frame in root.iter(f"{W}framePr"):
        frame.attrib.update({f"{W}{k}": v for k, v in attributes.items()})


def _rules_short(root: etree._Element) -> None:
    for properties in root.iter(f"{W}pPr"):
        style_of = properties.find(f"{W}pStyle")
        if style_of is not None and style_of.get(f"{W}val", "").startswith("GwRule"):
            etree.SubElement(properties, f"{W}ind", {f"{W}left": "900", f"{W}right": "0"})


def _no_first_rule(root: etree._Element) -> None:
    copies = paragraph_with(root, "抄送")
    before = copies.getprevious()
    parent = copies.getparent()
    assert before is not None
    assert parent is not None
    parent.remove(before)


def _thin_rules(root: etree._Element) -> None:
    thick = next(s for s in root.iter(f"{W}style") if s.get(f"{W}styleId") == "GwRuleThick")
    thick.find(f"{W}pPr/{W}spacing").set(f"{W}line", "10")


def _imprint_size(root: etree._Element) -> None:
    for run in paragraph_with(root, "抄送").iter(f"{W}r"):
        properties = run.find(f"{W}rPr")
        assert properties is not None
        etree.SubElement(properties, f"{W}sz", {f"{W}val": "32"})


MUTANTS = [
    Mutant("note flush left", "F501", "hospital-notice", sets("附件：", "ind", left="0", firstLine="0", leftChars="0", firstLineChars="0", hangingChars="0")),
    Mutant("note with a stop", "F502", "hospital-notice", says("附件：门诊服务质量提升任务清单", "附件：门诊服务质量提升任务清单。")),
    Mutant("note without a line above", "F503", "hospital-notice", without("附件：", -1)),
    Mutant("single attachment with a number", "F505", "hospital-notice", says("附件：", "附件：1.")),
    Mutant("numbers with a gap", "F505", "large-notice", says("2.", "3.")),
    Mutant("another title", "F506", "hospital-meeting_notice", says("附件：参会回执", "附件：回执")),
    Mutant("zero before the month", "F510", "starter-notice", exactly("2026年4月13日", "2026年04月13日")),
    Mutant("date flush right", "F511", "starter-notice", sets("2026年4月13日", "ind", left="5800")),
    Mutant("page without text", "F513", "starter-notice", says("整修步行通道", "此页无正文。整修步行通道")),
    Mutant("half-width brackets", "F515", "large-meeting_notice", both(says("（联系人", "(联系人"))),
    Mutant("colon behind the label", "F520", "hospital-meeting_notice", exactly("附件", "附件：")),
    Mutant("label in 仿宋", "F521", "hospital-meeting_notice", _label_face),
    Mutant("attachment on the page of the date", "F522", "hospital-meeting_notice", style("GwAttLabel", "pageBreakBefore", val="0"), "word/styles.xml"),
    Mutant("sitting in before present", "F530", "large-minutes", both(says("出席：", "〇〇："), says("列席：", "出席："), says("〇〇：", "列席："))),
    Mutant("labels in 仿宋", "F531", "large-minutes", every_face("出席：", "仿宋_GB2312")),
    Mutant("people flush left", "F532", "large-minutes", sets("出席：", "ind", left="0", firstLine="0", leftChars="0", firstLineChars="0", hangingChars="0")),
    Mutant("no line above people", "F533", "large-minutes", without("出席：", -1)),
    Mutant("frame at the top", "F601", "starter-notice", lambda root: _frames(root, yAlign="top")),
    Mutant("short rules", "F602", "starter-notice", _rules_short),
    Mutant("no rule above", "F604", "starter-notice", _no_first_rule),
    Mutant("no stop behind the copies", "F606", "starter-notice", says("县人大常委会办公室。", "县人大常委会办公室")),
    Mutant("rules of the imprint like hairs", "F603", "starter-notice", _thin_rules, "word/styles.xml"),
    Mutant("imprint as large as the text", "F607", "starter-notice", _imprint_size),
    Mutant("copies flush left", "F608", "starter-notice", sets("抄送", "ind", left="0", right="0", leftChars="0", rightChars="0", firstLine="0", firstLineChars="0")),
    Mutant("zero in the date of printing", "F609", "starter-notice", says("2026年4月13日印发", "2026年04月13日印发")),
    Mutant("printed flush left", "F610", "starter-notice", sets("日印发", "ind", left="0", right="280", leftChars="0")),
    Mutant("printed before its date", "F611", "starter-notice", says("2026年4月13日印发", "2026年4月1日印发")),
    Mutant("no number on even pages", "F701", "starter-notice", no_field, "word/footer1.xml"),
    Mutant("number in the middle", "F702", "starter-notice", centred, "word/footer2.xml"),
    Mutant("even pages as odd ones", "F702", "starter-notice", shown_one_page_parity, "word/settings.xml"),
    Mutant("number near the edge", "F703", "starter-notice", footer_at("700")),
    Mutant("hyphens", "F705", "starter-notice", rewritten_footer("-"), "word/footer2.xml"),
    Mutant("counted anew", "F708", "large-notice", restarted),
]  # fmt: skip


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda m: m.name)
def test_a_fault_is_told_by_its_rule_alone(mutant: Mutant) -> None:
    assert codes(mutant.made()) == {mutant.code}


@pytest.mark.parametrize("base", MEASURED)
def test_a_good_document_has_no_fault(base: str) -> None:
    assert codes(good(base)) == set()


def test_every_rule_of_these_families_has_a_fault_that_it_tells() -> None:
    mine = {rule.code for family in (ending, imprint, page_number) for rule in family.RULES}
    assert {mutant.code for mutant in MUTANTS} == mine - {"F504", "F523", "F704"}


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("2026年03月05日", "2026年3月5日"),
        ("26年3月5日", "2026年3月5日"),
        ("2026.3.15", "2026年3月15日"),
        ("二○二六年十二月三十一日", "2026年12月31日"),
        ("某某县人民政府办公室二〇二六年三月五日印发", "2026年3月5日"),
        ("2026年13月5日", "2024年7月5日"),
    ],
)
def test_a_date_is_wanted_as_it_should_be_written(written: str, wanted: str) -> None:
    assert day_as_wanted(written) == wanted


def at_right(words: str, characters: float) -> str:
    """Return a line of 3号 that ends so many characters from the right edge."""
    return p(words, f'<w:ind w:rightChars="{characters * 100:.0f}"/><w:jc w:val="right"/>', '<w:sz w:val="32"/>')


@pytest.mark.parametrize(
    ("head", "signature", "right", "codes_"),
    [
        ("某某省人民政府令|第12号", "省长　　王强", 4, set()),
        ("某某省人民政府令|第12号", "省长　　王强", 2, {"F511"}),
        ("关于某事的通知|各单位：", "省长　　王强", 4, {"F511"}),
        ("关于某事的通知|各单位：", "某某市发展和改革委员会　　　某某市财政局", 4.5, set()),
        ("关于某事的通知|各单位：", "某某市发展和改革委员会　　　某某市财政局", 2, {"F511"}),
    ],
)
def test_a_stamp_and_a_line_of_several_organs_stand_otherwise(
    head: str, signature: str, right: float, codes_: set[str]
) -> None:
    red = '<w:sz w:val="72"/><w:color w:val="FF0000"/>'
    first, second = head.split("|")
    top = p(first, '<w:jc w:val="center"/>', red if first.endswith("令") else '<w:sz w:val="44"/>') + p(second)
    text = p("现予公布，自2026年5月1日起施行。", '<w:ind w:firstLineChars="200"/>', '<w:sz w:val="32"/>')
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    data = raw(top + text + at_right(signature, right) + at_right("2026年3月5日", 4) + page)
    assert codes(data, only=["F511"]) == codes_


def test_where_organ_and_date_should_stand_is_told_in_characters() -> None:
    day = (17.0, 24.1)
    assert [_with_a_seal((0.0, width), day) for width in (7.1, 10.1, 20.1)] == [
        "4.0 em / 4.0 em",
        "2.5 em / 4.0 em",
        "0.0 em / 6.5 em",
    ]
