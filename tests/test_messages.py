"""The catalogue of messages, and its Chinese: complete, current, compiled, and filled with the same values."""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

import docgen
from docgen.catalogue.whole import CATALOGUE
from docgen.findings import Finding
from docgen.messages import LANGUAGES, chosen_language, remedy, sentence, translate

PACKAGE = Path(docgen.__file__).parent
PO = PACKAGE / "locale" / "zh_CN" / "LC_MESSAGES" / "docgen.po"
CODE = re.compile('"([PTOFWALI][0-9]{3})"')
LOCALE_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def in_code() -> set[str]:
    return {str(message) for _, _, message, _, _ in extract_from_dir(PACKAGE, keywords={"N_": None})}


def in_po() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN")


def chinese() -> dict[str, str]:
    """Return what a user sees; a fuzzy entry is not compiled, so it counts as untranslated."""
    return {str(m.id): "" if m.fuzzy else str(m.string) for m in in_po() if m.id}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def printed_braces(text: str) -> Counter[str]:
    """Return the braces that are printed because they are doubled in the text."""
    return Counter(char for literal, _, _, _ in Formatter().parse(text) for char in literal if char in "{}")


def filled(code: str) -> Finding:
    message = CATALOGUE[code]
    return Finding(code, args=dict.fromkeys(placeholders(message.text) | placeholders(message.remedy), "x"))


def codes_in_code() -> set[str]:
    files = [path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "messages.py"]
    return {code for path in files for code in CODE.findall(path.read_text(encoding="utf-8"))}


def speak(monkeypatch: pytest.MonkeyPatch, **settings: str) -> None:
    for name in LOCALE_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)


# --- the Chinese catalogue


def test_every_marked_text_has_a_chinese_translation() -> None:
    words = chinese()
    assert sorted(text for text in in_code() if not words.get(text)) == []


def test_the_chinese_catalogue_holds_nothing_that_the_code_no_longer_says() -> None:
    catalogue = in_po()
    assert sorted(set(chinese()) - in_code()) == []
    assert list(catalogue.obsolete) == []


def test_a_translation_is_filled_with_the_same_values_as_its_source() -> None:
    differing = {
        text: words
        for text, words in chinese().items()
        if words and (placeholders(text), printed_braces(text)) != (placeholders(words), printed_braces(words))
    }
    assert differing == {}


def test_chinese_messages_leave_the_final_stop_to_the_program() -> None:
    texts = {text for message in CATALOGUE.values() for text in (message.text, message.remedy)}
    assert sorted(words for text, words in chinese().items() if text in texts and words.endswith(("。", "."))) == []


def test_the_compiled_catalogue_says_what_the_po_file_says() -> None:
    buffer = io.BytesIO()
    write_mo(buffer, in_po())
    buffer.seek(0)
    wanted = {m.id: m.string for m in read_mo(buffer) if m.id}
    with PO.with_suffix(".mo").open("rb") as file:
        assert {m.id: m.string for m in read_mo(file) if m.id} == wanted


def test_the_po_file_is_sorted_and_names_files_without_lines() -> None:
    messages = [m for m in in_po() if m.id]
    assert [m.id for m in messages] == sorted(str(m.id) for m in messages)
    assert [m.id for m in messages if not m.locations or any(line for _, line in m.locations)] == []


# --- the codes


def test_every_code_is_a_letter_and_three_digits_with_a_sentence_and_a_remedy() -> None:
    assert [code for code in CATALOGUE if not CODE.fullmatch(f'"{code}"')] == []
    assert [code for code, message in CATALOGUE.items() if not (message.text and message.remedy)] == []


def test_every_code_that_is_reported_is_in_the_catalogue() -> None:
    assert sorted(codes_in_code() - set(CATALOGUE)) == []


def test_every_code_of_the_catalogue_is_reported_somewhere() -> None:
    assert sorted(set(CATALOGUE) - codes_in_code()) == []


# --- sentences


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CATALOGUE)
def test_sentence_and_remedy_come_out_filled(code: str, language: str) -> None:
    finding = filled(code)
    for source, words in (
        (CATALOGUE[code].text, sentence(finding, language)),
        (CATALOGUE[code].remedy, remedy(finding, language)),
    ):
        assert words
        assert Counter(char for char in words if char in "{}") == printed_braces(source)
        assert "x" in words or not placeholders(source)


def test_a_chinese_reader_gets_sentence_and_remedy_in_chinese() -> None:
    finding = Finding("P250", args={"words": "补齐护学岗", "kind": "通知"})
    assert sentence(finding, "zh_CN") == "“补齐护学岗”没有写明由谁负责（通知）"
    assert remedy(finding, "zh_CN") == "请加上 `lead_unit`（牵头单位）"


def test_our_own_words_inside_a_sentence_are_translated_too() -> None:
    finding = Finding("P153", args={"found": "list"})
    assert sentence(finding, "en") == "a list does not fit here"
    assert sentence(finding, "zh_CN") == "此处不能写列表"


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "did you mean lead_unit? Known fields: x"), ("zh_CN", "是不是想写 lead_unit？可用的字段：x")],
)
def test_a_finding_with_a_near_name_offers_it(language: str, words: str) -> None:
    assert remedy(Finding("P150", args={"key": "lead", "known": "x", "near": "lead_unit"}), language) == words


def test_a_finding_without_a_near_name_offers_none() -> None:
    assert remedy(Finding("P150", args={"key": "lead", "known": "x", "near": ""}), "en") == "known fields: x"


# --- the language


def test_a_chinese_locale_is_spoken_to_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    speak(monkeypatch, LANG="zh_CN.UTF-8")
    assert chosen_language() == "zh_CN"
    assert translate("the file is empty") == "文件是空的"


def test_the_c_locale_is_spoken_to_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    speak(monkeypatch, LANG="C")
    assert chosen_language() == "en"
    assert translate("the file is empty") == "the file is empty"


def test_a_session_without_a_locale_is_spoken_to_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    speak(monkeypatch)
    assert chosen_language() == "en"


@pytest.mark.parametrize("name", LOCALE_VARIABLES)
def test_each_locale_variable_can_choose_chinese(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    speak(monkeypatch, **{name: "zh_CN.UTF-8"})
    assert chosen_language() == "zh_CN"


@pytest.mark.parametrize(("wanted", "spoken"), [("zh", "zh_CN"), ("zh-CN", "zh_CN"), ("en", "en")])
def test_the_language_asked_for_wins_over_the_locale(monkeypatch: pytest.MonkeyPatch, wanted: str, spoken: str) -> None:
    speak(monkeypatch, LANG="C" if spoken == "zh_CN" else "zh_CN.UTF-8")
    assert chosen_language(wanted) == spoken
