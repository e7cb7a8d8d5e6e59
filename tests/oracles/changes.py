"""Changes of signed fields."""

import re


def replaced(value, old, new):
    """The value with one text in place of another, everywhere in it."""
    if isinstance(value, dict):
        return {name: replaced(member, old, new) for name, member in value.items()}
    return value.replace(old, new) if isinstance(value, str) else value


def with_signature(one, answer):
    """Our fields with what an oracle gave in their place: its signature, or some of its fields."""
    if "signature" in answer:
        return replaced(one.fields, one.signature, answer["signature"])
    return one.fields | answer["fields"]


def changed_signature(one):
    """The fields with a signature of which one letter is another."""
    parts, digest = parts_of(one.signature)
    text, middle = parts[digest], len(parts[digest]) // 2
    parts[digest] = text[:middle] + ("1" if text[middle] == "0" else "0") + text[middle + 1:]
    return replaced(one.fields, one.signature, "".join(parts))


def another_visitor(one, another):
    """The other visitor's fields with the digest of this one."""
    parts, digest = parts_of(another.signature)
    theirs, their_digest = parts_of(one.signature)
    parts[digest] = theirs[their_digest]
    fields = replaced(another.fields, another.signature, "".join(parts))
    if fields in (one.fields, another.fields):
        raise ValueError("the signature does not tell the visitors apart")
    return fields


def parts_of(signature):
    """The parts of a signature with the separators between them, and the index of the digest: a token's last part, or the
    last part that is no time.
    """
    parts = re.split("([ .])", signature)
    return parts, max(index for index in range(0, len(parts), 2) if not re.fullmatch(r"\d{10,13}", parts[index]))
