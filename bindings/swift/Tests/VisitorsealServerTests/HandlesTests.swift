import Foundation
import XCTest

@testable import VisitorsealServer

/// Objects that hold a handle of the native library: shared, kept longer than their maker, freed.
final class HandlesTests: XCTestCase {
    private let secret = "the agent's signing secret"
    private let digest = "8038e22e2bb8cc8e7048be1b29f0cf43cd2c468c75037229bfb2d5fb79a9ea48"

    func testResultsOutliveTheSignerAndTheVerifier() throws {
        var signer: Signer? = try Signer("bookbag", secret: secret)
        let signed = try XCTUnwrap(signer).sign(Visitor(id: "user-123"))
        signer = nil
        XCTAssertEqual(signed.signature, digest)
        var verifier: Verifier? = try Verifier("bookbag", keys: [secret])
        let contact = try XCTUnwrap(XCTUnwrap(verifier).verify(signed.fields).contact())
        verifier = nil
        XCTAssertEqual(contact.fill("{{contact.external_id}}"), "user-123")
    }

    func testAFilledTextKeepsItsNuls() throws {
        let fields: JSONObject = ["user_id": "user-123", "user_hash": .string(digest), "user_metadata": ["odd": "\u{E000}"]]
        let contact = try XCTUnwrap(Verifier("bookbag", keys: [secret]).verify(fields).contact())
        XCTAssertEqual(contact.fill("a\0{{contact.external_id}}\0"), "a\0user-123\0")
        XCTAssertEqual(contact.fill("{{contact.attr.odd}}\0\u{E001}"), "\u{E000}\0\u{E001}")
        XCTAssertEqual(contact.fill("<{{contact.attr.a\0b}}>{{contact.\0"), "<>{{contact.\0")
    }

    func testManyTasksShareASignerThatIsReleasedMeanwhile() async throws {
        for _ in 0..<20 {
            let digests = try await withThrowingTaskGroup(of: String.self) { group in
                let signer = try Signer("bookbag", secret: secret)
                for _ in 0..<16 { group.addTask { try signer.digest("user-123") } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            XCTAssertEqual(digests, [digest])
        }
    }

    func testManyTasksSignVerifyAndFailAtTheSameTime() async throws {
        let (signer, verifier) = (try Signer("bookbag", secret: secret), try Verifier("bookbag", keys: [secret, "another"]))
        let attributes: JSONObject = ["plan": "growth", "tags": ["a", "b"]]
        let refusals = try await withThrowingTaskGroup(of: Int.self) { group in
            for task in 0..<8 {
                group.addTask { [secret, digest] in
                    var refusals = 0
                    for number in 0..<200 {
                        let signed = try signer.sign(Visitor(id: "user-\(task)-\(number)", attributes: attributes))
                        let verified = try verifier.verify(signed.fields)
                        XCTAssertEqual(verified.signed["id"]?.string, "user-\(task)-\(number)")
                        XCTAssertEqual(verified.unsigned["attributes"]?.object, attributes)
                        XCTAssertEqual(verified.contact()?.externalId, "user-\(task)-\(number)")
                        XCTAssertFalse(try signed.script().isEmpty)
                        XCTAssertEqual(try signer.digestMany(["user-123"]), [digest])
                        XCTAssertEqual(try Signer("bookbag", secret: secret).digest("user-123"), digest)
                        do {
                            _ = try verifier.verify(["user_id": "other-\(number)", "user_hash": digest])
                        } catch is Refused { refusals += 1 }
                    }
                    return refusals
                }
            }
            return try await group.reduce(0, +)
        }
        XCTAssertEqual(refusals, 8 * 200)
    }

    func testACancelledTaskGetsItsResult() async throws {
        let signer = try Signer("bookbag", secret: secret)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try signer.digest("user-123")
        }
        task.cancel()
        let result = try await task.value
        XCTAssertEqual(result, digest)
    }

    func testNothingThatHoldsAHandleOrASecretCanBeEncoded() throws {
        let signer = try Signer("bookbag", secret: secret)
        let visitor = try Visitor(id: "user-123")
        let signed = try signer.sign(visitor)
        let verified = try Verifier("bookbag", keys: [secret]).verify(signed.fields)
        for object: Any in [signer, visitor, signed, verified, Key(secret), try scheme("bookbag")] {
            XCTAssertFalse(object is any Encodable, "\(type(of: object))")
        }
    }

    func testAVisitorMayGoToAnotherTask() async throws {
        let (signer, visitor) = (try Signer("bookbag", secret: secret), try Visitor(id: "user-123"))
        let signature = try await Task.detached { try signer.sign(visitor).signature }.value
        XCTAssertEqual(signature, digest)
    }
}
