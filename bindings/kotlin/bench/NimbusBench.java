import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.Date;
import java.util.Map;
import visitorseal.server.Signer;
import visitorseal.server.Visitor;

/** NimbusBench ROUNDS: measures the package beside nimbus-jose-jwt, as Bench measures it beside the JDK. */
class NimbusBench {
    static final String KEY_ID = "app_5a2b3c4d5e6f";

    public static void main(String[] args) throws Exception {
        int asked = Integer.parseInt(args[0]);
        Bench.rounds = asked > 0 ? asked : 21;
        Bench.isShort = asked == 1;
        var zendesk = new Signer("zendesk_messaging", Hand.SECRET, Map.of("key_id", KEY_ID));
        Bench.Work<String> ours = () ->
            zendesk.sign(new Visitor("user-123", "jane@example.com", "Jane Doe", null, null, Map.of("email_verified", true))).getFieldsJson();
        var signer = new MACSigner(Hand.SECRET);
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT).keyID(KEY_ID).build();
        Bench.Work<String> nimbus = () -> {
            var claims = new JWTClaimsSet.Builder().claim("scope", "user").claim("external_id", "user-123").claim("name", "Jane Doe")
                .claim("email", "jane@example.com").claim("email_verified", true)
                .expirationTime(new Date(System.currentTimeMillis() + 3_600_000)).build();
            var token = new SignedJWT(header, claims);
            token.sign(signer);
            return JSONObjectUtils.toJSONString(Map.of("jwt", token.serialize()));
        };
        // The same header and claims, in another order.
        Bench.same(ours.run().length(), nimbus.run().length());
        Bench.row("HS256 token to fields", "nimbus-jose-jwt", ours, nimbus, 1000, 1);
    }
}
