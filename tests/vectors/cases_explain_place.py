"""explain.json: values under another vendor's name for them, at another level, or in each other's place.

The names are those of the scheme files themselves. What is signed and how comes from the catalogue's second implementation.
"""

import json

from cases_explain import HEX_ID, STRANGE, case, correct
from cases_verify import needed_settings, wrong_signature
from catalogue import JANE, at_length, read, representatives, secret_of, settings_of, sign, text_id, visitor_of
from parts import BARE, EMAIL, ID, JSON, QUERY, TABLES, WITH_TIME, scheme
from tokens import pair_of, token_of
from tools import compact

# What people put around the fields.
CONTAINERS = ["user", "data", "visitor", "identity", "payload", "settings", "currentUser", "params", "customer"]
# Names for the signature that no scheme has, or that several have.
DIGESTS = ["hash", "hmac", "signature", "userHash", "user_signature", "identity_hash", "authkey", "verification_token", "connectionKey"]
TOKENS = ["token", "jwt", "userJwt", "id_token", "identityToken", "intercom_user_jwt"]
IDS = ["id", "uid", "external_id", "customer_id", "userExternalId", "user_id"]
EMAILS = ["email", "mail", "email_address", "connectionEmail", "userEmail", "user_email"]

# RFC 7519, section 4.1.
REGISTERED = {"iss", "sub", "aud", "exp", "nbf", "iat", "jti"}

NESTED = scheme("nested", 'hash = "{signature}"\nname = "{name}"\n', tail='\n[fields.user]\nexternal = "{id}"\nplan = "{attributes.plan}"\n')
DEEP = scheme("deep", 'hash = "{signature}"\n', message="{email}", contact="{email}",
              tail='\n[fields.visitor.contact]\nmail = "{email}"\n')


def cases():
    for at, of in enumerate(representatives()):
        yield from moved(of, at)
        yield from renamed(of, at)
        yield from joined(of)
    yield from bookbag()
    yield from wrong_too()
    yield from alternatives()
    yield from flattened()
    yield from nested_tables()
    yield from claims()
    yield from payloads()
    yield from rights()
    yield from refused()


def good_of(of):
    """A body that verifies, and the settings of its verifier."""
    return sign(of, visitor_of(of)).fields, needed_settings(of)


def letters(name):
    return "".join(char for char in name.lower() if char.isalnum())


def known(of, table=None):
    """The names of a scheme's fields, without their case and style."""
    table = table or of.fields
    names = {letters(name) for name in table.members}
    return names.union(*[known(of, part) for part in table.members.values() if hasattr(part, "members")])


def picked(of, names, at, count):
    """Some of the names that are none of the scheme's own."""
    own = known(of)
    names = [name for name in names if letters(name) not in own]
    return [names[(at + step) % len(names)] for step in range(min(count, len(names)))]


def moved(of, at):
    """All fields one level down, as a list, as JSON in a text, and with what signing gives around them."""
    good, settings = good_of(of)
    name = of.signature_name

    def misplaced(what, comment, body, first="field_place", **more):
        return case(f"place-{what}", comment, of, body, first, settings=settings, **more)

    container = picked(of, CONTAINERS, at, 1)[0]
    yield misplaced(f"in-{container}", "all fields are one level down", {container: good})
    yield misplaced("in-list", "a list with the fields", compact([good]))
    yield misplaced("in-inner-text", "the JSON of the fields as text", {container: compact(good)})
    old = sign(of, visitor_of(of), secret=secret_of(of, "old")).fields if of.is_shared else {**good, name: wrong_signature(of)}
    unknown = "secret_unknown" if of.is_shared else "signature_mismatch"
    yield misplaced("in-object-unknown", "one level down, and another secret", {container: old}, also=[unknown])
    envelope = {"scheme": of.name, "signature": good[name], "fields": good, "expires_at": None, "mark": "Zk3vZk3vZk3vZk3v", "warnings": []}
    if name != "signature" or not of.is_token:  # otherwise the token stands in its place
        yield misplaced("envelope", "what signing gives, sent whole", envelope)
    if not at_length(of):
        return
    other = picked(of, CONTAINERS, at + 1, 1)[0]
    yield misplaced(f"in-{other}-and-more", "beside other members", {"page": "/", "csrf": "0f1e2d3c", other: good, "lang": "en"})
    yield misplaced("in-two", "all fields are two levels down", {"body": {"attributes": good}})
    yield misplaced("in-call", "the arguments of the widget's call", compact(["identify", good]))
    yield misplaced("in-text", "the JSON was encoded twice", compact(compact(good)))
    yield misplaced("in-inner-list", "a list with one object", {container: [good]})
    yield misplaced("envelope-answer", "what a site's endpoint answers", {"scheme": of.name, "state": "signed", "mark": "Zk3v", "fields": good})
    yield misplaced("envelope-inner", "what signing gives, one level down", {container: envelope})
    yield misplaced("envelope-unknown", "what signing gives, with another secret", {**envelope, "fields": old}, also=[unknown])


def without(fields, *names):
    return {name: value for name, value in fields.items() if name not in names}


def covered_paths(of):
    """The names of the visitor's fields that the page must send and that stand in no table: of a digest, those that it covers."""
    paths = [(word, of.path_of(word)) for word in of.covered(visitor_of(of)) if word in ["id", "email"]]
    return [(word, path) for word, path in paths if path and path in good_of(of)[0]]


def renamed(of, at):
    """The signature and the covered fields under other vendors' names, and one of them one level down."""
    good, settings = good_of(of)
    name = of.signature_name

    def misspelt(what, comment, body, first="field_misspelt", **more):
        return case(f"place-{what}", comment, of, body, first, settings=settings, **more)

    for other in picked(of, TOKENS if of.is_token else DIGESTS, at, 6 if at_length(of) else 1):
        yield misspelt(f"{name}-as-{other}", "another vendor's name for it", {**without(good, name), other: good[name]}, field=name)
    other = picked(of, TOKENS if of.is_token else DIGESTS, at, 1)[0]
    yield misspelt(f"{name}-as-inner-{other}", "another vendor's name for it, one level down",
                   {**without(good, name), "auth": {other: good[name]}}, field=name)
    yield misspelt(f"{name}-inner", "one level down", {**without(good, name), "auth": {name: good[name]}}, "field_place", field=name)
    if of.is_token:
        return
    for word, path in covered_paths(of):
        for other in picked(of, IDS if word == "id" else EMAILS, at, 4 if at_length(of) else 1):
            if any(letters(other) == letters(one) for one in ["id", "email"]) and len(covered_paths(of)) > 1:
                continue
            yield misspelt(f"{path}-as-{other}", "another vendor's name for it", {**without(good, path), other: good[path]}, field=path)
            both = {**without(good, path, name), other: good[path], picked(of, DIGESTS, at, 1)[0]: good[name]}
            yield misspelt(f"{path}-as-{other}-both", "both under another vendor's names", both)
        yield misspelt(f"{path}-inner", "one level down", {**without(good, path), "user": {path: good[path]}}, "field_place", field=path)
        if word == "id" and at_length(of):
            of_number = sign(of, text_id({**visitor_of(of), "id": 42})).fields
            yield misspelt(f"{path}-as-number", "a number under another vendor's name",
                           {**without(of_number, path), picked(of, IDS, at, 1)[0]: 42}, field=path)
        yield misspelt(f"{path}-is-signature", "the digest in its place, and no signature", {**without(good, name), path: good[name]},
                       "field_is_signature", field=path)


def joined(of):
    """The message itself in the signature's place."""
    if of.is_token:
        return
    signed = sign(of, visitor_of(of))
    settings, name = needed_settings(of), of.signature_name
    slots = [one for one in next(message for message in of.messages if all(isinstance(one, str) or one.value(signed.values) is not None
                                                                           for one in message)) if not isinstance(one, str)]
    if len(slots) > 1 and not of.payload:
        yield case("place-message", "the message itself, not its digest", of, {**signed.fields, name: signed.message},
                   "signature_is_message", settings=settings, field=name)
        first, last = str(slots[0].text(signed.values)), str(slots[1].text(signed.values))
        if of.path_of(slots[1].name) != name:
            yield case("place-message-order", "the message itself, joined in another way", of, {**signed.fields, name: f"{last}|{first}"},
                       "signature_is_message", settings=settings, field=name)
    email, id_ = of.path_of("email"), of.path_of("id")
    if email in signed.fields and id_ in signed.fields:
        for what, separator in [("colon", ":"), ("none", ""), ("space", " - ")][:3 if at_length(of) else 1]:
            yield case(f"place-message-{what}", "id and email joined, and no digest", of,
                       {**signed.fields, name: f"{signed.fields[id_]}{separator}{signed.fields[email]}"}, "signature_is_message",
                       settings=settings, field=name)


def bookbag():
    """As integrators report it."""
    good = sign("bookbag", JANE).fields
    digest, metadata = good["user_hash"], good["user_metadata"]
    yield case("place-report-user", "the fields inside user", "bookbag", {"user": {"user_id": "user-123", "user_hash": digest}},
               "field_place", field="user_id")
    yield case("place-report-other-names", "a site that had another widget", "bookbag",
               {"user": {"id": "user-123", "hash": digest, "email": JANE["email"]}}, "field_misspelt", field="user_id")
    yield case("place-report-intercom-settings", "the names of Intercom's page", "bookbag",
               {"intercomSettings": {"app_id": "abc", "user_id": "user-123", "user_hash": digest}}, "field_place", field="user_id")
    yield case("place-report-in-metadata", "the id among the unsigned fields", "bookbag",
               {"user_hash": digest, "user_metadata": {"user_id": "user-123", **metadata}}, "field_place", field="user_id")
    yield case("place-report-hash-in-metadata", "the digest among the unsigned fields", "bookbag",
               {"user_id": "user-123", "user_metadata": {"user_hash": digest, **metadata}}, "field_place", field="user_hash")
    yield case("place-report-digest-as-id", "the digest as the id, and no hash", "bookbag", {"user_id": digest, "user_metadata": metadata},
               "field_is_signature", field="user_id")
    yield case("place-report-digest-as-id-null", "the digest as the id, and null", "bookbag", {"user_id": digest, "user_hash": None},
               "field_is_signature", field="user_id")
    yield case("place-report-digest-as-id-undefined", "the digest as the id, and a word", "bookbag", {"user_id": digest, "user_hash": "undefined"},
               "field_is_signature", field="user_id")
    yield case("place-report-digest-twice", "the digest as the id too", "bookbag", {"user_id": digest, "user_hash": digest},
               "field_is_signature", field="user_id")
    yield case("place-report-envelope-of-another", "what was signed for another vendor", "bookbag",
               {"scheme": "intercom", "signature": digest, "fields": {"user_id": "user-123", "user_hash": digest}}, "field_place",
               field="user_hash")
    yield case("place-report-hash-object", "the digest in an object of its own", "bookbag", {"user_id": "user-123", "user_hash": {"hash": digest}},
               "field_misspelt", field="user_hash")
    yield case("place-report-id-object", "the id in an object", "bookbag", {"user_id": {"id": "user-123"}, "user_hash": digest},
               "field_misspelt", field="user_id")
    # Of several values, the one that was signed.
    yield case("place-report-two-ids", "an order's id beside the user's", "bookbag",
               {"order": {"user_id": "other-1"}, "profile": {"user_id": "other-2"}, "me": {"uid": "user-123"}, "user_hash": digest},
               "field_misspelt", field="user_id")
    yield case("place-report-company", "a company's id is not the visitor's", "bookbag",
               {"company": {"id": "c-1"}, "member": {"id": "user-123"}, "user_hash": digest}, "field_misspelt", field="user_id")
    yield case("place-report-odd-name", "a name that nobody has, and the right digest", "bookbag", {"user_id": "user-123", "xyz": digest},
               "field_misspelt", field="user_hash")


def wrong_too():
    """In another place, and signed wrongly too: both are told."""
    secret = secret_of("bookbag")
    for what, hashed, key, code in [
        ("other-field", JANE["email"], secret, "other_field"), ("newline", "user-123", secret + "\n", "secret_space"),
        ("quotes", "user-123", f'"{secret}"', "secret_quotes"), ("message-newline", "user-123\n", secret, "message_space"),
        ("unknown", "user-123", STRANGE["text"], "secret_unknown"),
    ]:
        digest = read("bookbag").digest(key, hashed)
        inner = {"user_id": "user-123", "user_hash": digest, "user_metadata": {"email": JANE["email"]}}
        yield case(f"place-wrong-{what}", "one level down, and signed wrongly", "bookbag", {"user": inner}, "field_place", [code])
        yield case(f"place-wrong-{what}-names", "other names, and signed wrongly", "bookbag",
                   {"id": "user-123", "hash": digest, "email": JANE["email"]}, "field_misspelt", [code])
    digest = read("fernand").digest(secret_of("fernand"), JANE["email"])
    yield case("place-wrong-upper-case", "another name, and capital digits", "fernand", {"email": JANE["email"], "user_hash": digest.upper()},
               "field_misspelt", ["result_upper_case"])
    yield case("place-wrong-base64", "inside user, and base64", "fernand",
               {"user": {"email": JANE["email"], "hash": read("fernand").digest(secret_of("fernand"), JANE["email"] + " ")}},
               "field_place", ["message_space"])
    yield case("place-wrong-swapped", "inside user, and swapped", "fernand", {"user": {"email": digest, "hash": JANE["email"]}},
               "field_place", ["fields_swapped"])
    yield case("place-wrong-absent", "inside user, and no digest", "fernand", {"user": {"email": JANE["email"], "name": "Jane Doe"}},
               "field_place", ["signature_missing"])
    settings = {"app_id": "YOUR_APP_ID"}
    good = sign("thread", JANE).fields
    yield case("place-wrong-setting", "the page of another workspace, one level down", "thread", {"settings": {**good, "appId": "ANOTHER"}},
               "field_place", ["claim_value"], settings=settings)
    yield case("place-setting-inner", "a setting's field is a field too", "thread",
               {**without(good, "appId"), "config": {"appId": "YOUR_APP_ID"}}, "field_place", settings=settings, field="appId")
    yield case("place-setting-name", "another name for a setting's field", "thread",
               {**without(good, "appId"), "workspace": "YOUR_APP_ID"}, "field_misspelt", settings=settings, field="appId")


def alternatives():
    """Intercom signs the id, or else the email."""
    settings = {"app_id": "YOUR_APP_ID"}

    def intercom(what, comment, hashed, body, first, *also, **more):
        digest = read("intercom").digest(secret_of("intercom"), hashed)
        text = json.dumps(body).replace("DIGEST", digest)
        return case(f"place-alternative-{what}", comment, "intercom", json.loads(text), first, also, settings=settings, **more)

    yield intercom("id", "the id under another name, and the email", "user-123",
                   {"app_id": "YOUR_APP_ID", "id": "user-123", "email": JANE["email"], "user_hash": "DIGEST"}, "field_misspelt", field="user_id")
    yield intercom("both", "both inside user", "user-123",
                   {"app_id": "YOUR_APP_ID", "user": {"user_id": "user-123", "email": JANE["email"], "user_hash": "DIGEST"}}, "field_place")
    yield intercom("email", "the email inside user, and an id that was not signed", JANE["email"],
                   {"app_id": "YOUR_APP_ID", "id": "user-123", "user": {"email": JANE["email"], "user_hash": "DIGEST"}}, "field_place")
    yield intercom("unsigned-id", "an id under another name is not to blame where the email is signed wrongly", JANE["email"] + "\n",
                   {"app_id": "YOUR_APP_ID", "id": "user-123", "email": JANE["email"], "user_hash": "DIGEST"}, "message_space")
    for of, first, second in [("onesignal_hash", "external_user_id_auth_hash", "email_auth_hash")]:
        good = sign(of, JANE).fields
        yield case("place-further", "all signatures one level down", of, {"oneSignal": good}, "field_place")
        yield case("place-further-first", "only the first one level down", of, {**without(good, first), "auth": {first: good[first]}},
                   "field_place", field=first)
        yield case("place-further-wrong", "one level down, and a further signature is another's", of,
                   {"oneSignal": {**good, second: good[first]}}, "field_place", ["other_field"])


def flattened():
    """Names that are paths, as a form has them."""
    good = sign("bookbag", JANE).fields
    reamaze = sign("reamaze", JANE).fields
    for what, form in [("brackets", "user[{}]"), ("points", "user.{}"), ("slashes", "https://example.com/{}"), ("colons", "custom:{}")]:
        yield case(f"place-flat-{what}", "names that are paths", "bookbag", {form.format(name): good[name] for name in ["user_id", "user_hash"]},
                   "field_place", field="user_id")
        yield case(f"place-flat-{what}", "names that are paths", "reamaze", {form.format(name): value for name, value in reamaze.items()},
                   "field_place", field="id")


def nested_tables():
    """Tables of the scheme's own, and their members at other levels."""
    visitor = {"id": ID, "name": "Jane", "attributes": {"plan": "growth"}}
    good = sign(NESTED, visitor).fields

    def nested(what, comment, body, first="field_place", *also, of=NESTED, **more):
        return {**case("part", comment, of, body, first, also, **more), "id": f"part-place-{what}"}

    yield {**correct("part", "the member in its table", NESTED, good), "id": "part-place-good"}
    yield nested("too-high", "at the top", {**without(good, "user"), "external": ID}, field="user.external")
    yield nested("other-table", "in another object", {**without(good, "user"), "visitor": good["user"]}, field="user.external")
    yield nested("misspelt-table", "in a table of almost the name", {**without(good, "user"), "User": good["user"]}, "field_misspelt", field="user")
    yield nested("all-down", "all one level down", {"data": good}, field="hash")
    yield nested("too-deep", "one level too deep", {**without(good, "user"), "user": {"identity": {"external": ID}}}, field="user.external")
    yield nested("inside", "the digest inside the table", {"user": {**good["user"], "hash": good["hash"]}}, field="hash")
    yield nested("plain", "the table is the id itself", {"hash": good["hash"], "user": ID}, "field_misspelt", field="user.external")
    deep = sign(DEEP, {"email": EMAIL}).fields
    yield nested("deep-too-high", "two levels too high", {"hash": deep["hash"], "mail": EMAIL}, of=DEEP, field="visitor.contact.mail")
    yield nested("deep-one-level", "one level too high", {"hash": deep["hash"], "visitor": {"mail": EMAIL}}, of=DEEP,
                 field="visitor.contact.mail")
    yield nested("deep-name", "another vendor's name", {"hash": deep["hash"], "email": EMAIL}, "field_misspelt", of=DEEP,
                 field="visitor.contact.mail")
    timed = sign(WITH_TIME, {"id": ID}).fields
    yield nested("timed", "a digest with its time, one level down", {"auth": timed}, of=WITH_TIME)
    yield nested("timed-name", "a digest with its time under another name", {"uid": ID, "user_hash": timed["hash"]}, "field_misspelt",
                 of=WITH_TIME, field="hash")
    yield nested("timed-as-id", "a digest with its time as the id", {"uid": timed["hash"]}, "field_is_signature", of=WITH_TIME, field="uid")
    constants = sign(TABLES, {"id": ID}).fields
    yield nested("constants", "constants one level down", {"data": constants}, of=TABLES)


def claims():
    """Claims of a token one level down, and under another vendor's name."""
    for at, of in enumerate(of for of in representatives() if of.is_token):
        signed = sign(of, visitor_of(of))
        settings, name = needed_settings(of), of.signature_name
        good = of.claims.fill(signed.values, of.own_attributes)
        key = of.key(secret_of(of)) if of.is_shared else pair_of(of.algorithm)
        required = [path for path in of.section.get("required", []) if "." not in path]

        def sent(what, comment, changed, first, *also, of=of, name=name, signed=signed, key=key, settings=settings, **more):
            text = token_of(of.algorithm, key, changed, of.header(signed.values))
            return case(f"claims-{what}", comment, of, {**signed.fields, name: text}, first, also, settings=settings, **more)

        container = ["user", "data", "payload", "claims"][at % 4]
        if required:
            yield sent(f"in-{container}", "all claims one level down", {container: good}, "field_place")
        if set(required) - REGISTERED:
            registered = {claim: value for claim, value in good.items() if claim in REGISTERED}
            yield sent("in-identity-and-times", "what is not registered stands one level down",
                       {**registered, "identity": without(good, *REGISTERED)}, "field_place")
        for claim in required:
            yield sent(f"{claim}-inner", "one claim one level down", {**without(good, claim), "user": {claim: good[claim]}},
                       "field_place", field=claim)
            word = next((one.name for path, one in of.claims.placeholders() if path == claim), "")
            names = {"id": ["external_id", "user_id", "sub", "customer_id"], "email": ["email_address", "userEmail"]}.get(word, [])
            for other in [other for other in names if letters(other) != letters(claim) and other not in good][:2]:
                yield sent(f"{claim}-as-{other}", "another vendor's name for the claim", {**without(good, claim), other: good[claim]},
                           "field_misspelt", field=claim)
        for claim in required[:1]:
            yield sent(f"{claim}-namespace", "a claim with a namespace", {**without(good, claim), f"https://example.com/{claim}": good[claim]},
                       "field_place", field=claim)
            yield sent(f"{claim}-other-key", "a claim one level down, and another key",
                       {**without(good, claim), "user": {claim: good[claim]}}, "secret_unknown" if of.is_shared else "signature_mismatch",
                       "field_place", key=of.key(secret_of(of, "old")) if of.is_shared else pair_of(of.algorithm, other=True))
    onesignal = read("onesignal")
    values = sign(onesignal, JANE).values
    good = onesignal.claims.fill(values, onesignal.own_attributes)
    key = onesignal.key(secret_of(onesignal)) if onesignal.is_shared else pair_of(onesignal.algorithm)
    for what, changed in [("too-high", {**without(good, "identity"), "external_id": ID}),
                          ("other-table", {**without(good, "identity"), "user": {"external_id": ID}})]:
        text = token_of(onesignal.algorithm, key, changed, onesignal.header(values))
        yield case(f"claims-{what}", "a claim of a table at another level", onesignal, {"externalId": ID, "jwtToken": text}, "field_place",
                   settings=needed_settings(onesignal), field="identity.external_id")
    drift = sign("drift", JANE).fields
    yield case("place-token-as-id", "the token in the id's place", "drift", {"userId": drift["userJwt"]}, "field_is_signature", field="userId")
    yield case("place-token-anywhere", "a token under a name that nobody has", "drift", {"userId": ID, "x": {"y": drift["userJwt"]}},
               "field_misspelt", field="userJwt")


def payloads():
    """A payload that is signed rightly, with its members one level down or under other names."""
    def part(what, comment, of, members, first, *also, **more):
        text = of.payload.text_of(members)
        body = {"data": text, "hash": of.digest(secret_of(of), text)}
        return {**case("part", comment, of, body, first, also, **more), "id": f"part-place-{what}"}

    yield part("payload-inner", "the payload's members one level down", JSON, {"user": {"uid": ID, "mail": EMAIL}}, "field_place", field="uid")
    yield part("payload-name", "another vendor's name", JSON, {"external_id": ID, "mail": EMAIL}, "field_misspelt", field="uid")
    yield part("payload-bare", "the members as they are", BARE, {"visitor": {"uid": ID}}, "field_place", field="uid")
    yield part("payload-query", "a form's name that is a path", QUERY, {"user[uid]": ID}, "field_place", field="uid")
    for of in [JSON, BARE, QUERY]:
        good = sign(of, {"id": ID}).fields
        yield {**case("part", "the payload one level down", of, {"sso": good}, "field_place", field="data"),
               "id": f"part-place-{of.name}-down"}
        yield {**case("part", "the payload is sent under another vendor's name", of, {**without(good, "data"), "userDataJSONBase64": good["data"]},
                      "field_misspelt", field="data"), "id": f"part-place-{of.name}-name"}
    fastcomments = sign("fastcomments", visitor_of("fastcomments"))
    yield case("place-payload", "payload and digest inside sso, as the widget has them", "fastcomments", {"sso": fastcomments.fields},
               "field_place")


def rights():
    """What looks misplaced, and is right."""
    def right(what, comment, of, body, **more):
        return correct(f"place-good-{what}", comment, of, body, **more)

    good = sign("bookbag", JANE).fields
    digest = good["user_hash"]
    yield right("more", "members that other vendors have", "bookbag",
                {**good, "hash": "0" * 64, "user": {"user_id": "other", "user_hash": "1" * 64}, "data": [1], "id": 5, "email": EMAIL})
    yield right("copies", "the fields again, one level down", "bookbag", {**good, "user": good, "settings": {"user_id": "x"}})
    yield right("first", "other members come first", "bookbag", {"user": {"id": "y"}, "fields": {"user_id": "z"}, **good})
    yield right("envelope", "the fields, and what signing gives beside them", "bookbag",
                {**good, "scheme": "bookbag", "signature": digest, "mark": "Zk3v", "fields": {"user_id": "z"}})
    yield right("metadata", "the names of the signed fields among the unsigned", "bookbag",
                {**good, "user_metadata": {"user_id": "x", "user_hash": "y", "hash": "z"}})
    hex_id = sign("bookbag", {"id": HEX_ID}).fields
    yield right("hex-id", "an id that looks like a digest", "bookbag", {**hex_id, "hash": digest})
    joined_id = sign("reamaze", {"id": f"a:{JANE['email']}", "email": JANE["email"]}).fields
    yield right("joined-id", "an id that is made of other fields", "reamaze", {**joined_id, "name": "a"})
    yield right("orlo", "a token beside members that others read", "orlo",
                {**sign("orlo", JANE).fields, "token": "x", "user": {"id": 1}, "id_token": "eyJ.eyJ.x"}, settings=needed_settings("orlo"))
    intercom = sign("intercom", JANE).fields
    yield right("intercom", "attributes that other vendors sign", "intercom", {**intercom, "id": 7, "hash": "x", "data": {"user_id": "8"}},
                settings=settings_of("intercom"))
    email = sign("intercom", {"email": JANE["email"]}).fields
    yield right("intercom-email", "only the email is signed, and there is an id of another name", "intercom", {**email, "id": "user-123"},
                settings=settings_of("intercom"))


def refused():
    """What is refused, and stands in its place: nothing is told about places."""
    strange = sign("bookbag", JANE, secret=STRANGE["text"]).fields
    right = sign("bookbag", JANE).fields["user_hash"]
    for what, more in [("hash", {"hash": right}), ("user", {"user": {"user_id": "user-123", "user_hash": right}}),
                       ("data", {"data": {"id": "5"}, "userId": "5"}), ("fields", {"fields": {"user_hash": right}})]:
        yield case(f"place-refused-{what}", "another secret, beside members that are not read", "bookbag", {**strange, **more}, "secret_unknown")
    good = sign("bookbag", JANE).fields
    for what, body in [("session", {"session": "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "csrf_token": "f" * 64}),
                       ("access-token", {"access_token": "ya29.a0AfB_byC-0123456789abcdefghijklmnop"}), ("empty", {"hash": ""}),
                       ("word", {"hash": "undefined"}), ("email", {"hash": "jane@example.com"})]:
        yield case(f"place-refused-{what}", "no signature, and a text that is none", "bookbag", {**without(good, "user_hash"), **body},
                   "signature_missing", field="user_hash")
    yield case("place-refused-company", "no id, and that of another thing", "bookbag",
               {"user_hash": right, "company": {"id": "c-1"}, "orders": {"id": 7}}, "claim_missing", field="user_id")
    yield case("place-refused-two", "two objects: nobody can say which", "bookbag", compact([good, good]), "fields_malformed")
