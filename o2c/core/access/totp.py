"""The second step of signing in: time-based codes (RFC 6238), their secret at rest, and recovery codes."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

import pyotp
import segno
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.encoding import force_bytes

SECONDS = 30
RECOVERY_CODES = 10


def seal(secret: str) -> str:
    """The secret as it is stored: encrypted with a key derived from SECRET_KEY."""
    return _vault().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    return _vault().decrypt(sealed.encode()).decode()


def _vault() -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _derived(key: str | bytes) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"o2c.access.totp:" + force_bytes(key)).digest())


def matching_step(secret: str, code: str, *, at: float, after: int = 0) -> int | None:
    """The 30-second step the code belongs to: now, the one before or the one behind; None when wrong or not later than `after`."""
    now = int(at) // SECONDS
    one_time = pyotp.TOTP(secret, interval=SECONDS)
    good = [step for step in (now - 1, now, now + 1) if step > after and hmac.compare_digest(one_time.at(step * SECONDS), code)]
    return good[0] if good else None


def qr_code(secret: str, email: str) -> str:
    """The picture an authenticator app reads, as inline SVG."""
    address = pyotp.TOTP(secret, interval=SECONDS).provisioning_uri(name=email, issuer_name="o2c")
    return segno.make(address, error="m").svg_inline(scale=4, omitsize=True, svgclass="qr", lineclass=None)


def new_recovery_codes() -> list[str]:
    """Ten codes of 50 bits, each good once, shown once."""
    return [_recovery_code() for _ in range(RECOVERY_CODES)]


def _recovery_code() -> str:
    letters = base64.b32encode(secrets.token_bytes(7)).decode().lower()
    return f"{letters[:5]}-{letters[5:10]}"


def recovery_hash(code: str) -> str:
    return salted_hmac("o2c.access.recovery", code.strip().lower().replace(" ", ""), algorithm="sha256").hexdigest()


def without_code(hashes: Sequence[str], code: str) -> list[str] | None:
    """The hashes that remain when the code is used up; None when it is none of them."""
    used = recovery_hash(code)
    return [kept for kept in hashes if kept != used] if used in hashes else None
