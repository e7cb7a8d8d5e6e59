import Foundation
import VisitorsealServer
import XCTest

/// Attributes as a site writes them: literals, values of its models, and whole models.
final class AttributesTests: XCTestCase {
    private enum Tier: String, Codable { case growth }

    private struct Plan: Encodable {
        let tier: Tier
        let seats: Int?
        let price: Decimal
    }

    private struct Profile: Encodable {
        let uuid = UUID(uuidString: "123E4567-E89B-12D3-A456-426614174000")!
        let site = URL(string: "https://example.com/a?b=c")!
        let signedUpAt: Date
        let plan: Plan
        let tags = ["a", "b"]
    }

    private func profile(at seconds: TimeInterval = 1_795_858_200.5, price: Decimal = 12.5) -> Profile {
        Profile(signedUpAt: Date(timeIntervalSince1970: seconds), plan: Plan(tier: .growth, seats: nil, price: price))
    }

    private func sent(_ visitor: Visitor) throws -> JSONValue? {
        try Signer("bookbag", secret: "the agent's signing secret").sign(visitor).fields["user_metadata"]
    }

    private func field(_ action: () throws -> Any) -> String? {
        do {
            _ = try action()
            return nil
        } catch {
            return (error as? VisitorError)?.field
        }
    }

    func testLiteralsKeepTheirOrder() throws {
        let visitor = try Visitor(
            id: "1", attributes: ["z": 1, "a": [1.5, "x", nil, true], "m": ["z": "z", "y": ["b": 1, "a": 2]]])
        XCTAssertEqual(
            try sent(visitor)?.description, #"{"z":1,"a":[1.5,"x",null,true],"m":{"z":"z","y":{"b":1,"a":2}}}"#)
    }

    func testValuesOfModelsMayStandInALiteral() throws {
        let (name, missing, level) = ("growth"[...], String?.none, Character("é"))
        let visitor = try Visitor(
            id: UUID(uuidString: "123E4567-E89B-12D3-A456-426614174000")!,
            attributes: [
                "plan": name, "missing": missing, "level": level, "tier": Tier.growth, "width": CGFloat(1.5),
                "at": Date(timeIntervalSince1970: 0), "site": URL(string: "https://example.com/")!,
                "counts": [1, 2], "more": ["z": 1, "a": 2] as JSONObject,
            ])
        XCTAssertEqual(
            try sent(visitor)?.description,
            #"{"plan":"growth","missing":null,"level":"é","tier":"growth","width":1.5,"at":"1970-01-01T00:00:00Z","#
                + #""site":"https://example.com/","counts":[1,2],"more":{"z":1,"a":2}}"#)
    }

    func testNumbersOfObjectiveCKeepTheirValue() throws {
        let visitor = try Visitor(
            id: "1",
            attributes: [
                "decimal": NSDecimalNumber(string: "12345678901234567890.12"), "float": NSNumber(value: Float(0.1)),
                "byte": NSNumber(value: Int8(5)), "yes": NSNumber(value: true),
            ])
        XCTAssertEqual(
            try sent(visitor)?.description, #"{"decimal":"12345678901234567890.12","float":0.1,"byte":5,"yes":true}"#)
        XCTAssertEqual(field { try Visitor(attributes: ["a": NSDecimalNumber.notANumber]) }, "attributes.a")
    }

    func testAModelIsWrittenIfTheSiteEncodesIt() throws {
        let visitor = try Visitor(id: "1", attributes: JSONObject(encoding: profile()))
        XCTAssertEqual(
            try sent(visitor),
            [
                "uuid": "123e4567-e89b-12d3-a456-426614174000", "site": "https://example.com/a?b=c",
                "signedUpAt": "2026-11-28T09:30:00.5Z", "plan": ["tier": "growth", "price": "12.5"], "tags": ["a", "b"],
            ])
    }

    func testAModelIsRefusedIfItOnlyStandsInALiteral() {
        XCTAssertEqual(field { try Visitor(id: "1", attributes: ["profile": profile()]) }, "attributes.profile")
    }

    func testAnErrorNamesThePart() {
        XCTAssertEqual(field { try JSONObject(encoding: profile(at: .nan)) }, "attributes.signedUpAt")
        XCTAssertEqual(field { try JSONObject(encoding: profile(at: 1e12)) }, "attributes.signedUpAt")
        XCTAssertEqual(field { try JSONObject(encoding: profile(price: .nan)) }, "attributes.plan.price")
        XCTAssertEqual(field { try JSONObject(encoding: ["a": ["b": [Double.nan]]]) }, "attributes.a.b")
        XCTAssertEqual(field { try JSONObject(encoding: ["a": Data([1])]) }, "attributes.a")
        XCTAssertEqual(field { try JSONObject(encoding: ["a": Set([1])]) }, "attributes.a")
        XCTAssertEqual(field { try JSONObject(encoding: [1]) }, "attributes")
        XCTAssertEqual(field { try Visitor(attributes: ["signedUpAt": Date.distantPast - 1e12]) }, "attributes.signedUpAt")
        XCTAssertEqual(field { try Visitor(attributes: ["a": .double(.infinity)]) }, "attributes.a")
    }

    private final class Chain: Encodable {
        var next: Chain?
        init(_ next: Chain? = nil) { self.next = next }
    }

    func testAModelThatHoldsItselfIsRefused() {
        let chain = Chain()
        chain.next = chain
        defer { chain.next = nil }
        XCTAssertThrowsError(try JSONObject(encoding: chain)) {
            XCTAssertEqual(($0 as? VisitorError)?.code, "attribute_too_deep")
        }
    }

    private struct Failing: Encodable {
        struct Secret: Error {}
        func encode(to encoder: any Encoder) throws { throw Secret() }
    }

    func testTheErrorOfAModelIsNotShown() {
        XCTAssertThrowsError(try JSONObject(encoding: ["a": Failing()])) {
            XCTAssertEqual(($0 as? VisitorError)?.code, "field_type")
            XCTAssertEqual(($0 as? VisitorError)?.field, "attributes.a")
        }
    }

    private struct Layered: Encodable {
        enum Keys: String, CodingKey { case first, second, third }
        func encode(to encoder: any Encoder) throws {
            var members = encoder.container(keyedBy: Keys.self)
            try members.encodeNil(forKey: .first)
            var items = members.nestedUnkeyedContainer(forKey: .second)
            try items.encode(1)
            var inner = items.nestedContainer(keyedBy: Keys.self)
            try inner.encode("x", forKey: .third)
            try "text".encode(to: items.superEncoder())
            try items.encodeNil()
            try [2].encode(to: members.superEncoder(forKey: .third))
        }
    }

    func testAModelMayUseEveryKindOfContainer() throws {
        XCTAssertEqual(
            try JSONObject(encoding: Layered()).description,
            #"{"first":null,"second":[1,{"third":"x"},"text",null],"third":[2]}"#)
    }

    /// Foundation's own formatter says what is expected.
    func testTimesAreThoseOfFoundation() throws {
        let formatter = ISO8601DateFormatter()
        for day in stride(from: -700_000, through: 2_900_000, by: 997) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400 + Double((day * 7919) % 86_400))
            guard (-62_135_596_800..<253_402_300_800).contains(date.timeIntervalSince1970) else { continue }
            // Before 1582 Foundation counts by the Julian calendar, which RFC 3339 does not know.
            guard date.timeIntervalSince1970 > -12_219_206_400 else { continue }
            XCTAssertEqual(try JSONValue(encoding: date).string, formatter.string(from: date))
        }
        // RFC 3339 counts by the Gregorian calendar in all years: 1 January 1 is 719,162 days before 1970.
        XCTAssertEqual(
            try JSONValue(encoding: Date(timeIntervalSince1970: -719_162 * 86_400)), "0001-01-01T00:00:00Z")
        XCTAssertEqual(try JSONValue(encoding: Date(timeIntervalSince1970: -0.25)), "1969-12-31T23:59:59.75Z")
        XCTAssertThrowsError(try JSONValue(encoding: Date(timeIntervalSince1970: 253_402_300_800)))
    }

    func testAValueIsReadByItsType() {
        let value: JSONValue = ["text": "a", "int": 5, "double": 1.5, "list": [true, nil], "big": .uint(.max)]
        XCTAssertEqual(value["text"]?.string, "a")
        XCTAssertEqual(value["int"]?.int, 5)
        XCTAssertEqual(value["int"]?.uint, 5)
        XCTAssertEqual(value["int"]?.double, 5)
        XCTAssertEqual(value["double"]?.double, 1.5)
        XCTAssertNil(value["double"]?.int)
        XCTAssertEqual(value["list"]?[0]?.bool, true)
        XCTAssertEqual(value["list"]?[1]?.isNull, true)
        XCTAssertNil(value["list"]?[2])
        XCTAssertEqual(value["list"]?.array?.count, 2)
        XCTAssertEqual(value["big"], JSONValue(UInt64.max))
        XCTAssertEqual(JSONValue(UInt64(5)), 5)
        XCTAssertNil(value["big"]?.int)
        XCTAssertNil(value["big"]?.double)
        XCTAssertNil(value["none"])
        XCTAssertNil(value["text"]?["a"])
        XCTAssertEqual(value.object?.keys, ["text", "int", "double", "list", "big"])
    }

    func testAnObjectIsAValue() {
        var object: JSONObject = ["b": 1, "a": 2]
        XCTAssertNotEqual(object, ["a": 2, "b": 1])
        object["b"] = nil
        object["c"] = "x"
        object["a"] = 3
        XCTAssertEqual(object, ["a": 3, "c": "x"])
        XCTAssertEqual(object.map(\.key), ["a", "c"])
        XCTAssertEqual(JSONObject(["z": 1]), ["z": 1])
        XCTAssertEqual(["a": 1, "a": 2] as JSONObject, ["a": 2])
    }

    func testNamesInOtherFormsOfUnicodeAreOtherNames() throws {
        let pairs = [("\u{E9}", "e\u{301}"), ("K", "\u{212A}")]
        for (one, other) in pairs {
            let object: JSONObject = [one: 1, other: 2]
            XCTAssertEqual(object[one], 1)
            XCTAssertEqual(object[other], 2)
            XCTAssertNotEqual([one: 1] as JSONObject, [other: 1])
            XCTAssertNotEqual(JSONValue.string(one), .string(other))
            XCTAssertNotEqual([.string(one)] as JSONValue, [.string(other)])
            XCTAssertEqual(try sent(Visitor(id: "1", attributes: object))?[other], 2)
        }
        XCTAssertEqual(JSONValue.string("\u{E9}"), "\u{E9}")
    }

    func testAnObjectGoesThroughFoundationsCoders() throws {
        let object: JSONObject = [
            "a": [1, 1.5, "x", nil, true, .uint(.max), .int(.min)], "b": ["c": [:]], "d": [],
        ]
        let data = try JSONEncoder().encode(object)
        let read = try JSONDecoder().decode(JSONObject.self, from: data)
        XCTAssertEqual(read["a"], object["a"])
        XCTAssertEqual(read["b"], object["b"])
        XCTAssertEqual(read["d"], object["d"])
        XCTAssertEqual(read.count, 3)
    }

    func testEveryPublicTypeMayGoToAnotherTask() {
        func check<Type: Sendable>(_ type: Type.Type) {}
        check(Visitor.self)
        check(JSONValue.self)
        check(JSONObject.self)
        check(Signer.self)
        check(Signed.self)
        check(Verifier.self)
        check(Verified.self)
        check(Contact.self)
        check(Key.self)
        check(Page.self)
        check(Scheme.self)
        check(Setting.self)
        check(Warning.self)
        check(Explanation.self)
        check(Finding.self)
        check(InspectedToken.self)
        check((any VisitorsealError).self)
        check(ConfigurationError.self)
        check(VisitorError.self)
        check(InternalError.self)
        check(ErrorKind.self)
        check(Refused.self)
        check(Policy.self)
        check(Status.self)
        check(KeyKind.self)
    }
}
