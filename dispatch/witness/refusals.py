"""Refusals of the witness log.

Refused
├── BadProof
├── BadNote
│   ├── UnknownLog
│   └── TooFewWitnesses
├── BadVerifierKey
├── BadTrustFile
├── BadSubmission
└── BadDump
"""

from __future__ import annotations

from policies.vocabulary.refused import Refused


class BadProof(Refused):
    code = "witness.bad_proof"
    says = "日志证明不成立（{what}）；请向日志方重新索取证明，再次失败应立即报告监督部门"
    says_en = "The log's proof does not hold ({what}); ask the log for it again and report a second failure to the supervisor"


class BadNote(Refused):
    code = "witness.bad_note"
    says = "检查点不可接受（{what}）；请索取原始检查点，不得自行修改"
    says_en = "The checkpoint is not acceptable ({what}); ask for the original one, do not edit it"


class UnknownLog(BadNote):
    code = "witness.unknown_log"
    says = "检查点不属于本端信任的日志；请核对信任文件中的日志名称与公钥"
    says_en = "The checkpoint is not of a log trusted here; compare the log's name and key in the trust file"


class TooFewWitnesses(BadNote):
    code = "witness.too_few_witnesses"
    says = "检查点只有{found}个见证节点联署，需要{quorum}个；请等待联署完成后再试"
    says_en = "Only {found} witnesses cosigned the checkpoint, {quorum} are needed; wait until they have and try again"


class BadVerifierKey(Refused):
    code = "witness.bad_verifier_key"
    says = "验证公钥格式不正确（{what}）；请按“名称+编号+公钥”原样粘贴"
    says_en = "The verifier key is malformed ({what}); paste it as it was given: name+id+key"


class BadTrustFile(Refused):
    code = "witness.bad_trust_file"
    says = "信任文件不可用（{what}）；请从公布渠道重新取得信任文件"
    says_en = "The trust file cannot be used ({what}); get it again from where it is published"


class BadSubmission(Refused):
    code = "witness.bad_submission"
    says = "联署请求格式不正确（{what}）；请由日志方重新生成请求"
    says_en = "The request for a cosignature is malformed ({what}); have the log make it again"


class BadDump(Refused):
    code = "witness.bad_dump"
    says = "日志导出未通过核验：第{step}步，{what}；请停止使用该日志并报告监督部门"
    says_en = "The dump of the log fails step {step}: {what}; stop using this log and report it to the supervisor"
