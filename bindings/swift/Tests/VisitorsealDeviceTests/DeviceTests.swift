import Foundation
import XCTest

@testable import VisitorsealDevice

private struct Offline: Error {}

/// A server whose answers the test sets.
private actor Server {
    var asked = 0
    var fails = false
    var life = 600

    func fail() { fails = true }

    func live(_ seconds: Int) { life = seconds }

    func answer() throws -> HeldToken {
        if fails { throw Offline() }
        asked += 1
        let claims = Data(#"{"jti":"\#(asked)","exp":\#(1000 + life)}"#.utf8).base64EncodedString()
            .replacingOccurrences(of: "=", with: "")
        return try HeldToken(token: "eyJhbGciOiJSUzI1NiJ9.\(claims).c2ln", serverTime: 1000)
    }
}

private final class Clock: @unchecked Sendable {
    var seconds: UInt64 = 5
}

final class DeviceTests: XCTestCase {
    func testATokenIsKeptUntilAMinuteBeforeItsEnd() async throws {
        let (server, clock) = (Server(), Clock())
        let keeper = TokenKeeper(elapsed: { clock.seconds }, fetch: { try await server.answer() })
        let first = try await keeper.token()
        let due = await keeper.dueIn()
        XCTAssertEqual(due, 540)
        clock.seconds += 539
        let second = try await keeper.token()
        XCTAssertEqual(first, second)
        clock.seconds += 1
        let third = try await keeper.token()
        XCTAssertNotEqual(first, third)
        await server.fail()
        clock.seconds += 599
        let fourth = try await keeper.token()
        XCTAssertEqual(third, fourth)
        await keeper.forget()
        do {
            _ = try await keeper.token()
            XCTFail("a token that was forgotten came back")
        } catch is Offline {}
    }

    func testAnExpiredTokenFromTheServerDoesNoHarmWhileThePreviousTokenIsValid() async throws {
        let (server, clock) = (Server(), Clock())
        let keeper = TokenKeeper(elapsed: { clock.seconds }, fetch: { try await server.answer() })
        let first = try await keeper.token()
        await server.live(0)
        clock.seconds += 599
        let second = try await keeper.token()
        XCTAssertEqual(first, second)
        clock.seconds += 1
        do {
            _ = try await keeper.token()
            XCTFail("an expired token was returned")
        } catch let error as Refused {
            XCTAssertEqual(error.code, "token_expired")
        }
    }

    func testThePageShowsWhatTheServerSent() throws {
        let page = try Page("bookbag")
        let sent = #"{"scheme":"bookbag","signature":"8038e2","fields":{"user_id":"user-123"},"expires_at":null,"warnings":[]}"#
        XCTAssertTrue(try Signed.fromJson(page: page, json: sent).script().contains(#"{"user_id":"user-123"}"#))
        XCTAssertNil(try Signed.fromJson(page: page, json: sent).expiresAt)
        let timed = sent.replacingOccurrences(of: #""expires_at":null"#, with: #""expires_at":1795136400"#)
        XCTAssertEqual(try Signed.fromJson(page: page, json: timed).expiresAt, 1_795_136_400)
        XCTAssertThrowsError(try Signed.fromJson(page: page, json: "alert(1)"))
        let marked = sent.replacingOccurrences(of: #""warnings""#, with: #""mark":"Zk3v_-aZk3v_-aZk","warnings""#)
        let signed = try Signed.fromJson(page: page, json: marked)
        XCTAssertEqual(signed.mark, "Zk3v_-aZk3v_-aZk")
        XCTAssertTrue(try signed.element(endpoint: "/visitor").contains(#" mark="Zk3v_-aZk3v_-aZk" "#))
        XCTAssertTrue(try page.anonymousElement().contains(#" state="anonymous" "#))
    }

    func testOrlosAddressIsBuiltFromAToken() throws {
        let page = try Page("orlo", settings: ["mobile_url": "https://chat.example/m?jwt=JWT_TOKEN"])
        XCTAssertEqual(
            try page.url(token: "eyJhbGciOiJSUzI1NiJ9.e30.c2ln"),
            "https://chat.example/m?jwt=eyJhbGciOiJSUzI1NiJ9.e30.c2ln")
    }

    func testASharedSecretIsRefusedAsAKey() {
        XCTAssertThrowsError(try Verifier("bookbag", keys: ["a secret of some length"])) { error in
            XCTAssertEqual((error as? ConfigurationError)?.code, "not_offered")
        }
    }

    func testTheKeeperHasAClockThatRuns() async throws {
        let start = secondsSinceStart()
        try await Task.sleep(nanoseconds: 2_100_000_000)
        XCTAssertGreaterThanOrEqual(secondsSinceStart(), start + 2)
        let server = Server()
        await server.live(61)
        let keeper = TokenKeeper { try await server.answer() }
        _ = try await keeper.token()
        // A tenth of its life before its end.
        let due = await keeper.dueIn() ?? .max
        XCTAssertLessThanOrEqual(due, 55)
        try await Task.sleep(nanoseconds: 1_100_000_000)
        let later = await keeper.dueIn() ?? .max
        XCTAssertLessThan(later, due)
    }

    func testWhatATokenSaysIsReadWithItsOrderAndItsExpiry() throws {
        // {"b":1,"a":[true,null],"exp":1795133400}
        let token = "eyJhbGciOiJSUzI1NiJ9.eyJiIjoxLCJhIjpbdHJ1ZSxudWxsXSwiZXhwIjoxNzk1MTMzNDAwfQ.c2ln"
        let inspected = try inspectToken(token)
        XCTAssertEqual(inspected.unverifiedClaims, ["b": 1, "a": [true, nil], "exp": 1_795_133_400])
        XCTAssertEqual(inspected.unverifiedHeader["alg"]?.string, "RS256")
        XCTAssertEqual(try inspected.unverifiedExpiry(), 1_795_133_400)
    }
}
