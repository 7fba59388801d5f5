"""Refusals of the adapters.

Refused
├── NoBeaconFile
├── OnlyInDemo
├── ClockRunsBackwards
├── CrewLost
├── OrderDiffers
├── GatewayMissing
└── KeyStoreRefused
    ├── KeyDestroyed
    ├── KeyUnknown
    ├── KeyNotRotatable
    ├── KeyStoreDamaged
    ├── KeyStoreReadable
    ├── RootRenewed
    ├── SecondShareMissing
    ├── SecondShareWrong
    └── SecondShareShort
"""

from __future__ import annotations

from policies.vocabulary.refused import Refused


class NoBeaconFile(Refused):
    code = "adapters.no_beacon_file"
    says = "文件不是信标的答复；请保存 `/public/轮次` 的 JSON 原文，或这样的 JSON 列表"
    says_en = "The file is no answer of a beacon; save the JSON of `/public/ROUND` as it came, or a list of them"


class OnlyInDemo(Refused):
    code = "adapters.only_in_demo"
    says = "{what}只能用于演示或测试；正式运行请使用系统提供的实现"
    says_en = "{what_en} is for demo and tests only; in production use what the system provides"


class ClockRunsBackwards(Refused):
    code = "adapters.clock_runs_backwards"
    says = "演示时钟只能向前；请给出晚于{now}的时间"
    says_en = "The demo clock only moves forward; give a time after {now}"


class CrewLost(Refused):
    code = "adapters.crew_lost"
    says = "协助处理的进程意外结束（多为内存不足），没有写入任何数据；请检查内存后重试"
    says_en = "A helping process ended before its time, mostly for want of memory; nothing was stored: look at the memory and try again"


class OrderDiffers(Refused):
    code = "bank.order_differs"
    says = "支付指令{name}已以不同内容交给银行；请停止支付并与银行核对"
    says_en = "The payment order {name} was handed to the bank with other content; stop paying and compare with the bank"


class KeyStoreRefused(Refused):
    """The key store does not do what was asked."""

    code = "keys.refused"
    says = "密钥库拒绝操作；请核对密钥用途与状态"
    says_en = "The key store refused; check the key's purpose and state"


class KeyDestroyed(KeyStoreRefused):
    code = "keys.destroyed"
    says = "密钥已销毁，用它密封的内容不可恢复；如需继续使用该用途，请先轮换新密钥"
    says_en = "The key is destroyed and what it sealed cannot be recovered; to go on with this purpose, rotate to a new key first"


class KeyUnknown(KeyStoreRefused):
    code = "keys.unknown"
    says = "密钥库中没有所需的密钥；请核对用途，或挂载与数据库配套的密钥库"
    says_en = "The key store does not hold this key; check the purpose, or mount the key store that belongs to the database"


class KeyNotRotatable(KeyStoreRefused):
    code = "keys.not_rotatable"
    says = "该用途的密钥不能轮换（索引密钥与单次抽取密钥）；请销毁后以新的用途重新生成"
    says_en = "Keys of this purpose (index keys, keys of one draw) are not rotated; destroy it and use a new purpose"


class KeyStoreDamaged(KeyStoreRefused):
    code = "keys.damaged"
    says = "密钥文件损坏或被改动；请停止服务，从密钥库备份恢复"
    says_en = "A key file is damaged or was changed; stop the service and restore the key store from its backup"


class KeyStoreReadable(KeyStoreRefused):
    code = "keys.readable_by_others"
    says = "密钥库可被其他系统用户读取；请执行 chmod -R go= {directory}"
    says_en = "Other system users can read the key store; run chmod -R go= {directory}"


class RootRenewed(KeyStoreRefused):
    code = "keys.root_renewed"
    says = "根密钥已由另一进程更换；请用新的第二份根密钥重新启动本进程"
    says_en = "Another process renewed the root key; start this process again with the new second share"


class SecondShareMissing(KeyStoreRefused):
    code = "keys.second_share_missing"
    says = "此密钥库需要第二人输入的根密钥份额；请由第二人在启动时提供"
    says_en = "This key store needs the share that the second person types; have it given at start"


class SecondShareWrong(KeyStoreRefused):
    code = "keys.second_share_wrong"
    says = "第二份根密钥与此密钥库不符；请第二人重新输入，未设第二份的密钥库请先更换根密钥"
    says_en = "The second share does not fit this key store; have it typed again, or renew the root of a store made without one"


class SecondShareShort(KeyStoreRefused):
    code = "keys.second_share_short"
    says = "第二份根密钥过短；请使用不少于{least}个字符的随机口令"
    says_en = "The second share is too short; use at least {least} random characters"


class GatewayMissing(Refused):
    code = "adapters.gateway_missing"
    says = "未设置短信网关，消息仍封存在发件箱；请接入网关后由后台节点自动补发"
    says_en = "No message gateway is set; messages stay sealed in the outbox and leave by themselves once one is"
