"""The command line: what it writes, what it says, and the code it hands back."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from helpers import ROOT, SAMPLES, write

import docgen
from docgen.api import template_dir
from docgen.cli import COMMANDS, expanded, main
from docgen.errors import ExitCode
from docgen.pages.office import find_office

STARTER = next(s for s in SAMPLES if s.stem == "starter")
Captured = pytest.CaptureFixture[str]


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_build_writes_every_kind_the_plan_has_and_the_bytes_of_the_library(tmp_path: Path, capsys: Captured) -> None:
    assert main(["--lang", "en", "build", str(STARTER), "--out", str(tmp_path)]) == 0
    plan = docgen.load_plan(STARTER)
    for kind in ("speech", "notice", "minutes"):
        assert (tmp_path / f"starter-{kind}.docx").read_bytes() == docgen.build(plan, kind).data
    said = capsys.readouterr()
    assert said.out.count("wrote ") == 3
    assert "starter.yaml:10" in said.err
    assert "warning P230: open gap" in said.err


def test_kinds_names_and_a_single_file_can_be_chosen(tmp_path: Path) -> None:
    assert (
        main(
            [
                "build",
                str(STARTER),
                "--kind",
                "speech",
                "--kind",
                "minutes",
                "--out",
                str(tmp_path),
                "--name",
                "{term}-{stem}",
            ]
        )
        == 0
    )
    assert {p.name for p in tmp_path.glob("*.docx")} == {"讲话稿-starter.docx", "会议纪要-starter.docx"}
    assert main(["build", str(STARTER), "--kind", "notice", "--out", str(tmp_path / "发文 1.docx")]) == 0
    assert (tmp_path / "发文 1.docx").exists()


UNITS = """
year: 2026
tasks:
  - {text: 修路, lead_unit: 县交通局, deadline: 5月底前}
  - {text: 护岗, lead_unit: [县公安局, 县交通局], deadline: 6月底前}
  - {text: 宣传, deadline: 7月底前}
notice: {issuing_authority: 县政府办公室, date_of_issue: 2026-03-01, subject: 某事, addressees: [各乡镇], outline: [{use: tasks}]}
meeting: {time: 2026年2月1日, place: 三楼, chair: {post: 县长, name: 丙}}
minutes: {issuing_authority: 县政府, date_of_issue: 2026-02-02}
speech: {title: 题}
problems: [没人管]
"""


def test_one_plan_makes_a_notice_for_each_unit(tmp_path: Path, capsys: Captured) -> None:
    plan = write(tmp_path, UNITS)
    out = tmp_path / "out"
    assert main(["--lang", "en", "build", str(plan), "--by-unit", "-o", str(out)]) == 0
    built = docgen.build_by_unit(docgen.load_plan(plan))
    assert list(built) == ["县交通局", "县公安局", ""]
    assert {path.name: path.read_bytes() for path in out.glob("*.docx")} == {
        f"plan-notice-{unit or '未明确责任单位'}.docx": document.data for unit, document in built.items()
    }
    said = capsys.readouterr()
    assert said.out.count("wrote ") == 3
    assert re.findall(r"warning (P\d+)", said.err) == ["P250"]
    assert main(["build", str(plan), "--by-unit", "-o", str(out)]) == 0


def test_units_may_stand_anywhere_in_the_name_and_minutes_are_made_for_them_too(tmp_path: Path) -> None:
    plan = write(tmp_path, UNITS.replace("县公安局", "'县公安局/交警: 大队'"))
    options = ["--by-unit", "--kind", "通知", "--kind", "minutes", "--name", "{unit}的{term}.docx"]
    assert main(["build", str(plan), *options, "-o", str(tmp_path / "out")]) == 0
    units = ("县交通局", "县公安局_交警_ 大队", "未明确责任单位")
    names = {f"{unit}的{term}.docx" for unit in units for term in ("通知", "会议纪要")}
    assert {path.name for path in (tmp_path / "out").glob("*.docx")} == names


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (["--kind", "speech"], ExitCode.WRONG_USE, "O470"),
        (["--kind", "notice", "--kind", "speech"], ExitCode.WRONG_USE, "O470"),
        (["--kind", "meeting_notice"], ExitCode.WRONG_USE, "O470"),
        (["--name", "{stem}-{kind}"], ExitCode.WRONG_USE, "O471"),
        (["--name", "{unit}-{nothing}"], ExitCode.WRONG_USE, "O405"),
        (["--name", "{unit}", "--kind", "notice", "--kind", "minutes"], ExitCode.WRONG_USE, "O404"),
        (["-o", "x.docx"], ExitCode.WRONG_USE, "O473"),
        (["--final"], ExitCode.REFUSED, "P250"),
        (["--template", "nothing.docx"], ExitCode.CANNOT_READ_OR_WRITE, "O101"),
    ],
)
def test_what_cannot_be_built_by_unit_leaves_the_folder_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured, options: list[str], code: int, says: str
) -> None:
    plan = write(tmp_path, UNITS)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert main(["build", str(plan), "--by-unit", *options]) == code
    assert says in capsys.readouterr().err
    assert tree(tmp_path / "here") == {}


@pytest.mark.parametrize(
    ("plan", "code", "says"),
    [
        (UNITS.replace("[县公安局, 县交通局]", "县/交通局").replace("县交通局", "县:交通局"), 2, "O472"),
        (UNITS.replace("县公安局", "未明确责任单位"), 2, "O472"),
        (UNITS.replace("县公安局", "ab局").replace("县交通局", "AB局"), 2, "O472"),
        (re.sub("tasks:.*?(?=notice)", "", UNITS, flags=re.DOTALL), 1, "P285"),
        (re.sub("notice:.*?(?=meeting)", "", UNITS, flags=re.DOTALL), 1, "P261"),
    ],
)
def test_a_plan_that_gives_no_document_for_each_unit_is_refused(
    tmp_path: Path, capsys: Captured, plan: str, code: int, says: str
) -> None:
    path = write(tmp_path, plan)
    assert main(["build", str(path), "--by-unit", "-o", str(tmp_path / "out")]) == code
    assert says in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_unit_in_the_name_wants_documents_by_unit(tmp_path: Path, capsys: Captured) -> None:
    plan = write(tmp_path, UNITS)
    assert main(["--lang", "en", "build", str(plan), "--name", "{unit}-{kind}", "-o", str(tmp_path)]) == 2
    assert "O405: --name has no field {unit}; use {stem}, {kind} and {term}, with --by-unit also {unit}." in (
        capsys.readouterr().err
    )


def test_a_notice_of_one_unit_that_was_edited_stops_all_of_them(tmp_path: Path, capsys: Captured) -> None:
    plan = write(tmp_path, UNITS)
    build = ["build", str(plan), "--by-unit", "-o", str(tmp_path / "out")]
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "plan-notice-县公安局.docx").write_bytes(b"by hand")
    before = tree(tmp_path)
    assert main(build) == ExitCode.REFUSED
    assert "O201" in capsys.readouterr().err
    assert tree(tmp_path) == before
    assert main([*build, "--force"]) == 0
    assert (tmp_path / "out" / "plan-notice-县公安局.docx.bak").read_bytes() == b"by hand"


def test_what_no_unit_is_told_is_listed(tmp_path: Path, capsys: Captured) -> None:
    plan = write(tmp_path, UNITS)
    assert main(["--lang", "en", "build", str(plan), "--by-unit", "--report", "-o", str(tmp_path / "out")]) == 0
    told = capsys.readouterr().out
    assert "没人管" in told
    assert "修路" not in told
    assert "各乡镇" not in told


@pytest.mark.office
def test_pdfs_are_made_of_the_notices_of_all_units(tmp_path: Path) -> None:
    if find_office() is None:
        pytest.skip("LibreOffice is not installed")
    plan = write(tmp_path, UNITS)
    assert main(["build", str(plan), "--by-unit", "--pdf", "-o", str(tmp_path / "out")]) == 0
    assert sorted(path.stem for path in (tmp_path / "out").glob("*.pdf")) == sorted(
        path.stem for path in (tmp_path / "out").glob("*.docx")
    )
    assert len(list((tmp_path / "out").glob("*.pdf"))) == 3


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (["--out", "x.docx"], ExitCode.WRONG_USE, "O401"),
        (["--kind", "letter"], ExitCode.WRONG_USE, "P260"),
        (["--name", "same"], ExitCode.WRONG_USE, "O404"),
        (["--name", "{nothing}"], ExitCode.WRONG_USE, "O405"),
        (["--template", "x.docx"], ExitCode.WRONG_USE, "O406"),
        (["--kind", "speech", "--template", "nothing.docx"], ExitCode.CANNOT_READ_OR_WRITE, "O101"),
        (["--final"], ExitCode.REFUSED, "P230"),
        (["--nonsense"], ExitCode.WRONG_USE, "--nonsense"),
    ],
)
def test_what_cannot_be_built_leaves_the_folder_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured, options: list[str], code: int, says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["build", str(STARTER), *options]) == code
    assert says in capsys.readouterr().err
    assert tree(tmp_path) == {}


def test_a_broken_plan_is_refused_with_every_fault_and_nothing_is_written(tmp_path: Path, capsys: Captured) -> None:
    plan = write(tmp_path, "taskss: []\nspeech: {title: 题, date: 2025-02-30}\n")
    assert main(["--lang", "en", "build", str(plan), "--out", str(tmp_path / "out")]) == 1
    err = capsys.readouterr().err
    assert f"{plan}:1:1 taskss: error P150: there is no field taskss here; did you mean tasks?" in err
    assert f"{plan}:2:26 speech.date: error P160: there is no such day: 2025-02-30; correct the date." in err
    assert not (tmp_path / "out").exists()


def test_a_document_edited_by_hand_stops_all_and_force_keeps_it(tmp_path: Path, capsys: Captured) -> None:
    build = ["build", str(STARTER), "--out", str(tmp_path)]
    assert main(build) == 0
    assert main(build) == 0
    edited = tmp_path / "starter-notice.docx"
    edited.write_bytes(b"by hand")
    (tmp_path / "starter-speech.docx").unlink()
    before = tree(tmp_path)
    assert main(build) == ExitCode.REFUSED
    assert "O201" in capsys.readouterr().err
    assert tree(tmp_path) == before
    assert main([*build, "--force"]) == 0
    assert (tmp_path / "starter-notice.docx.bak").read_bytes() == b"by hand"


@pytest.mark.office
def test_pdfs_are_made_beside_the_documents_and_one_of_somebody_elses_stops_all(tmp_path: Path) -> None:
    if find_office() is None:
        pytest.skip("LibreOffice is not installed")
    build = ["build", str(STARTER), "--kind", "speech", "--kind", "notice", "--pdf", "--out"]
    assert main([*build, str(tmp_path / "a")]) == 0
    assert {p.name for p in (tmp_path / "a").iterdir() if p.is_file()} == {
        f"starter-{k}.{s}" for k in ("speech", "notice") for s in ("docx", "pdf")
    }
    assert (tmp_path / "a" / "starter-speech.pdf").read_bytes().startswith(b"%PDF")
    assert main([*build, str(tmp_path / "a")]) == 0
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "starter-speech.pdf").write_bytes(b"mine")
    before = tree(tmp_path / "b")
    assert main([*build, str(tmp_path / "b")]) == ExitCode.REFUSED
    assert tree(tmp_path / "b") == before


def test_pdf_without_libreoffice_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr("docgen.pages.office.find_office", lambda: None)
    assert (
        main(["--lang", "en", "build", str(STARTER), "--pdf", "--out", str(tmp_path)]) == ExitCode.CANNOT_READ_OR_WRITE
    )
    assert "apt-get install libreoffice-writer-nogui" in capsys.readouterr().err


def test_the_output_is_never_an_input(tmp_path: Path) -> None:
    plan = tmp_path / "plan.docx"
    shutil.copy(STARTER, plan)
    template = tmp_path / "t.docx"
    shutil.copy(template_dir() / "speech.docx", template)
    before = tree(tmp_path)
    assert main(["build", str(plan), "--kind", "speech", "--out", str(plan)]) == ExitCode.WRONG_USE
    assert (
        main(["build", str(STARTER), "--kind", "speech", "--template", str(template), "--out", str(template)])
        == ExitCode.WRONG_USE
    )
    assert main(["fill", str(template), str(STARTER), "--out", str(template)]) == ExitCode.WRONG_USE
    assert tree(tmp_path) == before


def test_a_plan_without_documents_is_refused(tmp_path: Path, capsys: Captured) -> None:
    plan = str(write(tmp_path, "year: 2025\n"))
    assert main(["build", plan]) == ExitCode.REFUSED
    assert "P264" in capsys.readouterr().err
    assert main(["check", plan]) == 0
    assert "P264" in capsys.readouterr().out


def test_check_prints_findings_as_text_and_as_json(tmp_path: Path, capsys: Captured) -> None:
    assert main(["--lang", "en", "check", str(STARTER)]) == 0
    assert "errors: 0, warnings: 1" in capsys.readouterr().out
    assert main(["check", str(STARTER), "--strict"]) == 1
    capsys.readouterr()
    plan = write(tmp_path, "taskss: []\nspeech: {title: 题}\n")
    assert main(["--lang", "en", "check", str(plan), "--format", "json"]) == 1
    rows = json.loads(capsys.readouterr().out)
    assert [(r["file"], r["line"], r["column"], r["path"], r["code"], r["severity"]) for r in rows] == [
        (str(plan), 1, 1, "taskss", "P150", "error")
    ]
    assert rows[0]["message"] == "there is no field taskss here"
    assert rows[0]["remedy"].startswith("did you mean tasks?")


def test_new_writes_the_starter_once_and_it_builds(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    assert main(["new", str(plan)]) == 0
    assert plan.read_bytes() == STARTER.read_bytes()
    assert main(["new", str(plan)]) == ExitCode.REFUSED
    assert main(["new", str(plan), "--force"]) == 0
    assert main(["build", str(plan), "--out", str(tmp_path)]) == 0


def test_new_refuses_names_of_other_files(tmp_path: Path, capsys: Captured) -> None:
    for name in ("a.docx", "a.DOC", "a.pdf"):
        assert main(["new", str(tmp_path / name)]) == ExitCode.WRONG_USE
        assert "O432" in capsys.readouterr().err
    assert tree(tmp_path) == {}
    assert main(["new", str(tmp_path / "计划")]) == 0
    assert main(["new", str(tmp_path / "a.yml")]) == 0


def test_patterns_name_files_where_the_shell_does_not_see_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b.docx", "a.docx", "a[b].docx", "c.yaml"):
        write(tmp_path, "", name)
    assert expanded(["check", "?.docx", "a[b].docx", "x*", "--kind"]) == [
        *["check", "a.docx", "b.docx", "a[b].docx", "x*", "--kind"]
    ]


def test_a_language_that_there_is_not_is_refused(capsys: Captured) -> None:
    assert main(["--lang", "fr", "fields", "speech"]) == ExitCode.WRONG_USE
    assert "O409: --lang cannot be fr; it is one of en, zh." in capsys.readouterr().err
    for name in ("en_GB", "zh-CN", "zh_TW", "Chinese"):
        assert main(["--lang", name, "fields", "speech"]) == 0


def test_a_refusal_says_that_nothing_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    plan, data = write(tmp_path, "taskss: []\n"), write(tmp_path, "a: 1\n", "data.yaml")
    for command in (["build", str(STARTER), "--final"], ["build", str(plan)], ["new", str(plan)],
                    ["fill", str(template_dir() / "speech.docx"), str(data), "--out", "x.docx"]):  # fmt: skip
        assert main(["--lang", "en", *command]) == ExitCode.REFUSED
        assert capsys.readouterr().err.splitlines()[-1] == "nothing was written"
    assert main(["--lang", "en", "check", str(plan)]) == ExitCode.REFUSED
    assert capsys.readouterr().err == ""


def test_build_says_once_for_all_kinds_who_is_missing(tmp_path: Path, capsys: Captured) -> None:
    front = "issuing_authority: 甲, date_of_issue: 2025-01-02"
    text = "tasks: [修路]\nmeeting: {time: 2025年1月2日, place: 乙, chair: {post: 县长, name: 丙}}\n"
    plan = write(tmp_path, text + f"notice: {{{front}, subject: 丁}}\nminutes: {{{front}}}\n")
    assert main(["--lang", "en", "build", str(plan), "--out", str(tmp_path / "out")]) == 0
    told = re.findall(r"warning (P25\d): .*\((.*)\)", capsys.readouterr().err)
    assert sorted(told) == [("P250", "通知、会议纪要"), ("P251", "通知、会议纪要")]


def test_outlines_are_written_beside_and_renewed(tmp_path: Path, capsys: Captured) -> None:
    template = tmp_path / "own.docx"
    shutil.copy(template_dir() / "notice.docx", template)
    beside = tmp_path / "own.outline.txt"
    beside.write_text("old", encoding="utf-8")
    assert main(["outline", str(template)]) == 0
    assert beside.read_bytes() == (template_dir() / "notice.outline.txt").read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"own.docx", "own.outline.txt"}
    assert main(["outline", str(tmp_path / "nothing.docx")]) == ExitCode.CANNOT_READ_OR_WRITE
    assert "O101" in capsys.readouterr().err
    assert main(["outline", str(beside)]) == ExitCode.REFUSED
    assert "own.outline.txt: " in capsys.readouterr().err


def test_fill_takes_any_template_and_any_data(tmp_path: Path) -> None:
    context = docgen.compose(docgen.load_plan(STARTER), "speech")
    data = tmp_path / "data.json"
    data.write_text(json.dumps(context, ensure_ascii=False), encoding="utf-8")
    out = tmp_path / "a.docx"
    assert main(["fill", str(template_dir() / "speech.docx"), str(data), "--out", str(out)]) == 0
    assert out.stat().st_size > 5000
    assert main(["fill", str(template_dir() / "speech.docx"), str(data), "-o", str(tmp_path / "short.docx")]) == 0
    assert (tmp_path / "short.docx").read_bytes() == out.read_bytes()
    data.write_text("{}", encoding="utf-8")
    assert main(["fill", str(template_dir() / "speech.docx"), str(data), "--out", str(tmp_path / "b.docx")]) == 1
    assert not (tmp_path / "b.docx").exists()


def test_schema_and_fields_print_in_the_chosen_language(capsys: Captured) -> None:
    assert main(["--lang", "zh", "schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["properties"]["speech"]["description"].startswith("讲话稿")
    assert main(["--lang", "zh", "fields", "通知"]) == 0
    assert re.search(r"document_number +发文机关代字", capsys.readouterr().out)
    assert main(["--lang", "en", "fields", "speech", "--format", "json"]) == 0
    assert {
        "name": "subtitle",
        "sentence": "Subtitle without the dash, or empty",
        "example": "——{{ subtitle }}",
    } in json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
def test_help_is_there_in_both_languages(language: str, command: list[str], capsys: Captured) -> None:
    assert main(["--lang", language, *command, "--help"]) == 0
    words = capsys.readouterr().out
    assert ("用法" in words) == (language == "zh")
    assert len(words.splitlines()) > 4


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["build", "--ou", "x"], "是不是想写 '--out'？"),
        (["check", "x", "--f"], "'--fix', '--force'"),
        (["build"], "缺少参数 'PLAN'"),
        (["build", "x", "--out"], "选项 '--out' 后面要写值"),
        (["new", "a", "b"], "多了参数（b）"),
        (["new", "a", "b", "c"], "多了参数（b c）"),
        (["check", "x", "--as", "y"], "只能是 'plan', 'template', 'frame'"),
    ],
)
def test_what_is_said_of_a_wrong_command_is_chinese_throughout(
    arguments: list[str], says: str, capsys: Captured
) -> None:
    assert main(["--lang", "zh", *arguments]) == ExitCode.WRONG_USE
    error = capsys.readouterr().err.splitlines()[-1]
    assert says in error
    assert re.sub(r"'[^']*'|（[^）]*）|[^A-Za-z]", "", error) == ""


def docgen_process(*arguments: str, **settings: object) -> subprocess.CompletedProcess[bytes]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **settings.pop("env", {})}  # type: ignore[dict-item]
    return subprocess.run(
        [sys.executable, "-m", "docgen", *arguments],
        env=environment,
        capture_output=True,
        check=False,
        timeout=60,
        **settings,
    )  # type: ignore[call-overload, no-any-return]


def test_an_ascii_terminal_gets_readable_messages_and_no_traceback(tmp_path: Path) -> None:
    done = docgen_process(
        "--lang",
        "zh",
        "build",
        str(STARTER),
        "--out",
        str(tmp_path),
        env={"LANG": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert b"P230" in done.stderr


def test_the_locale_chooses_the_language() -> None:
    assert "用法".encode() in docgen_process("--help", env={"LANG": "zh_CN.UTF-8", "PYTHONUTF8": "1"}).stdout
    assert b"Usage:" in docgen_process("--help", env={"LANG": "C", "PYTHONUTF8": "1"}).stdout


def loaded(*arguments: str) -> set[str]:
    """Return the modules that a run of the command line has loaded at its end."""
    code = f"import sys; from docgen.cli import main; main({[*arguments]!r}); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    return set(done.stdout.decode().splitlines()[-1].split())


def test_help_does_not_pay_for_what_it_does_not_use() -> None:
    found = loaded("--help")
    assert "click" in found
    assert not found & {"docx", "jinja2", "pydantic", "lxml", "yaml", "importlib.metadata", "docgen.catalogue.whole"}


def test_a_build_without_a_fault_pays_for_no_check_report_or_message(tmp_path: Path) -> None:
    found = loaded("build", str(ROOT / "samples" / "starter.yaml"), "--kind", "notice", "-o", str(tmp_path))
    assert (tmp_path / "starter-notice.docx").exists()
    assert {"docgen.press.press", "docgen.plan.model"} <= found
    assert not found & {
        "docgen.catalogue.whole",
        "docgen.origins",
        "docgen.pages.reader",
        "docgen.plan.schema",
        "docgen.press.annotate",
        "docgen.press.causes",
        "docgen.press.mend",
        "docgen.press.replace",
        "docgen.press.review",
        "docgen.prose.check",
        "docx",
        "docxtpl",
        "openpyxl",
        "rich",
        "sqlite3",
    }


@pytest.mark.parametrize(("arguments", "code"), [(["--version"], 0), (["nothing"], 2), (["build", "no.yaml"], 3)])
def test_a_process_ends_with_the_code_of_its_command_and_all_that_it_said(arguments: list[str], code: int) -> None:
    done = docgen_process(*arguments)
    assert done.returncode == code
    assert done.stdout if code == 0 else done.stderr.endswith(b"\n")


def test_our_own_fault_is_told_as_such_with_a_report(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("docgen.cli.build.load_plan", fail)
    assert main(["--lang", "en", "build", "x.yaml"]) == ExitCode.OUR_FAULT
    err = capsys.readouterr().err
    assert "Traceback" not in err
    report = re.search(r"a report is in (\S+?);", err)
    assert report
    assert "RuntimeError: broken" in Path(report[1]).read_text(encoding="utf-8")
    Path(report[1]).unlink()
    with pytest.raises(RuntimeError):
        main(["--debug", "build", "x.yaml"])


def test_a_termination_signal_ends_it_with_its_own_code_and_leaves_nothing(tmp_path: Path) -> None:
    code = "import time, docgen.cli.build as b, sys; from docgen.cli import main; b.load_plan = lambda p: (print('on', flush=True), time.sleep(30)); sys.exit(main(['build', 'x.yaml']))"
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"on\n"
    time.sleep(0.1)
    child.send_signal(signal.SIGTERM)
    assert child.wait(timeout=20) == ExitCode.TERMINATED
    child.stdout.close()
    assert tree(tmp_path) == {}
