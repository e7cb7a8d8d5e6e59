// Does jobs with nimbus-jose-jwt. README.md says what a job is.

import com.google.crypto.tink.subtle.Ed25519Sign;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONArrayUtils;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

public class Nimbus {
    /** One of the members of a job's key. */
    private static String keyMember(Map<String, Object> job, String name) throws Exception {
        return JSONObjectUtils.getString(JSONObjectUtils.getJSONObject(job, "key"), name);
    }

    private static byte[] der(Map<String, Object> job) throws Exception {
        return Base64.getMimeDecoder().decode(keyMember(job, "pem").replaceAll("-----[^-]*-----", ""));
    }

    private static JWSAlgorithm algorithm(Map<String, Object> job) throws Exception {
        return JWSAlgorithm.parse(JSONObjectUtils.getString(job, "algorithm"));
    }

    private static byte[] secret(Map<String, Object> job) throws Exception {
        return Base64.getDecoder().decode(keyMember(job, "secret"));
    }

    /** The last 32 bytes of an Ed25519 key in PKCS#8 or SPKI are the key itself. */
    private static byte[] last32(byte[] der) {
        return Arrays.copyOfRange(der, der.length - 32, der.length);
    }

    private static JWSSigner signer(Map<String, Object> job) throws Exception {
        String name = algorithm(job).getName();
        if (name.startsWith("HS")) return new MACSigner(secret(job));
        PKCS8EncodedKeySpec key = new PKCS8EncodedKeySpec(der(job));
        if (name.startsWith("RS")) return new RSASSASigner(KeyFactory.getInstance("RSA").generatePrivate(key));
        if (name.startsWith("ES")) return new ECDSASigner((ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(key));
        byte[] seed = last32(der(job));
        Base64URL point = Base64URL.encode(Ed25519Sign.KeyPair.newKeyPairFromSeed(seed).getPublicKey());
        return new Ed25519Signer(new OctetKeyPair.Builder(Curve.Ed25519, point).d(Base64URL.encode(seed)).build());
    }

    private static JWK publicKey(Map<String, Object> job) throws Exception {
        Map<String, Object> given = JSONObjectUtils.getJSONObject(JSONObjectUtils.getJSONObject(job, "key"), "jwk");
        if (given != null) return JWK.parse(given);
        String name = algorithm(job).getName();
        String kid = JSONObjectUtils.getString(job, "kid");
        X509EncodedKeySpec spki = new X509EncodedKeySpec(der(job));
        if (name.startsWith("RS")) {
            RSAPublicKey key = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spki);
            return new RSAKey.Builder(key).keyID(kid).keyUse(KeyUse.SIGNATURE).algorithm(algorithm(job)).build();
        }
        if (name.startsWith("ES")) {
            ECPublicKey key = (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(spki);
            Curve curve = Curve.forECParameterSpec(key.getParams());
            return new ECKey.Builder(curve, key).keyID(kid).keyUse(KeyUse.SIGNATURE).algorithm(algorithm(job)).build();
        }
        OctetKeyPair.Builder key = new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(last32(der(job))));
        return key.keyID(kid).keyUse(KeyUse.SIGNATURE).algorithm(algorithm(job)).build();
    }

    private static JWSVerifier verifier(Map<String, Object> job) throws Exception {
        String name = algorithm(job).getName();
        if (name.startsWith("HS")) return new MACVerifier(secret(job));
        JWK key = publicKey(job);
        if (name.startsWith("RS")) return new RSASSAVerifier(key.toRSAKey());
        if (name.startsWith("ES")) return new ECDSAVerifier(key.toECKey());
        return new Ed25519Verifier(key.toOctetKeyPair());
    }

    private static Map<String, Object> make(Map<String, Object> job) throws Exception {
        JWTClaimsSet claims = JWTClaimsSet.parse(JSONObjectUtils.getJSONObject(job, "claims"));
        if (algorithm(job).getName().equals("none")) return Map.of("token", new PlainJWT(claims).serialize());
        Map<String, Object> header = JSONObjectUtils.getJSONObject(job, "header");
        header.put("alg", algorithm(job).getName());
        SignedJWT token = new SignedJWT(JWSHeader.parse(header), claims);
        token.sign(signer(job));
        return Map.of("token", token.serialize());
    }

    private static Map<String, Object> verify(Map<String, Object> job) throws Exception {
        SignedJWT token = SignedJWT.parse(JSONObjectUtils.getString(job, "token"));
        if (!token.getHeader().getAlgorithm().equals(algorithm(job))) throw new IllegalArgumentException("another algorithm");
        if (!token.verify(verifier(job))) throw new IllegalArgumentException("another signature");
        JWTClaimsSet expected = new JWTClaimsSet.Builder().issuer(JSONObjectUtils.getString(job, "issuer")).build();
        String audience = JSONObjectUtils.getString(job, "audience");
        new DefaultJWTClaimsVerifier<>(audience, expected, Set.of("exp")).verify(token.getJWTClaimsSet(), null);
        return Map.of("claims", token.getPayload().toJSONObject(), "header", token.getHeader().toJSONObject());
    }

    private static Map<String, Object> jwks(Map<String, Object> job) throws Exception {
        List<JWK> keys = new ArrayList<>();
        for (Map<String, Object> key : JSONObjectUtils.getJSONObjectArray(job, "keys")) keys.add(publicKey(key));
        return Map.of("jwks", new JWKSet(keys).toJSONObject());
    }

    private static Map<String, Object> answer(Map<String, Object> job) {
        try {
            return switch (JSONObjectUtils.getString(job, "do")) {
                case "make" -> make(job);
                case "verify" -> verify(job);
                case "jwk" -> Map.of("jwk", publicKey(job).toJSONObject());
                case "thumbprint" -> Map.of("thumbprint", publicKey(job).computeThumbprint().toString());
                case "jwks" -> jwks(job);
                default -> throw new IllegalArgumentException("no such job");
            };
        } catch (Exception error) {
            return Map.of("error", error.getClass().getSimpleName() + ": " + error.getMessage());
        }
    }

    @SuppressWarnings("unchecked")
    public static void main(String[] arguments) throws Exception {
        List<Object> answers = new ArrayList<>();
        for (Object job : JSONArrayUtils.parse(new String(System.in.readAllBytes(), StandardCharsets.UTF_8))) {
            answers.add(answer((Map<String, Object>) job));
        }
        String version = JWK.class.getPackage().getImplementationVersion();
        System.out.writeBytes(JSONObjectUtils.toJSONString(Map.of("library", "nimbus-jose-jwt " + version, "answers", answers))
            .getBytes(StandardCharsets.UTF_8));
    }
}
