"""Two GnuPG keys that were made for tests and sign nothing: gpg --quick-gen-key OWNER ed25519 sign never."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    identifier: str
    owner: str
    text: str


KEYS = (
    Key("3A23DE1B77C7E0C7", "D Tester <d@d.invalid>", """-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEawWjghYJKwYBBAHaRw8BAQdACMCsoAyM3PX/xO25InHD0ObmDTO77icv8XJ/
44PDOfi0FkQgVGVzdGVyIDxkQGQuaW52YWxpZD6IkAQTFggAOBYhBKQDtavs2Kj0
xztFzjoj3ht3x+DHBQJrBaOCAhsDBQsJCAcCBhUKCQgLAgQWAgMBAh4BAheAAAoJ
EDoj3ht3x+DHHGwA/R1osRYgaeAlr76zAdmEVzKSMxTJYW/kz9opL2oxgw0DAQD+
gQWcwTz65VA5Fznlv5okOSH7MWvN5gfvZ/u/fVPmAQ==
=GK59
-----END PGP PUBLIC KEY BLOCK-----
"""),
    Key("F8DB1A64BD65ECC6", "Other Tester <other@d.invalid>", """-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEawWnMRYJKwYBBAHaRw8BAQdAHnQSFMY35lPNIZf49sFPi8PGsmLKIsv1bHYV
N8p9st+0Hk90aGVyIFRlc3RlciA8b3RoZXJAZC5pbnZhbGlkPoiQBBMWCAA4FiEE
cVvWj+2WOLQZp8fk+NsaZL1l7MYFAmsFpzECGwMFCwkIBwIGFQoJCAsCBBYCAwEC
HgECF4AACgkQ+NsaZL1l7MZXFQEA8lQkyXjFtlmhpoMx0TyFovDXqSBxFDJDo/h6
hhI+7lUBAOkhzB0y0ETcMMc6amVR1jzMMLZ+GqfjcBREo+tsk+oO
=momo
-----END PGP PUBLIC KEY BLOCK-----
"""),
)
