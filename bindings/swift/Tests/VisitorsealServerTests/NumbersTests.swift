import Foundation
import XCTest

@testable import VisitorsealServer

/// Whole numbers that a Double would round stay exact, so that two people stay two.
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

    private var numbers: [String: Any] {
        [
            "above": 9_007_199_254_740_993, "next": 9_007_199_254_740_995, "most": Int64.max, "least": Int64.min,
            "unsigned": UInt64.max,
        ]
    }

    func testWholeNumbersOf64BitsAreExactInWhatTheSignatureCovers() throws {
        let orlo = try scheme("orlo")
        let signer = try Signer(scheme: orlo, secret: key("rsa-2048.private.pem"))
        let verifier = try Verifier(scheme: orlo, keys: [Key(key("rsa-2048.public.pem"))])
        for visitor in [try Visitor(name: "Jane", attributes: numbers), .fromJson(#"{"name":"Jane","attributes":\#(written)}"#)] {
            let signed = try signer.sign(visitor)
            assertExact(try verifier.verify(signed.fields).signed["attributes"] as? [String: Any])
            assertExact(try inspectToken(XCTUnwrap(signed.signature)).unverifiedClaims)
        }
    }

    func testWholeNumbersOf64BitsAreExactInUnsignedValuesAndInTheContact() throws {
        let signature = try Signer("bookbag", secret: secret).digest("user-123")
        let verifier = try Verifier("bookbag", keys: [secret])
        let body = #"{"user_id":"user-123","user_hash":"\#(signature)","user_metadata":\#(written)}"#
        let fields: [String: Any] = ["user_id": "user-123", "user_hash": signature, "user_metadata": numbers]
        for verified in [try verifier.verifyJson(Data(body.utf8)), try verifier.verify(fields)] {
            assertExact(verified.unsigned["attributes"] as? [String: Any])
            assertExact(verified.contact()?.attributes)
            XCTAssertEqual(verified.contact()?.fill("{{contact.attr.above}}"), "9007199254740993")
        }
    }

    func testWholeNumbersOf64BitsAreExactInTheFieldsOfAPage() throws {
        let signed = try Signer("bookbag", secret: secret).sign(Visitor(id: "user-123", attributes: numbers))
        assertExact(signed.fields["user_metadata"] as? [String: Any])
        for number in ["9007199254740993", "9223372036854775807", "-9223372036854775808", "18446744073709551615"] {
            XCTAssertTrue(signed.fieldsJson.contains(":\(number)"), number)
        }
    }

    func testADecimalInTheFieldsOfARequestStaysTheNumberThatItIsOrIsRefused() throws {
        let signature = try Signer("bookbag", secret: secret).digest("user-123")
        let verifier = try Verifier("bookbag", keys: [secret])
        func verified(_ text: String) throws -> Any? {
            let number = try XCTUnwrap(Decimal(string: text))
            let fields: [String: Any] = ["user_id": "user-123", "user_hash": signature, "user_metadata": ["n": number]]
            return (try verifier.verify(fields).unsigned["attributes"] as? [String: Any])?["n"]
        }
        XCTAssertEqual(try verified("0.1") as? Double, 0.1)
        XCTAssertEqual(try verified("19.9") as? Double, 19.9)
        XCTAssertEqual(try verified("9007199254740993") as? Int64, 9_007_199_254_740_993)
        for text in ["9007199254740993.5", "0.1234567890123456789", "12345678901234567890.12"] {
            XCTAssertThrowsError(try verified(text), text) { error in
                XCTAssertEqual((error as? VisitorsealError)?.code, "fields_malformed", text)
                XCTAssertEqual((error as? VisitorsealError)?.field, "user_metadata", text)
            }
        }
    }

    func testExplainReportsFieldsThatCannotBeWritten() throws {
        let explained = try explain("bookbag", keys: [secret], fields: ["user_id": Double.nan])
        XCTAssertEqual(explained.findings.map(\.code), ["fields_malformed"])
        XCTAssertEqual(explained.findings.first?.field, "user_id")
    }

    func testFieldsThatCannotBeWrittenAreRefusedWithTheVendorsAnswer() throws {
        let data = try Data(contentsOf: VectorsTests.folder.appendingPathComponent("own_scheme.json"))
        let cases = try XCTUnwrap(JSONSerialization.jsonObject(with: data) as? [[String: Any]])
        let one = try XCTUnwrap(cases.first { $0["http_status"] as? Int == 403 })
        let file = try XCTUnwrap((one["keys"] as? [[String: Any]])?.first?["file"] as? String)
        let verifier = try Verifier(scheme: Scheme.parse(XCTUnwrap(one["scheme_toml"] as? String)), keys: [Key(key(file))])
        XCTAssertThrowsError(try verifier.verify(["a": Double.nan])) { error in
            let error = error as? VisitorsealError
            XCTAssertEqual(error?.code, "fields_malformed")
            XCTAssertEqual(error?.field, "a")
            XCTAssertEqual(error?.httpStatus, 403)
            XCTAssertEqual(error?.httpError, one["http_error"] as? String)
        }
    }
}
