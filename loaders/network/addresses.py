"""Which addresses may be connected to: those of the public internet, and no others.

A name in a feed's address, or where a server redirects to, could lead to a machine of the network
that the program runs in: a router, a database, the metadata service of a cloud. So each name is
resolved here, all its addresses are checked, and the connection goes to an address that was checked
and not to the name, which could be resolved to something else a moment later.
"""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from geodata.errors import NetworkError

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], list[Address]]

# What `is_global` of the standard library calls global and is not a host of the public internet.
_NOT_HOSTS_4 = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"))
# The part of IPv6 that is given out to networks; all else is local, reserved or an IPv4 address in
# another form (::ffff:10.0.0.1).
_GIVEN_OUT_6 = IPv6Network("2000::/3")
# Tunnels, which hide an IPv4 address, and documentation.
_NOT_HOSTS_6 = (
    IPv6Network("2001::/23"),
    IPv6Network("2001:db8::/32"),
    IPv6Network("2002::/16"),
    IPv6Network("3fff::/20"),
)
# How networks that only have IPv6 reach IPv4 addresses (RFC 6052): the last 32 bits are the host.
_NAT64 = IPv6Network("64:ff9b::/96")


def is_public(address: Address) -> bool:
    """Return whether an address is a host of the public internet.

    Private, loopback, link-local, multicast, reserved and unspecified addresses are not, nor are
    IPv4 addresses in the clothes of IPv6, but for NAT64 of a public host.
    """
    if isinstance(address, IPv4Address):
        return (
            address.is_global
            and not address.is_multicast
            and not any(address in network for network in _NOT_HOSTS_4)
        )
    if address.scope_id is not None:
        return False
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    return (
        address in _GIVEN_OUT_6
        and address.is_global
        and not any(address in network for network in _NOT_HOSTS_6)
    )


def resolve(host: str, port: int) -> list[Address]:
    """Return the addresses of a name, the preferred first.

    Raises:
        NetworkError: the name is not known, or cannot be looked up.

    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        reason = getattr(error, "strerror", None) or error
        raise NetworkError(f"the name {host} cannot be resolved: {reason}") from error
    except UnicodeError as error:
        raise NetworkError(f"{host!r} is no name of a host") from error
    return list(dict.fromkeys(ip_address(str(entry[4][0])) for entry in found))


def checked(host: str, addresses: list[Address], is_allowed: Callable[[Address], bool]) -> None:
    """Check all addresses of a host.

    Raises:
        NetworkError: there is none, or one of them may not be connected to.

    """
    if not addresses:
        raise NetworkError(f"the name {host} has no address")
    for address in addresses:
        if not is_allowed(address):
            raise NetworkError(
                f"{host} is at {address}, which is no address of the public internet: refused"
            )
