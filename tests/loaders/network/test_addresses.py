from ipaddress import ip_address

import pytest

from geodata.errors import NetworkError
from loaders.network.addresses import checked, is_public
from loaders.network.urls import is_web_address, parse_address, without_credentials


@pytest.mark.parametrize(
    "address",
    """10.0.0.1 172.16.0.1 192.168.1.1 127.0.0.1 127.255.1.1 0.0.0.0 169.254.169.254 100.64.0.1
    192.0.0.8 198.18.0.1 192.0.2.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 192.88.99.1
    ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd12::1 fec0::1 ff02::1 2001:db8::1 3fff::1 5f00::1
    ::ffff:10.0.0.1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 64:ff9b::a00:1 64:ff9b::7f00:1
    64:ff9b:1::1 2002:a00:1:: 2002:808:808:: 2001:0:a00::""".split(),
)
def test_what_is_no_host_of_the_public_internet(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", "8.8.8.8 93.184.215.14 2606:4700::1111 2a00:1450:4001::200e 64:ff9b::808:808".split()
)
def test_what_is(address: str) -> None:
    assert is_public(ip_address(address))


def test_one_local_address_among_public_ones_is_enough_to_refuse() -> None:
    both = [ip_address("8.8.8.8"), ip_address("192.168.0.1")]
    with pytest.raises(NetworkError, match=r"feeds\.example is at 192\.168\.0\.1"):
        checked("feeds.example", both, is_public)
    with pytest.raises(NetworkError, match="has no address"):
        checked("feeds.example", [], is_public)


def test_an_address_is_taken_apart() -> None:
    found = parse_address("HTTPS://me:p%40ss@Feeds.Example.:8443/a b?q=ü#part".replace(" ", "%20"))
    assert (found.scheme, found.host, found.port) == ("https", "feeds.example", 8443)
    assert found.target == "/a%20b?q=%C3%BC"
    assert found.credentials == "me:p@ss"
    assert found.shown == "https://feeds.example:8443/a%20b?q=%C3%BC"
    assert parse_address("http://[2606:4700::1]/").host_header == "[2606:4700::1]"
    assert parse_address("http://bücher.example").host == "xn--bcher-kva.example"
    assert without_credentials("http://me:word@a.example/x") == "http://a.example/x"
    assert "word" not in without_credentials("http://me:word@/x")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/",
        "file:///etc/passwd",
        "http://",
        "http:///x",
        "http://a.example:0/",
        "http://a.example:99999/",
        "http://a.example/ x",
        "http://a.example/\r\nX: y",
        "http://a_b\\c/",
        "http://[::1/",
        "http://" + "a" * 70 + ".example/",
    ],
)
def test_what_is_no_web_address(url: str) -> None:
    with pytest.raises(NetworkError):
        parse_address(url)


def test_which_sources_are_web_addresses() -> None:
    assert is_web_address("https://a.example/feed")
    assert is_web_address("HTTP://a.example")
    assert not is_web_address("reports/http.txt")
