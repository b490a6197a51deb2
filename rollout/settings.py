"""Every setting, in one file. What differs between places is an environment variable, listed in example.env.

Outside the demonstration (ROLLOUT_DEMO=1) nothing starts without a secret key, host names and real servers.
"""

import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from rollout.demo import places as demo_places
from rollout.environment import Environment, host_of_its_own, origin, queue_and_cache

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()

# --- Which place this is ------------------------------------------------------------------------------------

# The demonstration runs on one machine, over plain http on loopback, with servers and accounts of its own.
DEMONSTRATION = env.flag("ROLLOUT_DEMO")
# Whether there is a layer of made-up figures beside the official ones.
DEMONSTRATION_LAYER = DEMONSTRATION
DEBUG = DEMONSTRATION and env.flag("ROLLOUT_DEBUG")
# Whether dashboards and API can be read without signing in.
PUBLIC = env.flag("ROLLOUT_PUBLIC", default=True)
# Requests to the API in a minute from one address; 0: as many as come.
API_PER_MINUTE = env.number("ROLLOUT_API_PER_MINUTE", 600)
PLACES = demo_places.from_environment(env.variables) if DEMONSTRATION else None


def _secret_key() -> str:
    if PLACES is None:
        return env.required(
            "ROLLOUT_SECRET_KEY", "It signs sessions: 50 random characters or more, kept secret."
        )
    kept = PLACES.data / "secret-key"
    if env.text("ROLLOUT_SECRET_KEY"):
        return env.text("ROLLOUT_SECRET_KEY")
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        try:
            kept.touch(mode=0o600, exist_ok=False)
            kept.write_text(secrets.token_urlsafe(60))
        except FileExistsError:
            pass
    return kept.read_text()


SECRET_KEY = _secret_key()

if DEMONSTRATION:
    ALLOWED_HOSTS = env.words("ROLLOUT_ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]", "testserver"]
    DATABASE_URL = env.text("DATABASE_URL", PLACES.database_url if PLACES else "")
    REDIS_URL = env.text("REDIS_URL", PLACES.redis_url if PLACES else "")
else:
    env.required(
        "ROLLOUT_ALLOWED_HOSTS", "It lists, with commas, the host names under which people reach the site."
    )
    ALLOWED_HOSTS = env.words("ROLLOUT_ALLOWED_HOSTS")
    DATABASE_URL = env.required("DATABASE_URL", "It names the PostgreSQL database (15 or later).")
    REDIS_URL = env.required(
        "REDIS_URL", "It names the Redis or Valkey server, run with append-only persistence."
    )

# The site's address, without a slash at its end: for links in files and feeds, which outlive the page they came from.
# The site has a host of its own: no address of ours is under a path of another's, whatever a server in front says.
ADDRESS = host_of_its_own(
    env.text(
        "ROLLOUT_ADDRESS",
        f"http://127.0.0.1:{env.number('PORT', 8000)}"
        if DEMONSTRATION
        else f"https://{ALLOWED_HOSTS[0].lstrip('.')}",
    ),
    env.text("SCRIPT_NAME"),
)
FORCE_SCRIPT_NAME = ""

# --- Applications -------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "rollout",
    "programmes",
    "dashboards",
    "django_tables2",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rollout.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rollout.middleware.ReadableRequest",
    "rollout.middleware.Compression",
    "rollout.middleware.KeptByNobody",
    "rollout.middleware.RefusalsHavePages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dashboards.api.manners.Manners",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rollout.middleware.SignInRequired",
    "rollout.middleware.SecondStepRequired",
    "rollout.middleware.LayerInHand",
]

ROOT_URLCONF = "rollout.urls"
WSGI_APPLICATION = "rollout.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "rollout.templating.LayeredTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dashboards.context.site",
            ],
        },
    },
]
DJANGO_TABLES2_TEMPLATE = "django_tables2/table.html"

# --- Database, cache, queue ---------------------------------------------------------------------------------

DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}

CELERY_BROKER_URL, CACHE_URL = queue_and_cache(REDIS_URL)

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "rollout",
        "TIMEOUT": 3600,
        "OPTIONS": {"socket_connect_timeout": 1.0, "socket_timeout": 2.0},
    }
}

# A task is taken from the queue only when it is done, so that one whose worker is killed is run again.
# Every task may run twice: it takes ids, and what is done is not done again.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = env.number("ROLLOUT_TASK_SECONDS", 1500)
CELERY_TASK_TIME_LIMIT = CELERY_TASK_SOFT_TIME_LIMIT + 60
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than the longest task, or it would be given to a second worker while the first still runs.
    "visibility_timeout": CELERY_TASK_TIME_LIMIT + 60,
    # What a killed worker held is looked for this often, in seconds.
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2.0,
    # Whoever writes a figure waits no longer than this for a broker that does not answer.
    "socket_timeout": 5.0,
    "global_keyprefix": "rollout:",
}
# A worker that lost its broker ends and is started again, as one that finds it again may take no message any more
# and still look alive. One that starts waits for the broker as long as it takes.
CELERY_BROKER_CONNECTION_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "Europe/London"
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# A task that runs while the broker goes away may finish: its results are in the database, not in the queue.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False

# --- People -------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "programmes.User"
AUTHENTICATION_BACKENDS = ["rollout.authentication.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "rollout.authentication.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
# Of people whom the identity provider vouches for: there is no other way to make an account for oneself.
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
SOCIALACCOUNT_EMAIL_REQUIRED = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "programmes.reset_keys.ResetKeys"
# How long a link to choose a password works, in seconds; letters say so.
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600
# Every try is counted by rollout.accounts.tries, by account and address together.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_FORMS = {
    "change_password": "rollout.accounts.forms.ChangePasswordForm",
    "reset_password": "rollout.accounts.forms.ResetPasswordForm",
    "user_token": "rollout.accounts.forms.UserTokenForm",
}
MFA_FORMS = {
    "authenticate": "rollout.accounts.forms.AuthenticateForm",
    "reauthenticate": "rollout.accounts.forms.ReauthenticateForm",
    "activate_totp": "rollout.accounts.forms.ActivateTOTPForm",
}
SOCIALACCOUNT_ADAPTER = "rollout.authentication.SocialAccountAdapter"
SOCIALACCOUNT_ONLY = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Rollout"
# Addresses are given by administrators and not by their owners, so none needs to be proved first.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Roles that must have a second step at sign-in; national administrators have every role.
TOTP_ROLES = env.words("ROLLOUT_TOTP_ROLES")
# How many proxies of ours stand in front, for the address that rate limits count by.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("ROLLOUT_PROXIES", 0)

# An identity provider, if there is one. People it vouches for get an account without any role.
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, object]] = {}
IDENTITY_PROVIDER = env.text("ROLLOUT_OIDC_SERVER")
if IDENTITY_PROVIDER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        # Somebody who has an account already comes in under it, when the provider has proved the address.
        "EMAIL_AUTHENTICATION": True,
        "APPS": [
            {
                "provider_id": "organisation",
                "name": env.text("ROLLOUT_OIDC_NAME", "your organisation"),
                "client_id": env.required(
                    "ROLLOUT_OIDC_CLIENT", "The identity provider knows Rollout by it."
                ),
                "secret": env.required(
                    "ROLLOUT_OIDC_SECRET", "The identity provider gave it with the client."
                ),
                "settings": {"server_url": IDENTITY_PROVIDER},
            }
        ],
    }

EMAIL_HOST = env.text("ROLLOUT_EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("ROLLOUT_EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("ROLLOUT_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("ROLLOUT_EMAIL_PASSWORD")
EMAIL_TIMEOUT = 20
EMAIL_USE_TLS = env.flag("ROLLOUT_EMAIL_TLS")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("ROLLOUT_EMAIL_FROM", "rollout@localhost")
# Without a mail server, letters go to the log: in the demonstration, and nowhere else (`check --deploy`).
EMAIL_BACKEND = (
    f"django.core.mail.backends.{'smtp' if env.text('ROLLOUT_EMAIL_HOST') else 'console'}.EmailBackend"
)

# --- Sessions, cookies, headers -----------------------------------------------------------------------------

# In the database alone: whoever has signed in can work on while the cache is away.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "rollout.errors.csrf_failure"
# The demonstration speaks plain http on loopback; everywhere else there is nothing but https.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not DEMONSTRATION
# Browsers do not tell ports apart: two demonstrations side by side would sign each other's people out.
_beside = f"_{env.number('PORT', 8000)}" if DEMONSTRATION else ""
SESSION_COOKIE_NAME = f"rollout_session{_beside}"
CSRF_COOKIE_NAME = f"rollout_csrf{_beside}"
SECURE_HSTS_SECONDS = 0 if DEMONSTRATION else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEMONSTRATION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
if env.number("ROLLOUT_PROXIES", 0):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS if host != "*"]

# Nothing inline, nothing from anywhere else. No page needs an exception.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # The button that leads to the identity provider is a form.
        "form-action": [SELF, *([origin(IDENTITY_PROVIDER)] if IDENTITY_PROVIDER else [])],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

# --- Words, times, files ------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(
    env.text("ROLLOUT_STATIC_ROOT", str(PLACES.static if PLACES else BASE_DIR / "staticfiles"))
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# With ROLLOUT_DEBUG, static files are served as they stand in static/.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
# Files with figures that people send in: how large, and how many rows.
UPLOAD_LARGEST_BYTES = env.number("ROLLOUT_UPLOAD_MEGABYTES", 20) * 1_000_000
UPLOAD_MOST_ROWS = 200_000
# How long a file stays under its reference after it was last downloaded or cited; how many may be asked for.
FILES_KEPT_DAYS = env.number("ROLLOUT_FILES_KEPT_DAYS", 1100)
FILES_PER_HOUR = {"stranger": 10, "person": 60}
FILES_AT_ONCE = 3
FILE_UPLOAD_HANDLERS = [
    "rollout.receiving.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"events": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "events"}},
    "root": {"handlers": ["stderr"], "level": env.text("ROLLOUT_LOG_LEVEL", "INFO")},
}
