import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What people write by hand. */
class Hand {
    static final String SECRET = "6fdc0085d97cc621edcc0333fd93ef220f0eb1ce";
    static final String NONCE = "bm9uY2U=";
    static final HexFormat HEX = HexFormat.of();
    static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    static final ObjectMapper MAPPER = new ObjectMapper();

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Mac mac() throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(utf8(SECRET), "HmacSHA256"));
        return mac;
    }

    /** A Mac is for one thread, so people make one for each call. */
    static String digest(String message) throws GeneralSecurityException {
        return digest(mac(), message);
    }

    static String digest(Mac mac, String message) {
        return HEX.formatHex(mac.doFinal(utf8(message)));
    }

    static String fields(String id) throws Exception {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("name", "Jane Doe");
        metadata.put("email", "jane@example.com");
        metadata.put("plan", "growth");
        var fields = new LinkedHashMap<String, Object>();
        fields.put("user_id", id);
        fields.put("user_hash", digest(id));
        fields.put("user_metadata", metadata);
        return MAPPER.writeValueAsString(fields);
    }

    static String script(String id) throws Exception {
        var fields = fields(id).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
        return "<script nonce=\"" + NONCE + "\">window.bookbag('identify', " + fields + ");</script>";
    }

    static String verified(String body) throws Exception {
        var read = MAPPER.readTree(body);
        var id = read.get("user_id").textValue();
        if (!MessageDigest.isEqual(utf8(digest(id)), utf8(read.get("user_hash").textValue()))) throw new SecurityException();
        return id;
    }

    static String token(PrivateKey key) throws Exception {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("name", "Jane Doe");
        claims.put("isLoggedIn", true);
        claims.put("email", "jane@example.com");
        claims.put("exp", System.currentTimeMillis() / 1000 + 3600);
        var header = MAPPER.writeValueAsBytes(new LinkedHashMap<>(Map.of("typ", "JWT", "alg", "RS256")));
        var message = BASE64.encodeToString(header) + "." + BASE64.encodeToString(MAPPER.writeValueAsBytes(claims));
        var rsa = Signature.getInstance("SHA256withRSA");
        rsa.initSign(key);
        rsa.update(utf8(message));
        return message + "." + BASE64.encodeToString(rsa.sign());
    }

    static JsonNode claims(String token, PublicKey key) throws Exception {
        int dot = token.lastIndexOf('.');
        var rsa = Signature.getInstance("SHA256withRSA");
        rsa.initVerify(key);
        rsa.update(utf8(token.substring(0, dot)));
        if (!rsa.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1)))) throw new SecurityException();
        var claims = MAPPER.readTree(Base64.getUrlDecoder().decode(token.substring(token.indexOf('.') + 1, dot)));
        if (claims.get("exp").longValue() < System.currentTimeMillis() / 1000) throw new SecurityException();
        return claims;
    }
}
