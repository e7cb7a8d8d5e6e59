import Foundation
import XCTest

@testable import VisitorsealServer

/// Whole numbers that a Double would round arrive as they were sent: two people stay two.
final class NumbersTests: XCTestCase {
    private let secret = "the agent's signing secret"
    private let written = #"{"above":9007199254740993,"next":9007199254740995,"most":9223372036854775807,"#
        + #""least":-9223372036854775808,"unsigned":18446744073709551615}"#

    private func key(_ name: String) throws -> Data {
        try Data(contentsOf: VectorsTests.folder.appendingPathComponent("keys").appendingPathComponent(name))
    }

    private func assertExact(_ attributes: [String: Any]?, line: UInt = #line) {
        XCTAssertEqual(attributes?["above"] as? Int64, 9_007_199_254_740_993, line: line)
        XCTAssertEqual(attributes?["next"] as? Int64, 9_007_199_254_740_995, line: line)
        XCTAssertEqual(attributes?["most"] as? Int64, .max, line: line)
        XCTAssertEqual(attributes?["least"] as? Int64, .min, line: line)
        XCTAssertEqual(attributes?["unsigned"] as? UInt64, .max, line: line)
    }

    private var given: [String: Any] {
        [
            "above": 9_007_199_254_740_993, "next": 9_007_199_254_740_995, "most": Int64.max, "least": Int64.min,
            "unsigned": UInt64.max,
        ]
    }

    func testWholeNumbersOf64BitsAreExactInWhatTheSignatureCovers() throws {
        let signer = try Signer(scheme: Scheme.named("orlo"), secret: key("rsa-2048.private.pem"))
        let verifier = try Verifier(scheme: Scheme.named("orlo"), keys: [Key(key: key("rsa-2048.public.pem"), kid: nil)])
        for visitor in [try Visitor(name: "Jane", attributes: given), Visitor(json: #"{"name":"Jane","attributes":\#(written)}"#)] {
            let signed = try signer.sign(visitor)
            assertExact(try verifier.verify(signed.fields).signed["attributes"] as? [String: Any])
            assertExact(try inspect(token: XCTUnwrap(signed.signature())).unverifiedClaims)
        }
    }

    func testWholeNumbersOf64BitsAreExactInWhatItDoesNotCoverAndInTheContact() throws {
        let signature = try Signer("bookbag", secret: secret).digest("user-123")
        let verifier = try Verifier("bookbag", keys: [secret])
        let body = #"{"user_id":"user-123","user_hash":"\#(signature)","user_metadata":\#(written)}"#
        let fields: [String: Any] = ["user_id": "user-123", "user_hash": signature, "user_metadata": given]
        for verified in [try verifier.verifyJson(Data(body.utf8)), try verifier.verify(fields)] {
            assertExact(verified.unsigned["attributes"] as? [String: Any])
            assertExact(verified.contact?.attributes)
            XCTAssertEqual(verified.contact?.fill(text: "{{contact.attr.above}}"), "9007199254740993")
        }
    }

    func testWholeNumbersOf64BitsAreExactInTheFieldsOfAPage() throws {
        let signed = try Signer("bookbag", secret: secret).sign(Visitor(id: "user-123", attributes: given))
        assertExact(signed.fields["user_metadata"] as? [String: Any])
        for number in ["9007199254740993", "9223372036854775807", "-9223372036854775808", "18446744073709551615"] {
            XCTAssertTrue(signed.fieldsJson().contains(":\(number)"), number)
        }
    }

    func testADecimalIsWrittenExactlyOrRefused() throws {
        let signer = try Signer("bookbag", secret: secret)
        func kept(_ text: String) throws -> String {
            let number = try XCTUnwrap(Decimal(string: text))
            return try signer.sign(Visitor(id: "1", attributes: ["n": ["m": [number]]])).fieldsJson()
        }
        for text in ["0.1", "19.9", "-2.5", "9007199254740993", "18446744073709551615", "-9223372036854775808"] {
            XCTAssertTrue(try kept(text).contains("[\(text)]"), text)
        }
        for text in ["9007199254740993.5", "0.1234567890123456789", "12345678901234567890.12"] {
            XCTAssertThrowsError(try kept(text), text) { error in
                XCTAssertEqual((error as? VisitorsealError)?.code, "field_type", text)
                XCTAssertEqual((error as? VisitorsealError)?.field, "attributes", text)
            }
        }
        for text in ["18446744073709551616", "1000000000000000000000000000001"] {
            XCTAssertThrowsError(try kept(text), text) { error in
                XCTAssertEqual((error as? VisitorsealError)?.code, "number_too_large", text)
            }
        }
        XCTAssertThrowsError(try Visitor(attributes: ["n": Decimal.nan]))
    }
}
