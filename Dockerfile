# Image of the service: built in one stage, run in another, without root. BASE is any Debian with Python 3.11 or newer.
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
WORKDIR /src
COPY requirements.lock pyproject.toml README.md LICENSE ./
COPY api api
COPY dispatch dispatch
COPY policies policies
# Tools and their versions come from the lock; of what it pins, only what the service needs goes into /app, hashes checked.
RUN python3 -m venv /tools && python3 -m venv --without-pip /app \
 && /tools/bin/python -m pip install --no-cache-dir --require-hashes --requirement requirements.lock \
 && /tools/bin/python -m hatchling build --target wheel --directory /wheel \
 && /tools/bin/uv pip install --no-cache --python /app/bin/python --constraint requirements.lock /wheel/*.whl

FROM ${BASE}
RUN useradd --system --uid 10001 --create-home --home-dir /data dispatch
COPY --from=build /app /app
ENV PATH=/app/bin:$PATH PYTHONUNBUFFERED=1 DISPATCH_DATA_DIR=/data/var
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python3", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["expert-dispatch"]
CMD ["demo", "--serve", "--out", "/data/out"]
