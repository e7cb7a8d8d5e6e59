import Foundation
import XCTest

@testable import VisitorsealServer

/// Digests of schemes with other hashes and other forms.
final class DigestsTests: XCTestCase {
    private let secret = "the agent's signing secret"

    /// What `printf user-123 | openssl dgst -sha512 -binary -hmac "the agent's signing secret"` prints: through
    /// `xxd -p -c 64` (and `tr a-f A-F`), through `base64 -w 0` and, with -sha1, through `basenc --base64url`.
    private let expected = [
        (
            "sha512", "hex",
            "de3cd0bd76220f5a51258ea6f09985330b18039825e8e8fa46b2814ce7837940"
                + "7c283ba466d09839a633aeffcc42f2b54126222aeb93df51a2330e51a736a0a4"
        ),
        (
            "sha512", "HEX",
            "DE3CD0BD76220F5A51258EA6F09985330B18039825E8E8FA46B2814CE7837940"
                + "7C283BA466D09839A633AEFFCC42F2B54126222AEB93DF51A2330E51A736A0A4"
        ),
        ("sha512", "base64", "3jzQvXYiD1pRJY6m8JmFMwsYA5gl6Oj6RrKBTOeDeUB8KDukZtCYOaYzrv/MQvK1QSYiKuuT31GiMw5RpzagpA=="),
        ("sha1", "base64url", "5wcp4OQFKdYr32LQSawo5NRpZGM"),
    ]

    func testADigestHasTheHashAndTheFormOfItsScheme() throws {
        for (hash, result, digest) in expected {
            let own = try Scheme.parse(
                """
                name = "own"
                vendor = "Own"
                document = "https://example.com/"
                read = 2026-11-20
                [signature]
                kind = "hmac"
                hash = "\(hash)"
                secret = "text"
                message = "{id}"
                result = "\(result)"
                [fields]
                id = "{id}"
                hash = "{signature}"
                """
            )
            let signer = try Signer(scheme: own, secret: Data(secret.utf8))
            XCTAssertEqual(try signer.digest("user-123"), digest)
            XCTAssertEqual(try signer.digestMany(["user-123", "user-123"]), [digest, digest])
            XCTAssertEqual(try signer.sign(.fromJson(#"{"id":"user-123"}"#)).signature, digest)
            XCTAssertEqual(own.algorithm, "HMAC-\(hash.uppercased())")
        }
    }
}
