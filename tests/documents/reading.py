"""A finished PDF read again by another's programs (poppler): its text, its fonts, and where each word stands."""

from __future__ import annotations

import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import combinations

from dispatch.documents.paper import Blank, Block, Cover, Facts, Paper, Signatures, Table, Text

MARGIN = 19 / 25.4 * 72 - 1  # points; a word may touch the margin's line
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_STOPS = "，。；：、！？（）《》“”〔〕"
_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')


@dataclass(frozen=True)
class Word:
    left: float
    top: float
    right: float
    bottom: float
    text: str

    def covers(self, other: Word) -> bool:
        """Whether the two lie on each other by more than a tenth of a letter; lines of text may touch."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide > 1 and high > 0.45 * min(self.bottom - self.top, other.bottom - other.top)


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    words: tuple[Word, ...]


def text_of(pdf: bytes) -> str:
    """All text without any blanks, as a person would read it, line after line."""
    return squeezed(_run("pdftotext", pdf, "-raw", "-enc", "UTF-8"))


def fonts_of(pdf: bytes) -> list[tuple[str, bool, bool]]:
    """(name, embedded, with a table to Unicode) of every font."""
    lines = _run("pdffonts", pdf).splitlines()[2:]
    cells = [line.split() for line in lines]
    return [(each[0], each[-5] == "yes", each[-3] == "yes") for each in cells]


def pages_of(pdf: bytes) -> list[Page]:
    found = _PAGE.findall(_run("pdftotext", pdf, "-bbox", "-enc", "UTF-8"))
    return [Page(float(width), float(height), tuple(_words(body))) for width, height, body in found]


def lying_on_each_other(page: Page) -> list[tuple[str, str]]:
    return [(one.text, other.text) for one, other in _neighbours(page) if one.covers(other)]


def outside(page: Page) -> list[str]:
    return [word.text for word in page.words if word.left < MARGIN or word.right > page.width - MARGIN or not 0 < word.bottom < page.height]


def said_in(paper: Paper) -> list[str]:
    """Every text of a document, squeezed, as it must be found again."""
    texts = [text for block in paper.blocks for text in _said(block)]
    return [squeezed(text) for text in (*texts, *paper.marks, *paper.remarks, paper.about, paper.number, paper.made) if text.strip()]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _said(block: Block) -> Iterator[str]:
    if isinstance(block, Facts):
        yield from (text for row in block.rows for fact in row for text in (fact.label, fact.value))
    elif isinstance(block, Table):
        for row in (tuple(column.title for column in block.columns), *block.rows, block.total):
            yield from (cell if isinstance(cell, str) else f"{cell.fen / 100:,.2f}" for cell in row)
    elif isinstance(block, Text):
        yield from block.paragraphs
    elif isinstance(block, Signatures):
        yield from block.signers
    elif isinstance(block, Cover):
        yield from block.lines
    elif isinstance(block, Blank):
        yield block.label


def _words(body: str) -> Iterator[Word]:
    """Half of a full-width bracket or stop is blank, and lies on its neighbour where the two are set closer."""
    for found in _WORD.findall(body):
        left, top, right, bottom = map(float, found[:4])
        text, blank = unescape(found[4]), 0.4 * (bottom - top)
        yield Word(left + blank * (text[0] in _STOPS), top, right - blank * (text[-1] in _STOPS), bottom, text)


def _neighbours(page: Page) -> Iterator[tuple[Word, Word]]:
    """Pairs of words that share a strip of the page, so that not every word is compared with every other."""
    strips: defaultdict[int, list[Word]] = defaultdict(list)
    for word in page.words:
        for strip in range(int(word.top) // 20, int(word.bottom) // 20 + 1):
            strips[strip].append(word)
    for words in strips.values():
        yield from combinations(words, 2)


def _run(program: str, pdf: bytes, *options: str) -> str:
    sends = ["-", "-"] if program == "pdftotext" else ["-"]
    done = subprocess.run([program, *options, *sends], input=pdf, capture_output=True, check=True)
    return done.stdout.decode("utf-8")
