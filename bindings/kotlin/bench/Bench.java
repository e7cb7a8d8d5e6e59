import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import visitorseal.server.Key;
import visitorseal.server.Signer;
import visitorseal.server.Verifier;
import visitorseal.server.Visitor;

/** Compares the package with javax.crypto and Jackson, in turns: medians of 21 rounds after 10 to warm up. */
class Bench {
    static final String SECRET = "6fdc0085d97cc621edcc0333fd93ef220f0eb1ce";
    static final int ROUNDS = 21;
    static final HexFormat HEX = HexFormat.of();

    interface Work<T> {
        T run() throws Exception;
    }

    static double nanos(Work<?> work, int times) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            if (work.run() == null) throw new AssertionError();
        }
        return (System.nanoTime() - start) / (double) times;
    }

    static void heading(String what, String theirs) {
        System.out.printf("%-52s %12s %12s   visitorseal / %s%n", what, "visitorseal", theirs, theirs);
    }

    static void row(String name, Work<?> visitorseal, Work<?> theirs, int times) throws Exception {
        var visitorsealTimes = new double[ROUNDS];
        var theirTimes = new double[ROUNDS];
        for (int round = -10; round < ROUNDS; round++) {
            double first = nanos(visitorseal, times);
            double second = nanos(theirs, times);
            if (round >= 0) {
                visitorsealTimes[round] = first;
                theirTimes[round] = second;
            }
        }
        Arrays.sort(visitorsealTimes);
        Arrays.sort(theirTimes);
        double a = visitorsealTimes[ROUNDS / 2], b = theirTimes[ROUNDS / 2];
        System.out.printf("%-52s %9.2f µs %9.2f µs   %.2f%n", name, a / 1000, b / 1000, a / b);
    }

    static byte[] der(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Mac mac() throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(utf8(SECRET), "HmacSHA256"));
        return mac;
    }

    /** A digest as people write it. A Mac is for one thread, so they make one for each call. */
    static String digest(String message) throws Exception {
        return HEX.formatHex(mac().doFinal(utf8(message)));
    }

    /** Bookbag's fields as people write them. */
    static Map<String, Object> fields() throws Exception {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("name", "Jane Doe");
        metadata.put("email", "jane@example.com");
        metadata.put("plan", "growth");
        var fields = new LinkedHashMap<String, Object>();
        fields.put("user_id", "user-123");
        fields.put("user_hash", digest("user-123"));
        fields.put("user_metadata", metadata);
        return fields;
    }

    static Visitor visitor() {
        return new Visitor("user-123", "jane@example.com", "Jane Doe", null, null, Map.of("plan", "growth"));
    }

    public static void main(String[] args) throws Exception {
        String privatePem = Files.readString(Path.of(args[0], "rsa-2048.private.pem"));
        String publicPem = Files.readString(Path.of(args[0], "rsa-2048.public.pem"));
        var keys = KeyFactory.getInstance("RSA");
        var privateKey = keys.generatePrivate(new PKCS8EncodedKeySpec(der(privatePem)));
        var publicKey = keys.generatePublic(new X509EncodedKeySpec(der(publicPem)));
        var kept = mac();
        var rsa = Signature.getInstance("SHA256withRSA");
        var base64 = Base64.getUrlEncoder().withoutPadding();
        var mapper = new ObjectMapper();

        heading("Java " + Runtime.version(), "JDK");
        var fernand = new Signer("fernand", SECRET);
        var email = "richard@piedpiper.com";
        if (!fernand.digest(email).equals(digest(email))) throw new AssertionError();
        row("a digest", () -> fernand.digest(email), () -> digest(email), 20_000);
        row("a digest, with a Mac that one thread keeps", () -> fernand.digest(email),
            () -> HEX.formatHex(kept.doFinal(utf8(email))), 20_000);

        List<String> emails = IntStream.range(0, 10_000).mapToObj(i -> "visitor-" + i + "@example.com").collect(Collectors.toList());
        row("10,000 digests in one call, with a kept Mac", () -> fernand.digestMany(emails), () -> {
            var digests = new ArrayList<String>();
            for (var each : emails) digests.add(HEX.formatHex(kept.doFinal(utf8(each))));
            return digests;
        }, 5);

        var bookbag = new Signer("bookbag", SECRET);
        var made = bookbag.sign(visitor()).getFieldsJson();
        if (!made.equals(mapper.writeValueAsString(fields()))) throw new AssertionError(made);
        row("Bookbag: arguments to JSON, with Jackson", () -> bookbag.sign(visitor()).toJson(),
            () -> mapper.writeValueAsString(fields()), 10_000);
        row("Bookbag: arguments to the fields as JSON", () -> bookbag.sign(visitor()).getFieldsJson(),
            () -> mapper.writeValueAsString(fields()), 10_000);
        row("Bookbag: arguments to a script", () -> bookbag.sign(visitor()).script("bm9uY2U="),
            () -> "<script nonce=\"bm9uY2U=\">bookbag('identify', " + mapper.writeValueAsString(fields()).replace("<", "\\u003c")
                + ");</script>", 10_000);
        List<Visitor> visitors = IntStream.range(0, 1000).mapToObj(i -> visitor()).collect(Collectors.toList());
        row("1,000 visitors in one call, fields as JSON", () -> {
            var all = new ArrayList<String>();
            for (var outcome : bookbag.signMany(visitors)) all.add(outcome.orThrow().getFieldsJson());
            return all;
        }, () -> {
            var all = new ArrayList<String>();
            for (int i = 0; i < 1000; i++) all.add(mapper.writeValueAsString(fields()));
            return all;
        }, 10);
        var bookbagVerifier = new Verifier("bookbag", SECRET);
        var posted = utf8(made);
        row("Bookbag: a body verified, the signed id read", () -> bookbagVerifier.verifyJson(posted).getSigned().get("id"), () -> {
            var read = mapper.readTree(posted);
            var id = read.get("user_id").textValue();
            if (!java.security.MessageDigest.isEqual(utf8(digest(id)), utf8(read.get("user_hash").textValue()))) throw new AssertionError();
            return id;
        }, 5_000);

        var orlo = new Signer("orlo", privatePem);
        var jane = new Visitor(null, "jane@example.com", "Jane Doe");
        var header = base64.encodeToString(utf8("{\"typ\":\"JWT\",\"alg\":\"RS256\"}"));
        Work<?> jdk = () -> {
            var claims = utf8("{\"name\":\"Jane Doe\",\"isLoggedIn\":true,\"email\":\"jane@example.com\"}");
            var signed = header + "." + base64.encodeToString(claims);
            rsa.initSign(privateKey);
            rsa.update(utf8(signed));
            return signed + "." + base64.encodeToString(rsa.sign());
        };
        row("RS256: a token signed", () -> orlo.sign(jane).getSignature(), jdk, 20);
        var verifier = new Verifier("orlo", List.of(new Key(publicPem)));
        var token = orlo.sign(jane).getSignature();
        var body = utf8(orlo.sign(jane).getFieldsJson());
        row("RS256: a token verified, its claims read", () -> verifier.verifyJson(body).getSigned(), () -> {
            int dot = token.lastIndexOf('.');
            rsa.initVerify(publicKey);
            rsa.update(utf8(token.substring(0, dot)));
            if (!rsa.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1)))) throw new AssertionError();
            return mapper.readTree(Base64.getUrlDecoder().decode(token.substring(token.indexOf('.') + 1, dot)));
        }, 100);
    }
}
