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

/** Compares the package with the JDK's own classes, in turns: medians of 21 rounds after 10 to warm up. */
class Bench {
    static final String SECRET = "6fdc0085d97cc621edcc0333fd93ef220f0eb1ce";
    static final int ROUNDS = 21;

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
        System.out.printf("%-44s %12s %12s   visitorseal / %s%n", what, "visitorseal", theirs, theirs);
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
        System.out.printf("%-44s %9.1f µs %9.1f µs   %.2f%n", name, a / 1000, b / 1000, a / b);
    }

    static byte[] der(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static void main(String[] args) throws Exception {
        String privatePem = Files.readString(Path.of(args[0], "rsa-2048.private.pem"));
        String publicPem = Files.readString(Path.of(args[0], "rsa-2048.public.pem"));
        var keys = KeyFactory.getInstance("RSA");
        var privateKey = keys.generatePrivate(new PKCS8EncodedKeySpec(der(privatePem)));
        var publicKey = keys.generatePublic(new X509EncodedKeySpec(der(publicPem)));
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(utf8(SECRET), "HmacSHA256"));
        var rsa = Signature.getInstance("SHA256withRSA");
        var base64 = Base64.getUrlEncoder().withoutPadding();
        var hex = HexFormat.of();

        heading("JDK " + Runtime.version(), "JDK");
        var fernand = new Signer("fernand", SECRET);
        row("a digest", () -> fernand.digest("richard@piedpiper.com"),
            () -> hex.formatHex(mac.doFinal(utf8("richard@piedpiper.com"))), 2000);

        List<String> emails = IntStream.range(0, 10_000).mapToObj(i -> "visitor-" + i + "@example.com").collect(Collectors.toList());
        row("10,000 digests, in one call", () -> fernand.digestMany(emails), () -> {
            var digests = new ArrayList<String>();
            for (var email : emails) digests.add(hex.formatHex(mac.doFinal(utf8(email))));
            return digests;
        }, 5);

        List<Visitor> visitors = emails.stream().limit(1000).map(email -> new Visitor(null, email)).collect(Collectors.toList());
        row("1,000 visitors signed, in one call", () -> fernand.signMany(visitors), () -> {
            var digests = new ArrayList<Map<String, String>>();
            for (var email : emails.subList(0, 1000)) {
                digests.add(Map.of("email", email, "userHash", hex.formatHex(mac.doFinal(utf8(email)))));
            }
            return digests;
        }, 5);

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
        row("RS256, a token signed", () -> orlo.sign(jane).getSignature(), jdk, 20);

        var hundred = new ArrayList<Visitor>();
        for (int i = 0; i < 100; i++) hundred.add(jane);
        row("RS256, 100 tokens signed in one call", () -> orlo.signMany(hundred), () -> {
            Object last = null;
            for (int i = 0; i < 100; i++) last = jdk.run();
            return last;
        }, 1);

        var verifier = new Verifier("orlo", List.of(new Key(publicPem)));
        var token = orlo.sign(jane).getSignature();
        var body = utf8(orlo.sign(jane).getFieldsJson());
        row("RS256, a token verified, its claims read", () -> verifier.verifyJson(body).getSigned(), () -> {
            int dot = token.lastIndexOf('.');
            rsa.initVerify(publicKey);
            rsa.update(utf8(token.substring(0, dot)));
            if (!rsa.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1)))) throw new AssertionError();
            return Base64.getUrlDecoder().decode(token.substring(token.indexOf('.') + 1, dot));
        }, 100);
    }
}
