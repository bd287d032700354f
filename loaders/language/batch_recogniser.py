"""The network of a spaCy recogniser, run over a batch of texts at once.

spaCy decides word after word, for a decision may depend on the entity that is open. But while none
is open it depends on the word alone: so all words are decided at once as if none were, and then the
entities that begin are followed to their ends side by side. The entities are those that spaCy finds
(a test compares them), several times faster.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IS_SPACE
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc
from thinc.api import Model, NumpyOps

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]

# The words that a decision looks at: the one it is for, the first of the open entity, the last of
# it so far.
_WORDS_OF_STATE: Final = 3


class Span(NamedTuple):
    """An entity: offsets in the text, and its label."""

    start: int
    end: int
    label: str


class _Weights(NamedTuple):
    """Layers from the vectors of words to scores, as matrices to multiply with from the right."""

    words: Sequence[Floats]
    """For each word of a state: from its vector to the hidden layer's pieces."""
    none_open: Floats
    """Added to the pieces where no entity is open."""
    open: Floats
    """Added to the pieces where one is."""
    pieces: int
    scores: Floats
    bias: Floats


class _Moves(NamedTuple):
    """Columns of the scores, by what they decide; `labels` gives the order of the last four."""

    labels: Sequence[str]
    outside: int
    begin: Indices
    inside: Indices
    last: Indices
    unit: Indices


class BatchRecogniser:
    """Finds the entities of many tokenized texts together."""

    def __init__(self, vectors: Model[Any, Any], weights: _Weights, moves: _Moves) -> None:
        self._vectors = vectors
        self._weights = weights
        self._moves = moves
        self._free = np.concatenate(([moves.outside], moves.unit, moves.begin))

    @classmethod
    def of(cls, recogniser: EntityRecognizer) -> Self | None:
        """Return one with the weights of a recogniser; None where its network is another kind.

        The recogniser is changed: the matrices of its words' vectors are multiplied by NumPy from
        now on, whose library knows more processors than spaCy's.
        """
        model = recogniser.model
        moves = _moves_of(recogniser)
        lower = model.get_ref("lower")
        known = model.attrs["has_upper"] and lower.get_dim("nF") == _WORDS_OF_STATE
        greedy = recogniser.cfg.get("beam_width", 1) == 1
        if not (known and greedy) or moves is None or model.attrs["unseen_classes"]:
            return None
        vectors = model.get_ref("tok2vec")
        numpy_ops = NumpyOps(use_blis=False)
        for node in vectors.walk():
            node.ops = numpy_ops
        return cls(vectors, _weights_of(lower, model.get_ref("upper")), moves)

    def spans(self, docs: Sequence[Doc]) -> list[list[Span]]:
        """Return the entities of each text, in order."""
        found: list[list[Span]] = [[] for _ in docs]
        filled = [number for number, doc in enumerate(docs) if len(doc)]
        if filled:
            batch = [docs[number] for number in filled]
            for which, first, last, label in self._entities(batch):
                doc = batch[which]
                end = doc[last].idx + len(doc[last])
                found[filled[which]].append(Span(doc[first].idx, end, label))
        return found

    def _entities(self, docs: Sequence[Doc]) -> Iterator[tuple[int, int, int, str]]:
        """Yield number of the text, first word, last word and label of each entity."""
        vectors = self._vectors.predict(docs)
        sizes = np.array([len(doc) for doc in docs])
        text_of = np.repeat(np.arange(len(docs)), sizes)
        text_start = np.cumsum(sizes) - sizes
        is_last = np.zeros(len(vectors), dtype=np.bool_)
        is_last[text_start + sizes - 1] = True
        space = np.concatenate([doc.to_array(IS_SPACE) for doc in docs]).astype(np.bool_)

        pieces = vectors @ self._weights.words[0]
        begins, labels = self._free_decisions(pieces, is_last, space)
        starts = np.flatnonzero(begins > 0)
        ends = starts.copy()
        longer = begins[starts] > 1
        ends[longer] = self._followed(vectors, pieces, starts[longer], labels, is_last)
        done = -1
        for start, end, label in zip(starts.tolist(), ends.tolist(), labels[starts], strict=True):
            if start <= done:
                continue  # inside another entity, where no decision was free
            done = end
            text = text_of[start]
            before = text_start[text]
            yield int(text), int(start - before), int(end - before), self._moves.labels[label]

    def _free_decisions(
        self, pieces: Floats, is_last: Flags, space: Flags
    ) -> tuple[Indices, Indices]:
        """Decide each word as if no entity were open.

        Returns:
            How many words begin there (0 none, 1 an entity of one word, 2 one of several), and the
            number of the label.

        """
        count = len(self._moves.labels)
        scores = self._scores(pieces + self._weights.none_open, self._free)
        scores[is_last, 1 + count :] = -np.inf
        scores[space, 1:] = -np.inf
        best = scores.argmax(axis=1)
        return (best + count - 1) // count, (best - 1) % count

    def _followed(
        self, vectors: Floats, pieces: Floats, starts: Indices, labels: Indices, is_last: Flags
    ) -> Indices:
        """Return the last words of the entities that begin at `starts`, of several words each."""
        first = vectors[starts] @ self._weights.words[1] + self._weights.open
        ends = starts + 1
        open_ones = np.arange(len(starts))
        while len(open_ones):
            here = ends[open_ones]
            state = pieces[here] + first[open_ones] + vectors[here - 1] @ self._weights.words[2]
            hidden = self._hidden(state)
            label = labels[starts[open_ones]]
            inside, last = self._moves.inside[label], self._moves.last[label]
            goes_on = self._score(hidden, inside) >= self._score(hidden, last)
            open_ones = open_ones[goes_on & ~is_last[here]]
            ends[open_ones] += 1
        return ends

    def _hidden(self, state: Floats) -> Floats:
        hidden: Floats = state.reshape(len(state), -1, self._weights.pieces).max(axis=2)
        return hidden

    def _scores(self, state: Floats, columns: Indices) -> Floats:
        scores: Floats = (
            self._hidden(state) @ self._weights.scores[:, columns] + self._weights.bias[columns]
        )
        return scores

    def _score(self, hidden: Floats, columns: Indices) -> Floats:
        """Return one score for each row, that of its own column."""
        products = np.einsum("ij,ji->i", hidden, self._weights.scores[:, columns])
        score: Floats = products + self._weights.bias[columns]
        return score


def _moves_of(recogniser: EntityRecognizer) -> _Moves | None:
    names = [recogniser.moves.get_class_name(move) for move in range(recogniser.moves.n_moves)]
    columns = {name: column for column, name in enumerate(names)}
    labels = [name.removeprefix("B-") for name in names if name.startswith("B-")]
    if not labels or "O" not in columns:
        return None
    by_move = {
        move: np.array([columns.get(f"{move}-{label}", -1) for label in labels]) for move in "BILU"
    }
    if any((numbers < 0).any() for numbers in by_move.values()):
        return None
    return _Moves(labels, columns["O"], by_move["B"], by_move["I"], by_move["L"], by_move["U"])


def _weights_of(lower: Model[Any, Any], upper: Model[Any, Any]) -> _Weights:
    weights, bias, pad = (_parameter(lower, name) for name in ("W", "b", "pad"))
    words, hidden, pieces, width = weights.shape
    return _Weights(
        words=[
            np.ascontiguousarray(weights[word].reshape(hidden * pieces, width).T)
            for word in range(words)
        ],
        none_open=(bias + pad[0, 1:].sum(axis=0)).reshape(-1),
        open=bias.reshape(-1),
        pieces=pieces,
        scores=np.ascontiguousarray(_parameter(upper, "W").T),
        bias=_parameter(upper, "b"),
    )


def _parameter(layer: Model[Any, Any], name: str) -> Floats:
    return np.asarray(layer.get_param(name), dtype=np.float32)
