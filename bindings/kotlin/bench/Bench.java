import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import visitorseal.server.Signer;
import visitorseal.server.Verifier;
import visitorseal.server.Visitor;

/**
 * Bench KEYS ROUNDS: measures the package beside javax.crypto and Jackson, and prints the rounds for `tools/bench --rows`. A round
 * times each side once. In rounds before, which do not count, the compiler warms up.
 */
class Bench {
    static final int BATCH = 10_000;
    static int rounds;
    static boolean isShort;

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

    static void print(String name, String than, String unit, List<Double> ours, List<Double> theirs) {
        System.out.printf("{\"name\":\"%s\",\"than\":\"%s\",\"unit\":\"%s\",\"ours\":%s,\"theirs\":%s}%n", name, than, unit, ours, theirs);
    }

    static void row(String name, String than, Work<?> ours, Work<?> theirs, int usual, int each) throws Exception {
        int times = isShort ? Math.max(1, usual / 100) : usual;
        var our = new ArrayList<Double>();
        var their = new ArrayList<Double>();
        for (int round = isShort ? 0 : -10; round < rounds; round++) {
            double first = nanos(ours, times) / each;
            double second = nanos(theirs, times) / each;
            if (round < 0) continue;
            our.add(first);
            their.add(second);
        }
        print(name, than, "ns", our, their);
    }

    static byte[] der(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
    }

    static Visitor visitor(String id) {
        return new Visitor(id, "jane@example.com", "Jane Doe", null, null, Map.of("plan", "growth"));
    }

    static void same(Object ours, Object theirs) {
        if (!ours.equals(theirs)) throw new AssertionError(ours + " is not " + theirs);
    }

    public static void main(String[] args) throws Exception {
        int asked = Integer.parseInt(args[1]);
        rounds = asked > 0 ? asked : 21;
        isShort = asked == 1;
        String privatePem = Files.readString(Path.of(args[0], "rsa-2048.private.pem"));
        String publicPem = Files.readString(Path.of(args[0], "rsa-2048.public.pem"));
        var keys = KeyFactory.getInstance("RSA");
        var privateKey = keys.generatePrivate(new PKCS8EncodedKeySpec(der(privatePem)));
        var publicKey = keys.generatePublic(new X509EncodedKeySpec(der(publicPem)));
        var bookbag = new Signer("bookbag", Hand.SECRET);
        var bookbagVerifier = new Verifier("bookbag", Hand.SECRET);
        var orlo = new Signer("orlo", privatePem, Map.of("lifetime", 3600));
        var orloVerifier = new Verifier("orlo", publicPem);
        var jane = new Visitor(null, "jane@example.com", "Jane Doe");
        var id = "user-123";
        var ids = IntStream.range(0, BATCH).mapToObj(i -> "user-" + i).toList();
        var visitors = ids.stream().map(Bench::visitor).toList();

        // Both sides of a row must do the same. The same header and claims stand in another order in each token.
        var body = bookbag.sign(visitor(id)).getFieldsJson();
        same(bookbag.digest(id), Hand.digest(id));
        same(body, Hand.fields(id));
        same(bookbagVerifier.verifyJson(body).contact().getExternalId(), Hand.verified(body));
        var token = orlo.sign(jane).getSignature();
        same(token.length(), Hand.token(privateKey).length());
        var claims = "{\"jwt\":\"" + token + "\"}";

        row("digest", "a new Mac, HexFormat", () -> bookbag.digest(id), () -> Hand.digest(id), 5000, 1);
        var kept = Hand.mac();
        row("digest, kept Mac", "a Mac of one thread, HexFormat", () -> bookbag.digest(id), () -> Hand.digest(kept, id), 5000, 1);
        row("visitor to fields", "Mac, Jackson", () -> bookbag.sign(visitor(id)).getFieldsJson(), () -> Hand.fields(id), 2000, 1);
        row("visitor to script", "the same, escaped, in a script", () -> bookbag.sign(visitor(id)).script(Hand.NONCE),
            () -> Hand.script(id), 2000, 1);
        row("token signed", "SHA256withRSA, Jackson", () -> orlo.sign(jane).getSignature(), () -> Hand.token(privateKey), 20, 1);
        row("token verified", "SHA256withRSA, Jackson", () -> orloVerifier.verifyJson(claims).getSigned(),
            () -> Hand.claims(token, publicKey), 50, 1);
        row("digest verified", "Jackson, Mac, isEqual", () -> bookbagVerifier.verifyJson(body).contact().getExternalId(),
            () -> Hand.verified(body), 1000, 1);
        row("10,000 in a batch", "Mac, Jackson for each",
            () -> bookbag.signMany(visitors).stream().map(outcome -> outcome.orThrow().getFieldsJson()).toList(), () -> {
                var all = new ArrayList<String>();
                for (var each : ids) all.add(Hand.fields(each));
                return all;
            }, 1, BATCH);
        row("10,000 digests in a batch", "a kept Mac for each", () -> bookbag.digestMany(ids), () -> {
            var all = new ArrayList<String>();
            for (var each : ids) all.add(Hand.digest(kept, each));
            return all;
        }, 1, BATCH);
        Fresh.rows(asked);
    }
}
