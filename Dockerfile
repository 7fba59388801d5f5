# Image of the service: built in one stage, run in another, without root. BASE is any Debian with Python 3.11 or newer.
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
WORKDIR /src
SHELL ["/bin/sh", "-eu", "-c"]
# Tools and their versions come from the lock, hashes checked; of what it pins, only what the service needs goes into /app.
# A mirror or a company's certificates come by the secret `index`, lines of `export NAME=VALUE`; nothing of it stays in the image.
COPY requirements.lock pyproject.toml ./
RUN --mount=type=secret,id=index if [ -f /run/secrets/index ]; then . /run/secrets/index; fi \
 && sed -n '/^uv==/,/[^\\]$/p' requirements.lock >/uv.lock \
 && python3 -m venv /tools \
 && /tools/bin/python -m pip install --no-cache-dir --require-hashes --requirement /uv.lock \
 && /tools/bin/uv pip install --no-cache --python /tools/bin/python --constraint requirements.lock hatchling \
 && python3 -m venv --without-pip /app \
 && /tools/bin/uv pip install --no-cache --compile-bytecode --python /app/bin/python --constraint requirements.lock -r pyproject.toml \
 && find /app -type d -name tests -not -path '*/numpy/*' -prune -exec rm -r {} +
COPY README.md LICENSE ./
COPY policies policies
COPY dispatch dispatch
COPY api api
RUN /tools/bin/python -m hatchling build --target wheel --directory /wheel \
 && /tools/bin/uv pip install --offline --no-cache --no-deps --compile-bytecode --python /app/bin/python /wheel/*.whl \
 && /app/bin/expert-dispatch policy check

FROM ${BASE}
RUN groupadd --gid 10001 dispatch \
 && useradd --uid 10001 --gid 10001 --no-log-init --no-create-home --home-dir /data --shell /usr/sbin/nologin dispatch \
 && install --directory --owner dispatch --group dispatch --mode 0700 /data
COPY --from=build /app /app
ENV PATH=/app/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DISPATCH_DATA_DIR=/data/var
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGINT
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python3", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["expert-dispatch"]
CMD ["serve", "--host", "0.0.0.0"]
