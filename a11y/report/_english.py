"""English for the frame, by its Chinese words. A test refuses a word of the frame that is missing here."""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    # outcomes, verdicts, impacts, modes
    "不通过": "Failed", "需人工复核": "Needs review", "未检": "Not tested", "通过": "Passed", "不适用": "Not applicable",
    "待复核": "Needs review", "有未检项": "Some not tested", "待定": "open", "加 {n}": "+{n}",
    "不合格": "Does not conform", "待人工复核": "Needs review", "未完成": "Incomplete", "合格": "Conforms",
    "致命": "Critical", "严重": "Serious", "一般": "Moderate", "轻微": "Minor",
    "标准版": "Standard version", "适老版": "Elderly version", "电脑": "Desktop", "手机": "Phone",
    "首页": "Home", "栏目页": "Column", "文章页": "Article", "办事服务": "Service", "互动交流": "Interaction",
    "搜索": "Search", "随机抽样": "Random sample",
    "要求": "Requirement", "单项否决": "Veto", "扣分": "Deduction", "加分": "Bonus",
    "自动判定": "Automatic", "人工录入": "Manual entry",
    "已读原文": "text read", "已读条款引文": "quotation of the clause read", "据二手资料": "second-hand",
    "据新闻报道": "news report", "凭记忆，待核对": "from memory, to be verified", "工程推断": "engineering inference",
    "推算": "derived",
    # first screen
    "无障碍与适老化检测报告": "Accessibility and elderly-mode report",
    "跳到正文": "Skip to content", "报告目录": "Contents", "报告": "Report", "网站标识码": "Site code",
    "主办单位": "Sponsor", "检测时间": "Collected at", "结论": "Verdict", "先改什么": "What to mend first",
    "逐项结果": "Indicators", "全部问题": "All problems", "看过的页面": "Pages seen", "依据与说明": "Basis and notes",
    "按“{title}”：{verdict}。": "By “{title}”: {verdict}. ",
    "最该先改的：{list}。": "Mend first: {list}.",
    "没有确定的问题，有 {n} 处要人工复核。": "No certain problem; {n} findings need review.",
    "覆盖不足": "Incomplete coverage",
    "没有看全计划中的页面，结论不完整。": "Not all planned pages were seen; the verdict is incomplete.",
    "分": "points", "{n} 分": "{n} points", "不计分": "no score", "没有评分": "No scorecard",
    "得分 {value}，最低 {floor}，最高 {ceiling}": "Score {value}, lowest {floor}, highest {ceiling}",
    "自动判定 {done}/{total} 项，需人工 {manual}，未检 {untested}；":
        "{done}/{total} indicators automatic, {manual} manual, {untested} not tested; ",
    "{seen}/{found} 页": "{seen}/{found} pages",
    "括号里是得分区间：左边把存疑的都按不利算，右边把存疑的都按有利算。复核存疑项后区间会收窄。":
        "In brackets: the interval of the score, with every doubt against the site on the left and for it on the right. "
        "Reviewing what is in doubt narrows it.",
    "本报告由软件自动检测生成，不是主管部门的官方评测，也不能作为通过评测的证明。":
        "This report was made by software. It is no official evaluation and no proof of having passed one.",
    # what to mend first
    "按改好以后的效果排列：先看是否触及单项否决和必须项，再看扣分、对访问者的影响和波及的页面。":
        "By effect: first what decides a veto or a requirement, then lost points, harm to visitors and pages affected.",
    "影响：{word}": "Impact: {word}", "影响": "Impact", "所涉指标共扣 {n} 分": "{n} points lost in these indicators",
    "怎样改": "How to mend it", "看第 {n} 个问题的证据（{count} 条）": "Evidence of problem {n} ({count} findings)",
    "其余 {n} 个问题见“全部问题”": "{n} further problems under “All problems”",
    "没有发现要改的问题。": "No problem was found. ",
    "但覆盖不足，不能据此说没有问题。": "Coverage is incomplete, so this does not say that there is none.",
    "全站性问题": "Whole site", "全站性问题，{n} 处": "Whole site, {n} places",
    "公共部分，{t} 个模板共用，影响 {n} 页": "A part shared by {t} templates, affects {n} pages",
    "一处模板，影响 {n} 页": "One template, affects {n} pages",
    "{places}，见于 {n} 页（同类已看 {m} 页，约有 {all} 页）": "{places} on {n} pages ({m} of about {all} of this kind seen)",
    "{places}，见于 {n} 页": "{places} on {n} pages",
    "{places}，见于 {n} 页（同类已看 {m} 页）": "{places} on {n} of {m} pages of this kind",
    "{n} 处": "{n} places",
    "报告在 {path}": "Report: {path}", "先改这 {n} 处：": "Mend these {n} first:", "另有 {n} 个问题，见报告。": "{n} further problems in the report.",
    "举例": "Example",
    # indicators
    "各类结果的项数与扣分（图表）": "Outcomes and lost points (charts)", "项数": "Indicators", "结果": "Outcome",
    "占比": "Share", "各部分扣分": "Points lost by part", "部分": "Part", "图示": "Chart",
    "逐项：{title}": "Indicators: {title}", "指标": "Indicator", "分值": "Points", "原因": "Reason", "证据": "Evidence",
    "评分细则": "Published rule", "第 {n} 条": "No. {n}", "共 {n} 条": "{n} in all", "{n} 条": "{n} findings",
    "依据可信度": "Confidence of source", "仅作建议": "advice only", "人工意见": "Ruling",
    "核减（误报）": "Struck out (false)", "豁免": "Exempted", "有效至 {date}": "until {date}",
    # problems
    "{problems} 个问题，{findings} 条发现：不通过 {failed} 条，需人工复核 {doubts} 条{struck}。":
        "{problems} problems, {findings} findings: {failed} failed, {doubts} to review{struck}.",
    "，核减 {n} 条": ", {n} struck out", "筛选": "Filter", "打开筛选": "Open the filter", "页面": "Page", "全部": "All",
    "检查项": "Check", "词语": "Words", "清除筛选": "Clear", "再看 50 条": "50 more",
    "符合的有 {n} 条，共 {all} 条": "{n} of {all} findings",
    "问题一览（按效果排列）": "List of problems by effect", "问题一览": "List of problems", "问题": "Problem",
    "波及": "Reach", "条数": "Findings", "问题详情": "Findings in full", "问题详情分页（上）": "Pages of findings, top", "问题详情分页（下）": "Pages of findings, bottom",
    "同样的问题还在另外 {n} 页": "The same on {n} other pages", "其余 {n} 页从略": "{n} further pages not listed",
    "另有 {n} 条发现没有印在这里，见网页版报告。": "{n} further findings are not printed here; see the HTML report.",
    "已核减（误报）的发现": "Findings struck out as false", "续": "continued", "为什么要紧": "Why it matters",
    "正确写法举例": "A good example", "依据": "Basis", "该项扣 {n} 分": "{n} points lost", "实测": "Measured",
    "版本与设备": "Version and device", "名称": "Name", "框架": "Frame", "位置": "Where", "存疑原因": "Doubt",
    "源代码": "Source", "重做这一项的命令": "Command that repeats this finding",
    "问题所在处的截图：{name}": "Picture of the place: {name}", "上一页": "Previous", "下一页": "Next", "第 {n} 页": "Page {n}",
    "第 {n} 页，共 {total} 页": "Page {n} of {total}", "问题详情第 {n} 页": "Findings, page {n}",
    "返回报告首页": "Back to the report",
    "比例": "share", "段间空白（行）": "space between paragraphs (lines)", "行距（倍）": "line spacing (times)",
    "其他感官": "other sense", "地址": "address", "文字": "text", "宽": "width", "高": "height", "字数": "characters", "时间": "time",
    # pages and basis
    "发现 {found} 页，看了 {seen} 页，{failed} 页没能看成；{templates} 种模板。":
        "{found} pages found, {seen} seen, {failed} could not be seen; {templates} templates.",
    "页面缩略图：{title}": "Thumbnail: {title}", "页面清单": "List of pages", "用途": "Role", "模板": "Template",
    "状态": "Status", "用时（毫秒）": "Milliseconds", "无应答": "no answer", "使用的文件": "Documents applied",
    "版本 {version}": "version {version}", "出处": "source", "效力": "status", "已知但没有纳入": "Known but not included",
    "GB/T 47797-2026、GB/T 47523-2026（均自2026年11月1日起施行）的正文以及 GB/T 37668 的修订稿未能取得，本报告没有据以检查。":
        "The texts of GB/T 47797-2026 and GB/T 47523-2026 (in force since 2026-11-01) and of the revision of GB/T 37668 "
        "were not available; this report does not apply them.",
    "V、V2、S 可以决定结论，其余只作建议。": "V, V2 and S may decide a verdict; the others advise.",
    "没能看到的和出错的": "What could not be seen, and errors", "何处": "Where", "情形": "Kind", "详情": "Detail",
    "检查项一览": "Checks", "{n} 次检查的结果": "Results of {n} runs of checks", "说明": "Note", "工具": "Tool",
    # office files
    "一级指标": "Block", "二级指标": "Indicator", "扣分原因": "Reason", "判定方式": "How judged", "得分": "Score",
    "问题清单": "Problems", "问题清单第 {list} 条": "Problems, no. {list}", "序号": "No.", "版本": "Version", "设备": "Device",
    "这次没有保存截图": "No pictures were kept in this run",
    "说的不是某一个元素，没有截图": "Not about one element: no picture",
    "写在网页代码里，页面上看不见": "Stands in the code and is not seen on the page",
    "页面上看不见": "Not visible on the page",
    "同名同类的一处已有截图，或截图时它已不显示、本页张数已满；可用重做的命令再看":
        "One alike has its picture, or it was no longer shown, or enough of this page were taken; the command repeats it",
    "截图": "Picture", "看截图": "picture", "问题标识": "Fingerprint", "标题": "Title", "网站": "Site", "网址": "Address",
    "覆盖情况": "Coverage", "先改第 {n} 位": "Mend {n}", "没能看到的": "Not seen", "抽样种子": "seed", "检测概况": "What was checked",
    "另有 {n} 个问题，见附件。": "{n} further problems in the annex.", "附件{n}　评分表：{title}": "Annex {n}: scorecard, {title}",
    "附件{n}　问题清单": "Annex {n}: problems", "　等 {n} 页": " and others, {n} pages",
    "另有 {n} 条发现没有列在这里，见表格或网页版报告。": "{n} further findings are in the workbook or the HTML report.",
    # elderly version
    "这一章说的是：一位老人按下入口以后，实际得到了什么。每一步都由真实浏览器按出来、量出来。":
        "What an elderly visitor gets after pressing the entry: every step pressed and measured in a real browser.",
    "没有能进入适老版。": "The elderly version could not be entered. ", "入口在哪里": "Where the entry is",
    "首页截图，标出了适老版入口“{text}”": "Home page with the entry “{text}” marked", "框出的是入口“{text}”": "The entry “{text}” is framed",
    "标准版与适老版对照": "Standard and elderly version side by side", "标准版截图": "Picture of the standard version",
    "适老版截图": "Picture of the elderly version", "正文 {px} 像素": "main text {px} px", "放大的每一档": "Each enlarging step",
    "同一段文字在每一档的样子：": "The same paragraph at each step:",
    "第 {n} 档的文字，{px} 像素": "Text at step {n}, {px} px", "第 {n} 档": "Step {n}", "{px} 像素": "{px} px",
    "放大到 {n} 倍": "{n} times", "放大各档的字号": "Text size by step", "档": "Step", "正文字号（像素）": "Main text (px)",
    "倍数": "Factor", "提供了哪些服务，是否真的管用": "Services offered, and whether they work",
    "服务与实效": "Services and their effect", "服务": "Service", "有没有": "Offered", "管不管用": "Works", "看到的": "Seen",
    "服务“{name}”按下后的截图": "After pressing “{name}”", "按下前后": "Before and after pressing",
    "{name}：按下前": "{name}: before", "{name}：按下后": "{name}: after", "按下前": "Before", "按下后": "After",
    "听到的内容": "What was heard", "读出了正文的 {n}%。": "{n}% of the main text was read.", "按下": "Pressed", "方式": "Way",
    "机器听不出内容的录音，请人工听一听：": "Sound that cannot be told from text; please listen: ", "录音 {n}": "Recording {n}",
    "只用键盘走一遍": "Walking by keyboard alone",
    "页面截图，用编号画出按 Tab 键依次到达的位置": "Page with numbered stops of the Tab key",
    "编号是按 Tab 键依次到达的顺序": "Numbers are the order in which Tab reaches them",
    "依次到达的 {n} 处": "{n} stops in order", "看不出焦点": "focus not visible", "焦点到来前后": "Before and after focus",
    "{name}：没有焦点时": "{name}: without focus", "{name}：有焦点时": "{name}: with focus",
    "没有焦点时": "Without focus", "有焦点时": "With focus", "是": "yes", "否": "no",
    "入口文字": "Words of the entry", "读屏名称": "Accessible name", "所在页面": "On page", "选择器": "Selector",
    "不悬停就看得见": "Visible without hovering", "有文字名称": "Named in words", "键盘能到达": "Reachable by keyboard",
    "切换方式": "How it switches", "打开的地址": "Leads to", "有": "yes", "没有": "none", "管用": "works", "不管用": "does not work",
    "没能确定": "undecided", "读的是页面自己的文字": "the page's own text", "不是页面正文": "not the page's text",
}  # fmt: skip
