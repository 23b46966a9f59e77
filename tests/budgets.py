"""Payloads without end or without measure, and a process of their own to try them in: ``python tests/budgets.py GROUP``.

It prints a line of JSON for each: what came of it, the seconds, the most bytes meanwhile. Used by test_budgets.py.
"""

from __future__ import annotations

import base64
import json
import random
import sys
import time
from pathlib import Path
from xml.sax.saxutils import escape

from jinja2 import Environment

from docgen.errors import DocgenError
from docgen.findings import errors
from docgen.limits import Limits
from docgen.package import write_docx
from docgen.press.template import Template

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml"
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
RELS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"""

ADDRESSES = 1 << 30  # what the process may hold
DATA = {"x": 1, "s": "abc", "xs": [1, 2, 3], "d": {"a": 1}, "f": len, "big": "甲" * 200_000}

NS = "{% set ns = namespace(x=START) %}{% for i in range(TURNS) %}{% set ns.x = STEP %}{% endfor %}"


def grown(start: str, step: str, turns: int = 100, then: str = "") -> str:
    """Return tags that let a value grow in a loop."""
    return NS.replace("START", start).replace("TURNS", str(turns)).replace("STEP", step) + then


def doubled(kind: str, times: int = 40) -> str:
    """Return macros or blocks each of which prints the one before twice."""
    if kind == "macro":
        first, one = "{% macro m0() %}xx{% endmacro %}", "{% macro mB() %}{{ mA() }}{{ mA() }}{% endmacro %}"
    else:
        first, one = "{% set m0 %}xx{% endset %}", "{% set mB %}{{ mA }}{{ mA }}{% endset %}"
    made = [one.replace("A", str(n)).replace("B", str(n + 1)) for n in range(times)]
    return first + "".join(made) + f"{{{{ m{times}{'()' if kind == 'macro' else ''} }}}}"


# What the tags of a line do when they are filled: the codes it is refused with, or the text it prints.
FILLED: dict[str, list[tuple[str, str]]] = {
    "loops": [
        ("{% for i in range(10**9) %}x{% endfor %}", "T240"),
        ("{% for i in range(10**30) %}x{% endfor %}", "T205"),
        ("{{ range(10**9) }}", "T240"),
        ("{% for i in range(10**6) %}{% for j in range(10**6) %}x{% endfor %}{% endfor %}", "T240"),
        ("{% for i in range(10**6) %}{% for j in range(10**6) %}{% endfor %}{% endfor %}", "T240"),
        ("".join(f"{{% for a{n} in xs %}}" for n in range(19)) + "x" + "{% endfor %}" * 19, "T240"),
        ("".join(f"{{% for a{n} in xs %}}" for n in range(21)) + "x" + "{% endfor %}" * 21, "T229"),
        ("{% for a in xs recursive %}{{ loop(xs) }}{% endfor %}", "T244"),
        (
            "{% for a in range(10) recursive %}{% if loop.depth < 8 %}{{ loop(range(10)) }}{% endif %}{% endfor %}",
            "T240",
        ),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "T244"),
        ("{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}{{ m(60) }}", "T240"),
        ("{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}", "T244"),
        (doubled("macro"), "T240"),
        (doubled("set"), "T244"),
        ("{% set y = 'x' * 999 %}{% for i in range(10**6) %}{{ y }}{{ y }}{% endfor %}", "T241"),
        ("{% set q %}{% for i in range(10**6) %}{{ 'x' * 999 }}{% endfor %}{% endset %}", "T244"),
        ("{% macro m() %}{% for i in range(10**5) %}{{ 'x' * 999 }}{% endfor %}{% endmacro %}{{ m() }}", "T244"),
        ("{% for i in range(10**6) %}{{ big }}{% endfor %}", "T241"),
    ],
    "numbers and texts": [
        ("{{ 'x' * 10**9 }}", "T243"),
        ("{{ 10**9 * 'x' }}", "T243"),
        ("{{ [0] * 10**9 }}", "T243"),
        ("{{ (0,) * 10**9 }}", "T243"),
        ("{{ ['x' * 10**6] * 10**6 }}", "T244"),
        ("{{ 10**(10**8) }}", "T244"),
        ("{{ 2**-(10**8) }}", "T244"),
        ("{{ 10**1000 * 10**1000 }}", "T244"),
        ("{{ 2.0**100000 }}", "T205"),
        ("{{ '%0999999999d' % 1 }}", "T205"),
        ("{{ '%s' % s }}", "abc"),
        ("{{ ('%s' * 10**5) % (range(10**5)|list)|length }}", "T205"),
        ("{{ '%99d'|format(1)|length }}{{ '{:.99f}'.format(1)|length }}", "99101"),
        ("{{ 1|fixed(10**9) }}", "T205"),
        ("{{ (10**999)|thousands|length }}", "1333"),
        ("{{ 1|percent(3, 10**9) }}", "T205"),
        ("{{ (10**999)|approx }}", "T294"),
        ("{{ 1|ordinal('一' * 10**6) }}", "T290"),
        ("{{ 1|count_of('个' * 10**6) }}", "T205"),
        ("{{ range(10**5)|sum_of }}", "4999950000"),
        ("{{ s.center(10**9) }}", "T243"),
        ("{{ s.ljust(10**9) }}", "T243"),
        ("{{ s.rjust(10**9, '甲') }}", "T243"),
        ("{{ s.zfill(10**9) }}", "T243"),
        ("{{ s.expandtabs(10**9) }}", "T203"),
        ("{{ s|center(10**9) }}", "T243"),
        ("{{ s|center(width=10**9) }}", "T243"),
        ("{{ s|indent(10**9) }}", "T243"),
        ("{{ ('a\n' * 400000)|indent('x' * 400000) }}", "T243"),
        ("{{ ('a b ' * 200000)|wordwrap(1, true, 'x' * 100000) }}", "T244"),
        ("{{ ('a b ' * 5000)|wordwrap(1, true, 'x' * 100000) }}", "T243"),
        ("{{ s|wordwrap(10**9) }}", "abc"),
        ("{{ s|truncate(10**9) }}", "abc"),
        ("{{ s|batch(10**9, 'x')|list }}", "T243"),
        ("{{ xs|slice(10**9)|list }}", "T243"),
        ("{{ xs|slice(10**5, 'x' * 10**6)|list }}", "T244"),
        ("{{ 1.5|round(10**9) }}", "T244"),
        ("{{ 1|round(-(10**9)) }}", "T244"),
        ("{{ ('a' * 10**6).replace('a', 'b' * 10**6) }}", "T243"),
        ("{{ ('a' * 10**6).replace('', 'b' * 10**6) }}", "T243"),
        ("{{ ('a' * 10**6)|replace('a', 'b' * 10**6) }}", "T243"),
        ("{{ ('a' * 10**6).join(range(10**6)) }}", "T243"),
        ("{{ range(10**6)|join('a' * 10**6) }}", "T243"),
        ("{{ ('9' * 10**6)|int(0) }}{{ ('f' * 10**6)|int(0, 16) }}", "00"),
        ("{{ ('a' * 10**6).split('a')|length }}", "1000001"),
        ("{{ 'x' * 10**6 ~ 'x' * 10**6 }}", "T243"),
        ("{{ range(10**6)|list|string|length }}", "T212"),
        ("{{ range(10**6)|sum }}", "499999500000"),
        ("{{ ('x' * 10**6)|title|length }}", "1000000"),
        ("{{ s.splitlines() }}", "T212"),
        ("{{ ('a' * 999999).rpartition('a' * 100000 ~ 'b' ~ 'a' * 100000)|length }}", "T244"),
        ("{{ ('a' * 999999).rsplit('a' * 100000 ~ 'b' ~ 'a' * 100000)|length }}", "T244"),
        ("{{ ('a' * 999999).strip('b' * 99999 ~ 'a') }}", "T244"),
        ("{{ ('a' * 999999).replace('a' * 100000 ~ 'b', '') }}", "T244"),
        ("{{ ('a' * 999999)|replace('a' * 100000 ~ 'b', '') }}", "T244"),
        ("{{ ('a' * 999999)|trim('b' * 99999 ~ 'a') }}", "T244"),
        ("{{ ('🙂' * 300000)|wordwrap(1)|length }}", "T244"),
        ("{{ ('甲乙' * 10000)|wordwrap(1)|length }}", "39999"),
        ("{{ ('a' * 10**6).strip('甲')|length }}", "1000000"),
    ],
    "growth": [
        (grown("'x'", "ns.x ~ ns.x"), "T243"),
        (grown("'x'", "ns.x + ns.x"), "T243"),
        (grown("[1]", "ns.x + ns.x"), "T243"),
        (grown("[1]", "ns.x * 2"), "T243"),
        (grown("3", "ns.x * ns.x"), "T244"),
        (grown("3", "ns.x + ns.x", 10**6), "T244"),
        (grown("3", "0 - ns.x - ns.x", 10**6), "T244"),
        (grown("[1]", "[ns.x, ns.x]"), "T244"),
        (grown("(1,)", "(ns.x, ns.x)", 10**6), "T244"),
        (grown("1", "[ns.x]", 10**6), "T244"),
        (grown("1", "(ns.x,)", 10**6, "{{ {ns.x: 1}|length }}"), "T244"),
        (grown("1", "namespace(p=ns.x)", 10**6), "T244"),
        (
            "{% set d = {"
            + ", ".join(f'"k{n}": 1' for n in range(1000))
            + "} %}"
            + grown("0", "namespace(d, p=ns.x)", 200_000),
            "T244",
        ),
        (grown("1", "[ns.x, 'x' * 9999]", 10**6), "T244"),
        (grown("''", "ns.x ~ 'x' * 9999", 10**6), "T244"),
        (grown("xs", "[0, 0]|map('d', ns.x, true)|list ~ ''"), "T212"),
        (grown("xs", "xs|batch(4, ns.x)|list", 10**6), "T244"),
        (grown("['x']", "ns.x|map('center', 10**5)|list", then="{{ ns.x|first|length }}"), "100000"),
        (grown("xs", "ns.x|select", 10**5, "{{ ns.x|join }}"), "123"),
        ("".join(f"{{% set a{n} = '🙂' * 10**6 %}}" for n in range(500)), "T244"),
        ("".join(f"{{% set a{n} = [i] * 10**6 %}}" for n in range(500)), "T244"),
        ("".join(f"{{% set a{n} = big|list %}}" for n in range(500)), "T244"),
        ("".join(f"{{% set a{n} = range(10**6)|list %}}" for n in range(20)), "T244"),
        ("".join(f"{{% set a{n} = range(10**6)|batch(1000)|list %}}" for n in range(20)), "T244"),
        ("{% set y = 'x' * 10**6 %}" + "".join(f"{{% set a{n} = y[1:] %}}" for n in range(500)), "T244"),
        ("{% set y = 'x' * 10**6 %}" + "".join(f"{{% set a{n} = y|upper %}}" for n in range(500)), "T244"),
        ("{% set y = 'x' * 10**6 %}" + "".join(f"{{% set a{n} = y.upper() %}}" for n in range(500)), "T244"),
    ],
    "lists": [
        ("{{ ([{'k': 1}] * 10**4)|sort(attribute='k,' * 30000 ~ 'k')|length }}", "T244"),
        ("{{ ([{'k': 1}] * 10**4)|sort(false, false, 'k,' * 30000 ~ 'k')|length }}", "T244"),
        ("{{ ([{'k': 1}] * 10**4)|map(attribute='k.' * 30000 ~ 'k')|list|length }}", "T244"),
        ("{{ [{'k': {'j': 2}}, {'k': {'j': 1}}]|sort(attribute='k.j,k')|map(attribute='k.j')|join }}", "12"),
        ("{{ (['X' * 10**6] * 10**6)|sort|length }}", "T244"),
        ("{{ (['X' * 10**6] * 10**6)|unique|length }}", "T244"),
        ("{{ (['X' * 1000] * 10**6)|map('lower')|list|length }}", "T244"),
        ("{{ (['X'] * 10**6)|map('center', 10**6)|list|length }}", "T244"),
        ("{{ ([['X'] * 10**6] * 10**6)|sum(start=[])|length }}", "T244"),
        ("{{ ([xs] * 10**5)|sum(start=[])|length }}", "T244"),
        ("{{ range(10**6)|sort(reverse=true)|first }}", "999999"),
        ("{{ range(10**6)|batch(1)|batch(1)|batch(1)|length }}", "T244"),
        ("{{ range(10**6)|list|batch(3)|map('sum')|sum }}", "499999500000"),
        ("{{ (('x' * 10**6)|list + ('x' * 10**6)|list)|length }}", "T244"),
    ],
}

# What the clock ends, here after one second.
ENDLESS = [
    "{{ range(10**6)|select('in', range(10**6)|list)|list|length }}",
    "{% set x = [1000] * 1000 %}{% set a = [x] * 1000 %}{% set b = [[1000] * 1000] * 1000 %}{% set z = ["
    + ", ".join(["a == b"] * 4000)
    + "] %}",
    "{% set y = range(10**5)|list %}{% for i in range(10**6) %}{% set z = y|sort %}{% endfor %}",
    "{% for i in range(10**6) %}" + "{% set z = i + i - i + i - i %}" * 300 + "{% endfor %}",
    "{% macro m() %}"
    + "{% set z = s == s %}" * 300
    + "{% endmacro %}{% for i in range(500000) %}{{ m() }}{% endfor %}",
    "{% for i in range(10**6) %}{% set z = '甲乙' in big %}{% endfor %}",
]

SIZE = 1_000_000  # characters of a paragraph
LONG: list[tuple[str | list[str], str]] = [
    ("{{ " + "(" * 10_000 + "x" + ")" * 10_000 + " }}", "T202"),
    ("{{ " + "[" * 10_000 + "x" + "]" * 10_000 + " }}", "T202"),
    ("{{ " + "{1: " * 10_000 + "x" + "}" * 10_000 + " }}", "T202"),
    ("{{ " + "not " * 10_000 + "x }}", "T202"),
    ("{{ " + "-" * 10_000 + "x }}", "T202"),
    ("{{ x" + " + x" * 10_000 + " }}", "T229"),
    ("{{ x" + " and x" * 10_000 + " }}", "T229"),
    ("{{ x" + "|e" * 10_000 + " }}", "T229"),
    ("{{ d" + ".a" * 10_000 + " }}", "T229"),
    ("{{ d" + "[0]" * 10_000 + " }}", "T229"),
    ("{{ f" + "()" * 10_000 + " }}", "T229"),
    ("{{ x" + " if x else x" * 10_000 + " }}", "T202"),
    ("{% if x %}" * 2_000 + "x" + "{% endif %}" * 2_000, "T229"),
    ("{% set y %}" * 2_000 + "x" + "{% endset %}" * 2_000, "T229"),
    ("{{ " + "x" * SIZE + " }}", "T265"),
    ("{{ " + "9" * 290_000 + " }}", "T202"),
    ("{{ [" + "x," * (SIZE // 2) + "] }}", "T265"),
    ("{{ f(" + "x," * 25_000 + ") }}", "T205"),
    ("{{ f(" + "x," * 31_000 + ") }}", "T266"),
    ("{{ x|" + "y" * 290_000 + " }}", "T235"),
    ("{% " + "y" * 290_000 + " %}", "T237"),
    ("{{ x" + " " * 290_000 + "}}", ""),
    ("{{ x }}" * 5_000, ""),
    (["{%p for y in xs %}", "{{ y }}", "{%p endfor %}"] * 1_000, ""),
    (["{{- x -}}"] * 100_000, "T264"),
    ("{% raw %}" * 30_000, "T225"),
    ("{{ " * 100_000, "T264"),
    ("{{'" * 100_000, "T264"),
    ("{{'{{\"" * 50_000, "T264"),
    ('{{"{{\\"' * 50_000, "T264"),
    ("{#" * 100_000, "T264"),
    ("{" * 200_000, "T264"),
    ("{{ (" * 50_000, "T264"),
    ("{{ x }}" + "}}" * (SIZE // 2), ""),
    ("{{ x }}{" + "a" * SIZE + "!", ""),
    ("{{ x }}{" + "a " * (SIZE // 2) + "!", ""),
    ("{{ x }}{" + " " * SIZE + "!", ""),
    ("{{ x }}{ %" + " " * SIZE + "!", ""),
    ("{{ x }}{ %" + "% " * (SIZE // 2), ""),
    ("{{ x }}{for" + "%" * SIZE, ""),
    ("{{ x }}" + "{ " * (SIZE // 2), ""),
    ("{{ x }}" + "{ x }} " * (SIZE // 8), ""),
    ("{{ 'a" + "\\" * 200_000, "T220"),
]


def noisy_file(lines: list[str]) -> bytes:
    """Return a Word file of these paragraphs, with noise in it, or it would be refused for being packed too tightly."""
    inner = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    noise = base64.b64encode(random.Random(0).randbytes(len(inner) // 300)).decode()
    document = f'<w:document xmlns:w="{W}"><!--{noise}--><w:body>{inner}</w:body></w:document>'
    return write_docx(
        {"[Content_Types].xml": TYPES.encode(), "_rels/.rels": RELS.encode(), "word/document.xml": document.encode()}
    )


def attempt(template: bytes, limits: Limits) -> list[str]:
    """Return the codes that filling a template is refused with, or what it printed, behind an empty code."""
    from docgen.pages.outline import paragraphs

    try:
        document = Template(template, limits=limits, jinja_env=Environment()).render(DATA)  # kept for no second time
    except DocgenError as exc:
        assert all(str(fault.place) for fault in errors(exc.findings))
        return sorted({fault.code for fault in errors(exc.findings)})
    return ["", *(words for _, words in paragraphs(document)[:1])]


def drive(group: str) -> None:
    """Try a group of payloads in this process; print what came of each and what it took."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    payloads: list[str | list[str]] = [tags for tags, _ in {**FILLED, "long": LONG}.get(group, [])] or [*ENDLESS]
    limits = Limits(render_seconds=0.5) if group == "endless" else Limits()
    for tags in payloads:
        template = noisy_file([tags] if isinstance(tags, str) else tags)
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak is that of now
        started = time.process_time()
        result = attempt(template, limits)
        seconds = time.process_time() - started
        status = Path("/proc/self/status").read_text(encoding="ascii")
        peak = int(status.split("VmHWM:")[1].split()[0]) * 1024
        sys.stdout.write(f"{json.dumps([result, seconds, peak])}\n")


if __name__ == "__main__":
    drive(sys.argv[1])
