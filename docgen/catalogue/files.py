"""What is said about files and calls: codes O."""

from __future__ import annotations

from docgen.catalogue.base import N_, Message

FILES: dict[str, Message] = {
    # files
    "O101": Message(N_("there is no such file"), N_("check the path")),
    "O102": Message(N_("this is a folder, a file is wanted"), N_("name a file")),
    "O103": Message(N_("this is no regular file"), N_("name a file")),
    "O104": Message(N_("it cannot be read: {reason}"), N_("check the rights on it")),
    "O105": Message(N_("a folder of that name is in the way"), N_("choose another name")),
    "O106": Message(
        N_("it cannot be written: {reason}"), N_("check rights and space, or choose another folder with --out")
    ),
    "O107": Message(
        N_("the file name is longer than {limit} bytes"), N_("shorten the name of the plan, or use --name")
    ),
    "O108": Message(N_("the file is open in another program"), N_("close it in Word or WPS and try again")),
    "O109": Message(N_("the output cannot be written: {reason}"), N_("check space and rights")),
    "O486": Message(
        N_("a workbook is made of temporary files, and they cannot be written here: {reason}"),
        N_("make room there, or name another folder in the environment variable TMPDIR"),
    ),
    "O487": Message(
        N_("it cannot be written: {reason}; it needs {needed} bytes"),
        N_("make room, or choose another folder with --out"),
    ),
    "O488": Message(
        N_("it cannot be written: {reason}; it needs {needed} bytes, and {free} are free"),
        N_("make room, or choose another folder with --out"),
    ),
    "O489": Message(
        N_("written by then: {written}; not written: {missing}"),
        N_("do it again when the fault is mended; what is written is replaced or left as it is"),
    ),
    "O111": Message(
        N_("the file has changed since it was read; it is not overwritten"),
        N_("save and close it where it is open, and do it again"),
    ),
    "O201": Message(
        N_("somebody has edited this file, or it was not made by docgen; it is not overwritten"),
        N_("rename it, or use --force (in Python force=True), which keeps it as .bak"),
    ),
    "O202": Message(
        N_("the file is there already; it is not overwritten"),
        N_("choose another name, or use --force (in Python force=True)"),
    ),
    "O301": Message(
        N_("LibreOffice is not installed; PDF needs it"),
        N_("install LibreOffice Writer (Debian: apt-get install libreoffice-writer-nogui), or leave {option} out"),
    ),
    "O302": Message(
        N_("LibreOffice did not finish within {seconds} seconds"),
        N_("try again, or open the document and export it by hand"),
    ),
    "O303": Message(N_("LibreOffice made no PDF: {reason}"), N_("open the document and export it by hand")),
    "O401": Message(
        N_("{count} documents are to be built, but --out names one file"), N_("name a folder, or choose one --kind")
    ),
    "O402": Message(N_("the output would overwrite an input"), N_("choose another name for the file to write")),
    "O407": Message(N_("the output is a Word file, but its name ends in {suffix}"), N_("let it end in .docx")),
    "O410": Message(N_("two outputs would be written to one file"), N_("choose a name for each")),
    "O480": Message(N_("there is no limit {name}"), N_("the limits are {known}.")),
    "O481": Message(N_("--limit wants NAME=NUMBER, not {value}"), N_("write for instance --limit yaml_bytes=50000000")),
    "O482": Message(N_("the limit {name} cannot be {value}"), N_("give a number above 0 and not above {limit}")),
    "O475": Message(N_("the output is a workbook, but its name does not end in .xlsx"), N_("let it end in .xlsx")),
    "O476": Message(N_("{option} and {other} do not go together"), N_("leave one of them out")),
    "O477": Message(N_("{option} means something only with {other}"), N_("add {other}, or leave {option} out")),
    "O478": Message(N_("one plan follows one; {count} are named"), N_("name one plan")),
    "O404": Message(N_("two documents would get the same name"), N_("put {{kind}} into --name")),
    "O405": Message(
        N_("--name has no field {field}"), N_("use {{stem}}, {{kind}} and {{term}}, with --by-unit also {{unit}}")
    ),
    "O409": Message(N_("{name} cannot be {value}"), N_("it is one of {known}.")),
    "O420": Message(
        N_("{name} must be {wanted}, not a value of type {type}"), N_("look the call up in docs/python.md")
    ),
    "O440": Message(N_("the core properties have no entry {name}"), N_("they are {known}.")),
    "O441": Message(
        N_("the date of the core properties cannot be {value}"),
        N_("give a date, or a text such as 2026-04-09 or 2026-04-09T10:30:00"),
    ),
    "O442": Message(
        N_("this looks like a plan, and its names were looked up as they stand"),
        N_(
            "give --kind too, such as --kind notice, to have them looked up in what the plan gives a template of the kind"
        ),
    ),
    "O443": Message(
        N_("this is no plan: it has none of the fields of one"),
        N_(
            "data for a template go with `docgen check TEMPLATE --data FILE` and `docgen fill TEMPLATE FILE`; a plan begins as `docgen new` writes it"
        ),
    ),
    "O444": Message(
        N_("this looks like a frame file, not like a plan"),
        N_("check it with `docgen check --as frame`, or let its name end in .frame.yaml"),
    ),
    "O445": Message(N_("there is no command {name}"), N_("the commands are {known}.")),
    "O446": Message(N_("this is a Word file or an archive, but {wanted} is wanted"), N_("name a YAML or JSON file")),
    "O447": Message(N_("this is a file of data, but the template is named first"), N_("write `{right}`")),
    "O448": Message(N_("the file has no content, but {wanted} is wanted"), N_("write `name: value` lines")),
    "O449": Message(N_("the output is a Word file, but its name has no ending"), N_("let it end in .docx")),
    "O421": Message(
        N_("a template that is handed to docxtpl itself knows no {option}"), N_("leave {option} out, or legacy=True")
    ),
    "O422": Message(
        N_("jinja_env cannot be sent to another process: {detail}"),
        N_("let it hold functions of modules only, or open the template there"),
    ),
    "O408": Message(
        N_("{option} belongs to templates, and this is a {found}"), N_("name a Word file, or leave {option} out")
    ),
    "O430": Message(
        N_("with --kind the file of --data is read as a plan, and this one is none, or has faults"),
        N_("correct the plan, or leave --kind out to look names up in the data as they stand"),
    ),
    "O431": Message(
        N_("{option} writes one copy, but {count} files are to be checked"), N_("name one file, or leave {option} out")
    ),
    "O432": Message(N_("the output is a YAML file, but its name ends in {suffix}"), N_("let it end in .yaml")),
    "O450": Message(
        N_("{library} is not installed; --render needs it"), N_("install it with `pip install docgen[render]`")
    ),
    "O451": Message(
        N_("the PDF that LibreOffice made cannot be read"),
        N_("leave --render out, and send it to the maintainers"),
    ),
    "O467": Message(
        N_("{option} is for finished documents, and this is a {found}"), N_("leave {option} out, or give --as document")
    ),
    "O468": Message(N_("a report has one of the endings {known}"), N_("give the file one of them")),
    "O466": Message(
        N_("there is no finding with the code {code}"), N_("give a code as it stands in a finding, such as F101")
    ),
    "O460": Message(
        N_("--plan is for finished documents, but none is named"),
        N_("name the .docx files that were made of the plan, such as out/*.docx"),
    ),
    "O461": Message(
        N_("{option} is for plans and finished documents, and this is a {found}"),
        N_("leave {option} out, or give --as document"),
    ),
    "O462": Message(N_("--gaps prints text or JSON, not SARIF"), N_("give --format json, or leave --gaps out")),
    "O463": Message(
        N_("{option} is for templates, and with {other} the file is a document"), N_("leave one of them out")
    ),
    "O464": Message(N_("--gaps lists gaps alone, and --plan compares"), N_("leave one of them out")),
    "O484": Message(N_("many files are to be written, but --out names one"), N_("name a folder")),
    "O465": Message(N_("the file has no list of phrases"), N_("write `phrases: [五微一线, 四个到家]`")),
    "O433": Message(N_("a template is checked with a plan for one kind"), N_("give `kind` too, such as notice")),
    "O406": Message(N_("--template fills one kind, but {count} are to be built"), N_("choose one --kind")),
    "O470": Message(
        N_("{kind} ({term}) speaks to all at once and is not made by unit"),
        N_("make the notice or the minutes by unit: --kind notice (in Python kind='notice')"),
    ),
    "O471": Message(
        N_("with --by-unit there is a document for each unit, but --name has no {{unit}}"),
        N_("put {{unit}} into --name"),
    ),
    "O472": Message(
        N_("the documents of {unit} and of {other} would get the same name"),
        N_("shorten --name, or give the units names in the plan that differ as file names"),
    ),
    "O473": Message(
        N_("with --by-unit there is a document for each unit, but --out names one file"), N_("name a folder")
    ),
    "O900": Message(
        N_("docgen failed by its own fault; a report is in {report}"), N_("please send it to the maintainers")
    ),
}
