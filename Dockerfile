# A house in a container: an unprivileged user, a read-only root, data and key on two separate volumes.
# docs/hosting.md has the command that starts it.

FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 UV_NO_CACHE=1 UV_PYTHON_DOWNLOADS=never
WORKDIR /src

# The tools and the libraries come out of the lock files, each with its hash, before the source that changes daily.
COPY requirements.lock requirements-build.lock ./
RUN python -m venv /tools \
    && /tools/bin/pip install --require-hashes -r requirements-build.lock \
    && python -m venv --without-pip /house \
    && /tools/bin/uv pip install --python /house/bin/python --require-hashes --compile-bytecode -r requirements.lock

COPY . .
RUN /tools/bin/hatchling build -t wheel -d /wheel \
    && /tools/bin/uv pip install --python /house/bin/python --no-deps --no-index --compile-bytecode /wheel/*.whl \
    && /house/bin/python -c "from app.web.render import warm; warm()"


FROM python:3.11-slim-bookworm
RUN groupadd --system --gid 10001 house \
    && useradd --system --uid 10001 --gid house --home-dir /nonexistent --shell /usr/sbin/nologin house \
    && install --directory --owner=house --group=house --mode=0700 /data /key
COPY --from=build /house /house

ENV PATH=/house/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PARASOL_LISTEN=0.0.0.0:8000 \
    PARASOL_DATA=/data \
    PARASOL_KEY_FILE=/key/parasol.key

# Whoever takes the data must not find the key beside it: two volumes, kept and copied apart.
VOLUME ["/data", "/key"]
EXPOSE 8000
USER 10001:10001
WORKDIR /data
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['PARASOL_LISTEN'].rpartition(':')[2] + '/health', timeout=4)"]
ENTRYPOINT ["parasol"]
CMD ["serve"]
