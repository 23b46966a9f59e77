"""What is said about plans: codes P."""

from __future__ import annotations

from docgen.catalogue.base import N_, Message

PLANS: dict[str, Message] = {
    # files as text
    "P101": Message(N_("the file has no content"), N_("write a plan; `docgen new plan.yaml` makes one to start from")),
    "P102": Message(N_("the file is a {found}; a mapping of fields is wanted"), N_("write `field: value` lines")),
    "P103": Message(N_("the file is in {encoding}, not UTF-8"), N_("open it in an editor and save it as UTF-8")),
    "P104": Message(
        N_("byte {byte} at offset {offset} is not UTF-8"),
        N_("open the file in an editor, mend the line and save it as UTF-8"),
    ),
    "P105": Message(N_("the character {codepoint} cannot be printed"), N_("delete it")),
    "P106": Message(
        N_("this is a Word file or an archive, not a YAML file"),
        N_("name the plan first; a template goes to --template"),
    ),
    "P107": Message(
        N_("an invisible character {codepoint} stands here; it is kept"), N_("delete it unless it is meant")
    ),
    "P108": Message(
        N_("a second document begins here"), N_("keep one plan in a file; delete the line `---` and what follows")
    ),
    "P109": Message(N_("a key must be a text"), N_("write `name: value`")),
    "P110": Message(N_("the tag {tag} is not allowed"), N_("delete it; every value is read as text")),
    "P111": Message(N_("nothing is named &{anchor}"), N_("put the value in quotes if the * is meant as it stands")),
    "P112": Message(N_("{key} stands here a second time; the first is in line {first}"), N_("keep one of the two")),
    "P113": Message(N_("merge keys (<<) are not supported"), N_("write the fields out")),
    "P120": Message(
        N_("the file is not YAML here: {problem}"),
        N_("compare indentation, colons and quotes with the lines around"),
    ),
    "P121": Message(N_("a tab stands at the beginning of “{words}”"), N_("indent with blanks")),
    "P122": Message(N_("a full-width space stands at the beginning of “{words}”"), N_("indent with half-width blanks")),
    "P123": Message(
        N_("a full-width colon follows the key in “{words}”"), N_("use a half-width colon and a blank: `key: value`")
    ),
    "P124": Message(N_("a blank is missing behind the colon in “{words}”"), N_("write `key: value`")),
    "P125": Message(
        N_("a value begins with {{{{ in “{words}”"), N_("put it in quotes; to refer to a name write 【name】")
    ),
    "P126": Message(N_("a value begins with a sign that YAML keeps for itself in “{words}”"), N_("put it in quotes")),
    "P127": Message(
        N_("a blank is missing behind the dash in “{words}”"), N_("write `- item` with a half-width dash and a blank")
    ),
    "P128": Message(
        N_("a colon and a blank stand inside the value in “{words}”"),
        N_("put the value in quotes, or use the full-width colon ："),
    ),
    "P131": Message(
        N_("a full-width comma stands between two fields in “{words}”"), N_("use a half-width comma and a blank")
    ),
    "P132": Message(N_("a half-width ? stands in “{words}”"), N_("write the full-width ？ for what is not known yet")),
    "P137": Message(
        N_("{words} is a text here; a tag that asks whether it is so takes it as yes"),
        N_("write false for no; put it in quotes if the word itself is to be printed"),
    ),
    "P133": Message(
        N_("the value ends here: YAML takes “{words}” as a comment"),
        N_("put the whole value in quotes, or set a blank behind # if it is a comment"),
    ),
    "P134": Message(
        N_("full-width braces or brackets stand around the value in “{words}”"),
        N_("write half-width ones, {{ }} and [ ], with half-width commas and colons, a blank behind each"),
    ),
    "P135": Message(
        N_("square brackets at the beginning of “{words}” make a list of it"),
        N_("to refer to a name write 【name】; put the value in quotes if the brackets are meant"),
    ),
    "P129": Message(
        N_("a bracket or quote that opens here is not closed: {problem}"),
        N_("close it, or put the whole value in quotes"),
    ),
    "P141": Message(N_("the file is larger than {limit} bytes"), N_("split it")),
    "P142": Message(N_("lists and mappings are nested deeper than {limit}"), N_("flatten them")),
    "P143": Message(N_("the file has more than {limit} values, aliases counted"), N_("split it")),
    "P144": Message(N_("the text is longer than {limit} characters"), N_("split it into points or paragraphs")),
    "P145": Message(
        N_("a value of type {type} cannot stand in a plan"),
        N_("use texts, numbers, dates, lists and dicts with text keys"),
    ),
    # fields
    "P150": Message(N_("there is no field {key} here"), N_("known fields: {known}.")),
    "P151": Message(N_("a value is missing"), N_("fill it in, write ？ if it is not known yet, or delete the field")),
    "P152": Message(N_("a text is wanted, not a {found}"), N_("write one text")),
    "P153": Message(
        N_("a {found} does not fit here"), N_("see `docgen schema` or the guide for the shape of this field")
    ),
    "P154": Message(
        N_("the required field {field} ({term}) is missing"), N_("add it; write ？ if it is not known yet")
    ),
    "P155": Message(N_("{value} is not a year"), N_("write four digits, such as 2025")),
    "P156": Message(N_("{value} is not one of the choices"), N_("choose from: {allowed}.")),
    "P157": Message(
        N_("a figure needs a value, or one of sum, difference, percent, growth and ratio"), N_("keep one of them")
    ),
    "P158": Message(N_("percent and of belong together"), N_("write `{{percent: part, of: whole}}`")),
    "P159": Message(N_("a difference has two names"), N_("write `difference: [larger, smaller]`")),
    "P160": Message(N_("there is no such day: {value}"), N_("correct the date")),
    "P161": Message(N_("{value} is not a date"), N_("write 2025年9月12日 or 2025-09-12")),
    "P162": Message(N_("a point has only one list"), N_("keep one of points, tracks and measures")),
    "P163": Message(N_("a point says nothing"), N_("give it a text, a claim or a list")),
    "P164": Message(
        N_("a notice needs a subject or a title"), N_("write `subject: 开展……工作`; the template adds 关于 and 的通知")
    ),
    "P165": Message(
        N_("{value} is no document number"),
        N_("write the organ's code, the year in 〔〕 and the number, such as 澄政办发〔2025〕31号"),
    ),
    "P166": Message(
        N_("{value} is printed as {right}, in the form that the standard wants"), N_("write it so in the plan")
    ),
    "P167": Message(N_("the copy number {value} has not six digits"), N_("write it as 000001")),
    "P168": Message(
        N_("{value} is no classification"), N_("write 秘密, 机密 or 绝密, the period behind a star: 机密★1年")
    ),
    "P169": Message(N_("{value} is no degree of urgency"), N_("write 特急 or 加急")),
    "P170": Message(
        N_("an attachment has one table, not both `table` and `columns`"), N_("make two attachments of it")
    ),
    "P171": Message(N_("the rows have no columns"), N_("add `columns:` with the heads of the columns")),
    "P172": Message(
        N_("the table has {columns} columns; a page holds {most}"),
        N_("leave some out, or divide it into two attachments"),
    ),
    "P173": Message(
        N_("row {row} of the table has {cells} cells for {columns} columns"),
        N_("add the missing head to `columns`, or put a cell with a comma in it in quotes"),
    ),
    "P174": Message(N_("{say} and {on} are different days"), N_("correct one of them")),
    "P175": Message(N_("there is no such hour: {value}"), N_("write 9:00 or 14:30")),
    # registers
    "P180": Message(N_("{name} is both a name and a figure"), N_("rename one of them")),
    "P181": Message(
        N_("{name} cannot be a name: it is a word of docgen's own, or holds 【】|？"), N_("choose another name")
    ),
    "P182": Message(N_("the theme {id} stands here a second time"), N_("rename or delete it")),
    "P183": Message(N_("there is no theme {id}"), N_("known themes: {known}.")),
    "P184": Message(
        N_("no date can be worked out for “{phrase}”"),
        N_("write {{say: {phrase}, by: {year}-10-06}}, or {{say: .., repeat: ..}} for a standing duty"),
    ),
    "P185": Message(N_("“{phrase}” needs the year of the plan"), N_("add `year: {year}` at the top of the plan")),
    "P186": Message(
        N_("the theme {id} stands out of order in {block}"),
        N_("write {block} in the order of the themes, or change that"),
    ),
    "P187": Message(
        N_("{{{{ }}}} is no reference in a plan; it is printed as it stands"), N_("to refer to a name write 【name】")
    ),
    "P188": Message(
        N_("the ordinal {ordinal} is typed and will stand beside the one that is derived"), N_("delete it")
    ),
    "P189": Message(N_("there is no theme {id}: the plan has no themes"), N_("add `themes:` at the top of the plan")),
    "P190": Message(
        N_("the id {id} stands here a second time; the first is in line {first}"), N_("change one of the two")
    ),
    "P191": Message(N_("{name} has no post"), N_("write `{{post: 副县长, name: {name}}}`")),
    "P192": Message(
        N_("{field} ({term}) names no organ; nothing is printed for it"), N_("name the organs, or delete the field")
    ),
    "P193": Message(
        N_("a decision is made on a task, a track or a measure, not here"),
        N_("move it to the task or measure that it decides"),
    ),
    "P194": Message(
        N_("“{words}” is taken as one; lists are not cut at ， and 、"),
        N_("write the items apart, with half-width commas: [甲, 乙]"),
    ),
    "P195": Message(
        N_("the attachment “{title}” has neither table nor text; its page holds only the title"),
        N_("add `table`, `columns` or `text`, or take the page out before the document goes out"),
    ),
    "P196": Message(
        N_("{words} is printed as it stands; {name} is a name of the plan"), N_("to refer to it write 【{name}】")
    ),
    # references
    "P201": Message(
        N_("nothing is called 【{name}】"),
        N_("add it to names or figures, or correct the spelling; 【【 prints a bracket."),
    ),
    "P202": Message(
        N_("a bracket 【 is not closed near “{words}”"),
        N_("close it with 】, or write 【【 for a bracket that is meant as it stands"),
    ),
    "P203": Message(N_("a reference is empty near “{words}”"), N_("write a name between 【 and 】")),
    "P204": Message(
        N_("【数】 has no list to count here"),
        N_("put it where a list, a block or headings follow, or name the list: 【数:tasks】"),
    ),
    "P205": Message(N_("【{name}】 has no value here"), N_("fill in the field it stands for, or delete the reference")),
    "P206": Message(N_("there is no attachment for 【{name}】"), N_("give an attachment of the notice that id.")),
    "P207": Message(
        N_("this kind of document has no attachments, but the text refers to 【{name}】"),
        N_("say it in `wording: {{notice: ..}}` only"),
    ),
    "P208": Message(N_("there is no list {name} to count"), N_("lists that can be counted: {known}.")),
    "P209": Message(
        N_("a figure has no form |{option}"),
        N_("write 【name】, 【name|数】 for the number without its unit, or one of the forms: {known}."),
    ),
    "P210": Message(N_("{name} refers to itself: {circle}"), N_("write one of them out")),
    "P211": Message(N_("{name} is computed from figures of different units: {units}"), N_("give them one unit")),
    "P212": Message(
        N_("{name} is “{value}”, which is no number with a unit, but {owner} is computed from it"),
        N_("write it as 31.5万人"),
    ),
    "P213": Message(N_("{name} is a share of {whole}, which is zero"), N_("correct {whole}, or say it in words")),
    "P214": Message(N_("the difference {name} is {value}, below zero"), N_("check the figures and their order")),
    "P215": Message(N_("{name} is more than the whole"), N_("check the figures and which is the part")),
    "P216": Message(N_("{name} stands deeper than {limit} names within names"), N_("write some of them out")),
    "P217": Message(N_("a text grows past {limit} characters when its names are put in"), N_("shorten the names")),
    "P218": Message(N_("the document grows past {limit} characters"), N_("shorten the names, or split the plan")),
    "P219": Message(N_("【{name}】 is a reference, not the brackets of a year"), N_("write 〔{name}〕")),
    "P280": Message(
        N_("a growth and a ratio have two names"),
        N_("write `growth: [now, before]` or `ratio: [figure, compared with]`"),
    ),
    "P281": Message(
        N_("{name} is {value}, which cannot be said in the form {form}: {reason}"),
        N_("choose another form, or more digits"),
    ),
    "P282": Message(N_("{name} is compared with {whole}, which is zero"), N_("correct {whole}, or say it in words")),
    "P290": Message(
        N_("it was crossed off, but its status is not 已完成"), N_("write `status: 已完成`, or take `closed` out")
    ),
    "P291": Message(
        N_("{field} belongs to a measure, and this is none"),
        N_("write it on the measures: the points below a task that have no tracks or measures of their own"),
    ),
    "P285": Message(
        N_("the plan has no tasks, so there is nothing to make by unit"), N_("add `tasks` with their `lead_unit`")
    ),
    "P230": Message(N_("open gap: {name}"), N_("fill it in before the document goes out")),
    # kinds
    "P250": Message(N_("nobody answers for “{words}” ({kind})"), N_("add `lead_unit`")),
    "P251": Message(N_("“{words}” has no deadline ({kind})"), N_("add `deadline`, such as 11月底前")),
    "P252": Message(
        N_("the title line “{words}” is longer than {most} characters and will wrap by itself"),
        N_("break it at a word: write the title as a list of lines"),
    ),
    "P255": Message(
        N_("the title line “{words}” is longer than {most} characters and will wrap by itself"),
        N_("break it at a word: write `subject: [.., ..]`, a list of lines"),
    ),
    "P253": Message(
        N_("the text never refers to the attachment “{title}”"),
        N_("write （见【{name}】） where it belongs, or delete the attachment"),
    ),
    "P254": Message(
        N_("the text refers to {name}, but there is no such attachment"),
        N_("add it to `attachments`, or correct the text"),
    ),
    "P260": Message(N_("there is no document kind {kind}"), N_("known kinds: {known}.")),
    "P261": Message(
        N_("the plan has no block `{kind}` for the {term}"),
        N_("add `{kind}:` with its front matter; `docgen new` shows one"),
    ),
    "P262": Message(N_("the {term} needs the block `meeting`"), N_("add `meeting:` with {fields}")),
    "P263": Message(
        N_("the {term} needs the meeting's {field} ({name})"), N_("add it; write ？ if it is not known yet")
    ),
    "P264": Message(
        N_("the plan has none of the blocks speech, notice, meeting_notice and minutes"),
        N_("add one; `docgen new` shows them"),
    ),
    "P265": Message(
        N_("lists, counts and figures were not compared, as the plan cannot be composed"),
        N_("correct the errors above, then check again"),
    ),
}
