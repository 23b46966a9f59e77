"""What holds for any text: it is printed as it stands, or refused with its place."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import docgen
from docgen.errors import DocgenError
from docgen.package import read_docx
from docgen.pages.outline import paragraphs
from docgen.plan.load import parse_tree
from docgen.plan.validate import load_plan

# Characters that mean something in a plan (references, gaps, the end of a sentence) are tried elsewhere.
WORDS = st.text(
    st.characters(
        exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn", "Zs"),
        exclude_characters="【】？?。！；，：…、“”‘’《》（）()「」",
    ),
    min_size=1,
    max_size=40,
)
COMMON = settings(max_examples=80, deadline=None, derandomize=True)


@COMMON
@given(WORDS, WORDS, WORDS)
def test_any_text_is_printed_as_it_stands_in_every_place(name: str, claim: str, unit: str) -> None:
    plan = load_plan(
        {
            "names": {"甲": name},
            "tasks": [
                {
                    "text": claim,
                    "measures": [{"text": f"{claim}。前【甲】后", "lead_unit": unit, "deadline": "2025-10-01"}],
                }
            ],
            "notice": {
                "issuing_authority": unit,
                "title": [name],
                "date_of_issue": "2025-01-02",
                "outline": [{"use": "tasks"}],
                "attachments": [{"title": claim, "table": "measures"}],
            },
        }
    )
    data = docgen.build(plan, "notice").data
    words = [text for _, text in paragraphs(data)]
    printed = "\n".join(words)
    assert f"前{name}后（责任单位：{unit}；完成时限：2025年10月1日）。" in printed
    assert f"{unit}文件" in words
    assert name in words
    assert claim in words
    for part, xml in read_docx(data, "x").items():
        if part.endswith(".xml"):
            etree.fromstring(xml)


@COMMON
@given(st.text(max_size=200))
def test_any_text_as_a_plan_file_gives_a_plan_or_our_error(text: str) -> None:
    try:
        tree, _ = parse_tree(text, "plan.yaml")
        if isinstance(tree, dict):
            load_plan(tree)
    except DocgenError as error:
        assert error.findings
        assert [docgen.sentence(f) + docgen.remedy(f) for f in error.findings]


@COMMON
@given(st.text(st.sampled_from("一二：、，。；？！【】“”数a1 \n-{}[]#&*|>'\""), max_size=60))
def test_any_prose_in_a_point_is_composed_or_refused(text: str) -> None:
    try:
        plan = load_plan(
            {
                "problems": [text, text],
                "speech": {"title": "题", "outline": [{"use": "problems", "text": "有【数】个："}]},
            }
        )
        body = docgen.compose(plan, "speech")["body"]
    except DocgenError as error:
        assert error.findings
        return
    assert body[0]["text"].startswith("有两个：一是")
    assert body[0]["text"] == body[0]["head"] + body[0]["rest"] == "".join(span["text"] for span in body[0]["spans"])
