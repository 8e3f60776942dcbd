"""An identity provider of our own on this machine: it signs people in over OpenID Connect, and lies on request."""

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "o2c", "a secret between the two"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class IdentityProvider:
    """`claims` and `userinfo` change what it says; with `key` it signs with another key than it publishes."""

    address: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    key: Any = KEY
    token_status: int = 200
    asked: dict[str, str] = field(default_factory=dict)

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser goes once the person has signed in."""
        self.asked = query
        return f"{query['redirect_uri']}?{urlencode({'code': 'once', 'state': query['state']})}"

    def token(self, form: dict[str, str]) -> dict[str, Any]:
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        expected = {"code": "once", "client_id": CLIENT, "client_secret": SECRET, "redirect_uri": self.asked["redirect_uri"]}
        if challenge != self.asked["code_challenge"] or any(form[name] != value for name, value in expected.items()):
            return {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.address, "sub": "7", "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": self.asked["nonce"], **self.claims}
        return {"access_token": "let me", "token_type": "Bearer", "id_token": jwt.encode(claims, self.key, "RS256", {"kid": "1"})}

    def keys(self) -> dict[str, Any]:
        published = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
        return {"keys": [published | {"kid": "1", "alg": "RS256", "use": "sig"}]}


@contextmanager
def running() -> Iterator[IdentityProvider]:
    """The provider behind a real address, for as long as the body runs."""
    provider = IdentityProvider()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path, urlsplit(self.path).query
            if path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize({name: values[0] for name, values in parse_qs(query).items()}))
                self.end_headers()
            elif path == "/keys":
                self.tell(provider.keys())
            elif self.headers["Authorization"] == "Bearer let me":
                self.tell({"sub": "7", "email_verified": True, **provider.userinfo})
            else:
                self.tell({"error": "invalid_token"}, 401)

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            told = provider.token({name: values[0] for name, values in form.items()})
            self.tell(told, 400 if "error" in told else provider.token_status)

        def tell(self, facts: dict[str, Any], status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(facts).encode())

        def log_message(self, *_arguments: Any) -> None:
            """Tests read the answers, not a log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
