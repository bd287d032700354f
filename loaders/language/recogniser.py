"""A spaCy pipeline reduced to its recogniser of named entities.

Importing this imports spaCy, which takes half of a cold start.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Self

import spacy
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from threadpoolctl import threadpool_limits

from geodata.errors import TablesError
from loaders.language.batch_recogniser import BatchRecogniser, Span

# The recogniser of the small and middle-sized English pipelines has its own embedding layer, so
# that the shared one ("tok2vec"), a third of the time, can stay out where nothing listens to it.
_UNUSED = ("tagger", "parser", "senter", "attribute_ruler", "lemmatizer")
_SHARED_LAYERS = ("tok2vec", "transformer")

# The vocabulary keeps the first so many words that it meets, most of them common. Words beyond are
# forgotten, else it would keep every word of every report ever read.
_WORDS_KEPT = 25_000


class Recogniser:
    """Finds named entities in short texts, several at once."""

    def __init__(self, pipeline: Language) -> None:
        self._pipeline = pipeline
        recogniser = pipeline.get_pipe("ner")
        assert isinstance(recogniser, EntityRecognizer)
        # What needs other components of the pipeline is left to the pipeline.
        alone = pipeline.pipe_names == ["ner"]
        self._batch_recogniser = BatchRecogniser.of(recogniser) if alone else None

    @classmethod
    def open(cls, name: str) -> Self:
        """Load the named pipeline package with everything but its recogniser left out.

        From then on the process multiplies matrices in one thread: those of reports are small, and
        threads would wait for each other longer than they work.

        Raises:
            TablesError: it has no recogniser of entities.

        """
        pipeline = spacy.load(name, exclude=_UNUSED)
        if not pipeline.has_pipe("ner"):
            raise TablesError(f"language model {name!r} has no recogniser of named entities")
        for layer in _SHARED_LAYERS:
            if pipeline.has_pipe(layer) and not _is_shared(pipeline):
                pipeline.remove_pipe(layer)
        threadpool_limits(limits=1, user_api="blas")
        return cls(pipeline)

    @property
    def pipe_names(self) -> list[str]:
        """Names of the pipeline's components."""
        names: list[str] = self._pipeline.pipe_names
        return names

    def forgetting(self) -> AbstractContextManager[object]:
        """Return a context after which words met in it are forgotten, once enough are known."""
        full = len(self._pipeline.vocab) >= _WORDS_KEPT
        return self._pipeline.memory_zone() if full else nullcontext()

    def spans(self, texts: Sequence[str]) -> list[list[Span]]:
        """Return the entities of each text, in order."""
        if self._batch_recogniser is not None:
            return self._batch_recogniser.spans([self._pipeline.make_doc(text) for text in texts])
        return [
            [Span(entity.start_char, entity.end_char, entity.label_) for entity in doc.ents]
            for doc in self._pipeline.pipe(texts, batch_size=len(texts))
        ]


def _is_shared(pipeline: Language) -> bool:
    """Whether the recogniser listens to a layer that other components share."""
    recogniser = pipeline.get_pipe("ner")
    assert isinstance(recogniser, EntityRecognizer)
    return any("listener" in node.name for node in recogniser.model.walk())
