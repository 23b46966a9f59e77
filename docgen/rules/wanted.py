"""What is wanted of a document: the measures of the standard, each of which a house style may set otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.standard import (
    BODY_SIZE_HALF_POINTS,
    CHARACTERS_PER_LINE,
    HEAD_RULE_MM,
    LINE_PITCH_TWIPS,
    LINES_PER_PAGE,
    TITLE_SIZE_HALF_POINTS,
)

FANGSONG = (
    "仿宋_GB2312",
    "仿宋",
    "FangSong",
    "FangSong_GB2312",
    "方正仿宋_GBK",
    "方正仿宋_GB2312",
    "方正仿宋简体",
    "方正仿宋_GB18030",
    "方正公文仿宋",
    "华文仿宋",
    "STFangsong",
)
KAITI = (
    "楷体_GB2312",
    "楷体",
    "KaiTi",
    "KaiTi_GB2312",
    "方正楷体_GBK",
    "方正楷体_GB2312",
    "方正楷体简体",
    "方正楷体_GB18030",
    "方正公文楷体",
    "华文楷体",
    "STKaiti",
)
HEITI = (
    "黑体",
    "SimHei",
    "方正黑体_GBK",
    "方正黑体简体",
    "方正黑体_GB18030",
    "方正公文黑体",
    "华文黑体",
    "STHeiti",
)
XIAOBIAOSONG = (
    "方正小标宋简体",
    "方正小标宋_GBK",
    "方正小标宋_GB2312",
    "方正小标宋_GB18030",
    "方正公文小标宋",
    "小标宋体",
    "华文中宋",
    "STZhongsong",
)
SONGTI = ("宋体", "SimSun", "新宋体", "NSimSun", "方正书宋_GBK", "方正书宋简体", "华文宋体", "STSong")
PLACES = ("outside", "centre")  # of a page number


@dataclass(frozen=True, slots=True)
class Wanted:
    """The measures of GB/T 9704-2012, and where it leaves a choice, the usual one.

    Attributes:
        top_margin_mm: 天头 (5.2.1).
        binding_margin_mm: 订口 (5.2.1).
        type_area_mm: 版心, width and height (5.2.1).
        tolerance_mm: What the standard allows of the margins (5.2.1).
        line_pitch_pt: Least and greatest pitch of lines that gives 22 of them (5.2.3).
        lines_per_page: 5.2.3.
        characters_per_line: 5.2.3.
        body_size_pt: 3号 (5.2.2).
        title_size_pt: 2号 (7.3.1).
        small_size_pt: 4号, of page numbers and 版记 (7.4, 7.5).
        body_faces: Names of 仿宋 (5.2.2).
        latin_faces: For letters and digits in the text, beside those of the Chinese.
        title_faces: Names of 小标宋 (7.3.1).
        heading_faces: Names for headings of level 1 to 4 (7.3.3).
        bold_levels: Levels of headings that may be bold; the title is 0.
        note_faces: Names of 黑体, of labels (7.2.2, 7.3.7).
        signatory_faces: Names of 楷体, of the signatory (7.2.6) and of a speaker.
        page_number_faces: Names of 宋体 (7.5).
        page_number_place: ``outside`` (7.5) or ``centre``.
        page_number_dashes: A 一字线 on each side (7.5).
        masthead_top_mm: From the type area's upper edge to the masthead (7.2.4).
        letter_masthead_top_mm: From the paper's upper edge to the masthead of a letter (10.1).
        order_masthead_top_mm: From the type area's upper edge to the masthead of an order (10.2).
        star_in_rule: A red star in the middle of the red rule, as party committees have it.
        blank_lines_before_title: 7.3.1.
        blank_lines_before_addressee: 7.3.2.
        first_line_characters: 7.3.3.
        copy_number_digits: 7.2.1.
        blank_lines_before_number: From the masthead to the number (7.2.5, 10.2).
        head_rule_gap_mm: From the number down to the red rule (7.2.7).
        letter_rule_mm: Width of the red double rules of a letter (10.1).
        language: Of Chinese characters.
        least_cell_size_pt: 小五, the least that can be read in a table.
    """

    top_margin_mm: float = 37
    binding_margin_mm: float = 28
    type_area_mm: tuple[float, float] = (156, 225)
    tolerance_mm: float = 1
    line_pitch_pt: tuple[float, float] = (28, LINE_PITCH_TWIPS / 20)
    lines_per_page: int = LINES_PER_PAGE
    characters_per_line: int = CHARACTERS_PER_LINE
    body_size_pt: float = BODY_SIZE_HALF_POINTS / 2
    title_size_pt: float = TITLE_SIZE_HALF_POINTS / 2
    small_size_pt: float = 14
    body_faces: tuple[str, ...] = FANGSONG
    latin_faces: tuple[str, ...] = ("Times New Roman",)
    title_faces: tuple[str, ...] = XIAOBIAOSONG
    heading_faces: tuple[tuple[str, ...], ...] = (HEITI, KAITI, FANGSONG, FANGSONG)
    bold_levels: tuple[int, ...] = ()
    note_faces: tuple[str, ...] = HEITI
    signatory_faces: tuple[str, ...] = KAITI
    page_number_faces: tuple[str, ...] = SONGTI
    page_number_place: str = "outside"
    page_number_dashes: bool = True
    masthead_top_mm: float = 35
    letter_masthead_top_mm: float = 30
    order_masthead_top_mm: float = 20
    star_in_rule: bool = False
    blank_lines_before_title: int = 2
    blank_lines_before_addressee: int = 1
    first_line_characters: int = 2
    copy_number_digits: int = 6
    blank_lines_before_number: int = 2
    head_rule_gap_mm: float = HEAD_RULE_MM
    letter_rule_mm: float = 170
    language: str = "zh-CN"
    least_cell_size_pt: float = 9


STANDARD = Wanted()
