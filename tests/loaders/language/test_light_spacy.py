import subprocess
import sys

PROGRAM = """
import sys
from loaders.language.light_spacy import import_spacy
import_spacy()
import spacy
assert spacy.blank("en").lang == "en"
left_out = {"typer", "requests", "weasel", "spacy.cli"} & set(sys.modules)
assert not left_out, left_out
from spacy.cli.info import info
assert info(silent=True)["spacy_version"] == spacy.__version__
"""


def test_spacy_comes_without_its_commands_until_they_are_imported() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
