"""Settings: nothing starts half configured, and what is served is guarded."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from rollout import checks
from rollout.environment import host_of_its_own, queue_and_cache

PRODUCTION = {
    "PATH": os.environ["PATH"],
    "ROLLOUT_SECRET_KEY": "x7Kq!" * 12,
    "ROLLOUT_ALLOWED_HOSTS": "rollout.example.org",
    "DATABASE_URL": "postgresql://rollout@db.invalid/rollout",
    "REDIS_URL": "redis://redis.invalid:6379/0",
    "ROLLOUT_EMAIL_HOST": "mail.invalid",
}


def manage(checkout, environment, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=checkout, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "missing", ["ROLLOUT_SECRET_KEY", "ROLLOUT_ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"]
)
def test_production_does_not_start_without(missing, checkout):
    environment = {name: value for name, value in PRODUCTION.items() if name != missing}

    done = manage(checkout, environment, "check")

    assert done.returncode != 0
    assert f"{missing} is not set." in done.stderr


@pytest.mark.slow
def test_production_is_ready_for_deployment(checkout):
    done = manage(checkout, PRODUCTION, "check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr
    # Nobody is asked for this database, and the command says what it could not look at; nothing else.
    assert "identified 1 issue (0 silenced)" in done.stderr
    assert "the database does not answer" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        (
            "ROLLOUT_EMAIL_HOST",
            "",
            "(rollout.E005) Letters would not be sent: the mailer is django.core.mail.back",
        ),
        (
            "ROLLOUT_ALLOWED_HOSTS",
            "rollout.example.org,*",
            "(rollout.E006) Any host name at all would be taken",
        ),
    ],
)
def test_deployment_is_refused_with(variable, value, said, checkout):
    done = manage(checkout, {**PRODUCTION, variable: value}, "check", "--deploy")

    assert done.returncode != 0
    assert said in done.stderr


@pytest.mark.parametrize("kind", ["console", "dummy", "filebased", "locmem"])
def test_a_mailer_that_sends_nothing_is_an_error_outside_the_demonstration(settings, kind):
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{kind}.EmailBackend"
    assert checks.check_mailer(None) == []

    settings.DEMONSTRATION = False

    assert [each.id for each in checks.check_mailer(None)] == ["rollout.E005"]


def test_a_mail_server_is_a_mailer(settings):
    settings.DEMONSTRATION = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    assert checks.check_mailer(None) == []


@pytest.mark.slow
def test_debug_pages_cannot_be_had_in_production(checkout):
    asked = {**PRODUCTION, "ROLLOUT_DEBUG": "1"}
    code = "from django.conf import settings; print(settings.DEBUG, settings.SESSION_COOKIE_SECURE)"

    done = manage(checkout, asked, "shell", "--no-imports", "-c", code)

    assert done.stdout.split() == ["False", "True"]


@pytest.mark.parametrize(
    ("redis", "queue", "cache"),
    [
        ("redis://h:6379/0", "redis://h:6379/0", "redis://h:6379/1"),
        ("redis://h:6379", "redis://h:6379", "redis://h:6379/1"),
        ("rediss://:word@h/4?ssl_cert_reqs=required", None, "rediss://:word@h/5?ssl_cert_reqs=required"),
        ("unix:///run/v.sock?db=0", "redis+socket:///run/v.sock?virtual_host=0", "unix:///run/v.sock?db=1"),
    ],
)
def test_cache_stands_beside_the_queue(redis, queue, cache):
    assert queue_and_cache(redis) == (queue or redis, cache)


@pytest.mark.parametrize("address", ["https://rollout.example.org", "https://rollout.example.org/"])
def test_the_site_has_a_host_of_its_own(address):
    assert host_of_its_own(address) == "https://rollout.example.org"


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://example.org/rollout", ""),
        ("https://example.org/rollout/", ""),
        ("https://example.org", "/rollout"),
    ],
)
def test_a_path_on_the_host_of_another_site_is_refused_at_the_start(address, path):
    with pytest.raises(ImproperlyConfigured, match=r"under /rollout\. It needs a host of its own"):
        host_of_its_own(address, path)


def test_every_variable_is_in_the_example_and_nothing_else(checkout):
    read = {"PORT", "PYTHON", "ROLLOUT_CHROMIUM", "POSTGRES_PASSWORD", "WEB_CONCURRENCY"}
    ours = [*(checkout / "rollout").rglob("*.py"), *(path for path in (checkout / "script").iterdir())]
    for path in ours:
        text = path.read_text()
        read |= set(re.findall(r"\bROLLOUT_[A-Z_]+\b|\bDATABASE_URL\b|\bREDIS_URL\b", text))
    # Set by us for our own children, never by a person.
    read -= {"ROLLOUT_KEPT_IN"}

    example = (checkout / "example.env").read_text()

    assert set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)) == read


def test_settings_that_the_example_fills_in_are_the_defaults(checkout):
    filled = dict(re.findall(r"^([A-Z_]+)=(.+)$", (checkout / "example.env").read_text(), re.MULTILINE))

    assert filled["ROLLOUT_DEMO"] == "0"
    assert int(filled["ROLLOUT_TASK_SECONDS"]) == settings.CELERY_TASK_SOFT_TIME_LIMIT


def test_a_task_is_not_given_to_a_second_worker_while_it_may_still_run():
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] > settings.CELERY_TASK_TIME_LIMIT
    assert settings.CELERY_TASK_TIME_LIMIT > settings.CELERY_TASK_SOFT_TIME_LIMIT


def test_nothing_inline_is_allowed():
    for sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].values():
        assert not [
            source for source in sources if "unsafe" in source or "sha256" in source or "nonce" in source
        ]


@pytest.mark.django_db
def test_every_page_carries_the_guarding_headers(client):
    answer = client.get("/accounts/login/")

    assert answer.status_code == 200
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"


@pytest.mark.django_db
def test_a_closed_site_asks_everybody_to_sign_in(client, settings):
    settings.PUBLIC = False

    asked = client.get("/")

    assert (asked.status_code, asked["Location"]) == (302, "/accounts/login/?next=/")
    assert client.get("/accounts/login/").status_code == 200
    assert client.get("/healthz").status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize(("said", "closed"), [("0", "True"), ("1", "False")])
def test_whether_the_site_is_closed_is_one_variable(said, closed, checkout):
    code = "from django.conf import settings; print(not settings.PUBLIC)"

    done = manage(checkout, {**PRODUCTION, "ROLLOUT_PUBLIC": said}, "shell", "--no-imports", "-c", code)

    assert done.stdout.split() == [closed], done.stderr
