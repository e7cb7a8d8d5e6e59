import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.ArrayList;
import java.util.Date;
import java.util.Map;
import visitorseal.server.Signer;
import visitorseal.server.Visitor;

/** Compares the package with nimbus-jose-jwt, as Bench compares it with the JDK. */
class NimbusBench {
    static final String KEY_ID = "app_5a2b3c4d5e6f";

    public static void main(String[] args) throws Exception {
        var zendesk = new Signer("zendesk_messaging", Bench.SECRET, Map.of("key_id", KEY_ID));
        Bench.Work<Visitor> visitor = () ->
            new Visitor("user-123", "jane@example.com", "Jane Doe", null, null, Map.of("email_verified", true));
        Bench.Work<String> ours = () -> zendesk.sign(visitor.run()).getFieldsJson();
        var signer = new MACSigner(Bench.SECRET);
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
        if (ours.run().length() != nimbus.run().length()) throw new AssertionError(ours.run() + "\n" + nimbus.run());
        var version = SignedJWT.class.getPackage().getImplementationVersion();
        Bench.heading("nimbus-jose-jwt " + version, "nimbus");
        Bench.row("HS256, a Zendesk visitor signed, as JSON", ours, nimbus, 2000);
        Bench.row("HS256, 1,000 Zendesk visitors, in one call", () -> {
            var visitors = new ArrayList<Visitor>();
            for (int i = 0; i < 1000; i++) visitors.add(visitor.run());
            var made = new ArrayList<String>();
            for (var outcome : zendesk.signMany(visitors)) made.add(outcome.getSigned().getFieldsJson());
            return made;
        }, () -> {
            var made = new ArrayList<String>();
            for (int i = 0; i < 1000; i++) made.add(nimbus.run());
            return made;
        }, 5);
    }
}
