"""Refusals of the kernel.

Refused
├── NotCanonical
└── BadSignature
"""

from __future__ import annotations

from policies.vocabulary.refused import Refused


class NotCanonical(Refused):
    code = "kernel.not_canonical"
    says = "数据不符合规范编码：{what}；请由生成方重新导出"
    says_en = "The data is not in canonical form: {what}; have it exported again by its maker"


class BadSignature(Refused):
    code = "kernel.bad_signature"
    says = "签名无效；请核对签名人公钥与原始字节"
    says_en = "The signature does not hold; compare the signer's public key and the original bytes"
