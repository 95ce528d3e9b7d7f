# One image for web, worker, beat and the commands; it runs as an ordinary user.
FROM python:3.13-slim AS build
RUN pip install --no-cache-dir uv
WORKDIR /app
COPY pyproject.toml uv.lock .python-version ./
# The group `local` brings pg_dump and pg_restore, for `manage.py backup` and `restore`.
RUN uv sync --locked --no-default-groups --group local --compile-bytecode --python /usr/local/bin/python3

FROM python:3.13-slim
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/data STATIC_ROOT=/app/staticfiles
# What draws PDFs: receipts, letters, badges.
RUN apt-get update && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 \
    libharfbuzz-subset0 fonts-dejavu-core && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /data --create-home association
WORKDIR /app
COPY --from=build /app/.venv .venv
COPY . .
RUN SECRET_KEY=build DATABASE_URL=postgresql://build@localhost/build \
    python manage.py collectstatic --noinput --verbosity 0
USER association
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "association.wsgi:application", "--bind=0.0.0.0:8000", "--workers=2", "--threads=4", "--preload", "--max-requests=5000", "--max-requests-jitter=500", "--worker-tmp-dir=/dev/shm", "--access-logfile=-", "--logger-class=association.logs.AccessLogger", "--no-control-socket"]
