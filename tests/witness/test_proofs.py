"""What the log can prove, and what nobody can."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.kernel.merkle import leaf_hash
from dispatch.witness.proofs import check_consistency, check_inclusion
from dispatch.witness.refusals import BadProof
from dispatch.witness.tree import Tree

SIZES = st.integers(1, 70)


def a_tree(size: int, changed: int | None = None) -> Tree:
    return Tree(b"changed" if idx == changed else idx.to_bytes(2, "big") for idx in range(size))


@settings(max_examples=60, deadline=None)
@given(SIZES, st.data())
def test_every_entry_is_proved_to_stand_in_its_tree(size: int, data: st.DataObject):
    idx = data.draw(st.integers(0, size - 1))
    check_inclusion(leaf_hash(idx.to_bytes(2, "big")), idx, size, a_tree(size).inclusion(idx, size), a_tree(size).root())


@settings(max_examples=60, deadline=None)
@given(SIZES, st.data())
def test_a_proof_fits_no_other_index(size: int, data: st.DataObject):
    idx, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))
    tree, leaf = a_tree(size), leaf_hash(idx.to_bytes(2, "big"))
    if other != idx:
        with pytest.raises(BadProof):
            check_inclusion(leaf, other, size, tree.inclusion(idx, size), tree.root())


@settings(max_examples=60, deadline=None)
@given(SIZES, st.data())
def test_every_later_tree_is_proved_to_continue_the_earlier_one(size: int, data: st.DataObject):
    old, tree = data.draw(st.integers(1, size)), a_tree(size)
    check_consistency(old, size, tree.consistency(old, size), tree.root(old), tree.root())


@settings(max_examples=60, deadline=None)
@given(SIZES, st.data())
def test_no_proof_joins_trees_that_differ_in_an_old_entry(size: int, data: st.DataObject):
    old = data.draw(st.integers(1, size))
    honest, rewritten = a_tree(size), a_tree(size, changed=data.draw(st.integers(0, old - 1)))
    with pytest.raises(BadProof):
        check_consistency(old, size, rewritten.consistency(old, size), honest.root(old), rewritten.root())


def test_a_tree_cut_back_grows_again_as_if_nothing_had_been():
    tree = a_tree(21)
    tree.cut(11)
    assert tree.root() == a_tree(11).root()
    for idx in range(11, 21):
        tree.append(idx.to_bytes(2, "big"))
    assert tree.root() == a_tree(21).root()
