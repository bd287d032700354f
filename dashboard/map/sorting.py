"""Orders of many rows by whole numbers, an order of magnitude faster than by comparing."""

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def sorted_by(keys: Ints, order: Ints) -> Ints:
    """Return an order by keys from 0 on, in which rows of equal keys stay as they were.

    Args:
        keys: of each row.
        order: positions of rows.

    """
    ordered = keys[order]
    if (ordered[1:] >= ordered[:-1]).all():
        return order
    highest = int(keys.max(initial=0))
    # numpy sorts numbers of two bytes by counting, in one pass.
    for shift in range(0, max(highest.bit_length(), 1), 16):
        half = ((keys >> shift) & 0xFFFF).astype(np.uint16)
        order = order[np.argsort(half[order], kind="stable")]
    return order
