"""What is said about batches: codes O500 and up."""

from __future__ import annotations

from docgen.catalogue.base import N_, Message

ENDED = N_("each process that made this document and nothing else ended")
WENT_AWAY = N_("it went away while it was at work")
BROKEN = N_("the executor is broken and takes no more jobs")

BATCHES: dict[str, Message] = {
    # tables
    "O500": Message(N_("two columns are named {column}"), N_("give each column a name of its own")),
    "O501": Message(
        N_("the table has no columns or no rows"), N_("its first row names the columns, each further row is a document")
    ),
    "O502": Message(N_("a value holds {codepoint}, which no document can hold"), N_("type it anew")),
    "O503": Message(N_("the file is in {encoding}; it was read as that"), N_("save it in UTF-8 to be sure")),
    "O504": Message(
        N_("the row has {cells} values, but there are {columns} columns"), N_("put a value with a comma into quotes")
    ),
    "O505": Message(N_("the table cannot be read here: {reason}"), N_("look at the quotes, or save it as .xlsx")),
    "O506": Message(N_("a formula or an error stands in the cell: {words}"), N_("paste it as a value")),
    "O507": Message(
        N_("the workbook has several sheets; {sheet} was read"), N_("move the one that is meant to the front")
    ),
    "O508": Message(N_("the file is no list of rows"), N_("write a row as `- {{单位: 县公安局, 联系人: 甲某}}`")),
    "O509": Message(N_("a value of a row is a list or a mapping"), N_("write a text")),
    "O510": Message(
        N_("the column {column} means nothing in the plan"),
        N_(
            "name it after a name or figure of the plan, a field of the document (主送机关), or its path (notice.addressees), or add it to `names:` of the plan and write 【{column}】 where it belongs; or use it in --name"
        ),
    ),
    # what is made
    "O511": Message(N_("the folder has no plans (.yaml)"), N_("name the folder that holds the plans")),
    "O512": Message(N_("--name has no field {field}"), N_("use {known}")),
    "O513": Message(
        N_("the file name {name} is that of {other}, too"),
        N_("put a column into --name that differs in every row, or {{n}}"),
    ),
    "O514": Message(
        N_("the column leads through something that is no mapping or list"), N_("look at its path and at the data")
    ),
    "O515": Message(
        N_("a batch of a plan or template wants a table of rows"), N_("give it with --rows, or name a folder of plans")
    ),
    "O516": Message(N_("a folder of plans takes no {option}"), N_("leave it out")),
    "O517": Message(N_("{option} goes with a template of your own, and this is a plan"), N_("leave it out")),
    "O518": Message(N_("{option} goes with a plan, and this is a template of your own"), N_("leave it out")),
    # making
    "O520": Message(
        N_("the document was lost where it was to be made: {reason}"),
        N_("look whether memory is short there and whether the job can be pickled, then make it again (--resume)"),
    ),
    "O521": Message(
        N_("the scheduler {address} cannot be reached: {reason}"), N_("check the address, and that it is running")
    ),
    "O522": Message(
        N_("{option} needs the extra docgen[{extra}]"), N_("install it with pip install 'docgen[{extra}]'")
    ),
    "O523": Message(
        N_("the job failed by a fault in the program: {reason} (file {file}, line {line})"),
        N_("mend the job when it is one of your own; otherwise please report it as a fault of docgen"),
    ),
    # the folder
    "O524": Message(
        N_("the batch stops here; {made} of {total} documents are in the folder"),
        N_("see to what is said above, then go on with --resume"),
    ),
    "O525": Message(
        N_("{count} files of earlier runs lie in the folder and are not of this one: {names}"),
        N_("move or delete those that no longer hold good"),
    ),
    "O526": Message(
        N_(
            "a batch keeps what it knows of its documents in a temporary file, and that cannot be written here: {reason}"
        ),
        N_("make room there, or name another folder in the environment variable TMPDIR"),
    ),
    "O527": Message(N_("the file of that name in the folder is of an earlier run"), N_("do not send it")),
    # the table
    "O528": Message(
        N_("the column {column} means nothing in the plan and is used in file names alone"),
        N_("rename it when its values belong into the document"),
    ),
    "O529": Message(
        N_("{count} rows leave this column empty (rows {rows}); {what}"),
        N_("fill the cells, or make sure that this is meant"),
    ),
    "O530": Message(
        N_("nothing tells the file name of this row: {columns} are empty"), N_("fill a cell, or put {{n}} into --name")
    ),
    "O531": Message(
        N_("{value} lacks the unit {unit} that {name} has in the plan"),
        N_("write the number with its unit: 5{unit}"),
    ),
    "O532": Message(N_("the file's name does not end in {suffix}"), N_("write it with {suffix}")),
}
