"""Cuts the forms' fonts anew out of Noto Sans CJK (OFL, Debian's fonts-noto-cjk): `python -m tests.tools.make_fonts FOLDER [CHARACTERS]`.

Regular and Bold keep the characters that they have and get those of the optional file besides; the list beside them is written again.
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

from dispatch.documents.glyphs import FONTS

SIMPLIFIED = 2  # place of Noto Sans CJK SC in the collection
IN_A_LINE = 16


def cut(weight: str, folder: Path, more: set[int]) -> list[int]:
    """Writes one weight; returns its code points."""
    path = FONTS / f"NotoSansSC-{weight}.otf"
    wanted = set(TTFont(path).getBestCmap()) | more
    font = TTCollection(folder / f"NotoSansCJK-{weight}.ttc").fonts[SIMPLIFIED]
    options = subset.Options(hinting=False, layout_features=["kern", "liga", "locl", "palt", "halt"], notdef_outline=True)
    options.name_IDs = [*range(10), 13, 14]  # with the licence
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "DSIG", "GDEF"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    _name(font, weight)
    font.recalcTimestamp = False
    font.save(path)
    return sorted(font.getBestCmap())


def spans(codes: list[int]) -> str:
    """4E00-4E01 4E03 …, sixteen in a line."""
    runs = [[code for _, code in run] for _, run in groupby(enumerate(codes), key=lambda pair: pair[1] - pair[0])]
    words = [f"{run[0]:X}" if len(run) == 1 else f"{run[0]:X}-{run[-1]:X}" for run in runs]
    return "".join(" ".join(words[start : start + IN_A_LINE]) + "\n" for start in range(0, len(words), IN_A_LINE))


def _name(font: TTFont, weight: str) -> None:
    full = "Noto Sans SC" if weight == "Regular" else f"Noto Sans SC {weight}"
    names = {1: "Noto Sans SC", 3: f"2.004;subset;NotoSansSC-{weight}", 4: full, 6: f"NotoSansSC-{weight}"}
    for record in font["name"].names:
        record.string = names.get(record.nameID) or record.string
    outlines = font["CFF "].cff
    outlines.fontNames, top = [f"NotoSansSC-{weight}"], outlines.topDictIndex[0]
    top.FamilyName, top.FullName = "Noto Sans SC", full


if __name__ == "__main__":
    source = Path(sys.argv[1])
    added = {ord(each) for each in Path(sys.argv[2]).read_text("utf-8") if not each.isspace()} if len(sys.argv) > 2 else set()
    cut("Bold", source, added)
    (FONTS / "characters.txt").write_text(spans(cut("Regular", source, added)), encoding="ascii")
