"""`incidentmap gazetteer`: makes a larger gazetteer from a dump of GeoNames, and checks one."""

from pathlib import Path

import click

from dashboard.commands.messages import Meter, note, say
from geodata.gazetteer import Gazetteer, open_tables
from geodata.geonames_dump.build import Summary, build_gazetteer


@click.group()
def gazetteer() -> None:
    """Make a gazetteer with villages, rivers and bases, or check one."""


@gazetteer.command()
@click.argument("dump", metavar="allCountries.zip", type=Path)
@click.option(
    "--output",
    metavar="FILE",
    type=Path,
    default=Path("gazetteer.bin"),
    show_default=True,
    help="The file to write.",
)
@click.option(
    "--all-features",
    is_flag=True,
    help="Take every feature: schools, churches, farms, hotels, wells, streets and whatever else.",
)
def build(*, dump: Path, output: Path, all_features: bool) -> int:
    """Make a gazetteer from a dump of GeoNames.

    The dump is allCountries.zip, or the zip file of one country (AF.zip), or the text in one of
    them, as GeoNames offers them at download.geonames.org/export/dump. What it has is added to the
    gazetteer that comes with the program: villages, lower divisions, waters, mountains, islands,
    bases, border posts. Rows that cannot be read are counted and left out. Use the result with
    --gazetteer, or as the setting `gazetteer`.
    """
    meter = Meter("rows")
    try:
        summary = build_gazetteer(dump, output, all_features=all_features, report=meter.show)
    finally:
        meter.finish()
    _tell(summary, output)
    return 0


@gazetteer.command()
@click.argument("file", metavar="FILE", type=Path)
def check(*, file: Path) -> int:
    """Check that a gazetteer is whole, every byte of it.

    A large one is not read through each time it is opened.
    """
    open_tables(file, whole=True).close()
    with Gazetteer.open(file) as opened:
        say(f"{file} is whole: {len(opened):,} places, {file.stat().st_size / 1e6:,.1f} MB")
    return 0


def _tell(summary: Summary, output: Path) -> None:
    counts = summary.counts
    for example in counts.bad_examples:
        note(f"bad: {example}")
    if counts.bad > len(counts.bad_examples):
        note(f"bad: {counts.bad - len(counts.bad_examples):,} more lines")
    parts = [f"{counts.taken - summary.repeated:,} taken"]
    for number, what in (
        (counts.left_out, "of no use on a map of news"),
        (counts.nameless, "without a name in Latin letters"),
        (summary.repeated, "repeated"),
        (counts.bad, "bad"),
    ):
        if number:
            parts.append(f"{number:,} {what}")
    say(f"{counts.rows:,} rows: {', '.join(parts)}")
    say(
        f"{output}: {summary.places:,} places, {summary.places - summary.known:,} of them new, "
        f"{summary.names:,} names, {summary.size / 1e6:,.1f} MB; use it with --gazetteer {output}"
    )
