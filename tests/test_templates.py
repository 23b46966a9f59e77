"""The shipped templates: real Word files, valid, in the measures of the standard, with a readable outline beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import ROOT
from lxml import etree
from ooxml import W, faults, part

from docgen import standard
from docgen.api import template_dir
from docgen.kinds import KINDS
from docgen.kinds.arrange import ROLES
from docgen.package import read_docx
from docgen.pages.outline import outline
from docgen.plan.validate import load_frame

TEMPLATES = [template_dir() / f"{kind}.docx" for kind in KINDS]
pytestmark = pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.stem)


def test_every_part_is_valid_against_the_transitional_schemas(path: Path) -> None:
    assert faults(path.read_bytes()) == []


def test_the_outline_beside_the_template_shows_what_is_in_it(path: Path) -> None:
    """After a template was edited in Word: docgen outline templates/*.docx."""
    assert path.with_suffix(".outline.txt").read_text(encoding="utf-8") == outline(path.read_bytes())


def test_the_frame_file_beside_the_template_can_be_read(path: Path) -> None:
    assert load_frame(path.with_suffix(".frame.yaml")).outline


def test_every_section_has_paper_and_type_area_of_the_standard(path: Path) -> None:
    """GB/T 9704-2012 5.1, 5.2.1; a section that lies on its side is the same page turned (8)."""
    sections = list(part(path.read_bytes(), "word/document.xml").iter(f"{W}sectPr"))
    assert sections
    for section in sections:
        size, margin = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        assert size is not None
        assert margin is not None
        paper = [standard.PAGE_WIDTH_TWIPS, standard.PAGE_HEIGHT_TWIPS]
        sides = ["top", "right", "bottom", "left"]
        if size.get(f"{W}orient") == "landscape":
            paper.reverse()
            sides = ["right", "bottom", "left", "top"]  # turned to the left: what was the top is the left
        assert [size.get(f"{W}w"), size.get(f"{W}h")] == [str(length) for length in paper]
        assert [margin.get(f"{W}{side}") for side in (*sides, "gutter")] == [
            str(standard.TOP_MARGIN_TWIPS),
            str(standard.OUTER_MARGIN_TWIPS),
            str(standard.BOTTOM_MARGIN_TWIPS),
            str(standard.BINDING_MARGIN_TWIPS),
            "0",
        ]
        assert section.find(f"{W}docGrid") is None


def test_the_body_style_gives_22_lines_of_28_characters(path: Path) -> None:
    spacing = _property(path, "公文正文", f"{W}pPr/{W}spacing")
    assert (spacing.get(f"{W}line"), spacing.get(f"{W}lineRule")) == (str(standard.LINE_PITCH_TWIPS), "exact")
    indent = _property(path, "公文正文", f"{W}pPr/{W}ind")
    assert (indent.get(f"{W}firstLineChars"), indent.get(f"{W}firstLine")) == ("200", "632")
    assert _property(path, "公文正文", f"{W}rPr/{W}spacing").get(f"{W}val") == "-5"
    assert _property(path, "公文正文", f"{W}rPr/{W}sz").get(f"{W}val") == str(standard.BODY_SIZE_HALF_POINTS)
    assert _property(path, "公文正文", f"{W}pPr/{W}widowControl").get(f"{W}val") == "0"


def test_the_title_is_set_in_size_2(path: Path) -> None:
    name = "公文标题" if path.stem == "speech" else "文件标题"
    assert _property(path, name, f"{W}rPr/{W}sz").get(f"{W}val") == str(standard.TITLE_SIZE_HALF_POINTS)


def _styles(path: Path) -> dict[str, etree._Element]:
    return {s.get(f"{W}styleId", ""): s for s in part(path.read_bytes(), "word/styles.xml").iter(f"{W}style")}


def _style(path: Path, name: str) -> etree._Element:
    for style in _styles(path).values():
        label = style.find(f"{W}name")
        if label is not None and label.get(f"{W}val") == name:
            return style
    raise AssertionError(name)


def _property(path: Path, name: str, what: str) -> etree._Element:
    """Return a property of a style or of the nearest style it is based on."""
    style: etree._Element | None = _style(path, name)
    while style is not None:
        found = style.find(what)
        if found is not None:
            return found
        based = style.find(f"{W}basedOn")
        style = None if based is None else _styles(path)[based.get(f"{W}val", "")]
    raise AssertionError(what)


def test_headings_carry_their_outline_levels(path: Path) -> None:
    levels = [_style(path, f"{n}级标题").find(f"{W}pPr/{W}outlineLvl") for n in "一二三四"]
    assert [level.get(f"{W}val") for level in levels if level is not None] == ["0", "1", "2", "3"]


def test_every_run_of_text_names_its_east_asian_face_through_styles_and_hints_at_it(path: Path) -> None:
    for name in [p for p in read_docx(path.read_bytes(), "x") if p.startswith(("word/document", "word/footer"))]:
        for run in part(path.read_bytes(), name).iter(f"{W}r"):
            fonts = run.find(f"{W}rPr/{W}rFonts")
            words = "".join(run.itertext())
            if run.find(f"{W}t") is None or words.startswith(("{%p", "{%tr", "{%tc")):
                continue
            assert fonts is not None, etree.tostring(run)
            assert fonts.get(f"{W}hint") == "eastAsia"
            assert set(fonts.attrib) == {f"{W}hint"}, "a face is set on a run; it belongs into a style"


def test_nothing_is_formatted_by_hand(path: Path) -> None:
    """Styles only: on a run a style and the hint, on a paragraph a style and, in the imprint, its frame."""
    root = part(path.read_bytes(), "word/document.xml")
    on_runs = {etree.QName(child).localname for rpr in root.iter(f"{W}rPr") for child in rpr}
    on_paragraphs = {etree.QName(child).localname for ppr in root.iter(f"{W}pPr") for child in ppr}
    assert on_runs <= {"rStyle", "rFonts"}
    assert on_paragraphs <= {"pStyle", "framePr", "rPr", "sectPr"}


def test_page_numbers_stand_outside_on_odd_and_even_pages(path: Path) -> None:
    assert part(path.read_bytes(), "word/settings.xml").find(f"{W}evenAndOddHeaders") is not None
    kinds = {r.get(f"{W}type") for r in part(path.read_bytes(), "word/document.xml").iter(f"{W}footerReference")}
    assert kinds == {"default", "even"}


def test_the_package_is_clean(path: Path) -> None:
    data = path.read_bytes()
    core = read_docx(data, "x")["docProps/core.xml"].decode()
    assert "python-docx" not in core
    settings = part(data, "word/settings.xml")
    modes = [c.get(f"{W}val") for c in settings.iter(f"{W}compatSetting") if c.get(f"{W}name") == "compatibilityMode"]
    assert modes == ["15"]


def test_every_role_of_the_kind_has_its_sample_paragraph(path: Path) -> None:
    words = path.with_suffix(".outline.txt").read_text(encoding="utf-8")
    missing = [role for role in ROLES if f'"{role}"' not in words and role != "paragraph"]
    assert missing == []
    assert "{%p else %}" in words


def test_templates_stay_small(path: Path) -> None:
    assert path.stat().st_size < 40_000
    assert path.is_relative_to(ROOT)
