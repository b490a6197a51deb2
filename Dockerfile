# Three stages: web assets, Python packages, and what runs. The last has neither compilers nor Node, and is not root.

FROM node:22-bookworm-slim AS assets
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM python:3.12-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
WORKDIR /app
COPY requirements.txt constraints.txt ./
# Every package comes as a wheel; one that had to be compiled would stop here.
RUN /opt/venv/bin/pip install --only-binary=:all: -r requirements.txt -c constraints.txt
COPY . .
COPY --from=assets /app/node_modules ./node_modules
# Hash and compress the static files once, when the image is made. The settings want values; none is used or kept.
RUN /opt/venv/bin/python script/assets && rm -r node_modules \
    && ROLLOUT_SECRET_KEY=unused ROLLOUT_ALLOWED_HOSTS=unused \
       DATABASE_URL=postgresql://unused/unused REDIS_URL=redis://unused:6379/0 \
       /opt/venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.12-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 ROLLOUT_BIND=0.0.0.0 PORT=8000
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent rollout \
    && install -d -o rollout -g rollout /var/lib/rollout
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY --from=packages /app /app
USER rollout
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 CMD ["python", "script/answers", "healthz"]
CMD ["gunicorn", "-c", "python:rollout.server", "rollout.wsgi"]
