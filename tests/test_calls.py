"""Scripts that call wrongly are told what is wanted; templates and errors pass from one process to another."""

from __future__ import annotations

import datetime
import io
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pytest
from dialect import picture, word
from docxtpl import DocxTemplate, InlineImage
from helpers import ROOT, codes, found
from jinja2 import Environment
from lxml import etree
from test_copies import pictured  # noqa: F401 - a fixture
from test_press import word_file

import docgen
from docgen.errors import DocgenError, RenderError, UseError
from docgen.findings import Finding, Place
from docgen.limits import Limits
from docgen.package import read_docx
from docgen.pages.outline import paragraphs
from docgen.press.template import Template

STARTER = ROOT / "samples" / "starter.yaml"
LINE = word_file("{{ x }}")


def test_a_plan_is_built_from_its_path_too() -> None:
    plan = docgen.load_plan(STARTER)
    assert docgen.build(STARTER, "notice").data == docgen.build(plan, "notice").data  # type: ignore[arg-type]
    assert docgen.compose(str(STARTER), "notice") == docgen.compose(plan, "notice")


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: docgen.build(5, "speech"), "plan"),  # type: ignore[arg-type]
        (lambda: docgen.build({"title": "题"}, 3), "kind"),  # type: ignore[arg-type]
        (lambda: docgen.check_template(LINE, kind=3), "kind"),  # type: ignore[arg-type]
        (lambda: docgen.load_plan([1]), "plan"),  # type: ignore[arg-type]
        (lambda: docgen.check_plan(None), "plan"),  # type: ignore[arg-type]
        (lambda: docgen.load_data(3), "source"),  # type: ignore[arg-type]
        (lambda: docgen.load_data(b"a: 1"), "source"),  # type: ignore[arg-type]
        (lambda: docgen.load_data(STARTER, remarks=()), "remarks"),  # type: ignore[arg-type]
        (lambda: docgen.check_frame(3), "source"),  # type: ignore[arg-type]
        (lambda: Template(LINE).check(names=3), "names"),  # type: ignore[arg-type]
        (lambda: Template(LINE).check(names="x"), "names"),
        (lambda: Template(LINE).check(names=[1, 2]), "names"),  # type: ignore[list-item]
        (lambda: Template(LINE).check(names={1: "x"}), "names"),  # type: ignore[dict-item]
        (lambda: Template(LINE).render({"x": 1}, remarks=()), "remarks"),  # type: ignore[arg-type]
        (lambda: Template(LINE).mended(remarks=3), "remarks"),  # type: ignore[arg-type]
        (lambda: Template(5), "template"),  # type: ignore[arg-type]
        (lambda: Template(["x"]), "template"),  # type: ignore[arg-type]
        (lambda: Template(io.StringIO("year: 2026")), "template"),  # type: ignore[arg-type]
        (lambda: docgen.fill(LINE, "d.json"), "data"),  # type: ignore[arg-type]
        (lambda: Template(LINE).check("d.json"), "data"),  # type: ignore[arg-type]
        (lambda: Template(LINE).render({}, replacements={"a.png": "b.png"}), "replacements"),  # type: ignore[arg-type]
        (lambda: docgen.Replacements(pictures=[("a.png", "b.png")]), "pictures"),  # type: ignore[arg-type]
        (lambda: docgen.Replacements(media="a.png"), "media"),  # type: ignore[arg-type]
        (lambda: docgen.Replacements(embedded=["a", "b"]), "embedded"),  # type: ignore[list-item]
        (lambda: Template(LINE, limits={"loop_turns": 5}), "limits"),  # type: ignore[arg-type]
        (lambda: docgen.load_plan(STARTER, {"yaml_depth": 5}), "limits"),  # type: ignore[arg-type]
        (lambda: docgen.load_data(STARTER, {"yaml_depth": 5}), "limits"),  # type: ignore[arg-type]
        (lambda: Template(LINE, jinja_env={"filters": {}}), "jinja_env"),  # type: ignore[arg-type]
        (lambda: docgen.check_template(LINE, jinja_env={}), "jinja_env"),  # type: ignore[arg-type]
        (lambda: Template(LINE).render({"x": 1}, core=["标题"]), "core"),  # type: ignore[arg-type]
        (lambda: Template(LINE).render({"x": 1}, core={"title": 5}), "core title"),  # type: ignore[dict-item]
        (lambda: Template(LINE).render({"x": 1}, core={"date": 20260409}), "core date"),  # type: ignore[dict-item]
    ],
)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_an_argument_of_a_wrong_type_is_named(call: Any, name: str) -> None:
    with pytest.raises(UseError) as caught:
        call()
    assert [(f.code, f.args["name"]) for f in caught.value.findings] == [("O420", name)]
    assert name in str(caught.value)


@pytest.mark.parametrize(
    ("date", "written"),
    [
        ("2026-04-09", "2026-04-09T00:00:00Z"),
        ("2026-04-09T10:30:00", "2026-04-09T10:30:00Z"),
        (datetime.date(2026, 4, 9), "2026-04-09T00:00:00Z"),
        (datetime.datetime(2026, 4, 9, 10, 30), "2026-04-09T10:30:00Z"),
        (datetime.datetime(2026, 4, 9, 10, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=8))), "2026-04-09T02:30:00Z"),
    ],
)  # fmt: skip
def test_a_date_of_the_core_properties_may_be_a_date_or_a_text(date: Any, written: str) -> None:
    document = Template(LINE).render({"x": 1}, core={"date": date})
    core = etree.fromstring(read_docx(document, "x")["docProps/core.xml"])
    terms = "{http://purl.org/dc/terms/}"
    assert [core.findtext(f"{terms}{name}") for name in ("created", "modified")] == [written, written]


def test_core_properties_that_nobody_knows_are_named() -> None:
    for core, code in (({"titel": "题"}, "O440"), ({"date": "9.4.2026"}, "O441"), ({"date": "2026-13-01"}, "O441")):
        (finding,) = found(Template(LINE).render, {"x": 1}, core=core)
        assert finding.code == code
        assert next(iter(core.values() if code == "O441" else core)) in docgen.sentence(finding)


def test_pictures_are_exchanged_by_a_mapping_of_files_too(pictured: bytes, tmp_path: Path) -> None:  # noqa: F811
    old, new = tmp_path / "old.png", tmp_path / "new.png"
    old.write_bytes(read_docx(pictured, "x")["word/media/image1.png"])
    new.write_bytes(picture(7).getvalue())
    document = Template(pictured).render({"x": 1}, replacements=docgen.Replacements(media={old: new}))
    assert read_docx(document, "x")["word/media/image1.png"] == new.read_bytes()


def test_what_is_no_picture_takes_the_place_of_none(pictured: bytes) -> None:  # noqa: F811
    for wanted in ({"pictures": {"logo.png": b"print('x')"}}, {"members": {"word/media/image1.png": b"x"}}):
        exchanged = docgen.Replacements(**wanted)  # type: ignore[arg-type]
        (finding,) = found(Template(pictured).render, {"x": 1}, replacements=exchanged)
        assert (finding.code, finding.args["name"]) == ("T261", "word/media/image1.png")


def test_a_picture_that_is_missing_or_none_is_told_in_words(tmp_path: Path) -> None:
    text = tmp_path / "a.png"
    text.write_text("x")
    for path, code, words in ((tmp_path / "none.png", "T262", "there is no such file"), (text, "T261", "no picture")):
        data = {"x": InlineImage(DocxTemplate(None), str(path))}
        (finding,) = found(Template(LINE).render, data)
        assert (finding.code, finding.args["name"], finding.place.paragraph) == (code, str(path), 1)
        assert words in docgen.sentence(finding)


def test_the_version_is_that_of_the_package() -> None:
    try:
        known = version("docgen")
    except PackageNotFoundError:
        known = "unknown"
    assert docgen.__version__ == known


def test_an_overwrite_names_the_way_out_in_python_too(tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(LINE)
    with pytest.raises(docgen.OverwriteError, match="force=True"):
        docgen.build(STARTER, "notice").save(target)


@pytest.mark.parametrize(
    "options",
    [{"core": {"title": "a"}}, {"undefined": "collect"}, {"undefined": "marker"}, {"drop_illegal": True}, {"verify": True},
     {"replacements": docgen.Replacements()}],
)  # fmt: skip
def test_a_legacy_template_refuses_what_docxtpl_cannot_honour(options: dict[str, Any]) -> None:
    (finding,) = found(Template(LINE, legacy=True).render, {"x": 1}, **options)
    assert finding.code == "O421"
    assert next(iter(options)) in finding.args["option"]


def test_what_docxtpl_raises_is_an_error_of_ours() -> None:
    template = Template(word("{{ x|nosuch }}"), legacy=True)
    (finding,) = found(template.render, {"x": 1})
    assert (finding.code, finding.args["type"]) == ("T267", "TemplateAssertionError")
    assert "nosuch" in docgen.sentence(finding)
    assert codes(found(template.names)) == ["T267"]
    env = Environment(autoescape=False)
    env.filters["twice"] = lambda value: value * 2
    assert Template(word("{{ x|twice }}{{ y }}"), legacy=True, jinja_env=env).names() == {"x", "y"}


def test_an_error_of_many_findings_says_how_many_more_there_are() -> None:
    with pytest.raises(RenderError) as caught:
        Template(word_file("{{ a }}{{ b }}", "{{ c }}")).render({}, undefined="collect")
    assert str(caught.value).endswith("(and 2 more)")
    with pytest.raises(RenderError) as caught:
        Template(word_file("{{ a }}")).render({}, undefined="collect")
    assert "more" not in str(caught.value)


def test_a_template_is_checked_with_filters_of_the_script() -> None:
    env = Environment(autoescape=False)
    env.filters["twice"] = lambda value: value * 2
    template = word_file("{{ x|twice }}")
    assert codes(docgen.check_template(template, {"x": 1})) == ["T235"]
    assert docgen.check_template(template, {"x": 1}, jinja_env=env) == []


# --- other processes


def _rendered(template: Template, data: dict[str, Any]) -> bytes:
    return template.render(data)


def test_a_template_fills_the_same_document_in_another_process() -> None:
    template = Template(word_file("{{ x }}"))
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        assert pool.submit(_rendered, template, {"x": 1}).result(60) == template.render({"x": 1})
        with pytest.raises(RenderError) as caught:
            pool.submit(_rendered, template, {}).result(60)
    assert caught.value.findings == found(template.render, {})


def test_a_template_is_pickled_with_its_name_limits_and_environment() -> None:
    env = Environment(autoescape=False)
    env.filters["shown"] = str.upper
    limits = Limits(loop_turns=5)
    path = ROOT / "templates" / "notice.docx"
    assert pickle.loads(pickle.dumps(Template(path))).name == str(path)
    template = pickle.loads(pickle.dumps(Template(word_file("{{ x|shown }}"), jinja_env=env, limits=limits)))
    assert [words for _, words in paragraphs(template.render({"x": "a"}))] == ["A"]
    loop = pickle.loads(pickle.dumps(Template(word_file("{% for i in range(6) %}{% endfor %}"), limits=limits)))
    assert codes(found(loop.render, {})) == ["T240"]
    legacy = pickle.loads(pickle.dumps(Template(LINE, legacy=True)))
    assert codes(found(legacy.render, {}, verify=True)) == ["O421"]


def test_an_environment_that_cannot_be_sent_is_named() -> None:
    env = Environment(autoescape=False)
    env.filters["twice"] = lambda value: value * 2
    (finding,) = found(pickle.dumps, Template(word_file("{{ x|twice }}"), jinja_env=env))
    assert finding.code == "O422"


@pytest.mark.parametrize("kind", [DocgenError, *DocgenError.__subclasses__()])
def test_an_error_keeps_its_findings_on_the_way(kind: type[DocgenError]) -> None:
    told = kind([Finding("T238", Place("a.docx", paragraph=3), {"tag": "{{ }}"}), Finding("P101")])
    again = pickle.loads(pickle.dumps(told))
    assert (type(again), again.findings, str(again)) == (kind, told.findings, str(told))
