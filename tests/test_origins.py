"""Where printed words come from: every stretch of every sample, the answers of ``docgen why``, what no document says."""

from __future__ import annotations

import json
import re
from itertools import groupby
from pathlib import Path

import docx
import pytest
import yaml
from helpers import ROOT, SAMPLES, found, plan, write

import docgen
from docgen.api import Built, kinds_in, not_printed, template_dir, why
from docgen.cli import main
from docgen.judged import leaves
from docgen.marked import NUMBER, number_of, numbered, seen
from docgen.origins import Origin
from docgen.pages.reader import read_texts
from docgen.plan.marks import Mark, Source, Text
from docgen.plan.origins import Piece

CASES = [(sample, kind) for sample in SAMPLES for kind in kinds_in(docgen.load_plan(sample))]
each = pytest.mark.parametrize(("sample", "kind"), CASES, ids=[f"{s.stem}-{k}" for s, k in CASES])
Captured = pytest.CaptureFixture[str]

# What docgen may set beside the words of a plan: stops, brackets, ordinals, counts, the words that rules of documents ask for.
_OWN = re.compile(
    r"(?:[、。，；：（）\n]|[一二三四五六七八九十]+[、是要]?|两|\d+\.?|第[一二三四五六七八九十]+，|要"
    r"|首先，|其次，|再次，|最后，|关于|的通知|文件|附件|【待填：[^】]*】|（待定）)+"
)


def traced(sample: Path, kind: str) -> Built:
    return docgen.build(docgen.load_plan(sample), kind, trace=True)


def key(origin: Origin) -> tuple[str, int | None]:
    return origin.printed.part, origin.printed.paragraph


@each
def test_every_printed_run_comes_from_plan_frame_template_or_is_an_ordinal_or_a_stop(sample: Path, kind: str) -> None:
    built = traced(sample, kind)
    told = {at: list(group) for at, group in groupby(built.origins, key)}
    lines = [line for text in read_texts(built.data, "") for line in text if line.text]
    template = "".join(
        line.text for text in read_texts((template_dir() / f"{kind}.docx").read_bytes(), "") for line in text
    )
    assert len(lines) == len(told)
    for line in lines:
        stretches = told[line.place.part, line.place.paragraph]
        assert "".join(origin.words for origin in stretches) == line.text
        assert [origin.start for origin in stretches[1:]] == [origin.end for origin in stretches[:-1]]
        assert stretches[0].start == 0
        for origin in stretches:
            if origin.source == "docgen":
                assert _OWN.fullmatch(origin.words), origin
            elif origin.source == "template":
                assert origin.words.strip("\n") in template, origin


@each
def test_a_place_in_the_plan_is_where_the_words_stand(sample: Path, kind: str) -> None:
    rows = sample.read_text(encoding="utf-8").split("\n")
    typed = [o for o in traced(sample, kind).origins if o.source == "plan" and not o.is_computed]
    there = [rows[(o.place.line or 0) - 1][(o.place.column or 0) - 1 :].startswith(o.words[:4]) for o in typed]
    assert len(there) > 10
    assert sum(there) >= 0.9 * len(
        there
    )  # the rest: times and dates, printed otherwise than typed; a column may be that of a quote


def test_a_document_is_the_same_traced_or_not() -> None:
    for sample, kind in CASES:
        assert traced(sample, kind).data == docgen.build(docgen.load_plan(sample), kind).data


def test_an_ordinary_build_has_no_origins() -> None:
    assert docgen.build(docgen.load_plan(SAMPLES[0]), "speech").origins == []


def test_numbers_of_origins_are_read_back_and_are_not_seen() -> None:
    for number in (0, 1, 31, 32, 1023, 40_000):
        assert NUMBER.fullmatch(numbered(number))
        assert number_of(numbered(number)) == number
        assert seen(f"甲{numbered(number)}乙") == "甲乙"


def test_a_plan_cannot_type_the_numbers_itself(tmp_path: Path) -> None:
    path = write(tmp_path, f"tasks: [甲{numbered(7)}乙]\nspeech: {{title: 题}}\n")
    assert {f.code for f in found(docgen.load_plan, path)} == {"P105"}


def test_computed_values_are_told_from_typed_ones() -> None:
    text = """
    figures: {新建: 128个, 改造: 212个, 共: {sum: [新建, 改造]}}
    speech: {title: 题, outline: [建成【新建】，共【共】。]}
    """
    origins = docgen.build(plan(text), "speech", trace=True).origins
    assert [(o.words, o.is_computed) for o in origins if o.words[0].isdigit()] == [("128个", False), ("340个", True)]


def test_rounded_forms_and_gaps_lead_to_the_register(tmp_path: Path) -> None:
    text = """
    figures: {资金: {value: 1186万元, show: 简写}, 甲: 12个, 乙: 13个, 率: {percent: 甲, of: 乙, show: 成}, 缺: ？个}
    speech: {title: 题, outline: [投入【资金】，占【率】，缺【缺】。]}
    """
    assert {f.code for f in docgen.check_plan(write(tmp_path, text))} == {"P230"}
    built = docgen.build(plan(text), "speech", trace=True)
    told = {o.words: o.place.path for o in built.origins if o.source == "plan" and o.place.path.startswith("figures")}
    assert told == {"1186万元": "figures.资金", "超九成": "figures.率", "【待填：缺】个": "figures.缺"}
    assert not_printed(plan(text), [built]) == []


def template_of(tmp_path: Path, lines: list[str]) -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    path = tmp_path / "own.docx"
    document.save(str(path))
    return path


def test_a_template_that_works_on_its_values_leaves_them_without_origin_and_the_others_with_theirs(
    tmp_path: Path,
) -> None:
    text = """
    tasks: [{text: 修路。, lead_unit: 县交通局}, {text: 装灯。, lead_unit: 县住建局}]
    speech: {title: 题, date: 2026年3月4日, outline: [一段话。, {use: tasks}]}
    """
    lines = ["{%p for m in measures %}", "{%p if m.lead_unit == '县交通局' %}", "就是：{{ m.measure }}", "{%p endif %}", "{%p endfor %}",
             "尾：{{ date }}", "{% for u in measures|groupby('lead_unit') %}{{ u.grouper }}{% endfor %}"]  # fmt: skip
    own = template_of(tmp_path, lines)
    built = docgen.build(plan(text), "speech", own, trace=True)
    by_words = {o.words: (o.source, o.place.path) for o in built.origins}
    assert by_words["2026年3月4日"] == ("plan", "speech.date")
    assert by_words["尾："][0] == "template"
    assert not any(words.startswith("就是") for words in by_words)
    assert [f.args["words"] for f in not_printed(plan(text), [built])] == ["装灯。", "一段话。", "题"]
    built_path = built.save(tmp_path / "o.docx")
    (answer,) = why(built_path, "修路", plan(text), template=own)
    assert (answer.is_made_now, answer.origins) == (True, [])


# --- why


def test_why_tells_cells_that_say_the_same_apart(tmp_path: Path) -> None:
    text = """
    tasks: [{text: 修路。, lead_unit: 县交通局}, {text: 装灯。, lead_unit: 县交通局}, {text: 挖渠。, lead_unit: 县交通局}]
    speech: {title: 题, outline: [一段。]}
    """
    own = template_of(tmp_path, ["{%p for m in measures %}", "{{ m.lead_unit }}", "{%p endfor %}"])
    out = docgen.build(plan(text), "speech", own).save(tmp_path / "o.docx")
    places = [o.place.path for answer in why(out, "县交通局", plan(text), template=own) for o in answer.origins]
    assert places == ["tasks[0].lead_unit", "tasks[1].lead_unit", "tasks[2].lead_unit"]


def test_why_tells_each_time_that_a_paragraph_says_the_words(tmp_path: Path) -> None:
    text = """
    figures: {甲: 12个, 乙: 12个}
    speech: {title: 题, outline: [城区有【甲】，乡镇有【乙】。]}
    """
    out = docgen.build(plan(text), "speech").save(tmp_path / "o.docx")
    (answer,) = why(out, "12个", plan(text))
    assert [o.place.path for o in answer.origins] == ["figures.甲", "figures.乙"]


def test_why_tells_plan_frame_and_template(tmp_path: Path) -> None:
    sample = ROOT / "samples" / "starter.yaml"
    data = yaml.safe_load(sample.read_text(encoding="utf-8"))
    out = tmp_path / "a.docx"
    docgen.build(sample, "notice").save(out)
    words = str(data["tasks"][0]["measures"][0]["lead_unit"])
    (answer, *_) = why(out, words, sample)
    assert answer.is_made_now
    assert ("plan", "tasks[0].measures[0].lead_unit") in [(o.source, o.place.path) for o in answer.origins]
    assert {o.source for one in why(out, "责任单位", sample) for o in one.origins} >= {"frame"}
    assert {o.source for one in why(out, "抄送", sample) for o in one.origins} == {"template"}
    assert why(out, "从来没有的话", sample) == []


def test_why_says_when_a_paragraph_was_edited(tmp_path: Path, capsys: Captured) -> None:
    sample = ROOT / "samples" / "starter.yaml"
    out = tmp_path / "a.docx"
    docgen.build(sample, "speech").save(out)
    document = docx.Document(str(out))
    longest = max(document.paragraphs, key=lambda p: len(p.text))
    longest.add_run("后加的话。")
    document.save(str(out))
    (answer,) = why(out, "后加的话", sample)
    assert not answer.is_made_now
    assert answer.origins
    assert main(["--lang", "en", "why", str(out), "后加的话", "--plan", str(sample)]) == 0
    assert "does not make this paragraph now" in capsys.readouterr().out


def test_the_command_answers_as_text_and_as_json_and_refuses_what_is_not_there(
    tmp_path: Path, capsys: Captured
) -> None:
    sample = ROOT / "samples" / "starter.yaml"
    out = tmp_path / "a.docx"
    docgen.build(sample, "minutes").save(out)
    assert main(["--lang", "en", "why", str(out), "会议", "--plan", str(sample), "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {o["source"] for row in rows for o in row["origins"]} <= {"plan", "frame", "template", "docgen"}
    assert main(["--lang", "en", "why", str(out), "没有的话", "--plan", str(sample)]) == 1
    assert "A302" in capsys.readouterr().err
    assert main(["why", str(tmp_path / "none.docx"), "话", "--plan", str(sample)]) == 3


# --- what no document says


def test_what_no_document_says_is_listed(tmp_path: Path, capsys: Captured) -> None:
    path = write(
        tmp_path,
        """
        figures: {甲数: 12个, 乙数: 13个, 共: {sum: [甲数, 乙数]}}
        problems: [谁也没有说到的问题。]
        speech: {title: 题, outline: [共【共】。]}
        """,
    )
    built = [docgen.build(path, "speech", trace=True)]
    assert [(f.code, f.place.path) for f in not_printed(path, built)] == [("A301", "problems[0]")]
    assert main(["--lang", "en", "build", str(path), "--out", str(tmp_path), "--report"]) == 0
    out = capsys.readouterr().out
    assert "谁也没有说到的问题" in out
    assert "texts that no document says: 1" in out


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_the_documents_of_a_sample_say_all_of_its_plan(sample: Path) -> None:
    read = docgen.load_plan(sample)
    assert len(list(leaves(read))) > 20
    assert not_printed(read, [traced(sample, kind) for kind in kinds_in(read)]) == []


class Weighed(str):
    """The text of a file, which adds up how many characters are gone through to find and to compare."""

    weight = 0

    def find(self, words: str, start: int = 0, end: int | None = None) -> int:  # type: ignore[override]
        at = super().find(words, start, end)
        Weighed.weight += (at if at >= 0 else len(self) if end is None else end) - start + len(words)
        return at

    def startswith(self, words: str, start: int = 0) -> bool:  # type: ignore[override]
        Weighed.weight += len(words)
        return super().startswith(words, start)


def test_places_in_one_long_sentence_are_found_in_a_time_that_grows_with_it() -> None:
    weights = []
    for length in (1_000, 4_000):
        words = "《" * length
        source = Source("plan.yaml", Weighed(f"a: {words}\n"))
        piece = Piece(words, Text(words, Mark(source, 3, 3 + length, "a")))
        Weighed.weight = 0
        assert [piece.place(at).column for at in range(length)] == [4 + at for at in range(length)]
        weights.append(Weighed.weight)
    assert 0 < weights[1] < 5 * weights[0]


def test_places_behind_a_fold_of_the_file_are_found() -> None:
    source = Source("plan.yaml", "a: 先修路后架桥\n  再种树又挖井")
    piece = Piece("先修路后架桥再种树又挖井", Text("先修路后架桥再种树又挖井", Mark(source, 3, 18, "a")))
    assert [(place.line, place.column) for place in map(piece.place, (0, 5, 7, 8))] == [(1, 4), (1, 9), (2, 4), (2, 5)]
