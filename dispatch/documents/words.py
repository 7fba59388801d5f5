"""Words of the domain as forms say them; the console says the same ones."""

from __future__ import annotations

from policies.vocabulary.roles import Event, Role

EVENTS: dict[Event, str] = {
    Event.SUBMITTED: "申请提交",
    Event.SEALED: "抽取结果封存",
    Event.CALLED: "通知发出",
    Event.ACCEPTED: "全员接受",
    Event.VENUE_NOTICE: "告知场地",
    Event.BID_DEADLINE: "投标截止",
    Event.CHECKED_IN: "签到开始",
    Event.BOOTH_ENTERED: "进入机位",
    Event.OPENED: "评标开始",
    Event.REPORTED: "报告签署",
    Event.ANNOUNCED: "结果公告",
    Event.SETTLED: "费用核定",
}
ROLES: dict[Role, str] = {
    Role.BIDDER: "投标人",
    Role.TENDERER: "招标人",
    Role.HOST: "主场工作人员",
    Role.SUBVENUE: "副场工作人员",
    Role.SUPERVISOR: "监督人",
    Role.EXPERT: "评标专家",
    Role.PEER: "同组专家",
    Role.LIBRARIAN: "专家库管理",
    Role.FINANCE: "财务",
    Role.AUDITOR: "审计员",
    Role.GATEWAY: "短信语音网关",
    Role.CUSTODIAN: "密钥保管人",
    Role.OPERATOR: "经办人",
    Role.PUBLIC: "公众",
}
LOG_EVENTS: dict[str, str] = {
    "plan": "抽取方案",
    "pool": "候选名单冻结",
    "commit": "见证方承诺",
    "release": "见证方揭示",
    "result": "结果封存",
    "settle": "应答名单确定",
    "vacate": "空缺确认，开启补抽",
    "infeasible": "无可行评委会",
    "final": "抽取终结",
    "approval": "申请获批",
    "refusal": "不能组成评委会",
    "ladder": "逐级扩大",
    "moment": "时刻到来",
    "capability": "授权使用",
    "seat-plan": "席位预留",
    "pool-import": "专家入库",
    "relations-import": "关系入库",
    "expert-entry": "专家管理记录",
    "share": "解封份额",
    "fees": "计酬",
    "fee-step": "费用进度",
    "pay-order": "付款指令",
    "bank-report": "银行回执",
    "pool-export": "专家库导出",
    "venues-import": "场地录入",
    "bidders": "投标人名单提交",
    "specialties-import": "专业分类导入",
    "recusal-match": "投标人比对",
    "recusal-order": "决定回避",
    "given-up": "项目终止",
    "postponed": "评标延期",
    "fee-held": "费用暂缓",
    "account": "账号变动",
}
LOG_FACTS = {
    "N": "人数",
    "P": "候选名单",
    "A": "不宜同组",
    "B": "组合",
    "D": "机位",
    "K": "留任成员",
    "audit": "审计信封",
    "a": "锚值",
    "L": "链长",
    "F": "冻结范围",
    "seen": "所见",
    "S": "种子承诺",
    "R": "结果",
    "status": "结局",
    "rounds": "轮数",
    "why": "理由",
    "left": "空缺人数",
}
ENDS = {"complete": "完成", "cancelled": "终止", "infeasible": "无可行评委会"}
METHODS = {
    "tickets": "随机签号抽取（种子由各方事先承诺的随机值合成，vd1）",
    "panel-lottery": "整组抽取（vd1）",
    "composition-lottery": "按组成抽取（vd1）",
}
VACANCIES = {
    "declined": "不能参加",
    "no-answer": "超时无应答或号码失效",
    "recusal": "回避",
    "leave": "接受后请假",
    "absent": "缺席或擅自离场",
    "ill": "中途病退",
    "engaged": "已被其他项目通知",
    "barred": "名单冻结后暂停、退出或请假",
}
EMBEDDED = "嵌入模式"
DEMO = "演示数据"
