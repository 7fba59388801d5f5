"""Refusals of whole files: nothing was read into the library.

Refused
├── UnknownFileType     extension is not one we read
├── OtherContent        the content is not what the extension says
├── EmptyFile           no bytes, or no line under the header
├── FileTooLarge        more bytes, rows or columns than a file may have
├── NotText             neither UTF-8 nor GB18030, or control characters
├── MixedEncodings      some lines in UTF-8, others in GB18030
├── ChangedWhileRead    the file is not the same at the end as at the beginning
├── RunsPrograms        a spreadsheet that would start a program (DDE)
├── LockedFile          a spreadsheet that asks for a password
├── DamagedFile         a spreadsheet or document that cannot be opened
│   └── BrokenQuotes    a CSV file with a quotation mark that is never closed
├── OpensTooLarge       a spreadsheet that unpacks into far more than it shows (ZIP bomb)
├── NoHeader            no line of column names that we know
├── SeveralTables       two sheets of which each could be the one that is meant
├── WrongColumns        a column is missing or stands twice
├── BadMapping          a mapping of columns that does not fit the file or our columns
├── BadDocument         YAML or JSON that is not well-formed
└── BadMembers          members of a document that are missing, wrong or unknown
    ├── BadApplication
    ├── BadBidderList
    ├── BadVenues
    └── BadCalendar
"""

from __future__ import annotations

from policies.vocabulary.refused import Refused


class UnknownFileType(Refused):
    code = "intake.file_type"
    says = "无法识别的文件类型：{found}；请提供 {wanted} 文件"
    says_en = "Unknown file type: {found}; bring a file of type {wanted}"


class OtherContent(Refused):
    code = "intake.other_content"
    says = "扩展名是 {suffix}，内容却{content}；请用电子表格软件打开后另存为 XLSX，再导入"
    says_en = "The name ends in {suffix}, but the content {content_en}; open it in a spreadsheet program, save it as XLSX and import that"


class EmptyFile(Refused):
    code = "intake.empty"
    says = "文件是空的，没有可读取的记录；请检查是否选错了文件"
    says_en = "The file is empty and holds no record; check that the right file was chosen"


class FileTooLarge(Refused):
    code = "intake.too_large"
    says = "文件超过上限（{what}不得超过{limit}）；请分成几个文件"
    says_en = "The file is over the limit ({what_en} at most {limit}); divide it into several files"


class NotText(Refused):
    code = "intake.not_text"
    says = "文件内容不是可读的文本（既不是 UTF-8 也不是 GB18030，或含有控制字符）；请在电子表格中另存为“CSV UTF-8”后重试"
    says_en = "The content is not readable text (neither UTF-8 nor GB18030, or with control characters); save it again as “CSV UTF-8”"


class MixedEncodings(Refused):
    code = "intake.mixed_encodings"
    says = "文件里混有两种编码（从第 {line} 行起与前面不同，既有 UTF-8 又有 GB18030）；请在电子表格中核对后另存为“CSV UTF-8”"
    says_en = "The file mixes two encodings (from line {line} on, UTF-8 and GB18030); check it in a spreadsheet and save it as “CSV UTF-8”"


class ChangedWhileRead(Refused):
    code = "intake.changed"
    says = "文件在读取过程中被改动，未写入任何内容；请关闭正在编辑它的程序后重试"
    says_en = "The file changed while it was read and nothing was stored; close the program that edits it and try again"


class RunsPrograms(Refused):
    code = "intake.runs_programs"
    says = "文件中有会启动外部程序的公式（DDE），未予读取；请核实来源，或另存为 CSV"
    says_en = "The file holds a formula that starts another program (DDE) and was not read; check where it came from, or save it as CSV"


class DamagedFile(Refused):
    code = "intake.damaged"
    says = "文件已损坏或被加密，无法打开；请用电子表格软件打开后另存为 XLSX"
    says_en = "The file is damaged or encrypted and cannot be opened; open it in a spreadsheet program and save it again as XLSX"


class BrokenQuotes(DamagedFile):
    code = "intake.quotes"
    says = "CSV 从第 {line} 行起引号不成对，分不清各栏；请在电子表格中核对该行后另存"
    says_en = "From line {line} on a quotation mark of the CSV is not closed; correct that line in a spreadsheet and save it again"


class LockedFile(Refused):
    code = "intake.locked"
    says = "文件设有打开密码，无法读取；请在电子表格软件中取消密码后另存为 XLSX，再导入"
    says_en = (
        "The file asks for a password and cannot be read; take the password away in a spreadsheet program, save it as XLSX and import that"
    )


class OpensTooLarge(Refused):
    code = "intake.opens_too_large"
    says = "压缩表格展开后超过上限（{limit}），可能是恶意文件，未予读取；请核实来源，或另存为 CSV"
    says_en = "The packed spreadsheet unpacks to more than {limit} and was not read; check where it came from, or save it as CSV"


class NoHeader(Refused):
    code = "intake.no_header"
    says = "第一行不是列名（没有认出任何列）；请在第一行写上列名：{wanted}"
    says_en = "The first line holds no column name that is known; write these names in the first line: {wanted}"


class SeveralTables(Refused):
    code = "intake.several_tables"
    says = "有几张工作表都是专家名册（{names}），不能只读其中一张；请合并为一张，或把其余的隐藏或另存为文件，逐个导入"
    says_en = "Several sheets hold experts ({names}), and none may be left out unasked; join them, or hide the others and import one by one"


class WrongColumns(Refused):
    code = "intake.columns"
    says = "列名有误：{what}；也可按规定的列名修改表头"
    says_en = "Wrong columns: {what_en}; or correct the header to the names laid down"


class BadMapping(Refused):
    code = "intake.mapping"
    says = "列的对应有误：{what}；请改正列的对应后重试"
    says_en = "Wrong mapping of columns: {what_en}; correct the mapping and try again"


class BadDocument(Refused):
    code = "intake.document"
    says = "文件格式有误（{where}）：{what}；请改正后重试"
    says_en = "The file is not well-formed ({where_en}): {what_en}; correct it and try again"


class BadMembers(Refused):
    code = "intake.members"
    says = "有{count}处需要改正：{what}"
    says_en = "{count} to correct: {what_en}"


class BadApplication(BadMembers):
    code = "intake.application"
    says = "抽取申请有{count}处需要改正：{what}"
    says_en = "The application has {count} to correct: {what_en}"


class BadBidderList(BadMembers):
    code = "intake.bidders"
    says = "投标人名单有{count}处需要改正：{what}"
    says_en = "The bidder list has {count} to correct: {what_en}"


class BadVenues(BadMembers):
    code = "intake.venues"
    says = "场地文件有{count}处需要改正：{what}"
    says_en = "The venue file has {count} to correct: {what_en}"


class BadCalendar(BadMembers):
    code = "intake.calendar"
    says = "工作日历有{count}处需要改正：{what}"
    says_en = "The calendar has {count} to correct: {what_en}"
