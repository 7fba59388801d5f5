"""Trees and proofs give the published values, whoever computes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dispatch.kernel.merkle import leaf_hash, root
from dispatch.witness.proofs import check_consistency, check_inclusion
from dispatch.witness.refusals import BadProof
from dispatch.witness.tree import Tree, root_of_stream

VECTORS = json.loads((Path(__file__).parents[2] / "docs/spec/vectors/merkle.json").read_text())
LEAVES = [bytes.fromhex(leaf) for leaf in VECTORS["leaves"]]
ROOTS = [bytes.fromhex(hash_) for hash_ in VECTORS["roots"]]
TREE = Tree(LEAVES)


def a_proof(case: dict[str, Any]) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(piece) for piece in case["proof"])


@pytest.mark.parametrize("size", range(len(ROOTS)))
def test_the_root_of_every_size_is_the_published_one(size: int):
    assert TREE.root(size) == root(LEAVES[:size]) == root_of_stream(LEAVES[:size])[1] == ROOTS[size]


@pytest.mark.parametrize("case", VECTORS["inclusion"])
def test_inclusion_proofs_are_made_and_accepted_as_published(case: dict[str, Any]):
    idx, size = case["index"], case["size"]
    assert TREE.inclusion(idx, size) == a_proof(case)
    check_inclusion(leaf_hash(LEAVES[idx]), idx, size, a_proof(case), ROOTS[size])


@pytest.mark.parametrize("case", VECTORS["consistency"])
def test_consistency_proofs_are_made_and_accepted_as_published(case: dict[str, Any]):
    old, new = case["from"], case["to"]
    assert TREE.consistency(old, new) == a_proof(case)
    check_consistency(old, new, a_proof(case), ROOTS[old], ROOTS[new])


@pytest.mark.parametrize("case", VECTORS["inclusion"])
def test_an_inclusion_proof_that_was_touched_is_refused(case: dict[str, Any]):
    idx, size, proof = case["index"], case["size"], a_proof(case)
    leaf = leaf_hash(LEAVES[idx])
    for wrong in ((*proof, ROOTS[0]), proof[:-1] if proof else (ROOTS[0],), tuple(piece[:31] for piece in proof) or (b"",)):
        with pytest.raises(BadProof):
            check_inclusion(leaf, idx, size, wrong, ROOTS[size])


@pytest.mark.parametrize("case", VECTORS["consistency"])
def test_a_consistency_proof_that_was_touched_is_refused(case: dict[str, Any]):
    old, new, proof = case["from"], case["to"], a_proof(case)
    for wrong in ((*proof, ROOTS[0]), proof[:-1] if proof else (ROOTS[0],), tuple(piece[:31] for piece in proof) or (b"",)):
        with pytest.raises(BadProof):
            check_consistency(old, new, wrong, ROOTS[old], ROOTS[new])


def test_size_zero_and_an_index_outside_the_tree_are_refused():
    with pytest.raises(BadProof):
        check_inclusion(leaf_hash(b""), 0, 0, (), ROOTS[0])
    with pytest.raises(BadProof):
        check_inclusion(leaf_hash(LEAVES[3]), 3, 3, (), ROOTS[3])
    with pytest.raises(BadProof):
        check_consistency(0, 3, (), ROOTS[0], ROOTS[3])
