"""Keys of the tests, one for each algorithm, and their public halves as JWKs."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

RSA = rsa.generate_private_key(65537, 2048)
EC = ec.generate_private_key(ec.SECP256R1())
ED = ed25519.Ed25519PrivateKey.generate()
KEYS: dict[str, Any] = {"RS256": RSA, "ES256": EC, "EdDSA": ED}
ALGORITHMS = sorted(KEYS)


def jwk(algorithm: str, key_id: str, key: Any = None) -> dict[str, Any]:
    """Give the public half of a key as a JWK."""
    public = (key or KEYS[algorithm]).public_key()
    writers: dict[str, Any] = {
        "RS256": RSAAlgorithm,
        "ES256": ECAlgorithm,
        "EdDSA": OKPAlgorithm,
    }
    written = writers[algorithm].to_jwk(public, as_dict=True)
    return {**written, "kid": key_id, "use": "sig", "alg": algorithm}
