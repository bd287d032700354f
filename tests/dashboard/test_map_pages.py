import numpy as np

from dashboard.map_pages import MapPages, map_page


def test_the_same_page_has_the_same_digest_and_another_page_another() -> None:
    assert map_page("<p>é</p>") == map_page("<p>é</p>")
    assert map_page("<p>é</p>").digest != map_page("<p>e</p>").digest


def test_a_held_page_is_handed_out_and_an_unknown_one_is_not() -> None:
    pages = MapPages()
    page = map_page("<p>é</p>")
    pages.hold(page)
    found = pages.get(page.digest)
    assert found is not None
    assert found.html == "<p>é</p>".encode()
    assert pages.get("0" * 32) is None


def test_rows_that_show_are_bits_in_the_order_of_the_page() -> None:
    page = map_page("<p>a</p>")
    order = np.array([2, 0, 1, 3, 4, 5, 6, 7, 8, 9])
    kept = np.zeros(10, dtype=bool)
    kept[[2, 1, 9]] = True
    shown = page.showing(order, kept)
    assert shown.rows is not None
    assert shown.rows.bits == bytes([0b101, 0b10])
    assert (shown.digest, shown.html) == (page.digest, page.html)
    assert shown.showing(order, np.ones(10, dtype=bool)) == page


def test_rows_are_held_with_their_page() -> None:
    pages = MapPages(held_bytes=4)
    page = map_page("<p>a</p>").showing(np.arange(9), np.arange(9) > 3)
    assert page.rows is not None
    pages.hold(page)
    found = pages.rows(page.rows.digest)
    assert found is not None
    assert found.bits == bytes([0b11110000, 1])
    assert pages.get(page.digest) is not None
    assert pages.get(page.rows.digest) is None
    assert pages.rows(page.digest) is None


def test_the_page_not_asked_for_the_longest_makes_room() -> None:
    pages = MapPages(held_bytes=25)
    first, second, third = (map_page(letter * 10) for letter in "abc")
    pages.hold(first)
    pages.hold(second)
    assert pages.get(first.digest) is not None
    pages.hold(third)
    assert pages.get(second.digest) is None
    assert pages.get(first.digest) is not None
    assert pages.get(third.digest) is not None


def test_a_page_bigger_than_the_room_is_still_held() -> None:
    pages = MapPages(held_bytes=5)
    page = map_page("a" * 10)
    pages.hold(page)
    assert pages.get(page.digest) is not None
