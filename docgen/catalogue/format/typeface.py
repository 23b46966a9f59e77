"""What is said of type and the set of the text: codes F201-F249."""

from docgen.catalogue.base import N_, Message

TYPE: dict[str, Message] = {
    "F201": Message(
        N_("{count} characters of the text are set in {found}, not in {wanted}"),
        N_("set the Chinese typeface of the style of the text to {wanted} and take away what was set at the spot"),
        N_(
            "The standard has text in 仿宋 unless it names another typeface. Names of its versions, such as 仿宋 and 方正仿宋_GBK, are all right."
        ),
    ),
    "F202": Message(
        N_("the text is set in {found}, not in {wanted} (paragraphs: {count})"),
        N_("set the size of the text to {wanted}"),
        N_("The text of an official document is set in 3号, which is 16 pt in Word."),
    ),
    "F203": Message(
        N_("letters and digits in the text are set in {found}, not in {wanted} (paragraphs: {count})"),
        N_("set the Latin typeface of the style of the text to {wanted}"),
        N_(
            "The standard names no typeface for them. Offices use Times New Roman or leave them in the Chinese typeface; others look out of place."
        ),
    ),
    "F204": Message(
        N_("words inside the text are bold (paragraphs: {count})"),
        N_("take the bold away; headings and leads show weight by their typeface"),
        N_("The standard has text in one weight. Levels are told apart by 黑体 and 楷体."),
    ),
    "F205": Message(
        N_("words in the text are slanted (paragraphs: {count})"),
        N_("take the italics away"),
        N_("Chinese typefaces have no italics; programs slant the characters, which the standard does not know."),
    ),
    "F206": Message(
        N_("words in the text are {found} (paragraphs: {count})"),
        N_("take the marking away before the document goes out"),
        N_("Such marks are left over from drafting; they are printed."),
    ),
    "F207": Message(
        N_(
            "first and further lines of the text are indented by {found} characters, not {wanted} (paragraphs: {count})"
        ),
        N_("set a first-line indent of {characters} characters and no other indent"),
        N_("Each paragraph begins two characters in, and its further lines begin at the margin."),
    ),
    "F208": Message(
        N_("the text is indented by blanks or tabs that were typed (paragraphs: {count})"),
        N_("delete them and set a first-line indent of {characters} characters"),
        N_(
            "Typed blanks are part of the text: they go along into other documents, move when the size changes, and are counted as characters."
        ),
    ),
    "F209": Message(
        N_("the first-line indent is given in characters only (paragraphs: {count})"),
        N_("give the indent in points as well: in Word, open the paragraph settings and confirm them once"),
        N_("LibreOffice and other programs read only the length and print such paragraphs without any indent."),
    ),
    "F210": Message(
        N_("the text is {found}, not justified (paragraphs: {count})"),
        N_("justify these paragraphs"),
        N_("Lines of text begin at the left edge of the type area and fill it."),
    ),
    "F211": Message(
        N_("{found} are added between paragraphs of the text, not {wanted} (places: {count})"),
        N_("set the spacing before and after to 0"),
        N_("A page has 22 lines only when nothing is added between them."),
    ),
    "F212": Message(
        N_("blank lines stand between paragraphs of the text (lines: {count})"),
        N_("delete them"),
        N_(
            "The standard has blank lines only where it names them: before and behind the title, before the note on attachments and before the signature."
        ),
    ),
    "F213": Message(
        N_("lines are broken by hand in the middle of the text (paragraphs: {count})"),
        N_("make a paragraph of each part, or delete the break"),
        N_(
            "What follows a line break has no indent of its own, and the line before it is torn apart when it is justified."
        ),
    ),
    "F214": Message(
        N_(
            "no typeface is named for the Chinese characters of the text; the theme gives {found} (paragraphs: {count})"
        ),
        N_("name {wanted} as the Chinese typeface in the style of the text"),
        N_(
            "Where only the Latin typeface is named, Chinese characters fall to the theme, and look different on every computer."
        ),
    ),
    "F215": Message(
        N_("words in {found} are bold as well (paragraphs: {count})"),
        N_("take the bold away"),
        N_(
            "小标宋, 黑体 and 楷体 carry the weight that is wanted. Made bold, their strokes run together in print. A house style may allow it."
        ),
    ),
    "F216": Message(
        N_("{what} in the text is {found} in places, not {wanted} (paragraphs: {count})"),
        N_("clear what was set at the spot under Font, Advanced"),
        N_("A line holds 28 characters only when all are drawn alike."),
    ),
    "F217": Message(
        N_("words inside a paragraph of text are set in {found}, not in {wanted} (paragraphs: {count})"),
        N_("give the whole paragraph one size"),
        N_("The text is set in 3号 throughout. Words of another size were usually pasted from elsewhere."),
    ),
    "F218": Message(
        N_("quotation marks or dashes are drawn from the Latin typeface (paragraphs: {count})"),
        N_("select them and set the Chinese typeface for them, or type them again with a Chinese input method"),
        N_(
            "“, ” and — exist in Chinese and Latin typefaces. Without a hint Word takes the Latin one, and they come out half as wide."
        ),
    ),
    "F219": Message(
        N_("widow control is switched on for the text (paragraphs: {count})"),
        N_("switch widow control off in the style of the text"),
        N_("Word then moves single lines to the next page, and a page has 21 lines instead of 22."),
    ),
    "F220": Message(
        N_("the language of the text is {found}, not {wanted} (paragraphs: {count})"),
        N_("select all and set the proofing language to Chinese"),
        N_("Programs choose the shapes of characters and the places where lines may end by the language."),
    ),
}
