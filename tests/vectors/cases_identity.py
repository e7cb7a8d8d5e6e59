"""sign.json: what is signed with a warning, because it identifies nobody or is no secret; and what only looks like it."""

from cases_sign import case

SECRET = "d41c0e9b7a5f4e63b2a8c97d10f6e235"

# What stands where an id should be, and who writes it.
NOBODY = [
    ("undefined", "JavaScript, of a variable that has no value"), ("null", "JavaScript and Java, of null"), (str(None), "Python, of None"),
    ("nil", "Ruby's inspect, of nil"), ("<nil>", "Go, of nil"), ("(null)", "C and Objective-C, of NULL"), ("NaN", "JavaScript, of no number"),
    (str(float("nan")), "Python and pandas, of no number"), ("NULL", "a database's export"), ("0", "WordPress and Drupal, of nobody"),
    ("00000000-0000-0000-0000-000000000000", ".NET, of Guid.Empty"), (" ", "a blank"), ("anonymousUser", "Spring Security"),
    ("AnonymousUser", "Django"), ("anon.", "Symfony"), ("anonymous", "a site"), ("Guest", "a site"), ("[object Object]", "JavaScript, of an object"),
    ("[object Promise]", "JavaScript, of a promise that nobody awaited"), ("Array", "PHP, of an array"), ("Optional(\"42\")", "Swift, of an optional"),
    ("Optional[42]", "Java, of an Optional"), (str(b"42"), "Python, of bytes"), ("User object (42)", "Django, of a model"),
    ("#<User:0x000055d5a1>", "Ruby, of an object"), ("<User object at 0x7f2ac1>", "Python, of an object"),
]
UNFILLED = [
    ("{{ user.id }}", "Django, Twig, Jinja, Blade, Handlebars, Liquid"), ("{% user_id %}", "a tag of Django"), ("<%= user.id %>", "ERB, EJS"),
    ("${user.id}", "JavaScript in single quotes, JSP, Thymeleaf"), ("#{user.id}", "Ruby in single quotes, Pug"), (":id", "a route"),
    ("{id}", "a route"), ("%s", "a format"), ("%(id)s", "a format of Python"), ("{!User.Id}", "Salesforce"), ("user-{{ id }}", "with text before it"),
]
PADDED = ["42 ", "\u00a042", "42\u200b", "\ufeff42", "\u206042", "\u200e42"]
VISITORS = [
    "null-island", "nullable", "guest-17", "nonesuch", "anonymous-7", "7f4baab5-0c91-44e8-8b58-5ff849535174",
    "{7f4baab5-0c91-44e8-8b58-5ff849535174}", "auth0|5f7c8ec7c33c6c004bbafe82", "gid://shopify/Customer/1", "a&amp;b", "00", "-1", "$cash",
    "100%", ":42", "42\u00a043", "\u263a\ufe0f",
]
NO_SECRETS = [
    (f"BOOKBAG_SECRET={SECRET}", "NAME=value"), (f"export BOOKBAG_SECRET={SECRET}", "a shell's export"), (f"secret: {SECRET}", "a member of YAML"),
    (f"Bearer {SECRET}", "a header's value"), ("/run/secrets/bookbag", "the path of Docker's secret"), ("C:\\keys\\bookbag.txt", "a path of Windows"),
    ("secrets/bookbag.txt", "a path"), ("op://vault/bookbag/secret", "a vault's address"), (f"A=1\nBOOKBAG_SECRET={SECRET}", "a whole .env file"),
    (f"{SECRET[:16]}\n{SECRET[16:]}", "two lines"), (f'{{"secret": "{SECRET}"}}', "JSON"), ("${BOOKBAG_SECRET}", "a variable that nothing filled in"),
    ("{{ bookbag_secret }}", "a template that nothing filled in"), ("$BOOKBAG_SECRET", "a variable of a shell"), ("BOOKBAG_SECRET", "a variable's name"),
]
SECRETS = [
    ("bZESdWOvMs+p/qtnKvId3EVcwEINxPHU9/TqhB0kg3c=", "base64"), ("/xBZTyqXVypWFRYyTyPv+CjeAUsOrM+kkiHD3JKhuaIJRE+dTChoOO==", "base64 that begins with a slash"),
    ("SECRETkey0123456789==", "base64 whose end looks like a name"), ("pa=ss$word{with}every%sign", "a password"), ("$2y$10$abcdefghijklmnopqrstuv", "a secret with dollars"),
    ("{d41c0e9b-7a5f-4e63-b2a8-c97d10f6e235}", "a GUID in braces"), ("one secret: of many words, such as these", "a sentence"),
]


def cases():
    for number, (text, writer) in enumerate(NOBODY, 1):
        yield case(f"nobody-{number}", f"identifies nobody: {writer}", "bookbag", {"id": text}, warnings=["identity_missing"])
    for number, (text, writer) in enumerate(UNFILLED, 1):
        yield case(f"unfilled-{number}", f"a placeholder: {writer}", "bookbag", {"id": text}, warnings=["template_unfilled"])
    for number, text in enumerate(PADDED, 1):
        yield case(f"invisible-{number}", "something invisible is around the id", "bookbag", {"id": text}, warnings=["id_space"])
    for number, text in enumerate(VISITORS, 1):
        yield case(f"somebody-{number}", "an id that only looks like nobody", "bookbag", {"id": text})
    for name, email, code in [("undefined", "undefined", "identity_missing"), ("guest", "guest", "identity_missing"),
                              ("unfilled", "{{ user.email }}", "template_unfilled"), ("invisible", "jane@example.com\u200b", "email_shape")]:
        yield case(f"email-{name}", "the more precise warning is given", "fernand", {"email": email}, warnings=[code])
    yield case("email-guest-address", "an address that only looks like nobody", "fernand", {"email": "guest@null.example"})
    for name, text, codes in [("none", "None", []), ("guest", "Guest", []), ("unfilled", "{{ user.name }}", ["template_unfilled"]),
                              ("several", "{{ first }} {{ last }}", ["template_unfilled"]), ("within", "Jane {{ last }}", [])]:
        yield case(f"name-{name}", "a person may have any name but a placeholder", "bookbag", {"id": "user-123", "name": text}, warnings=codes)
    yield case("attribute-unfilled", "an attribute may be any text but a placeholder", "bookbag",
               {"id": "user-123", "attributes": {"plan": "${plan}", "coupon": "null"}}, warnings=["template_unfilled"])
    yield case("integer-zero", "the number of nobody", "bookbag", {"id": 0}, warnings=["identity_missing"])
    for number, (secret, what) in enumerate(NO_SECRETS, 1):
        short = ["secret_short"] if len(secret) < 16 else []
        yield case(f"secret-shape-{number}", f"the secret is used unchanged, with a warning: {what}", "bookbag", {"id": "user-123"},
                   secret=secret, signer_warnings=[*short, "secret_shape"])
    for number, (secret, what) in enumerate(SECRETS, 1):
        yield case(f"secret-like-{number}", f"a secret that only looks like something else: {what}", "bookbag", {"id": "user-123"}, secret=secret)
