"""What is said about Word files and templates: codes T."""

from __future__ import annotations

from docgen.catalogue.base import N_, Message

TEMPLATES: dict[str, Message] = {
    # templates
    "T101": Message(N_("this is no Word document but {what}"), N_("open it in Word or WPS and save it as .docx")),
    "T102": Message(
        N_("the Word file is broken: {reason}"), N_("open it in Word or WPS, let it repair the file, and save it again")
    ),
    "T103": Message(N_("the file is empty"), N_("save the template again")),
    "T104": Message(N_("the package holds a doubled or dangerous name"), N_("save the file again in Word or WPS")),
    "T105": Message(N_("the Word file lacks the part {part}"), N_("save the file again in Word or WPS")),
    "T106": Message(N_("the file holds macros"), N_("save it as .docx without macros")),
    "T107": Message(N_("a part holds a DOCTYPE"), N_("save the file again in Word or WPS")),
    "T108": Message(N_("this is a Word template (.dotx), not a document"), N_("save it as .docx")),
    "T111": Message(N_("the file is larger than {limit} bytes"), N_("make its pictures smaller")),
    "T112": Message(N_("the package has more than {limit} members"), N_("save the file again in Word or WPS")),
    "T113": Message(N_("a part is larger than {limit} bytes"), N_("make the document smaller")),
    "T114": Message(N_("the parts are larger than {limit} bytes together"), N_("make the document smaller")),
    "T120": Message(
        N_("a part is more than {limit} times as large as it is packed"), N_("save the file again in Word or WPS")
    ),
    "T115": Message(
        N_("a part of the Word file is broken: {reason}"),
        N_("open it in Word or WPS, let it repair the file, and save it again"),
    ),
    "T116": Message(
        N_("a part is nested too deeply, or holds one text that is too long"),
        N_("take tables out of tables, or make the document smaller, and save it again"),
    ),
    "T117": Message(
        N_("the file is protected by a password or by rights management"),
        N_("open it in Word or WPS, take the protection off, and save it as .docx"),
    ),
    "T118": Message(N_("this is no Word document but {what}"), N_("name the Word file (.docx) that is meant")),
    "T119": Message(
        N_("the file was saved as “Strict Open XML Document”"),
        N_("open it in Word and save it as “Word Document (.docx)”"),
    ),
    "T121": Message(
        N_("a part of the file is damaged, as after a broken transfer"),
        N_("copy or download the file again, or let Word or WPS repair it and save it again"),
    ),
    "T122": Message(
        N_("a part is packed in a way that Word does not use (method {method})"),
        N_("open the file in Word or WPS and save it again"),
    ),
    "T123": Message(
        N_("the file contradicts itself on the size or place of a part; it may have been made to deceive"),
        N_("use it only if you know where it comes from; open it in Word or WPS and save it again"),
    ),
    "T131": Message(
        N_("the link {id} leads to {target}, which the file does not hold"),
        N_("open it in Word or WPS, let it repair the file, and save it again"),
    ),
    "T132": Message(
        N_("the link {id} leads out of the file, to {target}"),
        N_("use the file only if you know where it comes from; open it in Word or WPS and save it again"),
    ),
    "T133": Message(
        N_("the link {id} leads in a circle, to {target}"), N_("open it in Word or WPS and save the file again")
    ),
    "T134": Message(
        N_("two links of one part are both called {id}"), N_("open it in Word or WPS and save the file again")
    ),
    "T141": Message(
        N_("a picture is not in the file but linked to {target}"),
        N_("insert the picture itself, or readers elsewhere will miss it"),
    ),
    "T142": Message(
        N_("the file is attached to the template {target}; that link is left out"),
        N_("nothing needs to be done; styles stay as they are in the file"),
    ),
    "T143": Message(
        N_("an object or chart is linked to {target}; that link is left out"),
        N_("insert the object itself, or a picture of it"),
    ),
    "T144": Message(
        N_("a hyperlink leads to a file or program, {target}"), N_("link to a web page, or delete the hyperlink")
    ),
    "T145": Message(N_("a picture is missing in the Word file"), N_("insert it again, or delete its frame")),
    "T146": Message(
        N_("the file uses something outside itself, {target}; it is not read"),
        N_("insert what is meant into the file, or delete the link"),
    ),
    "T201": Message(N_("the tag {tag} names {name}, which the data do not have"), N_("known names: {known}.")),
    "T202": Message(
        N_("the tag {tag} cannot be understood: {reason}"), N_("compare it with the guide for template authors")
    ),
    "T203": Message(
        N_("the tag {tag} does what templates may not do: {reason}"),
        N_("delete it; templates print values and repeat paragraphs, no more"),
    ),
    "T204": Message(
        N_("the filled document would be broken: {reason}"), N_("look at the values that bring their own formatting")
    ),
    "T205": Message(N_("the tag {tag} cannot be printed: {reason}"), N_("check that it fits the value")),
    "T206": Message(N_("the tag {tag} asks for {name}, which the value it asks does not have"), N_("it has: {known}.")),
    "T207": Message(
        N_("the tag {tag} stands where there is nothing that it could set"),
        N_("write it without p, tr or tc, indent in a paragraph, the others in a cell of a table"),
    ),
    "T208": Message(
        N_("the tag {tag} asks for {name}, but the value it asks is a {type} and has no entries"),
        N_("check the name before the dot"),
    ),
    "T210": Message(N_("the character {codepoint} cannot stand in a Word file"), N_("delete it")),
    "T211": Message(
        N_("a value of type {type} cannot enter a template"),
        N_("{way}: only texts, numbers, dates, lists and dicts with text keys may"),
    ),
    "T212": Message(
        N_("the tag {tag} prints a {type} as a whole"),
        N_(
            'go through it with for, join its items with |join("，"), those that have entries with |join("，", attribute="name"), or name one of its entries'
        ),
    ),
    "T213": Message(
        N_("the tag {tag} prints something that is no value: {type}"),
        N_("call it, with () behind its name, or name another value"),
    ),
    "T214": Message(N_("the tag {tag} wants a number of columns from 1 to 63, not {value}"), N_("check the value")),
    "T215": Message(N_("the tag {tag} wants a colour such as FFFF00, not {value}"), N_("check the value")),
    "T216": Message(N_("the tag {tag} prints a text in the place of a row or a cell"), N_("write it without tr or tc")),
    "T217": Message(
        N_("the character {codepoint} cannot stand in a Word file and was taken out"), N_("delete it in the data")
    ),
    "T218": Message(
        N_("the tag {tag} prints a {type}, for which it stands in the wrong place"),
        N_(
            "write {{{{r … }}}} for formatted words and pictures, {{{{p … }}}} in a paragraph of its own for paragraphs"
        ),
    ),
    "T219": Message(
        N_("the tag {tag} cannot bring in {reason}"),
        N_("check the file of the picture; make links and subdocuments before the template is saved and opened"),
    ),
    "T220": Message(N_("the tag {tag} is not closed"), N_("write both signs at its end: {right}")),
    "T221": Message(
        N_("the tag {tag} shares its {unit} with other words: {other}"),
        N_(
            "let it stand alone in its {unit}, for what stands beside it would be lost; the tags that open and end a block each want a {unit} of their own"
        ),
    ),
    "T222": Message(N_("the tag {tag} is interrupted by a picture, a field or a note"), N_("type it anew in one go")),
    "T223": Message(N_("the tag {tag} stands in no table"), N_("put it into a cell, or write it without tr and tc")),
    "T224": Message(
        N_("the tag {tag} stands in a paragraph that holds a section break"),
        N_("put the section break into a paragraph of its own"),
    ),
    "T225": Message(N_("the tag {tag} is not closed"), N_("add {end}")),
    "T226": Message(
        N_("the tag {tag} belongs to nothing that is open"), N_("delete it, or add the tag that opens its block")
    ),
    "T227": Message(
        N_("the tag {tag} closes another block than {open}, which was opened last"), N_("close that first, with {end}")
    ),
    "T228": Message(
        N_("the tag {tag} stands in {second}, but {open} stands in {first}"),
        N_(
            "put both into the same paragraph and link, or into paragraphs, rows or cells of one table, with p, tr or tc in both"
        ),
    ),
    "T229": Message(N_("too many {reason} stand in one another"), N_("make the template simpler")),
    "T230": Message(N_("the tag {tag} was understood, but is typed with {slip}"), N_("write {right}")),
    "T231": Message(
        N_("the tag {tag} changes its look half-way"),
        N_("select the whole tag and format it anew; the look of its beginning is printed"),
    ),
    "T232": Message(
        N_("{tag} looks like a tag, but is none and will be printed as it stands"),
        N_("write {{{{ name }}}} or {{% if … %}} in half-width signs"),
    ),
    "T233": Message(
        N_("the tag {tag} stands in a part of the file that is not filled"),
        N_("move it into the text, a header, footer, note or text box"),
    ),
    "T234": Message(N_("the template holds characters that no program writes (U+FDD0 to U+FDEF)"), N_("delete them")),
    "T235": Message(
        N_("the tag {tag} asks for the filter {name}, which there is not"),
        N_("filters are, among others: {known}."),
    ),
    "T236": Message(
        N_("the tag {tag} asks for the test {name}, which there is not"),
        N_("tests are, among others: {known}."),
    ),
    "T237": Message(
        N_("the tag {tag} begins with {word}, which is no word that a tag begins with"),
        N_("words are, among others: if, elif, else, endif, for, endfor, set, indent, merge, width"),
    ),
    "T238": Message(N_("the tag {tag} is empty"), N_("write a name into it, or delete it")),
    "T239": Message(N_("the tag {tag} ends too early"), N_("write what is missing behind its last word")),
    "T245": Message(
        N_("the tag {tag} cannot be read from “{sign}” on"), N_("look for what is missing or too much before it")
    ),
    "T240": Message(
        N_("a loop goes round more than {limit} times"),
        N_("make the data shorter"),
    ),
    "T241": Message(
        N_("the document would be longer than {limit} characters"),
        N_("make the data shorter"),
    ),
    "T242": Message(
        N_("filling takes longer than {limit} seconds"),
        N_("make the data shorter"),
    ),
    "T243": Message(
        N_("a text or list would be longer than {limit} characters or items"),
        N_("make it shorter"),
    ),
    "T244": Message(N_("a calculation or a macro goes on without end"), N_("make it simpler")),
    "T250": Message(
        N_("the tag {tag} asks for the loop, but stands in none"),
        N_("put it between for and endfor; vm and hm into a row or cell that a loop repeats"),
    ),
    "T251": Message(N_("the tag {tag} stands in a tracked deletion"), N_("accept or reject the change in Word")),
    "T252": Message(
        N_("the tag {tag} takes a text letter by letter"),
        N_("name a list, or print the text as it is; |list says that letters are meant"),
    ),
    "T253": Message(
        N_("the tag {tag} runs over the edge of a link"), N_("type it anew, wholly inside or outside of the link")
    ),
    "T254": Message(N_("the template has no picture or file called {name}"), N_("it has: {known}.")),
    "T255": Message(
        N_("the template holds no file like {name} in {folder}"), N_("give the very file that was inserted in Word")
    ),
    "T256": Message(
        N_("{tag} looks like a tag that opens or closes a block, but is none"),
        N_("write {right}"),
    ),
    "T257": Message(
        N_("the part names Word's markup in an unusual way"), N_("open the file in Word or WPS and save it again")
    ),
    "T270": Message(
        N_("the tag {tag} sets indents that the paragraph takes from another tag"),
        N_("take the tag out of the paragraph's own indents, tab stops or alignment"),
    ),
    "T271": Message(
        N_("the name {name} in the tag {tag} is written with signs that look like others"),
        N_("write {right}, here and in the data"),
    ),
    "T258": Message(
        N_("the tag {tag} joins words over the edge of a table or a cell"),
        N_("leave its minus out, or put both words into one cell"),
    ),
    "T259": Message(N_("the tag {tag} was mended"), N_("it is now {right}")),
    "T260": Message(
        N_("the note {tag} does not end in its paragraph"),
        N_("let it end with {right} there; a note over several paragraphs needs both signs in each of them"),
    ),
    "T272": Message(
        N_("the tag {tag} does not go with the values that it is given"),
        N_("check that it fits the values; Python says: {detail}"),
    ),
    "T273": Message(
        N_("the tag {tag} calls {name}, a function of the script, which fails: {type}: {detail}"),
        N_("mend the function, or give it another value"),
    ),
    "T264": Message(
        N_("the template has more than {limit} tags"), N_("let a loop repeat what is alike, or split the template")
    ),
    "T265": Message(
        N_("the tags of the template have more than {limit} characters"),
        N_("let a loop repeat what is alike, or split the template"),
    ),
    "T266": Message(
        N_("the tags of the template hold more than {limit} names, values and signs"),
        N_("let a loop repeat what is alike, or split the template"),
    ),
    "T261": Message(N_("{name} is no picture that Word knows"), N_("give a PNG, JPEG, GIF, BMP or TIFF file")),
    "T262": Message(N_("the picture {name} cannot be read: {reason}"), N_("check its path and the rights on it")),
    "T267": Message(
        N_("docxtpl cannot work with the template: {type}: {detail}"),
        N_("mend the template, or leave legacy=True out to learn where the fault is"),
    ),
    "T268": Message(
        N_("the tag {tag} prints a text of the size {value}, which is no number"),
        N_("give the size in half points: 32 for 16 points"),
    ),
    "T263": Message(N_("the tag {tag} holds {sign}, which means nothing there"), N_("write {right}")),
    "T274": Message(
        N_("the file holds no tag; it is printed as it stands"), N_("write {{{{ name }}}} where a value belongs")
    ),
    "T275": Message(
        N_("names were not looked up"), N_("give --kind KIND, or --data FILE, to have misspelt ones found")
    ),
    "T280": Message(
        N_("a lone {sign} stands right behind the tag {tag} and is printed"), N_("delete it unless it is meant")
    ),
    "T281": Message(
        N_("the tag {tag} calculates with the text “{value}”, which is no number"),
        N_(
            "write the number in the data without commas, units and quotation marks; ~ joins texts, and a default, such as |float(0), stands for what is no number"
        ),
    ),
    "T282": Message(
        N_("the tag {tag} asks for {name}, a part of a date, but the value it asks is a text"),
        N_('dates of a data file are texts; cut them with split, such as {{{{ signed.split("-")[0] }}}} for the year'),
    ),
    "T283": Message(N_("the tag {tag} opens or closes a block, but has the signs of a value"), N_("write {right}")),
    "T284": Message(
        N_("the tag {tag} makes its row {total} columns wide, but the table has {columns}"),
        N_("delete the cells that it covers"),
    ),
    "T276": Message(N_("the tag {tag} has more braces than it needs: {sign}"), N_("delete {sign}")),
    "T277": Message(
        N_("the signs {tag} stand right before another tag, which has signs of its own"),
        N_("delete them, and the signs {right} that go with them"),
    ),
    "T285": Message(
        N_("the data have the key {name}, a {type}; at their top a key is a text, or no tag can name it"),
        N_("make a text of it that is a name, or put it into a mapping that has a name"),
    ),
    "T286": Message(
        N_("the tag {tag} asks for the number {name}, but the value has an entry of that name, which is a text"),
        N_("write it in quotation marks: {right}"),
    ),
    "T287": Message(
        N_("the tag {tag} sets its cell a second time"),
        N_('let one tag set it, whatever the data are: {{{{% cellbg "FF0000" if late else "" %}}}}'),
    ),
    "T290": Message(
        N_("the tag {tag} asks for the series “{series}”, in which nothing counts"),
        N_("write its first member, such as 一、 （一） 1. （1） ① 一是 第一， 首先， or 第一条"),
    ),
    "T291": Message(
        N_("the tag {tag} counts by “{series}”, which needs to know how many there are"),
        N_('write {{{{ loop|ordinal("{series}") }}}}, or name them: total=3'),
    ),
    "T292": Message(
        N_("the tag {tag} asks for number {number} of the series “{series}”, which goes from 1 to {most}"),
        N_("choose another series, such as 一是 or 第一，"),
    ),
    "T293": Message(
        N_("the tag {tag} wants {value} in Chinese numerals, which it cannot have"),
        N_("give a whole number from 0 on, or an amount of yuan with two decimals, such as fixed(2) makes"),
    ),
    "T294": Message(
        N_("the tag {tag} calculates with “{value}”, which is no number with a unit"),
        N_("write it in the data as 31.5万人, 1200 or 63.3%"),
    ),
    "T295": Message(N_("the tag {tag} calculates with different units: {units}"), N_("give them one unit")),
    "T296": Message(
        N_("the tag {tag} cannot say {value} so: {reason}"),
        N_("check the value, keep more decimals, or choose another filter"),
    ),
    "T297": Message(N_("the tag {tag} asks for the form {form}, which there is not"), N_("forms are: {known}.")),
    "T298": Message(N_("the tag {tag} wants a date, but “{value}” is none"), N_("write 2025-09-12 or 2025年9月12日")),
    "T299": Message(
        N_("the tag {tag} cannot tell the date that “{value}” means"),
        N_('write a phrase such as 11月底前 and name the year: {{{{ "11月底前"|deadline(2025) }}}}'),
    ),
    "T246": Message(N_("the tag {tag} holds {sign}, which means nothing there"), N_("delete it, or put it in quotes")),
    "T247": Message(N_("the tag {tag} has a quotation mark {sign} without its partner"), N_("add the other one")),
    "T248": Message(N_("the tag {tag} has a bracket {sign} without its partner"), N_("add the other one")),
    "T249": Message(N_("the tag {tag} compares with a single ="), N_("write == to compare")),
}
