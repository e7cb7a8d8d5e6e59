import Foundation
import VisitorsealServer
import XCTest

/// Memory stays flat over many signs, verifies and refusals.
final class MemoryTests: XCTestCase {
    private let secret = "the agent's signing secret"

    /// The memory of this process in kilobytes, as Linux tells it.
    private func resident() throws -> Int? {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
        let line = try XCTUnwrap(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) }
    }

    private func round(_ signer: Signer, _ verifier: Verifier, _ tokens: Verifier, _ number: Int) throws {
        let attributes: JSONObject = ["plan": "growth", "tags": ["a", .string("\(number)")]]
        let signed = try signer.sign(Visitor(id: "user-\(number)", name: "Jane", attributes: attributes))
        let verified = try verifier.verify(signed.fields)
        XCTAssertEqual(verified.signed["id"]?.string, "user-\(number)")
        XCTAssertEqual(verified.contact()?.fill("{{contact.name}}"), "Jane")
        XCTAssertEqual(try signed.script().isEmpty, signed.toJson().isEmpty)
        XCTAssertEqual(try signer.digestMany(["a", "b"]).count, 2)
        do {
            _ = try verifier.verifyJson(Data(#"{"user_id":"user-\#(number)","user_hash":"00"}"#.utf8))
            XCTFail("a wrong signature was accepted")
        } catch is Refused {}
        do {
            _ = try signer.sign(Visitor(id: ""))
            XCTFail("an empty id was signed")
        } catch is VisitorError {}
        do {
            _ = try tokens.verify(["jwt": "a.b.c"])
            XCTFail("a wrong token was accepted")
        } catch is Refused {}
    }

    func testMemoryStaysFlat() throws {
        guard try resident() != nil else { throw XCTSkip("this system does not tell the memory of a process") }
        let rounds = ProcessInfo.processInfo.environment["VISITORSEAL_ROUNDS"].flatMap { Int($0) } ?? 5_000
        let (signer, verifier) = (try Signer("bookbag", secret: secret), try Verifier("bookbag", keys: [secret]))
        let pem = try String(contentsOf: vectorsFolder.appendingPathComponent("keys/rsa-2048.public.pem"), encoding: .utf8)
        let tokens = try Verifier("orlo", keys: [pem])
        for number in 0..<rounds / 5 { try round(signer, verifier, tokens, number) }
        let before = try XCTUnwrap(resident())
        for number in 0..<rounds { try round(signer, verifier, tokens, number) }
        let grown = try XCTUnwrap(resident()) - before
        // A leak of one error or one visitor a round would be several times as much.
        XCTAssertLessThan(grown, 1024 + rounds / 20, "kilobytes after \(rounds) rounds")
        print("memory grew by \(grown) KB in \(rounds) rounds")
    }
}
