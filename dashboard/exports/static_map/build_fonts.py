"""Make the fonts of static maps: Fira Sans Condensed with the letters that maps need.

    uv sync --group build
    python -m dashboard.exports.static_map.build_fonts

Latin, Greek and Cyrillic letters with their kerning stay; small capitals, other figures and the
like go. What is left is a quarter as large, and a PDF takes half as long to write.
"""

import shutil
from pathlib import Path
from typing import Final

import fontpkg_fira_sans_condensed
from fontTools import subset

TABLES: Final = Path(__file__).parent / "tables"
FACES: Final = ("Regular", "Italic", "Medium", "SemiBold")
_LETTERS: Final = (
    (0x20, 0x17F),
    (0x18F, 0x1FF),
    (0x218, 0x21B),
    (0x2B9, 0x2DD),
    (0x300, 0x338),
    (0x386, 0x3CE),
    (0x400, 0x4FF),
    (0x1E00, 0x1EF9),
    (0x2010, 0x2044),
    (0x2070, 0x209C),
    (0x20A0, 0x20BF),
    (0x2113, 0x2122),
    (0x2190, 0x2199),
    (0x2212, 0x2265),
)


def main() -> None:
    """Write the fonts and their licence."""
    source = Path(fontpkg_fira_sans_condensed.ROOT)
    TABLES.mkdir(exist_ok=True)
    options = subset.Options()
    options.layout_features = ["kern"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.hinting = False
    options.drop_tables = [*options.drop_tables, "DSIG", "GDEF"]
    letters = [letter for first, last in _LETTERS for letter in range(first, last + 1)]
    for face in FACES:
        name = f"FiraSansCondensed-{face}.ttf"
        font = subset.load_font(str(source / "files" / name), options)
        chosen = subset.Subsetter(options)
        chosen.populate(unicodes=letters)
        chosen.subset(font)
        font["head"].modified = font["head"].created
        font.recalcTimestamp = False
        subset.save_font(font, str(TABLES / name), options)
        font.close()
    shutil.copyfile(source / "LICENSE", TABLES / "OFL.txt")


if __name__ == "__main__":
    main()
