"""The floor: a bare FastAPI and sqlite3 server that does what a home timeline cannot do without.

The token's row, one page of twenty rows of ready bytes, a join. On the very database the house serves, with the
same settings of SQLite and of uvicorn. Started as `python -m bench.floor DATABASE PORT`.
"""

import sqlite3
import sys
from hashlib import blake2b

import uvicorn
from fastapi import FastAPI, Request, Response

TOKEN = "SELECT account_id FROM app_tokens WHERE token_hash = ?"
PAGE = """
    SELECT posts.body, accounts.card FROM feed_entries
    JOIN posts ON posts.id = feed_entries.post_id JOIN accounts ON accounts.id = posts.author_id
    WHERE feed_entries.owner_id = ? ORDER BY feed_entries.entry_id DESC LIMIT 20
"""


def build(database: str) -> FastAPI:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, check_same_thread=False, isolation_level=None)
    connection.execute("PRAGMA mmap_size=268435456")
    connection.execute("PRAGMA cache_size=-16000")
    app = FastAPI(openapi_url=None)

    @app.get("/home")
    async def home(request: Request) -> Response:
        token = request.headers["authorization"][7:]
        hashed = blake2b(token.encode(), digest_size=32, person=b"token").digest()
        found = connection.execute(TOKEN, (hashed,)).fetchone()
        if found is None:
            return Response(status_code=401)
        rows = connection.execute(PAGE, (found[0],)).fetchall()
        page = b",".join([b'{"account":' + card + b"," + body for body, card in rows])
        return Response(b"[" + page + b"]", media_type="application/json")

    return app


if __name__ == "__main__":
    uvicorn.run(
        build(sys.argv[1]), port=int(sys.argv[2]), loop="uvloop", http="httptools", ws="none", access_log=False,
        log_level="warning",
    )  # fmt: skip
