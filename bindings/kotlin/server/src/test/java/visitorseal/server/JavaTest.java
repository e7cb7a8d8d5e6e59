package visitorseal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import kotlin.Unit;
import org.junit.jupiter.api.Test;
import vectors.Vectors;

/** Calls the package from Java. */
class JavaTest {
    private static final String SECRET = "the agent's signing secret";

    private static Signer signer(JsonNode vector) {
        var scheme = scheme(vector);
        return new Signer(scheme, Vectors.bytesOf(vector, "secret"), Vectors.map(vector.get("settings")));
    }

    private static Scheme scheme(JsonNode vector) {
        return vector.has("scheme_toml")
            ? Scheme.parse(vector.get("scheme_toml").textValue())
            : Visitorseal.scheme(vector.get("scheme").textValue());
    }

    private static Verified verified(JsonNode vector) {
        List<Key> keys = StreamSupport.stream(vector.get("keys").spliterator(), false)
            .map(Vectors::key)
            .map(key -> new Key(key.getFirst(), key.getSecond()))
            .collect(Collectors.toList());
        var policy = Policy.valueOf(vector.get("policy").textValue().toUpperCase(Locale.ROOT));
        try (var verifier = new Verifier(
            scheme(vector), keys, policy, vector.get("leeway").longValue(),
            vector.get("max_token").longValue(), Vectors.map(vector.get("settings")))) {
            return verifier.verifyJson(Vectors.bytesOf(vector, "body"), vector.get("now").longValue());
        }
    }

    @Test
    void visitorsAreSigned() {
        Vectors.each("sign", 50, vector -> true, vector -> {
            try (var signer = signer(vector)) {
                var signed = signer.sign(Visitor.fromMap(Vectors.map(vector.get("visitor"))), vector.get("now").longValue());
                assertEquals(vector.get("signature").textValue(), signed.getSignature());
                Vectors.assertSame(vector.get("fields"), signed.getFields());
            }
            return Unit.INSTANCE;
        });
    }

    @Test
    void whatCannotBeSignedIsAnError() {
        Vectors.each("sign_error", 170, vector -> true, vector -> {
            var error = assertThrows(VisitorsealException.class, () -> {
                var visitor = Visitor.fromJson(new String(Vectors.bytesOf(vector, "visitor_json"), "UTF-8"));
                signer(vector).sign(visitor, vector.get("now").longValue());
            });
            assertEquals(vector.get("error").get("code").textValue(), error.getCode());
            assertEquals(vector.get("error").get("field").textValue(), error.getField());
            return Unit.INSTANCE;
        });
    }

    @Test
    void bodiesAreVerifiedOrRefused() {
        Vectors.each("verify", 600, vector -> !vector.at("/error/code").asText().equals("policy_unknown"), vector -> {
            if (vector.has("error")) {
                var error = assertThrows(VisitorsealException.class, () -> verified(vector));
                assertEquals(vector.get("error").get("code").textValue(), error.getCode());
            } else {
                var verified = verified(vector);
                assertEquals(vector.has("verified"), verified.isVerified());
                var expected = vector.has("verified") ? vector.get("verified") : vector.get("anonymous");
                Vectors.assertSame(expected.get("unsigned"), verified.getUnsigned());
            }
            return Unit.INSTANCE;
        });
    }

    @Test
    void aSiteInJava() {
        try (var signer = new Signer("thread", SECRET, Map.of("app_id", "a-1234"))) {
            var signed = signer.sign(Visitor.fromMap(Map.of("email", "jane@example.com")));
            assertTrue(signed.script("bm9uY2U=").startsWith("<script nonce=\"bm9uY2U=\" "));
            assertTrue(signer.anonymousScript().contains("a-1234"));
            assertNull(signed.getExpiresAt());
            assertEquals(2, signer.signMany(List.of(new Visitor(), new Visitor("1", "a@b.example"))).size());
        }
        try (var signer = new Signer("bookbag", SECRET); var verifier = new Verifier("bookbag", SECRET)) {
            var visitor = new Visitor("user-123", null, "Jane", null, null, Map.of("plan", "growth"));
            var verified = verifier.verify(signer.sign(visitor).getFields());
            assertEquals("user-123", verified.getSigned().get("id"));
            assertNull(verified.getTokenId());
            assertEquals("Hello Jane", verified.contact().fill("Hello {{contact.name}}"));
            var refused = assertThrows(RefusedException.class, () -> verifier.verify(Map.of("user_id", "user-123", "user_hash", "")));
            assertEquals("signature_malformed", refused.getCode());
            assertEquals(401, refused.getHttpStatus());
        }
    }

    @Test
    void explainTakesWhatTheVerifierTook() {
        var fields = Map.of("user_id", "user-123", "user_hash", "");
        var explained = Visitorseal.explain("bookbag", SECRET, fields, null, 30, 4096, Map.of(), new Visitor("user-123"));
        assertEquals("signature_malformed", explained.getFindings().get(0).getCode());
        var error = assertThrows(ConfigurationException.class, () -> Visitorseal.explain("bookbag", SECRET, fields, null, 301));
        assertEquals("leeway_invalid", error.getCode());
    }

    @Test
    void aMissingVariableOfTheEnvironmentIsAnEmptySecret() {
        String missing = System.getenv("VISITORSEAL_NO_SUCH_VARIABLE");
        var signer = assertThrows(ConfigurationException.class, () -> new Signer("bookbag", missing));
        assertEquals("secret_empty", signer.getCode());
        var verifier = assertThrows(ConfigurationException.class, () -> new Verifier("bookbag", missing));
        assertEquals("secret_empty", verifier.getCode());
    }

    @Test
    void aVerifierTakesAPolicyAndABodyAsText() {
        try (var verifier = new Verifier("bookbag", SECRET, Policy.OPTIONAL); var signer = new Signer("bookbag", SECRET)) {
            assertEquals(Status.ANONYMOUS, verifier.verifyJson("{\"user_id\":\"user-123\"}").getStatus());
            var body = signer.sign(Visitor.fromMap(Map.of("id", "user-123", "name", "J\u00fcrgen"))).getFieldsJson();
            assertEquals("user-123", verifier.verifyJson(body).contact().getExternalId());
            var odd = assertThrows(RefusedException.class, () -> verifier.verifyJson("{\"user_id\":\"\ud800\"}"));
            assertEquals("fields_malformed", odd.getCode());
            assertEquals(401, odd.getHttpStatus());
        }
    }

    @Test
    void codeThatTheSitePastedKeepsItsCharacters() {
        var pasted = Map.<String, Object>of("embed_code", "<script>chat('JWT_TOKEN', 'Gr\u00f6\u00dfe');</script>");
        try (var page = new Page("orlo", pasted)) {
            var json = "{\"scheme\":\"orlo\",\"signature\":\"a.b.c\",\"fields\":{\"jwt\":\"a.b.c\"},\"warnings\":[]}";
            assertTrue(Signed.fromJson(page, json).script().endsWith("chat('a.b.c', 'Gr\u00f6\u00dfe');</script>"));
        }
    }

    @Test
    void aMemberThatIsThereTwiceIsAnError() {
        var twice = new IdentityHashMap<String, Object>();
        twice.put(new String("id"), "a");
        twice.put(new String("id"), "b");
        var error = assertThrows(VisitorException.class, () -> new Signer("bookbag", SECRET).sign(Visitor.fromMap(twice)));
        assertEquals("visitor_malformed", error.getCode());
        var inAttributes = Map.<String, Object>of("id", "a", "attributes", twice);
        error = assertThrows(VisitorException.class, () -> new Signer("bookbag", SECRET).sign(Visitor.fromMap(inAttributes)));
        assertEquals("visitor_malformed", error.getCode());
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void anErrorDoesNotShowANameThatIsAnObject() {
        var secretive = new Object() {
            @Override
            public String toString() {
                return "hunter2";
            }
        };
        Map<String, Object> wrong = (Map) Map.of(secretive, 1);
        var error = assertThrows(VisitorException.class, () -> new Visitor("a", null, null, null, null, wrong));
        assertEquals("field_type", error.getCode());
        assertTrue(!error.getMessage().contains("hunter2"), error.getMessage());
    }

    @Test
    void nullThrowsNullPointerException() {
        var signer = new Signer("bookbag", SECRET);
        assertThrows(NullPointerException.class, () -> signer.sign(null));
        assertThrows(NullPointerException.class, () -> signer.digest((byte[]) null));
    }
}
