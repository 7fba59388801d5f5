"""Refusals of the store.

Refused
├── LogNotWritable
├── UnsignedEvent
├── SecondRoot
├── LogDamaged
└── UnknownTables
"""

from __future__ import annotations

from policies.vocabulary.refused import Refused


class LogNotWritable(Refused):
    code = "store.log_not_writable"
    says = "当前会话只读，不能写日志；请在写事务内同时变更状态与日志"
    says_en = "This session is for reading; change the state and append its entry within one writing transaction"


class UnsignedEvent(Refused):
    code = "store.unsigned_event"
    says = "抽取事件须由相应角色签名后才能写入日志；请先取得签名"
    says_en = "An event of a draw enters the log with its role's signature only; get it signed first"


class SecondRoot(Refused):
    code = "store.second_root"
    says = "检查点（{size}条）与日志不一致，未保存；请停止写入并核验日志"
    says_en = "The checkpoint for {size} entries does not fit the log and was not kept; stop writing and audit the log"


class LogDamaged(Refused):
    code = "store.log_damaged"
    says = "日志无法重算出最后检查点（{size}条）的根；本节点停止启动，请保全数据库并报告监督部门"
    says_en = "The root of the last checkpoint ({size} entries) does not recompute; this node stops: keep the database and report it"


class UnknownTables(Refused):
    code = "store.unknown_tables"
    says = "数据库由本版本不认识的版本建立（更新的版本，或正式发布以前的版本）；请用那个版本打开，或换一个空的数据目录"
    says_en = "This database was made by a newer or an unreleased version; open it with that one, or take an empty data folder"
