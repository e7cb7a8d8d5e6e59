import Foundation
import XCTest

@testable import VisitorsealServer

/// The values of tests/vectors/values.json: attributes from a site's models.
final class ValuesTests: XCTestCase {
    private enum Plan: String { case growth }
    private enum Level: Int { case third = 3 }
    private enum Bare { case growth }

    private struct WritesText: Encodable {
        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode("growth")
        }
    }

    private struct WritesNumber: Encodable {
        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(7)
        }
    }

    private struct WritesBoolean: Encodable {
        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(true)
        }
    }

    private struct WritesObject: Encodable { let plan = "growth" }

    private struct WritesList: Encodable {
        func encode(to encoder: any Encoder) throws {
            var container = encoder.unkeyedContainer()
            try container.encode("growth")
        }
    }

    private enum Named: String, Encodable { case growth }
    private enum Encoded: Encodable { case growth }
    private struct Plain {}

    private let secret = "the agent's signing secret"

    private func nested(_ depth: Int) -> [Any] { depth == 1 ? [] : [nested(depth - 1)] }

    private func time(_ fraction: Double) -> Date { Date(timeIntervalSince1970: 1_795_858_200 + fraction) }

    /// The values of Swift for each symbol.
    private var values: [String: [Any]] {
        var values = plainValues
        #if compiler(>=6.0)
            if #available(macOS 15, iOS 18, *) { values["integer_beyond_64_bits"] = [UInt128(1) << 64, -(Int128(1) << 64)] }
        #endif
        return values
    }

    private var plainValues: [String: [Any]] {
        [
            // Swift before 6 has no such integer.
            "integer_beyond_64_bits": [],
            "null": [NSNull(), Optional<String>.none as Any, JSONValue.null],
            "boolean": [true, NSNumber(value: true), JSONValue.bool(true)],
            "integer": [42, Int64(42), UInt8(42), UInt64(42), NSNumber(value: 42), Optional(42) as Any, JSONValue(42)],
            "integer_largest_signed": [Int64.max, UInt64(9_223_372_036_854_775_807)],
            "fraction": [1.5, Float(1.5), CGFloat(1.5), NSNumber(value: 1.5), JSONValue.double(1.5)],
            "text": ["Jérôme", "Jérôme!".dropLast(), NSString("Jérôme"), JSONValue.string("Jérôme")],
            "list": [[1, "a"] as [Any], [1, "a"] as JSONValue, [1, "a"] as NSArray],
            "map": [["b": 1, "a": 2] as JSONObject, ["b": 1, "a": 2] as JSONValue, ["b": 1, "a": 2] as KeyValuePairs],
            "nested_32": [nested(32)],
            "time_utc": [time(0)],
            "time_tenth": [time(0.1)],
            "time_micro": [time(0.000123)],
            "time_nano": [time(0.123456789)],
            "uuid": [UUID(uuidString: "123e4567-e89b-12d3-a456-426614174000")!],
            "enum_text": [Plan.growth, Named.growth],
            "enum_number": [Level.third],
            "decimal_exponent": [Decimal(string: "1E+3")!],
            "decimal_small": [Decimal(string: "1.2E-7")!],
            "writes_text": [WritesText()],
            "writes_number": [WritesNumber()],
            "writes_boolean": [WritesBoolean()],
            "writes_object": [WritesObject()],
            "writes_list": [WritesList()],
            "time_without_zone": [DateComponents(year: 2026, month: 11, day: 28, hour: 9, minute: 30)],
            "time_of_day": [DateComponents(hour: 9, minute: 30)],
            "enum_bare": [Bare.growth, Encoded.growth],
            "nan": [Double.nan, Float.nan, CGFloat.nan, JSONValue.double(.nan)],
            "infinity": [Double.infinity, -Float.infinity],
            "decimal_nan": [Decimal.nan],
            "object": [Plain()],
            "function": [{ 1 }],
            "bytes": [Data([1])],
            "set": [Set([1])],
            "key_not_text": [[1: "a"]],
            "proto_key": [["__proto__": 1], ["__proto__": 1] as JSONObject],
            "nul": ["a\u{0}b"],
            "nested_33": [nested(33)],
            "text_too_large": [String(repeating: "x", count: 70_000)],
        ]
    }

    /// What Swift does not have, with the reason.
    private let missing = [
        "time_offset": "A Date has no offset.",
        "time_negative_offset": "A Date has no offset.",
        "date": "Foundation has no type for a date without a time.",
        "decimal": "A Decimal does not keep zeros at its end.",
        "invalid_text": "A String is always valid Unicode.",
        "invalid_key": "A String is always valid Unicode.",
        "cycle": "Arrays and dictionaries are values, so they cannot hold themselves.",
    ]

    private func metadata(_ attribute: Any) throws -> JSONValue? {
        let signed = try Signer("bookbag", secret: secret).sign(Visitor(id: "1", attributes: ["odd": attribute]))
        let verified = try Verifier("bookbag", keys: [secret]).verify(signed.fields)
        let sent = signed.fields["user_metadata"]
        XCTAssertEqual(sent, verified.unsigned["attributes"])
        return sent?["odd"]
    }

    private func assertCase(_ one: [String: Any], _ attribute: Any, _ part: (JSONValue?) -> JSONValue?) throws {
        let symbol = one["value"] as? String ?? ""
        if let text = one["json"] as? String {
            XCTAssertEqual(try part(metadata(attribute))?.description, try unescaped(text), symbol)
            return
        }
        XCTAssertThrowsError(try metadata(attribute), symbol) { error in
            XCTAssertTrue(error is VisitorError, symbol)
            XCTAssertEqual((error as? VisitorError)?.code, one["code"] as? String, symbol)
            XCTAssertEqual((error as? VisitorError)?.field, one["field"] as? String, symbol)
        }
    }

    /// The same JSON with letters in place of escapes, by Foundation.
    private func unescaped(_ json: String) throws -> String {
        guard json.contains("\\u") else { return json }
        let text = try JSONDecoder().decode(String.self, from: Data(json.utf8))
        return "\"\(text)\""
    }

    private func read() throws -> [String: Any] {
        let data = try Data(contentsOf: vectorsFolder.appendingPathComponent("values.json"))
        return try XCTUnwrap(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    func testEachValueIsWrittenOrRefusedAsAnAttributeInAListAndInADictionary() throws {
        let cases = try XCTUnwrap(read()["cases"] as? [[String: Any]])
        XCTAssertEqual(
            Set(cases.compactMap { $0["value"] as? String }), Set(values.keys).union(missing.keys))
        for one in cases {
            let symbol = try XCTUnwrap(one["value"] as? String)
            for value in values[symbol] ?? [] {
                try assertCase(one, value) { $0 }
                if ["nested_32", "nested_33"].contains(symbol) { continue }
                try assertCase(one, [value]) { $0?[0] }
                try assertCase(one, ["deep": value]) { $0?["deep"] }
            }
        }
    }

    func testLongAndUnprintableNamesAreCutInErrors() throws {
        for one in try XCTUnwrap(read()["long_names"] as? [[String: Any]]) {
            let (name, shown) = try (XCTUnwrap(one["name"] as? String), XCTUnwrap(one["shown"] as? String))
            XCTAssertThrowsError(try Visitor(attributes: [name: Plain()])) { error in
                XCTAssertEqual((error as? VisitorsealError)?.field, "attributes.\(shown)")
            }
        }
    }

    func testAnIdMayBeAUuid() throws {
        let signer = try Signer("bookbag", secret: secret)
        let id = try XCTUnwrap(UUID(uuidString: "123E4567-E89B-12D3-A456-426614174000"))
        let digest = try signer.digest("123e4567-e89b-12d3-a456-426614174000")
        XCTAssertEqual(try signer.sign(Visitor(id: id)).signature, digest)
    }
}
