"""Records what other libraries sign, so that the verifier's own curves are compared with them without installing them.

`pip install py_ecc` and OpenSSL 3 on the path, then `python -m tests.verifier.make_oracle > tests/verifier/oracle.json`.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

TAG = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"


def beacon_signatures() -> list[dict[str, Any]]:
    """Signatures in G1 by keys in G2, as a drand network of the unchained kind makes them."""
    from py_ecc.bls.hash_to_curve import hash_to_G1
    from py_ecc.bls.point_compression import compress_G1, compress_G2
    from py_ecc.optimized_bls12_381 import G2, multiply

    made = []
    for number in range(6):
        secret = int.from_bytes(hashlib.sha256(b"oracle %d" % number).digest(), "big") >> 2
        message = hashlib.sha256(number.to_bytes(8, "big")).digest()
        signature = compress_G1(multiply(hash_to_G1(message, TAG, hashlib.sha256), secret)).to_bytes(48, "big")
        key = b"".join(part.to_bytes(48, "big") for part in compress_G2(multiply(G2, secret)))
        made.append({"key": key.hex(), "message": message.hex(), "signature": signature.hex()})
    return made


def sm2_signatures() -> list[dict[str, Any]]:
    """SM2 signatures with SM3 under the usual identity, made by OpenSSL."""
    made = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(6):
            private, message = Path(folder, "key"), Path(folder, "message")
            message.write_bytes(b"message %d" % number * (1 + 40 * number))
            _openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2", "-out", str(private))
            spki = _openssl("pkey", "-in", str(private), "-pubout", "-outform", "DER")
            options = ("-sigopt", "distid:1234567812345678", "-sign", str(private), str(message))
            signature = _raw(_openssl("dgst", "-sm3", *options))
            made.append({"key": spki[-65:].hex(), "message": message.read_bytes().hex(), "signature": signature.hex()})
    return made


def _openssl(*arguments: str) -> bytes:
    return subprocess.run(["openssl", *arguments], check=True, capture_output=True).stdout


def _raw(der: bytes) -> bytes:
    """r‖s of a DER signature."""
    r_length = der[3]
    r, s = der[4 : 4 + r_length], der[6 + r_length :]
    return b"".join(int.from_bytes(part, "big").to_bytes(32, "big") for part in (r, s))


if __name__ == "__main__":
    print(json.dumps({"bls": beacon_signatures(), "sm2": sm2_signatures()}, indent=1))
