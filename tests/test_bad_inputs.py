"""What goes wrong at the door: every bad input and every fault of the system has its code, its words and its remedy.

Each case runs the command as a user does, in English and in Chinese: the exit code, what is said, and the folder, which is as it was.
What a room refuses by itself is held in that room's tests; here stands what only the whole can show.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from helpers import ROOT, write
from raw import p, raw
from test_press import paragraphs, word_file

import docgen
from docgen.cli import main
from docgen.files import write_document

Captured = pytest.CaptureFixture[str]
HEAD = "year: 2026\nspeech: {title: 标题}\n"
BUILD, FILL = "build plan.yaml --out out", "fill t.docx data.yaml --out out.docx"


def tree(folder: Path) -> dict[str, bytes | None]:
    return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() else None for p in sorted(folder.rglob("*"))}


def run(folder: Path, *words: str, **settings: object) -> subprocess.CompletedProcess[str]:
    """Run the program by itself; one that hangs fails."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **settings.pop("env", {})}  # type: ignore[dict-item]
    command = [sys.executable, "-m", "docgen", *words]
    settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **settings}
    return subprocess.run(command, cwd=folder, env=environment, timeout=60, check=False, text=True, **settings)  # type: ignore[call-overload, no-any-return]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, HEAD)
    write(tmp_path, "a: 甲\n", "data.yaml")
    (tmp_path / "t.docx").write_bytes(word_file("{{ a }}"))
    return tmp_path


# --- plans and data: what is refused

PLANS = {
    "nothing in the file": ("", 1, "P101", "docgen new"),
    "only comments": ("# x\n", 1, "P101", "docgen new"),
    "only the sign of a document": ("---\n", 1, "P101", "docgen new"),
    "two documents": (f"{HEAD}---\n{HEAD}", 1, "plan.yaml:3:1", "P108"),
    "a list": ("- 甲\n", 1, "P102", "1:1"),
    "a text": ("甲\n", 1, "P102", "1:1"),
    "full-width colon at the top": ("year：2026\n", 1, "plan.yaml:1:5", "P123"),
    "full-width colon in a block": ("year: 2026\nspeech:\n  title：标题\n", 1, "plan.yaml:3:8", "P123"),
    "no blank behind a colon in a block": ("year: 2026\nspeech:\n  title:标题\n", 1, "plan.yaml:3:9", "P124"),
    "no blank behind a dash": (f"{HEAD}tasks:\n  -甲乙丙\n  -丁戊己\n", 1, "plan.yaml:4", "P127"),
    "a tab as indentation": ("year: 2026\nspeech:\n\ttitle: 标题\n", 1, "plan.yaml:3:1", "P121"),
    "full-width spaces as indentation": ("year: 2026\nspeech:\n\u3000title: 标题\n", 1, "plan.yaml:3:1", "P122"),
    "an unclosed quote": ('year: 2026\nspeech:\n  title: "标题\n', 1, "plan.yaml:3:10", "P129"),
    "an unclosed bracket": ("year: 2026\nspeech:\n  title: [标题\n", 1, "plan.yaml:3:10", "P129"),
    "an at sign first": ("year: 2026\nspeech:\n  title: @x\n", 1, "plan.yaml:3:10", "P126"),
    "a backtick first": ("year: 2026\nspeech:\n  title: `x\n", 1, "plan.yaml:3:10", "P126"),
    "a percent sign first": ("year: 2026\nspeech:\n  title: %x\n", 1, "plan.yaml:3:10", "P126"),
    "a tag of a template": ("year: 2026\nspeech:\n  title: {{ x }}\n", 1, "plan.yaml:3:11", "P125"),
    "a doubled key": (f"{HEAD}year: 2027\n", 1, "plan.yaml:3:1", "P112"),
    "a doubled key in a block": ("year: 2026\nspeech: {title: a, title: b}\n", 1, "plan.yaml:2:20", "P112"),
    "a mistyped key": (f"{HEAD}taks: []\n", 1, "plan.yaml:3:1", "tasks"),
    "nothing as a key": (f"{HEAD}~: x\n", 1, "plan.yaml:3:1", "P109"),
    "a list as a key": (f"{HEAD}[a]: x\n", 1, "plan.yaml:3:1", "P109"),
    "a mapping as a key": (f"{HEAD}{{a: b}}: x\n", 1, "plan.yaml:3:1", "P109"),
    "a required field missing": ("year: 2026\nspeech: {date: 2026年4月9日}\n", 1, "speech.title", "标题"),
    "nothing where a text is wanted": ("year: 2026\nspeech: {title: }\n", 1, "speech.title", "P151"),
    "a list where a text is wanted": ("year: 2026\nspeech: {title: 题, salutation: [a]}\n", 1, "salutation", "P152"),
    "a mapping where a text is wanted": ("year: 2026\nspeech: {title: {a: b}}\n", 1, "speech.title", "P152"),
    "a day that there is not": ("year: 2026\nspeech: {title: 题, date: 2024-13-45}\n", 1, "plan.yaml:2", "P160"),
    "an hour that there is not": (f"{HEAD}meeting: {{time: '2026年4月9日25:61', place: 甲}}\n", 1, "meeting.time", "25:61"),
    "a tag that makes Python objects": ('year: !!python/object/apply:os.system ["x"]\n', 1, "plan.yaml:1:7", "P110"),
    "a tag that includes files": ("year: !include x.yaml\n", 1, "plan.yaml:1:7", "P110"),
    "a list in itself": ("year: 2026\nproblems: &a [*a]\n", 1, "plan.yaml:2:15", "P111"),
    "lists nested a thousand deep": ("a: " + "[" * 1000 + "]" * 1000, 4, "plan.yaml:1:53", "yaml_depth"),
    "an endless text": (f"year: 2026\nspeech: {{title: {'字' * 350_000}}}\n", 4, "speech.title", "text_length"),
    "an escaped bell": ('year: 2026\nspeech: {title: "a\\ab"}\n', 1, "speech.title", "U+0007"),
    "half of an escaped pair": ('year: 2026\nspeech: {title: "甲\\ud800乙"}\n', 1, "plan.yaml:2:19", "U+D800"),
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("text", "code", "place", "words"), PLANS.values(), ids=PLANS)
def test_a_plan_that_is_wrong_is_refused_with_place_and_remedy_and_nothing_is_written(
    folder: Path, capsys: Captured, text: str, code: int, place: str, words: str, language: str
) -> None:
    (folder / "plan.yaml").write_bytes(text.encode())
    before = tree(folder)
    assert main(["--lang", language, *BUILD.split()]) == code
    said = capsys.readouterr().err
    assert place in said
    assert words in said
    assert ("错误" if language == "zh" else "error") in said.splitlines()[0]
    assert tree(folder) == before
    assert main(["--lang", language, "ledger", "plan.yaml"]) == code
    assert tree(folder) == before
    assert main(["--lang", language, "check", "plan.yaml"]) == code


BYTES = {
    "GBK": (HEAD.encode("gb18030"), "GBK"),
    "UTF-16": (HEAD.encode("utf-16"), "UTF-16"),
    "a broken letter": (HEAD.encode() + b"\xe6\x97\n", "plan.yaml:3"),
    "a NUL": (HEAD.encode() + b"# \0\n", "plan.yaml:3:3"),
    "a Word file": (word_file("x"), "Word"),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("data", "words"), BYTES.values(), ids=BYTES)
def test_bytes_that_are_no_text_are_refused_by_every_command(
    folder: Path, capsys: Captured, data: bytes, words: str, language: str
) -> None:
    (folder / "plan.yaml").write_bytes(data)
    before = tree(folder)
    for command in (BUILD, "ledger plan.yaml", "check plan.yaml", "fill t.docx plan.yaml --out out.docx"):
        assert main(["--lang", language, *command.split()]) == 1
        told = capsys.readouterr()
        assert words in told.out + told.err
    assert tree(folder) == before


# --- values: what is kept

KEPT = [
    "no", "yes", "off", "y", "1:30", "010", "0x1F", "1_000", "1.10", "98.60", "00123", "+86", "2024-01-01", ".inf", ".nan", "1e999999",
    "9" * 5000, "<b>&amp;", "]]>", "</w:t></w:r>", "{{ 7*191 }}", "{% if %}", "{%p endfor %}", "=1+1", "@cmd", "𠮷😀", "../../etc/passwd",
]  # fmt: skip


@pytest.mark.parametrize("value", KEPT, ids=lambda value: value[:20])
def test_a_value_is_printed_as_it_was_typed_in_a_plan_and_in_data(folder: Path, value: str) -> None:
    quoted = "'" + value.replace("'", "''") + "'" if value[0] in "<]{=@%&" else value
    write(folder, f"year: 2026\nspeech: {{title: 标题}}\nnames: {{甲: {quoted}}}\nproblems: [有【甲】。]\n")
    write(folder, f"a: {quoted}\n", "data.yaml")
    assert main([*BUILD.split(), "--kind", "speech"]) == 0
    assert value in "\n".join(par.text for par in docx.Document(str(folder / "out" / "plan-speech.docx")).paragraphs)
    assert main(FILL.split()) == 0
    assert [text for _, text in paragraphs((folder / "out.docx").read_bytes())] == [value]


def test_json_that_escapes_an_emoji_is_read_as_any_program_means_it(folder: Path) -> None:
    write(folder, r'{"a": "\ud83d\ude00\\ud83d", "b": "\ud842\udfb7"}', "data.json")
    assert docgen.load_data(folder / "data.json") == {"a": "😀\\ud83d", "b": "𠮷"}


def test_what_looks_like_an_escape_outside_of_json_stays_as_it_is(folder: Path) -> None:
    write(folder, "a: '\\ud83d\\ude00'\nb: \\ud83d\\ude00\n", "data.yaml")
    assert docgen.load_data(folder / "data.yaml") == {"a": "\\ud83d\\ude00", "b": "\\ud83d\\ude00"}


@pytest.mark.parametrize("unit", ["../../etc/passwd", "/etc/passwd", "C:\\x", "..", "a/b", "甲:乙"])
def test_a_name_in_a_plan_never_leads_out_of_the_folder(folder: Path, unit: str) -> None:
    write(folder, f"""\
        year: 2026
        tasks:
          - text: 甲事
            measures: [{{text: 乙, lead_unit: '{unit}', deadline: 9月1日前}}]
        notice: {{issuing_authority: 甲局, date_of_issue: 2026年4月9日, subject: 丙, addressees: [丁局]}}
        """)  # fmt: skip
    before = set(tree(folder))
    assert main(["build", "plan.yaml", "--by-unit", "--out", "out"]) == 0
    assert main(["ledger", "plan.yaml", "--by-unit", "--out", "out"]) == 0
    made = set(tree(folder)) - before
    assert {Path(name).parts[0] for name in made} == {"out"}
    assert len([name for name in made if name.endswith((".docx", ".xlsx"))]) == 2


# --- templates

TEMPLATES = {
    "empty": (b"", 1, "T103"),
    "a text": (b"hello", 1, "T101"),
    "a PDF": (b"%PDF-1.4", 1, "PDF"),
    "an RTF file": (b"{\\rtf1 x}", 1, "RTF"),
    "an old .doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"), 1, ".doc"),
    "an encrypted file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), 1, "T117"),
    "cut in half": (word_file("{{ a }}")[:400], 1, "T102"),
    "tables a hundred deep": (raw("<w:tbl><w:tr><w:tc>" * 100 + p("甲") + "<w:p/></w:tc></w:tr></w:tbl>" * 100), 4, "T116"),
    "larger than it may be": (b"PK" + bytes(50_000_000), 4, "docx_bytes"),
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("data", "code", "words"), TEMPLATES.values(), ids=TEMPLATES)
def test_what_is_no_sound_word_file_is_refused_by_every_command(
    folder: Path, capsys: Captured, data: bytes, code: int, words: str, language: str
) -> None:
    (folder / "t.docx").write_bytes(data)
    before = tree(folder)
    commands = (
        FILL,
        "build plan.yaml --kind speech --template t.docx",
        "check t.docx",
        "check --as document t.docx",
        "outline t.docx",
        "why t.docx 甲 --plan plan.yaml",
    )
    for command in commands:
        assert main(["--lang", language, *command.split()]) == code, command
        told = capsys.readouterr()
        assert words in told.out + told.err, command
    assert tree(folder) == before


@pytest.mark.parametrize("data", [data for data, _, _ in TEMPLATES.values()], ids=TEMPLATES)
def test_what_is_no_workbook_is_refused_when_it_comes_back(folder: Path, capsys: Captured, data: bytes) -> None:
    write(folder, "year: 2026\ntasks: [{text: 甲事, measures: [{text: 乙, lead_unit: 丙局}]}]\nspeech: {title: 题}\n")
    (folder / "sheet.xlsx").write_bytes(data)
    before = tree(folder)
    assert main(["ledger", "plan.yaml", "--update", "sheet.xlsx"]) in (1, 4)
    assert "error L1" in capsys.readouterr().err
    assert tree(folder) == before


# --- files in and out


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("command", "code", "words"),
    [
        ("build none.yaml", 3, "O101"),
        ("fill none.docx data.yaml --out out.docx", 3, "O101"),
        ("fill t.docx none.yaml --out out.docx", 3, "O101"),
        ("build .", 3, "O102"),
        ("fill . data.yaml --out out.docx", 3, "O102"),
        ("build pipe", 3, "O103"),
        ("fill pipe data.yaml --out out.docx", 3, "O103"),
        ("outline pipe", 3, "O103"),
        ("check /dev/zero", 3, "O103"),
        ("fill data.yaml t.docx --out out.docx", 2, "docgen fill t.docx data.yaml --out out.docx"),
        ("build t.docx", 1, "--template"),
        (f"build {'长' * 90}.yaml", 3, "O104"),
        (f"build plan.yaml --kind speech --out {'长' * 90}.docx", 3, "255"),
        (f"build plan.yaml --out {'/'.join(['x' * 200] * 30)}", 3, "255"),
        ("build plan.yaml --out data.yaml/x", 3, "O106"),
        ("build plan.yaml --out /proc/docgen", 3, "O106"),
        ("fill t.docx data.yaml --out t.docx", 2, "O402"),
        ("fill t.docx data.yaml --out ./x/../t.docx", 2, "O402"),
        ("build plan.yaml --kind speech --out plan.yaml", 2, "O407"),
        ("build plan.yaml --kind speech --out foreign.docx", 1, "--force"),
    ],
)
def test_a_path_that_will_not_do_is_told_and_the_folder_stays_as_it_was(
    folder: Path, capsys: Captured, command: str, code: int, words: str, language: str
) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "foreign.docx").write_bytes(b"somebody's work")
    before = tree(folder)
    assert main(["--lang", language, *command.split()]) == code
    told = capsys.readouterr()
    assert words in told.out + told.err
    if language == "zh":
        assert "too long" not in told.err
    assert tree(folder) == before


@pytest.mark.parametrize("name", ["a b", "中文", "😀", "it's", '"q"', "50%", "{x}", "{{x}}", "-x", "#x", "%s", "a\nb"])
def test_files_of_any_name_are_read_and_written(folder: Path, name: str) -> None:
    write(folder, HEAD, f"{name}.yaml")
    write(folder, "a: 甲\n", f"{name}.json.yaml")
    (folder / f"{name}.docx").write_bytes(word_file("{{ a }}"))
    assert main(["build", f"./{name}.yaml", "--out", f"./out {name}"]) == 0
    assert len(list((folder / f"out {name}").glob("*.docx"))) == 1
    assert main(["fill", f"./{name}.docx", f"./{name}.json.yaml", "--out", f"./{name} made.docx"]) == 0
    assert [text for _, text in paragraphs((folder / f"{name} made.docx").read_bytes())] == ["甲"]
    assert main(["check", f"./{name}.yaml"]) == 0
    assert main(["outline", f"./{name}.docx"]) == 0


# --- the system around it


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit here")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_file_that_the_system_cuts_off_at_any_size_leaves_the_old_one_whole(folder: Path, language: str) -> None:
    import resource

    write_document(folder / "out.docx", word_file("old"))
    old, whole = (folder / "out.docx").read_bytes(), len(docgen.fill(folder / "t.docx", {"a": "甲"}))
    for size in (0, 1, whole // 2, whole - 1):
        made = run(
            folder,
            *FILL.split(),
            "--lang",
            language,
            env={"PYTHONDONTWRITEBYTECODE": "1"},
            preexec_fn=lambda size=size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
        )
        assert made.returncode == 3
        assert "O487" in made.stderr
        assert f"{whole} {'字节' if language == 'zh' else 'bytes'}" in made.stderr
        assert ("文件大小" if language == "zh" else "larger than a file may be") in made.stderr
        assert (folder / "out.docx").read_bytes() == old
        assert list(folder.glob(".*.tmp")) == []


CLOSED = {
    "standard output is full": ("build plan.yaml --out out", {"stdout": "/dev/full"}, 3),
    "standard output is full and nothing is written": ("check plan.yaml", {"stdout": "/dev/full"}, 3),
    "standard error is full": ("build none.yaml", {"stderr": "/dev/full"}, 3),
    "both are full": ("build none.yaml", {"stdout": "/dev/full", "stderr": "/dev/full"}, 3),
    "a wrong command and standard error is full": ("bild", {"stderr": "/dev/full"}, 2),
    "a missing argument and standard error is full": ("build", {"stderr": "/dev/full"}, 2),
}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize(("command", "streams", "code"), CLOSED.values(), ids=CLOSED)
def test_output_that_cannot_be_written_gives_its_code_and_no_traceback(
    folder: Path, command: str, streams: dict[str, str], code: int
) -> None:
    with contextlib.ExitStack() as stack:
        opened = {name: stack.enter_context(Path(path).open("w")) for name, path in streams.items()}
        made = run(folder, *command.split(), **opened)
    assert made.returncode == code
    assert "Traceback" not in (made.stderr or "") + (made.stdout or "")


@pytest.mark.skipif(sys.platform == "win32", reason="no such shell here")
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("build plan.yaml --out out >&-", 0),
        ("build plan.yaml --out out >&- 2>&-", 0),
        ("check plan.yaml >&- 2>&-", 0),
        ("build none.yaml 2>&-", 3),
        ("build none.yaml >&- 2>&-", 3),
        ("check plan.yaml <&-", 0),
    ],
)
def test_streams_that_the_shell_has_closed_change_nothing(folder: Path, command: str, code: int) -> None:
    words = f"exec {sys.executable} -m docgen {command}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    made = subprocess.run(["sh", "-c", words], cwd=folder, env=environment, timeout=60, check=False)
    assert made.returncode == code
    assert (folder / "out" / "plan-speech.docx").exists() is command.startswith("build plan")


@pytest.mark.skipif(sys.platform == "win32", reason="no such shell here")
def test_a_reader_that_goes_away_is_no_fault(folder: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        made = run(folder, "schema", stdout=writer)
    finally:
        os.close(writer)
    assert (made.returncode, made.stderr) == (0, "")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "settings",
    [
        {"LANG": "C", "LC_ALL": "C"},
        {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"},
        {"HOME": "/nope", "TMPDIR": "/nope"},
    ],
    ids=["a plain locale", "names of files in ASCII", "no home and no place for temporary files"],
)
def test_it_works_in_a_poor_environment(folder: Path, settings: dict[str, str], language: str) -> None:
    for command in (BUILD, FILL, "check plan.yaml", "outline t.docx"):
        made = run(folder, *command.split(), "--lang", language, env=settings)
        assert (made.returncode, "Traceback" in made.stderr) == (0, False), made.stderr
    made = run(folder, "build", "none.yaml", "--lang", language, env=settings)
    assert made.returncode == 3
    assert "O101" in made.stderr
    made = run(folder, "build", "plan.yaml", "--out", "out", "--name", "{term}", "--lang", language, env=settings)
    assert made.returncode == (3 if settings.get("PYTHONUTF8") == "0" and sys.platform == "linux" else 0)
    assert "Traceback" not in made.stderr
