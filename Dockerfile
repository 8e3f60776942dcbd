# One image for web, worker, beat and migrate. Everything installs from wheels: no compiler, no system libraries.
FROM python:3.11-slim AS wheels
COPY requirements/base.txt /requirements.txt
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes --requirement /requirements.txt

FROM python:3.11-slim
RUN useradd --system --uid 10001 --create-home o2c
COPY --from=wheels /venv /venv
WORKDIR /srv/o2c
COPY . .
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PRODUCTION=1 MEDIA_ROOT=/srv/media
# The addresses only keep the embedded stores from starting while the image is built.
RUN export DATABASE_URL=postgres://none REDIS_URL=redis://none PRODUCTION=0 \
    && python manage.py collectstatic --no-input --verbosity 0 \
    && python manage.py translations --compile-only \
    && install --directory --owner=o2c /srv/media
USER o2c
EXPOSE 8000
CMD ["gunicorn", "o2c.wsgi", "--bind=0.0.0.0:8000", "--workers=3", "--threads=4", "--max-requests=2000", "--max-requests-jitter=200", "--no-control-socket"]
