"""One settings file. Every value that differs between machines comes from the environment, read once at the top."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from o2c.logs import log_configuration
from o2c.plain import FLOORS
from o2c.publishers import addresses

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def env_flag(name: str, default: bool) -> bool:
    return env(name, str(default)).lower() in {"1", "true", "yes", "on"}


def database(url: str) -> dict[str, object]:
    """Django's dictionary for a `postgres://user:password@host:port/name` address (`?host=` names a socket folder)."""
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


INSECURE_KEY = "for-development-only"
DEBUG = env_flag("DEBUG", False)
PRODUCTION = env_flag("PRODUCTION", False)
SECRET_KEY = env("SECRET_KEY", INSECURE_KEY)
ALLOWED_HOSTS = env("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in env("CSRF_TRUSTED_ORIGINS").split(",") if origin]
REDIS_URL = env("REDIS_URL", "redis://127.0.0.1:6379/0")
SITE_URL = env("SITE_URL", f"http://127.0.0.1:{env('PORT', '8000')}")
CARD_PAGE = env("CARD_PAGE")

if PRODUCTION and (SECRET_KEY == INSECURE_KEY or len(SECRET_KEY) < 40):
    raise ImproperlyConfigured("SECRET_KEY must be set to a secret of 40 characters or more in production.")

INSTALLED_APPS = (
    FLOORS
    if env_flag("FILES_ONLY", False)
    else [
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
        "django.contrib.postgres",
        "django.contrib.humanize",
        "django.forms",
        "django_filters",
        "rest_framework",
        "drf_spectacular",
        "drf_spectacular_sidecar",
        "pgtrigger",
        "pghistory",
        "axes",
        "o2c.core",
        "o2c.accounts",
        "o2c.billing",
        "o2c.collections",
        "o2c.compliance",
        "o2c.story",
        "o2c.bench",
    ]
)

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "o2c.core.doors.DoorMiddleware",
    "o2c.logs.RequestLog",
    "o2c.core.pages.refusals.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "o2c.urls"
WSGI_APPLICATION = "o2c.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    }
]

DATABASES = {"default": database(env("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/o2c"))}
if env("DATABASE_REPLICA_URL"):
    DATABASES["replica"] = database(env("DATABASE_REPLICA_URL"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ["email", "name"]}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = int(env("SESSION_MINUTES", "60")) * 60
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
AXES_LOCKOUT_CALLABLE = "o2c.core.access.pages.sign_in.locked_out"
AXES_WHITELIST_CALLABLE = "o2c.core.access.pages.sign_in.is_company_answer"
AXES_CLIENT_IP_CALLABLE = "o2c.core.access.addresses.address_of"
AXES_USERNAME_FORM_FIELD = "username"  # the key of our credentials, not the name of a column
AXES_VERBOSE = False

OIDC_RP_CLIENT_ID, OIDC_RP_CLIENT_SECRET = env("OIDC_CLIENT_ID"), env("OIDC_CLIENT_SECRET")
OIDC_OP_AUTHORIZATION_ENDPOINT, OIDC_OP_TOKEN_ENDPOINT = env("OIDC_AUTHORIZATION_URL"), env("OIDC_TOKEN_URL")
OIDC_OP_USER_ENDPOINT, OIDC_OP_JWKS_ENDPOINT = env("OIDC_USER_URL"), env("OIDC_JWKS_URL")
if OIDC_RP_CLIENT_ID:
    AUTHENTICATION_BACKENDS.append("o2c.core.access.oidc.CompanyAccounts")
OIDC_RP_SIGN_ALGO, OIDC_RP_SCOPES, OIDC_CREATE_USER = "RS256", "openid email", False
OIDC_USE_PKCE, OIDC_TIMEOUT = True, 10

SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env_flag("BEHIND_PROXY", False) else None
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
DOCUMENT_LANGUAGES = ["en", "fr", "de", "es"]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env("MEDIA_ROOT", str(BASE_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "o2c.core.static.HashedFiles" if PRODUCTION else "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = not PRODUCTION
FORM_RENDERER = "o2c.core.pages.forms.Renderer"

MAIL = urlsplit(env("MAIL_URL", "smtp://127.0.0.1:1025"))
EMAIL_HOST, EMAIL_PORT = MAIL.hostname or "127.0.0.1", MAIL.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(MAIL.username or ""), unquote(MAIL.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL.scheme == "smtps", MAIL.scheme == "smtp+tls"
EMAIL_BACKEND = f"django.core.mail.backends.{'filebased' if MAIL.scheme == 'file' else 'smtp'}.EmailBackend"
EMAIL_FILE_PATH = MAIL.path
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("MAIL_FROM", "o2c <o2c@example.com>")
ANCHOR_RECIPIENT = env("ANCHOR_RECIPIENT", "auditor@example.com")

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
FETCH_PRIVATE_NETWORK = env_flag("FETCH_PRIVATE_NETWORK", DEBUG)
TAX_REGISTER_URL = env("TAX_REGISTER_URL", "https://ec.europa.eu/taxation_customs/vies/rest-api").rstrip("/")
TAX_REGISTER_SECONDS = float(env("TAX_REGISTER_SECONDS", "6"))
SALES_TAX_ADAPTER = env("SALES_TAX_ADAPTER")
CHECK_MAIL_DOMAINS = env_flag("CHECK_MAIL_DOMAINS", True)
BANK_FILE_FOLDER = env("BANK_FILE_FOLDER")
JOB_LEASE_SECONDS = int(env("JOB_LEASE_SECONDS", "120"))
INDEX_ROOT = Path(env("INDEX_ROOT", str(MEDIA_ROOT / "indexes")))
SCREENING_WORKERS = int(env("SCREENING_WORKERS", "2"))
WATCHLIST_ADDRESSES = addresses(env("WATCHLIST_ADDRESSES"))
WATCHLIST_FETCH = [kind for kind in env("WATCHLIST_FETCH").split(",") if kind]

PGHISTORY_APPEND_ONLY = True

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "o2c.core.rest.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": env("API_RATE", "600/min")},
    "DEFAULT_SCHEMA_CLASS": "o2c.core.rest.schema.EndpointSchema",
    "EXCEPTION_HANDLER": "o2c.core.rest.answers.answer_error",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "o2c",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_PUBLIC": True,
    "SERVE_PERMISSIONS": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {  # the same field in several shapes: the choices' own name, not a hash
        "AdviceStateEnum": "o2c.collections.cash.remittances.models.AdviceState",
        "CorrectionKindEnum": "o2c.billing.corrections.models.CorrectionKind",
        "CustomerTierEnum": "o2c.accounts.customers.models.customer.Tier",
    },
}

LOGGING = log_configuration(env("LOG_FORMAT", "json" if PRODUCTION else "text"), env("LOG_LEVEL", "INFO" if PRODUCTION else "WARNING"))
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
