"""What the service is told by its environment: `AGENT_HARNESS_...`, each with a default."""

from functools import cache, cached_property
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "AGENT_HARNESS_"
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
_LOCAL = frozenset(["127.0.0.1", "::1", "localhost"])


class Settings(BaseSettings):
    """One field for each variable; docs/service.md has the table of them."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    database_url: str = "sqlite:///agent-harness.db"
    """`sqlite:///FILE`, or `postgresql://USER:PASSWORD@HOST/NAME`."""
    database_connections: int = Field(default=10, ge=1)
    """Connections of one process to PostgreSQL; SQLite has one."""
    database_timeout: float = Field(default=10, gt=0)
    """Seconds that the database has for its part of a request."""
    database_queue: int = Field(default=4096, ge=1)
    """Requests of one process that may wait for a connection."""

    token_secret: SecretStr | None = None
    """The secret of HS256, of at least 32 bytes: for development."""
    token_keys_file: Path | None = None
    """A JWKS (RFC 7517) whose keys verify RS256, ES256 and EdDSA."""
    token_keys_url: str | None = None
    """The same from an address: `https`, or `http` of this machine."""
    token_keys_lifetime: float = Field(default=300, gt=0)
    """Seconds after which the JWKS is read again."""
    token_issuer: str = Field(default="agent-harness", min_length=1)
    token_audience: str = Field(default="agent-harness", min_length=1)
    token_leeway: float = Field(default=0, ge=0)
    """Seconds by which clocks may differ."""

    request_timeout: float = Field(default=30, gt=0)
    """Seconds that a client has to send its request."""
    body_limit: int = Field(default=65_536, ge=1)
    """Bytes of the longest body that is read."""
    id_attempts: int = Field(default=5, ge=1)
    """How often an id is minted anew when it is taken."""

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65_535)
    server: Literal["uvicorn", "granian"] = "uvicorn"
    workers: int = Field(default=1, ge=1)
    backlog: int = Field(default=2048, ge=1)
    """Connections that may wait to be accepted."""
    shutdown_timeout: int = Field(default=30, ge=1)
    """Seconds that requests in flight have to finish."""
    log_format: Literal["json", "text"] = "json"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @field_validator("token_secret")
    @classmethod
    def _is_long(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and len(secret.get_secret_value().encode()) < 32:
            raise ValueError("must have at least 32 bytes (RFC 7518 §3.2)")
        return secret

    @field_validator("token_keys_url")
    @classmethod
    def _is_safe(cls, url: str | None) -> str | None:
        parts = urlsplit(url or "https://none")
        if parts.scheme == "https" and parts.hostname:
            return url
        if parts.scheme == "http" and parts.hostname in _LOCAL:
            return url
        raise ValueError("must be https, or http of this machine")

    @field_validator("database_url")
    @classmethod
    def _is_known(cls, url: str) -> str:
        try:
            name = make_url(url).get_backend_name()
        except ArgumentError as error:
            raise ValueError("must be a URL such as sqlite:///FILE") from error
        if name not in _DRIVERS:
            raise ValueError("must be of sqlite or postgresql")
        return url

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if self.token_keys_file and self.token_keys_url:
            raise ValueError("token_keys_file and token_keys_url exclude each other")
        return self

    @cached_property
    def database(self) -> URL:
        """The database with the driver that speaks to it."""
        url = make_url(self.database_url)
        return url.set(drivername=_DRIVERS[url.get_backend_name()])

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file."""
        return self.database.get_backend_name() == "sqlite"

    @property
    def verifies_tokens(self) -> bool:
        """Whether there is a secret or a JWKS."""
        return bool(self.token_secret or self.token_keys_file or self.token_keys_url)


@cache
def from_environment() -> Settings:
    """Read the environment, once in each process."""
    return Settings()
