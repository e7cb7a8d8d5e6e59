"""Small schemes, one or more for each part of the format that tokens use, and visitors that they sign."""

from parts import EMAIL, HEAD, ID, SETTING
from scheme_file import Scheme
from tokens import ALGORITHMS, is_shared

TOKEN = 'token = "{signature}"\n'
WHO = 'sub = "{id}"\nemail = "{email}"\n'
ANSWER = '\n[refused]\nstatus = 403\nerror = "token_refused"\n'


def scheme(name, claims, *, algorithm="HS256", contact="{id}", top="", secret="text", required='["sub"]', more="", header="",
           fields=TOKEN, page="", tail=""):
    """A scheme with tokens. `more` belongs to [signature], `tail` stands after [fields]."""
    secret = f'secret = "{secret}"\n' if is_shared(algorithm) else ""
    return Scheme(HEAD.format(name) + (f'contact = "{contact}"\n' if contact else "") + top
                  + f'\n[signature]\nkind = "jwt"\nalgorithm = "{algorithm}"\n{secret}'
                  + (f"required = {required}\n" if required else "") + more
                  + (f'\n[signature.header]\nkid = "{header}"\n' if header else "")
                  + f"\n[signature.claims]\n{claims}\n[fields]\n{fields}{tail}" + (f"\n[page]\n{page}" if page else ""))


def setting(name, form, required=False):
    return SETTING.format(name, form) + ("required = true\n" if required else "")


# One scheme of each algorithm, with the usual claims.
PLAIN = {name: scheme(f"token_{name.lower()}", WHO + 'exp = "{expires}"\n', algorithm=name, more="lifetime = 3600\n", tail=ANSWER)
         for name in ALGORITHMS}
HS256, RS256, ES256, ES384, EDDSA = (PLAIN[name] for name in ["HS256", "RS256", "ES256", "ES384", "EdDSA"])

HEX = scheme("token_hex", WHO, secret="hex")
BASE64 = scheme("token_base64", WHO, algorithm="HS512", secret="base64")
KID = scheme("token_kid", WHO, algorithm="EdDSA", header="2026-11")
KID_SETTING = scheme("token_kid_setting", WHO, header="{settings.key_id}", top=setting("key_id", "name", True))
KID_TEXT = scheme("token_kid_text", WHO, algorithm="RS256", header="acme/{settings.key_id}#1", top=setting("key_id", "text", True))
REGISTERED = scheme(
    "token_registered",
    'iss = "https://{settings.instance_id}.example/"\naud = "acme"\nsub = "{id}"\nnbf = "{now}"\niat = "{now}"\nexp = "{expires}"\n',
    top=setting("instance_id", "name", True), more="lifetime = 300\n")
AUDIENCE = scheme("token_audience", 'sub = "{id}"\naud = "{settings.app}"\niss = "{settings.app}"\n', top=setting("app", "text", True))
CHANCE = scheme("token_chance", 'sub = "{id}"\njti = "{random}"\n')
CHANCE_NESTED = scheme("token_chance_nested", 'sub = "{id}"\nat = "{now}"\nonce = {nonce = "{random}", version = 1}\n', algorithm="EdDSA")
TYPED = scheme(
    "token_typed",
    'sub = "{id}"\nplan = "{attributes.plan}"\nage = "{attributes.age|integer}"\nscore = "{attributes.score|number}"\n'
    'vip = "{attributes.vip|boolean}"\nsite = "{attributes.site|address}"\ngroups = "{attributes.groups|texts}"\n"*" = "{attributes}"\n')
PEOPLE = scheme("token_people", 'user_id = "{id}"\nname = "{name}"\nphone = "{phone}"\npicture = "{avatar}"\nemail = "{email|trim|lower}"\n'
                'email_verified = {constant = true, with = "{email}"}\nscope = "user"\nversion = 2\nlive = true\n', required='["user_id", "email"]')
NESTED = scheme(
    "token_nested",
    'scope = "visitor"\nidentity = {external_id = "{id}", email = "{email}"}\n\n[signature.claims.company]\nkind = "company"\n'
    'name = "{attributes.company}"\n\n[signature.claims.company.plan]\nname = "{attributes.plan}"\n\n[signature.claims.options]\n'
    'mode = "chat"\nsize = 2\n\n[signature.claims.custom]\n"*" = "{attributes}"\n',
    required='["identity.external_id"]')
TIMES = scheme(
    "token_times", 'sub = "{id}"\nmade = "{now}"\nmade_ms = "{now|ms}"\nmade_iso = "{now|iso}"\nmade_text = "{now|text}"\n'
    'ends = {at = "{expires}", ms = "{expires|ms}", iso = "{expires|iso}", text = "{expires|text}"}\n', more="lifetime = 60\nmax_age = 90\n")
MAX_AGE = scheme("token_max_age", WHO + 'iat = "{now}"\n', more="max_age = 900\n")
BOTH_AGES = scheme("token_both_ages", WHO + 'iat = "{now}"\nexp = "{expires}"\n', more="lifetime = 3600\nmax_age = 900\n")
CHOSEN = scheme("token_chosen_end", WHO + 'exp = "{expires}"\n', top=setting("lifetime", "seconds"),
                more='lifetime = {setting = "lifetime", default = 3600, maximum = 7200}\n')
OPTIONAL_END = scheme("token_optional_end", WHO + 'exp = "{expires}"\n', top=setting("lifetime", "seconds"),
                      more='lifetime = "{settings.lifetime}"\n')
REPEATED = scheme("token_repeated", 'sub = "{id}"\nid = "{id}"\nuser = {id = "{id}", email = "{email}"}\nemail = "{email}"\n')
BESIDE = scheme("token_beside", WHO, fields='token = "{signature}"\nuser = "{id}"\nname = "{name}"\napp = "{settings.app}"\nkind = "jwt"\n',
                top=setting("app", "name", True))
SAMPLES = scheme("token_samples", WHO, more='samples = ["your-256-bit-secret-from-the-page"]\n')
BARE = scheme("token_bare", '"*" = "{attributes}"\n', required="", contact="")
NOBODY = scheme("token_nobody", 'key = "{attributes.key}"\nuser = "{id}"\nname = "{name}"\nphone = "{phone}"\nemail = "{email}"\n"*" = "{attributes}"\n',
                required='["key"]', contact="")

# --- Pages -----------------------------------------------------------------------------------

FETCHED = scheme("token_fetched", WHO + 'exp = "{expires}"\n', algorithm="EdDSA", more="lifetime = 600\n",
                 top=setting("endpoint", "endpoint"), fields='jwt = "{signature}"\nuser = "{id}"\nname = "{name}"\n',
                 page='''endpoint = "{settings.endpoint}"
global = "zE"
script = [
  "zE('messenger', 'loginUser', {fetch.jwt});",
  "zE('name', {fetch.name}, {fields});",
]
forget = "zE('messenger', 'logoutUser');"
''')
FETCHED_AT_ONCE = scheme("token_fetched_at_once", WHO, top=setting("endpoint", "endpoint"), fields='jwt = "{signature}"\nuser = "{id}"\n',
                         page='endpoint = "{settings.endpoint}"\nat_once = "window.settings = {user: {fields.user}, token: {fetch.jwt}};"\nforget = "delete window.settings;"\n')


def typed(**attributes):
    return {"id": ID, "attributes": attributes}


BOTH = {"id": ID, "email": EMAIL}
SIGNED = [
    *((f"{name.lower()}", f"a token with {name}", of, BOTH, {}) for name, of in PLAIN.items()),
    ("pkcs8-sec1", "an EC key as SEC 1", ES256, BOTH, {"file": "ec-p256.private.sec1.pem"}),
    ("sec1-params", "an EC key with its parameters before it", ES256, BOTH, {"file": "ec-p256.private.params.pem"}),
    ("pkcs8-sec1-384", "an EC key as SEC 1", ES384, BOTH, {"file": "ec-p384.private.sec1.pem"}),
    ("rs512-pkcs1", "an RSA key as PKCS#1", PLAIN["RS512"], BOTH, {"file": "rsa-2048.private.pkcs1.pem"}),
    ("non-ascii", "claims are UTF-8 without escapes", HS256, {"id": "zo\u00eb-\u674e\U0001f642", "email": "zo\u00eb@ex\u00e4mple\u2028.com"}, {}),
    ("integer-id", "an integer is text in the claim", HS256, {"id": 42}, {}),
    ("secret-hex", "the key is the bytes of the digits", HEX, {"id": ID}, {}),
    ("secret-base64", "the key is the bytes of the base64", BASE64, {"id": ID}, {}),
    ("kid", "a constant kid comes last in the header", KID, {"id": ID}, {}),
    ("kid-setting", "the kid is a setting", KID_SETTING, {"id": ID}, {}),
    ("kid-text", "text around the setting", KID_TEXT, {"id": ID}, {}),
    ("kid-escaped", "the header is JSON in UTF-8", KID_TEXT, {"id": ID}, {"settings": {"key_id": 'a"\\\u00e9'}}),
    ("registered", "claims in the order of the file", REGISTERED, {"id": ID}, {}),
    ("audience", "a setting as aud and iss", AUDIENCE, {"id": ID}, {}),
    ("chance", "32 hex digits", CHANCE, {"id": ID}, {}),
    ("chance-nested", "a time and 32 hex digits", CHANCE_NESTED, {"id": ID}, {}),
    ("typed", "each type as JSON, then the other attributes", TYPED,
     typed(area="EU", plan="growth", age=42, score=1.5, vip=False, site="https://example.com/a", groups=["a", "\u674e \"b\""], last=[1, {}]), {}),
    ("typed-some", "an attribute that is absent, null or empty is left out", TYPED, typed(plan="", age=None), {}),
    ("people", "the visitor's fields, folded, and constants", PEOPLE,
     {"id": ID, "email": " Jane@Example.COM ", "name": "Jane Doe", "phone": "+14155552671", "avatar": "https://example.com/a.png"}, {}),
    ("people-some", "what the visitor lacks is left out", PEOPLE, {"id": ID, "email": EMAIL}, {}),
    ("nested", "tables in claims", NESTED,
     {"id": ID, "email": EMAIL, "attributes": {"company": "Acme", "plan": "growth", "other": [1]}}, {}),
    ("nested-some", "a table without a value is left out with its constants", NESTED, {"id": ID}, {}),
    ("times", "times in each form", TIMES, {"id": ID}, {}),
    ("max-age", "the vendor stops accepting it after max_age", MAX_AGE, BOTH, {}),
    ("both-ages", "the sooner end counts", BOTH_AGES, BOTH, {}),
    ("chosen-end", "the default lifetime", CHOSEN, BOTH, {}),
    ("chosen-end-longest", "the longest lifetime", CHOSEN, BOTH, {"settings": {"lifetime": "7200"}}),
    ("optional-end", "no lifetime, so the claim is left out", OPTIONAL_END, BOTH, {}),
    ("optional-end-setting", "the site's lifetime", OPTIONAL_END, BOTH, {"settings": {"lifetime": "60"}}),
    ("repeated", "a field in several claims", REPEATED, BOTH, {}),
    ("attributes", "nothing but attributes: the mark is of their JSON in ASCII", NOBODY,
     {"attributes": {"key": "Gr\u00f6\u00dfe", "\U0001f642": "</\u2028\"\\\n", "list": [1, 1.5, True, None, {"a": {}}]}}, {}),
    ("no-contact", "the scheme has no contact, and an empty id is none: the mark is of the email", NOBODY,
     {"id": "", "email": EMAIL, "attributes": {"key": "a"}}, {}),
    ("no-contact-phone", "the telephone number comes before the name", NOBODY,
     {"name": "Jane Doe", "phone": "+14155552671", "attributes": {"key": "a"}}, {}),
    ("beside", "fields beside the token", BESIDE, {**BOTH, "name": "Jane Doe"}, {}),
]
