import Foundation
import VisitorsealServer
import XCTest

/// Values that are too large or hold themselves are refused before all of them is written.
final class BudgetTests: XCTestCase {
    private let secret = "the agent's signing secret"

    private final class Counter { var count = 0 }

    /// Counts how often it is written.
    private struct Leaf: Encodable {
        let counter: Counter

        func encode(to encoder: any Encoder) throws {
            counter.count += 1
            var container = encoder.singleValueContainer()
            try container.encode(1)
        }
    }

    private indirect enum Tree: Encodable {
        case leaf(Leaf)
        case list([Tree])
        case object([String: Tree])

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case let .leaf(leaf): try container.encode(leaf)
            case let .list(trees): try container.encode(trees)
            case let .object(trees): try container.encode(trees)
            }
        }
    }

    private func shared(_ counter: Counter, _ join: (Tree) -> Tree) -> Tree {
        (0..<20).reduce(.leaf(Leaf(counter: counter))) { tree, _ in join(tree) }
    }

    /// The error names no field: no single one is too large.
    private func assertTooLarge(_ counter: Counter = Counter(), line: UInt = #line, _ action: () throws -> Any) {
        XCTAssertThrowsError(try action(), line: line) { error in
            XCTAssertEqual((error as? VisitorError)?.code, "visitor_too_large", line: line)
            XCTAssertNil((error as? VisitorError)?.field, line: line)
        }
        // A visitor has 64 KiB, and each of these values takes at least one byte.
        XCTAssertLessThanOrEqual(counter.count, 65_537, line: line)
    }

    func testAModelIsWrittenNoFurtherThanAVisitorMayBeLarge() {
        for join in [{ .list([$0, $0]) }, { .object(["a": $0, "b": $0]) }] as [(Tree) -> Tree] {
            let counter = Counter()
            assertTooLarge(counter) { try JSONObject(encoding: ["a": shared(counter, join)]) }
        }
        let counter = Counter()
        assertTooLarge(counter) { try JSONObject(encoding: ["a": Array(repeating: Leaf(counter: counter), count: 300_000)]) }
        assertTooLarge { try JSONObject(encoding: ["a": String(repeating: "x", count: 70_000)]) }
        assertTooLarge { try JSONObject(encoding: [String(repeating: "x", count: 70_000): 1]) }
    }

    func testALiteralIsWrittenNoFurtherThanAVisitorMayBeLarge() {
        let counter = Counter()
        let list = (0..<20).reduce([Leaf(counter: counter)] as [Any]) { list, _ in [list, list] }
        assertTooLarge(counter) { try Visitor(id: "1", attributes: ["a": list]) }
        counter.count = 0
        assertTooLarge(counter) {
            try Visitor(id: "1", attributes: ["a": Array(repeating: Leaf(counter: counter), count: 300_000)])
        }
        let value = (0..<24).reduce(1 as JSONValue) { value, _ in [value, value] }
        assertTooLarge { try Visitor(id: "1", attributes: ["a": value] as JSONObject) }
        assertTooLarge { try Visitor(id: "1", attributes: ["a": value, "b": 1] as KeyValuePairs<String, Any?>) }
        assertTooLarge { try JSONObject(encoding: ["a": value]) }
    }

    private enum Level: Int, Codable { case third = 3 }

    func testWhatFitsIsNotRefused() throws {
        // 64,001 bytes as JSON.
        let list = Array(repeating: Level?.some(.third), count: 32_000)
        let signer = try Signer("bookbag", secret: secret)
        for visitor in [
            try Visitor(id: "1", attributes: ["a": list]), try Visitor(id: "1", attributes: JSONObject(encoding: ["a": list])),
        ] {
            XCTAssertEqual(try signer.sign(visitor).fields["user_metadata"]?["a"]?.array?.count, 32_000)
        }
    }

    private func code(_ action: () throws -> Any) -> String? {
        do {
            _ = try action()
            return nil
        } catch {
            return (error as? Refused)?.code
        }
    }

    func testFieldsAreWrittenNoFurtherThanABodyMayBeLarge() throws {
        let verifier = try Verifier("bookbag", keys: [secret])
        let counter = Counter()
        let tree = shared(counter) { .list([$0, $0]) }
        XCTAssertEqual(code { try verifier.verify(["user_metadata": tree]) }, "fields_too_large")
        XCTAssertLessThanOrEqual(counter.count, Int(verifier.maxBody) + 1)
        let value = (0..<24).reduce(1 as JSONValue) { value, _ in [value, value] }
        XCTAssertEqual(code { try verifier.verify(["user_metadata": value] as JSONObject) }, "fields_too_large")
        XCTAssertEqual(
            try explain("bookbag", keys: [secret], fields: ["user_metadata": tree]).findings.map(\.code), ["fields_too_large"])
    }

    func testABodyOfTheLargestSizeIsReadAndALargerOneIsNot() throws {
        for maxToken in [nil, 1_000_000] as [UInt64?] {
            let verifier = try Verifier("bookbag", keys: [secret], maxToken: maxToken)
            for (more, isTooLarge) in [(0, false), (1, true), (100, true)] {
                let text = String(repeating: "x", count: Int(verifier.maxBody) - #"{"a":""}"#.utf8.count + more)
                let read = code { try verifier.verify(["a": text]) }
                XCTAssertEqual(read, code { try verifier.verifyJson(#"{"a":"\#(text)"}"#) })
                XCTAssertEqual(read == "fields_too_large", isTooLarge, "\(read ?? "nothing") \(more)")
            }
        }
    }

    private struct Selfish: Encodable {
        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(self)
        }
    }

    func testAValueThatEncodesItselfAsItselfIsRefused() throws {
        for action in [
            { try JSONObject(encoding: ["a": Selfish()]) }, { try Visitor(attributes: ["a": Selfish()]) },
        ] as [() throws -> Any] {
            XCTAssertThrowsError(try action()) { error in
                XCTAssertEqual((error as? VisitorError)?.code, "attribute_too_deep")
                XCTAssertEqual((error as? VisitorError)?.field, "attributes.a")
            }
        }
        let verifier = try Verifier("bookbag", keys: [secret])
        XCTAssertEqual(code { try verifier.verify(["user_metadata": Selfish()]) }, "fields_malformed")
    }
}
