"""The map back, encrypted with a key that the user gives; it is written only where it is asked for."""

import base64
import json
import os
from collections.abc import Sequence
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from commscore.errors import LockedError

SALT: Final = 16  # bytes
SHORTEST: Final = 12  # characters of a passphrase
COST: Final = 2**15  # of Scrypt, with r = 8 and p = 1: about a tenth of a second and 32 MB a try

Pairs = Sequence[tuple[str, str, str]]  # the document's new id, the words as they were, what stands for them


def locked(pairs: Pairs, passphrase: str) -> bytes:
    """Return the pairs encrypted (Fernet: AES-128 in CBC mode with HMAC); LockedError for a short passphrase.

    >>> unlocked(locked([("a", "Tom", "Robin")], "correct horse battery"), "correct horse battery")
    [('a', 'Tom', 'Robin')]
    """
    if len(passphrase) < SHORTEST:
        raise LockedError(f"the passphrase has {len(passphrase)} characters; use {SHORTEST} or more")
    salt = os.urandom(SALT)
    return salt + _fernet(passphrase, salt).encrypt(json.dumps(list(pairs)).encode())


def unlocked(content: bytes, passphrase: str) -> list[tuple[str, str, str]]:
    """Return the pairs of an encrypted map; LockedError where the passphrase or the file is another."""
    try:
        plain = _fernet(passphrase, content[:SALT]).decrypt(content[SALT:])
    except InvalidToken:
        raise LockedError("the map cannot be opened: another passphrase, or no map") from None
    return [(what, old, new) for what, old, new in json.loads(plain)]


def _fernet(passphrase: str, salt: bytes) -> Fernet:
    key = Scrypt(salt=salt, length=32, n=COST, r=8, p=1).derive(passphrase.encode())
    return Fernet(base64.urlsafe_b64encode(key))
