"""The one door to the network: nothing else in the program opens a connection.

It is closed unless a person opens it (`--allow-network`, or the setting `network`). What is fetched
is named by that person; where a server sends it on to is checked like the first address.
"""
