"""Personal data at rest: sealed under a key per person, and known elsewhere by keyed pseudonyms only.

Each person's key is wrapped by the key-encryption key and kept in the store; deleting the wrapped key forgets the
person. The key-encryption key and the pseudonym key, together the outer keys, live in one file outside the store.
ADR 0007.
"""

from __future__ import annotations

import hmac
import json
import re
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes, token_urlsafe

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from store.errors import StoreUnavailable
from store.log import PersonKey, PersonToken
from store.vault.key_files import Codes, read_keys, unusable, write_keys
from store.vault.pseudonym_key import KEY_SIZE, PseudonymKey

_NONCE_SIZE = 12
_TAG_SIZE = 16
_PSEUDONYM_SIZE = 16
_TOKEN_SIZE = 16
_KEY_FILE_FORMAT = "bailu-outer-keys-v1"
_SEALED_FORMAT = "v1"
_CODES: Codes = {
    "missing": "keys-missing",
    "exist": "keys-exist",
    "io": "keys-io",
    "permissions": "keys-permissions",
    "damaged": "keys-damaged",
}
_SEALED = re.compile(rb'"v1\.([A-Za-z0-9_-]{16})\.[A-Za-z0-9_-]+"')
"""A sealed text as it stands in a line: nothing else that is stored looks like one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OuterKeys:
    """The two keys of 32 bytes that live outside the store. Whoever loses them loses every payee's name."""

    encryption: bytes = field(repr=False)
    pseudonym: bytes = field(repr=False)

    @classmethod
    def new(cls, domain: PseudonymKey | None = None) -> OuterKeys:
        """With the pseudonym key of a domain, or with one of their own."""
        pseudonym = domain.key if domain else token_bytes(KEY_SIZE)
        return cls(encryption=token_bytes(KEY_SIZE), pseudonym=pseudonym)

    def __post_init__(self) -> None:
        assert len(self.encryption) == len(self.pseudonym) == KEY_SIZE, "an outer key has 32 bytes"

    @property
    def fingerprint(self) -> str:
        """What names these keys without betraying them; the store's meta carries the same."""
        return sha256(_KEY_FILE_FORMAT.encode() + b"\0" + self.encryption + self.pseudonym).hexdigest()[:16]

    @property
    def domain(self) -> PseudonymKey:
        """Their half that a domain shares: persons of two logs can be compared where it is the same."""
        return PseudonymKey(self.pseudonym)

    @classmethod
    def draft(cls, path: Path, domain: PseudonymKey | None = None) -> OuterKeys:
        """The keys that wait for a store at `path`; they are made if none do, with the pseudonym key of the domain.

        Raises as `write` and `read` do.
        """
        draft = draft_of(path)
        if not draft.exists():
            cls.new(domain).write(draft)
        return cls.read(draft)

    @staticmethod
    def finish(path: Path) -> None:
        """Let the keys that waited be those of the store. Raises StoreUnavailable("keys-io")."""
        try:
            draft_of(path).replace(path)
        except OSError as error:
            raise unusable(path, error, _CODES) from error

    def write(self, path: Path) -> None:
        """Write a new key file that only its owner can read. Raises StoreUnavailable: `keys-exist`, `keys-io`."""
        write_keys(path, self.text(), _CODES)

    def text(self) -> str:
        """What a key file holds."""
        content = {
            "format": _KEY_FILE_FORMAT,
            "fingerprint": self.fingerprint,
            "encryption": b64encode(self.encryption).decode(),
            "pseudonym": b64encode(self.pseudonym).decode(),
        }
        return json.dumps(content, indent=2) + "\n"

    @classmethod
    def read(cls, path: Path, *, expected: str | None = None) -> OuterKeys:
        """Read a key file; `expected` is the fingerprint that the store asks for.

        Raises StoreUnavailable: `keys-missing`, `keys-permissions` (somebody else can read them), `keys-damaged`,
        `keys-wrong` (the keys of another store), `keys-io`.
        """
        keys = read_keys(path, cls.parse, _CODES)
        if expected is not None and keys.fingerprint != expected:
            raise StoreUnavailable("keys-wrong", path=str(path), expected=expected, found=keys.fingerprint)
        return keys

    @classmethod
    def parse(cls, text: str) -> OuterKeys:
        """The keys in the text of a key file. Raises ValueError, TypeError or KeyError for any other text."""
        content = json.loads(text)
        encryption, pseudonym = (b64decode(content[name], validate=True) for name in ("encryption", "pseudonym"))
        if content["format"] != _KEY_FILE_FORMAT or not len(encryption) == len(pseudonym) == KEY_SIZE:
            raise ValueError
        keys = cls(encryption=encryption, pseudonym=pseudonym)
        if content["fingerprint"] != keys.fingerprint:
            raise ValueError
        return keys


def draft_of(path: Path) -> Path:
    """Where keys wait for a store at `path`."""
    return path.with_name(f"{path.name}.draft")


class Vault:
    """What the outer keys can do. It keeps no person's key."""

    def __init__(self, keys: OuterKeys) -> None:
        self._keys = keys
        self._outer = AESGCM(keys.encryption)
        # Of the half that never leaves the office: the pseudonym key is known all over its domain (ADR 0052).
        self._index_key = hmac.digest(keys.encryption, b"bailu-person-index-v1", "sha256")

    @property
    def domain(self) -> PseudonymKey:
        return self._keys.domain

    def pseudonym(self, kind: str, text: str) -> str:
        """The lasting stand-in for an identity number, certificate or account: 32 hexadecimal digits.

        The same text of another `kind` has another pseudonym. Nobody can try numbers out without the key.
        """
        return self._digest(b"pseudonym", kind.encode(), text.encode())[:_PSEUDONYM_SIZE].hex()

    def token(self, kind: str, text: str) -> bytes:
        """By what a person with such a name or number is found in this store: 16 bytes.

        The same text of another `kind` has another token. Nobody can try names out without the encryption key.
        """
        return hmac.digest(self._index_key, _joined(kind.encode(), text.encode()), "sha256")[:_TOKEN_SIZE]

    def fingerprint(self, body: bytes) -> str:
        """A keyed digest of a command's body, by which its repetition is known: 64 hexadecimal digits."""
        return self._digest(b"command-body", body).hex()

    def sealing(self, existing: Mapping[str, tuple[str, bytes]]) -> Sealer:
        """Begin to seal; `existing` has each known party's (key id, wrapped key), as `Reading.person_key_of` gives."""
        return Sealer(self, existing)

    def unseal(self, party: str, sealed: str, wrapped_key: bytes | None) -> dict[str, str] | None:
        """The texts that were sealed for `party`, or None when the key was forgotten.

        Raises StoreUnavailable: `keys-wrong` when these keys do not open it, `sealed-damaged` when nothing was sealed.
        """
        if wrapped_key is None:
            return None
        key_id, box = _parse_sealed(sealed)
        try:
            key = self._unwrap(key_id, party, wrapped_key)
            opened = AESGCM(key).decrypt(box[:_NONCE_SIZE], box[_NONCE_SIZE:], _sealed_context(party))
        except (InvalidTag, ValueError):
            raise StoreUnavailable("keys-wrong", key_id=key_id) from None
        texts: dict[str, str] = json.loads(opened)
        return texts

    def unseal_from(
        self, party: str, sealed: str, wrapped_keys: Callable[[Iterable[tuple[str, str]]], Mapping[str, bytes]]
    ) -> dict[str, str]:
        """The same, with the key looked up (as by `Reading.person_keys`); empty when the key was forgotten."""
        key_id = key_id_of(sealed)
        return self.unseal(party, sealed, wrapped_keys([(party, key_id)]).get(key_id)) or {}

    def opens(self, key: PersonKey) -> bool:
        """Whether these outer keys open a wrapped key."""
        try:
            return len(self._unwrap(key.key_id, key.party, key.wrapped)) == KEY_SIZE
        except (InvalidTag, ValueError):
            return False

    def _wrap(self, key_id: str, party: str, key: bytes) -> bytes:
        nonce = token_bytes(_NONCE_SIZE)
        return nonce + self._outer.encrypt(nonce, key, _wrapped_context(key_id, party))

    def _unwrap(self, key_id: str, party: str, wrapped: bytes) -> bytes:
        return self._outer.decrypt(wrapped[:_NONCE_SIZE], wrapped[_NONCE_SIZE:], _wrapped_context(key_id, party))

    def _digest(self, *parts: bytes) -> bytes:
        """HMAC-SHA-256."""
        return hmac.digest(self._keys.pseudonym, _joined(*parts), "sha256")


class Sealer:
    """Seals one command's personal data, before the log is locked."""

    def __init__(self, vault: Vault, existing: Mapping[str, tuple[str, bytes]]) -> None:
        self._vault = vault
        self._existing = existing
        self._open: dict[str, tuple[str, AESGCM]] = {}
        self._new_keys: list[PersonKey] = []
        self._tokens: dict[PersonToken, None] = {}

    @property
    def new_keys(self) -> tuple[PersonKey, ...]:
        """The keys that have to be stored in the same transaction as the events."""
        return tuple(self._new_keys)

    @property
    def person_tokens(self) -> tuple[PersonToken, ...]:
        """What has to be stored beside the keys, so that the persons are found."""
        return tuple(self._tokens)

    def enter(self, party: str, *tokens: bytes) -> None:
        """Let a party be found by these tokens."""
        self._tokens.update((PersonToken(token, party), None) for token in tokens)

    def seal(self, party: str, texts: Mapping[str, str]) -> str:
        """`texts` as `v1.<key id>.<base64url of nonce and ciphertext>`, under the party's key.

        A party without a key gets one. Raises StoreUnavailable `keys-wrong` when the party's key does not open.
        """
        key_id, cipher = self._open.get(party) or self._key_of(party)
        nonce = token_bytes(_NONCE_SIZE)
        plain = json.dumps(dict(texts), ensure_ascii=False, separators=(",", ":")).encode()
        box = nonce + cipher.encrypt(nonce, plain, _sealed_context(party))
        return f"{_SEALED_FORMAT}.{key_id}.{urlsafe_b64encode(box).decode().rstrip('=')}"

    def _key_of(self, party: str) -> tuple[str, AESGCM]:
        if party in self._existing:
            key_id, wrapped = self._existing[party]
            try:
                key = self._vault._unwrap(key_id, party, wrapped)
            except (InvalidTag, ValueError):
                raise StoreUnavailable("keys-wrong", key_id=key_id) from None
        else:
            key_id, key = token_urlsafe(12), token_bytes(KEY_SIZE)
            self._new_keys.append(PersonKey(party, key_id, self._vault._wrap(key_id, party, key)))
        self._open[party] = key_id, AESGCM(key)
        return self._open[party]


def key_ids_in(line: bytes) -> Iterator[str]:
    """Which keys open the sealed texts of a line."""
    return (match[1].decode() for match in _SEALED.finditer(line))


def key_id_of(sealed: str) -> str:
    """Which key opens a sealed text. Raises StoreUnavailable `sealed-damaged`."""
    return _parse_sealed(sealed)[0]


def _joined(*parts: bytes) -> bytes:
    """Every part is preceded by its length, so that no two lists of parts look the same."""
    return b"".join(len(part).to_bytes(8, "big") + part for part in parts)


def _parse_sealed(sealed: str) -> tuple[str, bytes]:
    try:
        version, key_id, box = sealed.split(".")
        if version != _SEALED_FORMAT:
            raise ValueError
        raw = urlsafe_b64decode(box + "=" * (-len(box) % 4))
        if len(raw) < _NONCE_SIZE + _TAG_SIZE:
            raise ValueError
        return key_id, raw
    except ValueError:
        raise StoreUnavailable("sealed-damaged") from None


def _sealed_context(party: str) -> bytes:
    return b"bailu-sealed-v1\0" + party.encode()


def _wrapped_context(key_id: str, party: str) -> bytes:
    return b"bailu-wrapped-v1\0" + key_id.encode() + b"|" + party.encode()
