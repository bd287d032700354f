import shlex

from dashboard.sidebar import load_command


def test_the_command_to_load_names_a_store_that_is_not_the_usual_one() -> None:
    assert "--store" not in load_command("incidents.db")
    assert shlex.split(load_command("/data/my incidents.db"))[-2:] == [
        "--store",
        "/data/my incidents.db",
    ]
