"""The ground the other tests stand on holds: a real database, and no way out of this machine."""

import socket

import psycopg
import pytest
from pytest_socket import SocketConnectBlockedError

from tests.world.postgres import Postgres, database_of


def test_each_test_gets_an_empty_database_of_its_own(postgres, postgres_url):
    other = postgres.fresh_database()

    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE TABLE posts (id bigint)")

    with psycopg.connect(other) as connection:
        assert connection.execute("SELECT to_regclass('posts')").fetchone() == (None,)


def test_a_prepared_database_can_be_copied(postgres: Postgres, postgres_url):
    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE TABLE posts (id bigint)")

    copy = postgres.fresh_database(template=database_of(postgres_url))

    with psycopg.connect(copy) as connection:
        assert connection.execute("SELECT count(*) FROM posts").fetchone() == (0,)


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_no_test_connects_to_another_machine():
    with socket.socket() as stranger, pytest.raises(SocketConnectBlockedError):
        stranger.connect(("192.0.2.1", 443))


def test_no_test_looks_a_name_up():
    with pytest.raises(socket.gaierror, match="tests look nothing up"):
        socket.getaddrinfo("house.example", 443)
