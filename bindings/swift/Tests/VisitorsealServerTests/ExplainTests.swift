import Foundation
import XCTest

@testable import VisitorsealServer

/// `explain` gets what the verifier got, and the site's own record of the visitor.
final class ExplainTests: XCTestCase {
    private let secret = "the agent's signing secret"
    private let now: Int64 = 1_795_132_800

    /// In upper case, which is what explain finds. From `openssl dgst -sha256 -hmac`.
    private let upper = [
        "user_id": "user-123", "user_hash": "8038E22E2BB8CC8E7048BE1B29F0CF43CD2C468C75037229BFB2D5FB79A9EA48",
    ]
    private let unwritable: JSONObject = ["user_id": .double(.nan)]

    private func key(_ name: String) throws -> Data {
        try Data(contentsOf: vectorsFolder.appendingPathComponent("keys").appendingPathComponent(name))
    }

    private func orlo() throws -> Signed {
        let signer = try Signer(scheme: scheme("orlo"), secret: key("rsa-2048.private.pem"), settings: ["lifetime": 60])
        return try signer.sign(Visitor(name: "Jane Doe"), now: now)
    }

    private func explained(
        _ fields: some Encodable, after seconds: Int64 = 0, leeway: UInt64 = 0, maxToken: UInt64? = nil
    ) throws -> Explanation {
        let pem = String(decoding: try key("rsa-2048.public.pem"), as: UTF8.self)
        return try explain("orlo", keys: [pem], fields: fields, now: now + seconds, leeway: leeway, maxToken: maxToken)
    }

    private func thrown(_ call: () throws -> Explanation) -> VisitorsealError? {
        do {
            _ = try call()
            return nil
        } catch {
            return error as? VisitorsealError
        }
    }

    func testATokenThatExpiredTenSecondsAgoIsRightWithTheLeewayOfTheVerifier() throws {
        let fields = try orlo().fields
        for leeway: UInt64 in [0, 5] {
            XCTAssertEqual(try explained(fields, after: 70, leeway: leeway).findings.first?.code, "token_expired")
        }
        XCTAssertTrue(try explained(fields, after: 70, leeway: 30).isVerified)
    }

    func testATokenMayBeAsLargeAsTheVerifierAllows() throws {
        let signed = try orlo()
        XCTAssertEqual(try explained(signed.fields, maxToken: 100).findings.first?.code, "token_too_large")
        XCTAssertTrue(try explained(signed.fields, maxToken: UInt64(XCTUnwrap(signed.signature).utf8.count)).isVerified)
        let large = ["jwt": String(repeating: "x", count: 200_000)]
        XCTAssertEqual(try explained(large).findings.first?.code, "fields_too_large")
        for size: UInt64 in [200_000, .max] {
            XCTAssertNotEqual(try explained(large, maxToken: size).findings.first?.code, "fields_too_large")
        }
    }

    func testAWrongLeewayIsAnErrorAlsoIfTheFieldsCannotBeWritten() {
        for fields in [JSONObject(upper.map { ($0, .string($1)) }), unwritable] {
            XCTAssertEqual(
                thrown { try explain("bookbag", keys: [secret], fields: fields, leeway: 301) }?.code, "leeway_invalid")
            XCTAssertEqual(thrown { try explain("bookbag", keys: [], fields: fields) }?.code, "key_count")
        }
    }

    func testTheSitesOwnRecordOfTheVisitorMayBePassed() throws {
        for record in [nil, try Visitor(), try Visitor(id: "user-123", name: "Zoë", attributes: ["uuid": "9b1d"])] {
            let found = try explain("bookbag", keys: [secret], fields: upper, visitor: record)
            XCTAssertEqual(found.findings.first?.code, "result_upper_case")
        }
    }

    func testAWrongRecordIsTheSameErrorAsWhenItIsSigned() throws {
        let signer = try Signer("bookbag", secret: secret)
        let wrong = ["5", #"{"user_id":"user-123"}"#, #"{"id":1.5}"#, #"{"id":"user-123","phone":"+442071838750x"}"#]
        for record in wrong.map(Visitor.fromJson) {
            var signing: VisitorError?
            XCTAssertThrowsError(try signer.sign(record)) { signing = $0 as? VisitorError }
            let expected = try XCTUnwrap(signing)
            for fields in [JSONObject(upper.map { ($0, .string($1)) }), unwritable] {
                let found = thrown { try explain("bookbag", keys: [secret], fields: fields, visitor: record) }
                XCTAssertEqual(found as? VisitorError, expected)
            }
        }
    }
}
