"""A learning system as LTI 1.3 has it: it signs who comes, and has a place where grades could be sent."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlparse

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from hub import HANGS

CLIENT = "networks"
_CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
_GRADES = "https://purl.imsglobal.org/spec/lti-ags/"


@dataclass
class LearningSystem:
    """`asked` are the paths that the hub or a browser has asked for."""

    address: str
    key: Any
    asked: list[str] = field(default_factory=list)

    def settings(self, username_key: str) -> str:
        """Those of a hub that is opened from here."""
        return f"""
c.JupyterHub.authenticator_class = "ltiauthenticator.lti13.auth.LTI13Authenticator"
c.LTI13Authenticator.username_key = {username_key!r}
c.LTI13Authenticator.issuer = {self.address!r}
c.LTI13Authenticator.authorize_url = "{self.address}/authorize"
c.LTI13Authenticator.jwks_endpoint = "{self.address}/keys"
c.LTI13Authenticator.client_id = {{{CLIENT!r}}}
c.LTI13Authenticator.uri_scheme = "http"
"""

    def token(self, query: dict[str, str], **other: Any) -> str:
        """What is said of somebody, signed; `other` claims take the place of the right ones."""
        who = query["login_hint"]
        claims = {
            "iss": self.address,
            "aud": query["client_id"],
            "sub": f"4711-{who}",
            "iat": int(time.time()),
            "exp": int(time.time()) + 300,
            "nonce": query["nonce"],
            "email": f"{who}@school.example",
            f"{_CLAIM}message_type": "LtiResourceLinkRequest",
            f"{_CLAIM}version": "1.3.0",
            f"{_CLAIM}deployment_id": "1",
            f"{_CLAIM}target_link_uri": query["redirect_uri"],
            f"{_CLAIM}resource_link": {"id": "ps1"},
            f"{_CLAIM}roles": ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"],
            f"{_CLAIM}custom": {"login": who},
            f"{_GRADES}claim/endpoint": {
                "scope": [f"{_GRADES}scope/score"],
                "lineitem": f"{self.address}/grades/ps1",
            },
        }
        return jwt.encode({**claims, **other}, self.key, algorithm="RS256", headers={"kid": "one"})

    def opens(self, hub: str, who: str, **other: Any) -> tuple[requests.Session, requests.Response]:
        """A click on the assignment: the browser that comes to the hub, and what the hub said."""
        browser = requests.Session()
        begun = browser.post(
            f"{hub}hub/lti13/oauth_login",
            data={
                "iss": self.address,
                "login_hint": who,
                "client_id": CLIENT,
                "target_link_uri": f"{hub}hub",
            },
            allow_redirects=False,
            timeout=HANGS,
        )
        assert begun.status_code == 302, begun.text
        query = browser.get(begun.headers["Location"], timeout=HANGS).json()
        form = {"id_token": self.token(query, **other), "state": query["state"]}
        return browser, browser.post(
            query["redirect_uri"], data=form, allow_redirects=False, timeout=HANGS
        )


@contextmanager
def learning_system() -> Iterator[LearningSystem]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlparse(self.path)
            system.asked.append(url.path)
            keys = {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}
            self._say(keys if url.path == "/keys" else dict(parse_qsl(url.query)))

        def do_POST(self) -> None:
            system.asked.append(urlparse(self.path).path)
            self._say({})

        def _say(self, said: dict[str, Any]) -> None:
            body = json.dumps(said).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    system = LearningSystem(f"http://127.0.0.1:{server.server_port}", key)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield system
    finally:
        server.shutdown()
        server.server_close()
