import datetime as dt
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from export_records import SECRETS, frames, incident, of_every_kind
from lxml import etree
from PIL import Image
from pypdf import PdfReader
from shapely.geometry import Point

from dashboard.exports.publishable import Publishable, leaving
from dashboard.exports.static_map.background import background_of
from dashboard.exports.static_map.drawing import draw_map
from dashboard.exports.static_map.extent import Frame, extent_of
from dashboard.exports.static_map.options import MapOptions
from geodata.boundary_profiles import boundary_profile
from geodata.errors import ExportError, UsageError
from geodata.incident import Incident

PRODUCED = dt.date(2025, 11, 20)


def content(*incidents: Incident) -> Publishable:
    return leaving(*frames(list(incidents)), None)


def options(**changes: Any) -> MapOptions:  # noqa: ANN401 - the options' own types
    values: dict[str, Any] = {"produced": PRODUCED, "size": "A5", "dpi": 60}
    return MapOptions(**(values | changes))


def svg_texts(drawn: bytes) -> list[str]:
    root = etree.fromstring(drawn)
    return [
        "".join(one.itertext()).strip() for one in root.iter("{http://www.w3.org/2000/svg}text")
    ]


def words_of(drawn: bytes) -> str:
    return " ".join(svg_texts(drawn))


def test_a_picture_has_the_size_and_resolution_asked_for() -> None:
    drawn = draw_map(content(*of_every_kind()), options(size="A4", orientation="portrait"))
    with Image.open(BytesIO(drawn)) as picture:
        assert picture.size == (496, 701)
        assert picture.info["dpi"] == pytest.approx((60, 60), abs=0.1)
        assert picture.info["Software"] == "incidentmap"
        assert len(picture.convert("RGB").getcolors(1 << 20) or []) > 100


def test_pdf_has_its_size_its_text_and_its_fonts_and_nobodys_name() -> None:
    drawn = draw_map(
        content(*of_every_kind()),
        options(size="A3", orientation="landscape", title="Åre"),
        kind="pdf",
    )
    (page,) = PdfReader(BytesIO(drawn)).pages
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
        (420 / 25.4 * 72, 297 / 25.4 * 72), abs=0.5
    )
    text = page.extract_text()
    for wanted in ("Åre", "Key figures".upper(), "Spīn Bōldak", "20 November 2025"):
        assert wanted in text
    fonts = [one.get_object() for one in page["/Resources"]["/Font"].values()]
    assert all("/FontFile2" in str(font) or "/DescendantFonts" in str(font) for font in fonts)
    assert any("FiraSansCondensed" in str(font) for font in fonts)
    assert b"/CreationDate" not in drawn
    assert str(Path.home()).encode() not in drawn


def test_svg_is_xml_whose_text_stays_text() -> None:
    drawn = draw_map(content(*of_every_kind()), options(title="A & <b>"), kind="svg")
    assert "A & <b>" in svg_texts(drawn)
    root = etree.fromstring(drawn)
    assert root.get("width") == "210mm"
    assert root.get("height") == "148mm"


def test_counts_are_ranges_tolls_stand_apart_and_what_is_missing_is_said() -> None:
    said = words_of(
        draw_map(
            content(*of_every_kind(), incident("9" * 16, geometry=None)),
            options(size="A3"),
            kind="svg",
        )
    )
    assert "10–18" in said
    assert "killed, stated by 2 of them" in said
    assert "Toll of 70 or more killed" in said
    assert "60 of them not located" in said
    assert "Not shown: 1 without a place, 1 statement" in said
    assert "known only to an area" in said


def test_nothing_of_rows_that_may_not_leave_is_drawn() -> None:
    rows = leaving(*frames(), None)
    for kind in ("svg", "pdf"):
        drawn = draw_map(rows, options(), kind=kind)
        text = (
            drawn.decode() if kind == "svg" else PdfReader(BytesIO(drawn)).pages[0].extract_text()
        )
        assert not [secret for secret in SECRETS if secret in text]
        assert "shown only as sums by division" in text.replace("\n", " ")


def test_what_lies_in_a_province_is_no_mark() -> None:
    province = of_every_kind()[1]
    said = words_of(draw_map(content(province), options(), kind="svg"))
    assert "1 incident" in said
    assert "Somewhere in this area" in said
    assert "Explosion or remote violence" not in said


def test_the_legend_has_what_is_drawn_and_nothing_else() -> None:
    said = words_of(draw_map(content(incident("1" * 16)), options(), kind="svg"))
    assert "Explosion or remote violence" in said
    for absent in ("Battle", "Talks", "Toll", "Several incidents", "Hollow", "Capital"):
        assert absent not in said


def test_disputed_boundaries_are_drawn_by_the_profile() -> None:
    rows, kashmir = content(incident("1" * 16)), (73.0, 32.0, 80.0, 37.0)
    neutral = words_of(draw_map(rows, options(bbox=kashmir), kind="svg"))
    assert "Disputed boundary" in neutral
    assert "Dashed is every line" in neutral
    claimed = draw_map(rows, options(bbox=kashmir, boundary_profile="ind"), kind="svg")
    assert "Disputed boundary" not in words_of(claimed)
    assert "as claimed by India" in words_of(claimed)


def test_nothing_to_show_is_said() -> None:
    with pytest.raises(ExportError, match="no row of the store matches"):
        draw_map(content(), options())
    with pytest.raises(ExportError, match="none of 1 rows has a place"):
        draw_map(content(incident("1" * 16, geometry=None)), options())
    assert draw_map(content(), options(countries=("AFG",))).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("places", "projection"),
    [
        ([(66, 31), (67, 32)], "Lambert conformal conic"),
        ([(60, 30), (75, 37)], "Albers"),
        ([(-60, -20), (-40, 5)], "Lambert azimuthal"),
        ([(20, 78), (-120, 80), (100, 75)], "Polar stereographic"),
        ([(-100, 40), (0, 10), (140, -30)], "Equal Earth"),
        ([(178, -17), (-178, -19)], "Lambert conformal conic"),
        ([(30, 0)], "Transverse Mercator"),
        ([(0, -89)], "Polar stereographic"),
    ],
)
def test_the_projection_suits_the_area_and_is_named(
    places: list[tuple[float, float]], projection: str
) -> None:
    rows = [
        incident(f"{number:016}", geometry=Point(*place), place_name=f"Ville {number}")
        for number, place in enumerate(places)
    ]
    said = words_of(draw_map(content(*rows), options(), kind="svg"))
    assert projection in said
    assert "Ville 0" in said


def test_a_box_across_the_antimeridian_is_one_map() -> None:
    drawn = draw_map(content(incident("1" * 16)), options(bbox=(170, -25, -175, -10)), kind="svg")
    said = words_of(drawn)
    assert "175°E" in said
    assert "180°" in said
    assert "1 outside the map" in said


def test_seas_are_named_and_places_without_a_font_are_not() -> None:
    cuneiform = incident("1" * 16, place_name="\U00012000\U00012001", geometry=Point(66.4, 25.5))
    said = words_of(draw_map(content(cuneiform), options(size="A3"), kind="svg"))
    assert "Arabian Sea" in said
    assert "1 place is not named: no font here has the letters." in said
    assert "?" not in said


def test_svalbard_is_drawn_though_it_has_no_divisions() -> None:
    extent = extent_of(np.array([]), (10.0, 76.0, 30.0, 81.0))
    under = background_of(Frame.around(extent, 200, 200), frozenset(), boundary_profile("neutral"))
    assert shapely.area(dict(under.countries)["SJM"]).sum() > 1000


def test_the_period_of_sums_is_told() -> None:
    rows = [
        incident(f"{day:016}", sensitivity="aggregate_only", date_start=dt.date(2025, month, day))
        for month in (9, 12)
        for day in (3, 4, 5 + month)
    ]
    rows = [replace(one, incident_id=f"{number:016}") for number, one in enumerate(rows)]
    rows = [replace(one, date_end=one.date_start) for one in rows]
    said = words_of(draw_map(content(*rows), options(), kind="svg"))
    assert "1 September – 31 December 2025" in said


def test_a_map_of_a_part_counts_what_it_shows() -> None:
    far = incident("9" * 16, geometry=Point(51.4, 35.7), iso3="IRN", place_name="Tehran")
    nowhere = incident("8" * 16, geometry=None)
    rows = content(*of_every_kind(), far, nowhere)
    whole = words_of(draw_map(rows, options(size="A3"), kind="svg"))
    assert "4 incidents" in whole
    assert "Tehran" in whole
    part = words_of(draw_map(rows, options(size="A3", bbox=(64, 30, 70, 34)), kind="svg"))
    # Of the others, one lies in a province and one on a border that reach into the box.
    assert "2 incidents" in part
    assert "KEY FIGURES OF THE AREA SHOWN" in part
    assert "Toll of 70 or more" in part
    assert "Tehran" not in part
    assert "Istanbul" not in part
    assert "Neither shown nor counted: 2 outside the map, 2 without a place" in part


def test_a_title_of_many_letters_is_broken_and_one_without_a_font_is_refused() -> None:
    rows = content(incident("1" * 16))
    said = words_of(draw_map(rows, options(title="word " * 100), kind="svg"))
    assert said.count("word") == 100
    assert draw_map(rows, options(title="حوادث في أفغانستان")).startswith(b"\x89PNG")
    with pytest.raises(ExportError, match="no font on this system has the letters"):
        draw_map(rows, options(title="\U00012000\U00012001"))


def test_many_at_one_town_are_one_circle_with_their_number() -> None:
    rows = [incident(f"{number:016}") for number in range(1200)]
    said = svg_texts(draw_map(content(*rows), options(), kind="svg"))
    assert "1.2k" in said


@pytest.mark.parametrize("panels", ["week", "month", "country"])
def test_panels_share_a_page(panels: str) -> None:
    rows = [
        incident("1" * 16),
        incident("2" * 16, date_start=dt.date(2025, 11, 3), date_end=None, iso3="PAK"),
    ]
    texts = svg_texts(draw_map(content(*rows), options(panels=panels), kind="svg"))
    wanted = {
        "week": ("6–12 Oct 2025", "3–9 Nov 2025"),
        "month": ("October 2025", "November 2025"),
        "country": ("Afghanistan", "Pakistan"),
    }
    assert set(wanted[panels]) <= set(texts)


def test_too_many_panels_are_refused() -> None:
    first = dt.date(2025, 1, 1)
    rows = [
        incident(f"{week:016}", date_start=first + dt.timedelta(weeks=week), date_end=None)
        for week in range(13)
    ]
    with pytest.raises(UsageError, match="would be 13"):
        draw_map(content(*rows), options(panels="week"))


@pytest.mark.parametrize(
    ("style", "size"), [("standard", "A5"), ("print", "4:3"), ("dark", "16:9"), ("print", "A2")]
)
def test_every_style_and_size_is_drawn(style: str, size: str) -> None:
    drawn = draw_map(content(*of_every_kind()), options(style=style, size=size))
    with Image.open(BytesIO(drawn)) as picture:
        pixels = np.asarray(picture)
    if style == "print":
        spread = pixels.max(axis=2).astype(int) - pixels.min(axis=2)
        assert spread.max() == 0
    assert (pixels[2, 2].mean() < 60) == (style == "dark")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"size": "A9"}, "size 'A9' is not known; there are A0"),
        ({"dpi": 9}, "dpi 9 is out of range"),
        ({"style": "pink"}, "style 'pink'"),
        ({"code": "../etc"}, "code"),
        ({"title": "x" * 2001}, "title has 2001 characters"),
    ],
)
def test_bad_options_are_named(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        options(**changes)


def test_a_bad_logo_is_named(tmp_path: Path) -> None:
    rows = content(incident("1" * 16))
    with pytest.raises(UsageError, match=r"logo .*: cannot be read"):
        draw_map(rows, options(logo=tmp_path / "none.png"))
    (tmp_path / "bad.png").write_text("<svg onload=alert(1)>")
    with pytest.raises(UsageError, match="not a PNG or JPEG"):
        draw_map(rows, options(logo=tmp_path / "bad.png"))
    Image.new("RGBA", (400, 100), "#0072b2").save(tmp_path / "good.png")
    assert draw_map(rows, options(logo=tmp_path / "good.png")) != draw_map(rows, options())
