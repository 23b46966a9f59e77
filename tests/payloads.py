"""What a hostile template may hold: a tag a line, for test_sandbox.py."""

from __future__ import annotations

# Names of Python's insides, however they are asked for: refused before anything runs (T203) or when asked.
INSIDES = """
{{ ''.__class__ }}
{{ ''.__class__.__mro__[1].__subclasses__() }}
{{ ''.__class__.__base__.__subclasses__()[140]('touch docgen-was-here', shell=True) }}
{{ [].__class__.__base__ }}
{{ ().__class__.__bases__[0] }}
{{ {}.__class__ }}
{{ n.__class__ }}
{{ d.__class__ }}
{{ d.__dict__ }}
{{ day.__class__ }}
{{ day.__reduce__ }}
{{ f.__globals__ }}
{{ f.__globals__['Path']('docgen-was-here').touch() }}
{{ f.__code__ }}
{{ f.__closure__ }}
{{ f.__call__() }}
{{ f.__self__ }}
{{ f.__init__.__globals__ }}
{{ f['__globals__'] }}
{{ s['__class__'] }}
{{ s["__cla" "ss__"] }}
{{ s['__cl' ~ 'ass__'] }}
{{ s['__cl' + 'ass__'] }}
{{ s[['__cl', 'ass__']|join] }}
{{ s['__ssalc__'[::-1]] }}
{{ s['__CLASS__'|lower] }}
{{ s['\\x5f\\x5fclass\\x5f\\x5f'] }}
{{ s['XXclassXX'.replace('X', '_')] }}
{{ s['%sclass%s'|replace('%s', '__')] }}
{{ n[init] }}
{{ f[init] }}
{{ xs[init] }}
{{ day[init] }}
{{ range[init] }}
{{ namespace[init] }}
{{ namespace.__init__.__globals__ }}
{{ range.__self__ }}
{{ range.__init__ }}
{{ s.upper.__self__ }}
{{ s.upper.__call__() }}
{{ s.join.__globals__ }}
{{ d.items.__self__ }}
{{ nothing.__class__ }}
{{ unknown.__class__ }}
{{ unknown.__init__.__globals__ }}
{{ lipsum.__globals__.os.popen('touch docgen-was-here').read() }}
{{ cycler.__init__.__globals__.os.system('touch docgen-was-here') }}
{{ joiner.__init__.__globals__ }}
{{ self.__init__.__globals__ }}
{{ self }}
{{ self._TemplateReference__context }}
{{ super() }}
{{ context }}
{{ environment }}
{{ varargs }}
{{ kwargs }}
{{ caller() }}
{{ __builtins__ }}
{{ __import__('os').system('touch docgen-was-here') }}
{{ _ }}
{% for x in xs %}{{ loop.__init__.__globals__ }}{% endfor %}
{% for x in xs %}{{ loop._iterable }}{% endfor %}
{% for x in xs %}{{ loop['_ite' ~ 'rable'] }}{% endfor %}
{% for x in xs %}{{ loop.cycle.__self__ }}{% endfor %}
{% macro m() %}{% endmacro %}{{ m.__globals__ }}
{% macro m() %}{% endmacro %}{{ m._func }}
{% macro m() %}{% endmacro %}{{ m['_fu' ~ 'nc'] }}
{% macro m() %}{{ caller._func }}{% endmacro %}{{ m() }}
{% set ns = namespace() %}{{ ns.__class__ }}
{% set ns = namespace() %}{{ ns['__cl' ~ 'ass__'] }}
{% set ns = namespace() %}{{ ns._Namespace__attrs }}
{% set x = f %}{{ x.__globals__ }}
{% set x %}a{% endset %}{{ x.__class__ }}
{% set x %}a{% endset %}{{ x.__html__() }}
{% with x = f %}{{ x.__globals__ }}{% endwith %}
{% if f.__globals__ %}a{% endif %}
{% for x in f.__globals__ %}{% endfor %}
{% for x in xs if x.__class__ %}{% endfor %}
{% indent left=f.__code__.co_argcount %}
{{ xs|map(attribute='__class__')|list }}
{{ xs|map(attribute='real.__class__')|list }}
{{ rows|map(attribute='k.__class__')|join }}
{{ rows|map(attribute='__class__', default=1)|join }}
{{ xs|sort(attribute='__class__')|join }}
{{ rows|sort(attribute='k,__class__')|join }}
{{ xs|groupby('__class__')|list }}
{{ xs|unique(attribute='__class__')|list }}
{{ xs|sum(attribute='__class__') }}
{{ xs|min(attribute='__class__') }}
{{ xs|max(attribute='__class__') }}
{{ xs|selectattr('__class__')|list }}
{{ xs|rejectattr('__class__')|list }}
{{ xs|selectattr('__class__', 'defined')|list }}
{{ [f]|join('', '__globals__') }}
{{ [f]|join('', attribute='secret') }}
{{ [f]|map(attribute='__globals__')|list }}
{{ [f]|map(attribute='secret')|join }}
{{ [n]|join(attribute='__class__') }}
{{ [range]|join('', '__self__') }}
{{ f|attr('__globals__') }}
{{ s|attr('__cl' ~ 'ass__') }}
{{ xs|map('attr', '__class__')|list }}
{{ xs|map('at' ~ 'tr', '__class__')|list }}
{{ [f]|map('attr', 'secret')|join }}
""".strip().splitlines()

# What is no insides and yet nothing for a template: methods beyond the list, functions as values, filters and words left out.
BEYOND = """
{{ '{0.__class__}'.format(s) }}
{{ '{0.__globals__}'.format(f) }}
{{ '{x.__class__}'.format_map({'x': s}) }}
{{ ('{0.__cl' ~ 'ass__}').format(s) }}
{{ '{0.__class__}'|format(s) }}
{{ '%s'|format(f) }}
{{ ['{0.__class__}']|map('format', s)|list }}
{{ '%s' % f }}
{{ '%(a)s' % d }}
{{ '%x' % n }}
{{ '%*d' % (9, n) }}
{{ '%.9999999f' % n }}
{{ '{!r}'.format(s) }}
{{ '{:>9999999}'.format(s) }}
{{ '{:{}}'.format(s, 99) }}
{{ '{0[a]}'.format(d) }}
{{ '%c%c' % (95, 95) }}
{{ s.encode() }}
{{ s.translate({97: 'x'}) }}
{{ s.maketrans('a', 'b') }}
{{ s.expandtabs(10) }}
{{ d.pop('a') }}
{{ d.clear() }}
{{ d.update({'a': 5}) }}
{{ d.setdefault('z', 1) }}
{{ d.copy() }}
{{ d.fromkeys('ab') }}
{{ xs.append(4) }}
{{ xs.extend([4]) }}
{{ xs.pop() }}
{{ xs.sort() }}
{{ xs.copy() }}
{{ n.to_bytes(2) }}
{{ n.real }}
{{ day.replace(year=f) }}
{{ day.today() }}
{{ (day - day).max }}
{{ day.fromordinal(1) }}
{{ day.strftime('%0999999999d') }}
{{ f.secret }}
{{ f['secret'] }}
{{ f.func_code }}
{{ f.func_globals }}
{{ range(3).start }}
{{ namespace(a=1).b }}
{{ s.upper }}
{{ d.items }}
{{ f }}
{{ range }}
{{ namespace }}
{{ namespace(a=1) }}
{% set x = range %}{{ x }}
{% set x = s.upper %}{{ x }}
{% macro m() %}{% endmacro %}{{ m }}
{% for x in xs %}{{ loop }}{% endfor %}
{% for x in xs %}{{ loop.cycle }}{% endfor %}
{{ f ~ '' }}
{{ range ~ '' }}
{{ s.upper ~ '' }}
{{ namespace(a=1) ~ '' }}
{{ [f] ~ '' }}
{{ {'a': s.upper} ~ '' }}
{{ f|string }}
{{ f|upper }}
{{ f|trim }}
{{ f|replace('a', 'b') }}
{{ [f]|join }}
{{ [f]|string }}
{{ [[range]]|string }}
{{ [0]|map('d', f, true)|list|string }}
{{ ''.join([f]) }}
{{ s.replace('a', f) }}
{{ f|indent }}
{{ f|center }}
{{ f|wordwrap }}
{{ f|title }}
{{ f|map('upper')|list }}
{% macro m() %}a{% endmacro %}{{ m ~ '' }}
{% for x in xs %}{{ loop ~ '' }}{% endfor %}
{{ dict(a=1) }}
{{ lipsum() }}
{{ cycler('a', 'b').next() }}
{{ joiner()() }}
{{ open('/etc/passwd') }}
{{ print('a') }}
{{ eval('1') }}
{{ exec('1') }}
{{ getattr(s, 'upper')() }}
{{ type(s) }}
{{ object() }}
{{ chr(95) }}
{{ vars() }}
{{ globals() }}
{{ locals() }}
{{ s() }}
{{ xs() }}
{{ f()() }}
{{ s.upper()() }}
{{ (s.upper)()() }}
{{ '<w:p/>'|safe }}
{{ ['<w:p/>']|map('safe')|list }}
{{ xs|random }}
{{ d|xmlattr }}
{{ d|tojson }}
{{ f|pprint }}
{{ 'http://x'|urlize }}
{{ 'a b'|urlencode }}
{{ '<w:p/>'|xml__ }}
{{ ['<w:p/>']|map('xml__')|first }}
{{ ['<w:p/>']|map('kept__')|first }}
{{ xs|map('turns__', 0)|list }}
{{ xs|map('print1__')|list }}
{{ s|print0__ }}
{{ xs|map('nosuch')|list }}
{{ xs|select('nosuch')|list }}
{{ rows|selectattr('k', 'nosuch')|list }}
{{ xs|map }}
{{ d|dictsort(by='neither') }}
{{ n|round(1, 'sideways') }}
{{ s|truncate(-5) }}
{{ 1e999 }}
{{ (-8) ** 0.5 }}
{% include 'x' %}
{% import 'os' as os %}{{ os.system('touch docgen-was-here') }}
{% from 'os' import system %}{{ system('touch docgen-was-here') }}
{% extends 'x' %}
{% block x %}{% endblock %}
{% call f() %}{% endcall %}
{% autoescape false %}{{ s }}{% endautoescape %}
{% trans %}a{% endtrans %}
{% trans x=f.__globals__ %}{{ x }}{% endtrans %}
{% do xs.append(1) %}
{% debug %}
{% python %}
{% set n.x = 1 %}
{% set d.a = 5 %}
{% set f.secret = 5 %}
{% for loop in xs %}{% endfor %}
{% for x in range %}{% endfor %}
{% for x in f %}{% endfor %}
{%p raw %}
""".strip().splitlines()

HARMLESS = [
    ("{{ f() }}", "lent"),
    ("{{ f('a' ~ n) }}", "lenta7"),
    ("{{ s.upper() }}", "ABC"),
    ("{{ d.get('z', '无') }}", "无"),
    ("{{ '、'.join(xs|map('string')) }}", "1、2、3"),
    ("{{ '__class__' }}", "__class__"),
    ("{{ '{0.__class__}' }}", "{0.__class__}"),
    ("{{ '%s' }}", "%s"),
    ("{{ '{{ n }}' }}", "{{ n }}"),
    ("{{ '<w:p/>'|e }}", "<w:p/>"),
    ("{{ '</w:t></w:r></w:p>' }}", "</w:t></w:r></w:p>"),
    ("{{ '&lt;' }}", "&lt;"),
    ("{{ f is callable }}{{ s is callable }}{{ range is callable }}", "truefalsefalse"),
    ("{% filter upper %}a{% endfilter %}", "A"),
    ("{{ 'attr' is filter }}{{ 'safe' is filter }}", "falsefalse"),
    ("{{ f is sameas f }}{{ f == range }}", "truefalse"),
    ("{{ [f, range, s.upper]|length }}", "3"),
    ("{{ ('9' * 1000000)|int(0) }}{{ ('f' * 1000000)|int(0, 16) }}", "00"),
    ("{% set range = 5 %}{{ range }}", "5"),
    ("{% set ns = namespace(x='a') %}{% set ns.x = ns.x ~ 'b' %}{{ ns.x }}", "ab"),
    ("{% set x %}{{ '<w:p/>' }}{% endset %}{{ x }}", "<w:p/>"),
    ("{% set x %}{{ '<w:p/>' }}{% endset %}{{ x|lower|upper == x|upper }}", "true"),
    ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m('<w:p/>') }}", "<w:p/>"),
    ("{% for x in xs recursive %}{{ x }}{{ loop(xs[:0]) }}{% endfor %}", "123"),
    ("{{ day.strftime('%Y') }}{{ day.year }}", "20252025"),
    ("{{ day.replace(day=15) }}{{ (day - day.replace(day=1)).days }}", "2025-01-151"),
    ("{{ '%s-%s' % (s, n) }}{{ '%s'|format(n) }}{{ '{}{:.1f}'.format(s, n) }}", "abc-77abc7.0"),
    ("{% macro m() %}{{ varargs|join }}{{ kwargs.a }}{% endmacro %}{{ m(1, a=2) }}", "12"),
    ("{{ s[::-1] }}{{ s[5:] }}", "cba"),
    ("{{ nothing }}{{ 'a' if none }}{{ 5|string }}", "5"),
    ("{# {{ f.__globals__ }} #}好", "好"),
    ("{% raw %}{{ f.__globals__ }}{% endraw %}", "{{ f.__globals__ }}"),
]
