import Foundation
import XCTest

@testable import VisitorsealServer

/// Whole numbers that a Double would round stay exact, so that two people stay two.
final class NumbersTests: XCTestCase {
    private let secret = "the agent's signing secret"
    private let written =
        #"{"above":9007199254740993,"next":9007199254740995,"most":9223372036854775807,"#
        + #""least":-9223372036854775808,"unsigned":18446744073709551615}"#

    private func key(_ name: String) throws -> Data {
        try Data(contentsOf: vectorsFolder.appendingPathComponent("keys").appendingPathComponent(name))
    }

    private func assertExact(_ attributes: JSONValue?, line: UInt = #line) {
        XCTAssertEqual(attributes?["above"], .int(9_007_199_254_740_993), line: line)
        XCTAssertEqual(attributes?["next"]?.int, 9_007_199_254_740_995, line: line)
        XCTAssertEqual(attributes?["most"], .int(.max), line: line)
        XCTAssertEqual(attributes?["least"], .int(.min), line: line)
        XCTAssertEqual(attributes?["unsigned"]?.uint, .max, line: line)
    }

    private let numbers: JSONObject = [
        "above": 9_007_199_254_740_993, "next": 9_007_199_254_740_995, "most": .int(.max), "least": .int(.min),
        "unsigned": .uint(.max),
    ]

    func testWholeNumbersOf64BitsAreExactInWhatTheSignatureCovers() throws {
        let orlo = try scheme("orlo")
        let signer = try Signer(scheme: orlo, secret: key("rsa-2048.private.pem"))
        let verifier = try Verifier(scheme: orlo, keys: [Key(key("rsa-2048.public.pem"))])
        for visitor in [try Visitor(name: "Jane", attributes: numbers), .fromJson(#"{"name":"Jane","attributes":\#(written)}"#)] {
            let signed = try signer.sign(visitor)
            assertExact(try verifier.verify(signed.fields).signed["attributes"])
            assertExact(.object(try inspectToken(XCTUnwrap(signed.signature)).unverifiedClaims))
        }
    }

    func testWholeNumbersOf64BitsAreExactInUnsignedValuesAndInTheContact() throws {
        let signature = try Signer("bookbag", secret: secret).digest("user-123")
        let verifier = try Verifier("bookbag", keys: [secret])
        let body = #"{"user_id":"user-123","user_hash":"\#(signature)","user_metadata":\#(written)}"#
        let fields: JSONObject = ["user_id": "user-123", "user_hash": .string(signature), "user_metadata": .object(numbers)]
        for verified in [try verifier.verifyJson(Data(body.utf8)), try verifier.verifyJson(body), try verifier.verify(fields)] {
            assertExact(verified.unsigned["attributes"])
            assertExact(verified.contact().map { .object($0.attributes) })
            XCTAssertEqual(verified.contact()?.fill("{{contact.attr.above}}"), "9007199254740993")
        }
    }

    func testWholeNumbersOf64BitsAreExactInTheFieldsOfAPage() throws {
        let signed = try Signer("bookbag", secret: secret).sign(Visitor(id: "user-123", attributes: numbers))
        assertExact(signed.fields["user_metadata"])
        for number in ["9007199254740993", "9223372036854775807", "-9223372036854775808", "18446744073709551615"] {
            XCTAssertTrue(signed.fieldsJson.contains(":\(number)"), number)
        }
    }

    func testADecimalInTheFieldsOfARequestStaysTheNumberThatItIsOrIsRefused() throws {
        let signature = try Signer("bookbag", secret: secret).digest("user-123")
        let verifier = try Verifier("bookbag", keys: [secret])
        struct Fields: Encodable {
            let id = "user-123"
            let hash: String
            let metadata: [String: Decimal]

            enum CodingKeys: String, CodingKey {
                case id = "user_id"
                case hash = "user_hash"
                case metadata = "user_metadata"
            }
        }
        func verified(_ text: String) throws -> JSONValue? {
            let number = try XCTUnwrap(Decimal(string: text))
            let result = try verifier.verify(Fields(hash: signature, metadata: ["n": number]))
            return result.unsigned["attributes"]?["n"]
        }
        XCTAssertEqual(try verified("0.1"), 0.1)
        XCTAssertEqual(try verified("19.9")?.double, 19.9)
        XCTAssertEqual(try verified("9007199254740993"), 9_007_199_254_740_993)
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
        let data = try Data(contentsOf: vectorsFolder.appendingPathComponent("own_scheme.json"))
        let cases = try XCTUnwrap(JSONSerialization.jsonObject(with: data) as? [[String: Any]])
        let one = try XCTUnwrap(cases.first { $0["http_status"] as? Int == 403 })
        let file = try XCTUnwrap((one["keys"] as? [[String: Any]])?.first?["file"] as? String)
        let verifier = try Verifier(scheme: Scheme.parse(XCTUnwrap(one["scheme_toml"] as? String)), keys: [Key(key(file))])
        XCTAssertThrowsError(try verifier.verify(["a": Double.nan])) { error in
            let error = error as? Refused
            XCTAssertEqual(error?.code, "fields_malformed")
            XCTAssertEqual(error?.field, "a")
            XCTAssertEqual(error?.httpStatus, 403)
            XCTAssertEqual(error?.httpError, one["http_error"] as? String)
        }
    }
}
