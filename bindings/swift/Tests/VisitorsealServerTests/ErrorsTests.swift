import Foundation
import VisitorsealServer
import XCTest

/// Errors as a site catches and shows them.
final class ErrorsTests: XCTestCase {
    private let secret = "the agent's signing secret"

    func testARefusalIsCaughtByItsType() throws {
        let verifier = try Verifier("bookbag", keys: [secret])
        do {
            _ = try verifier.verify(["user_id": "user-123"])
            XCTFail("a visitor without a signature was accepted")
        } catch let refused as Refused {
            XCTAssertEqual(refused.code, "signature_missing")
            XCTAssertEqual(refused.kind, .refused)
            XCTAssertEqual(refused.httpStatus, 401)
            XCTAssertEqual(refused.httpError, "identity_unverified")
        }
    }

    func testEachKindHasAType() throws {
        XCTAssertThrowsError(try scheme("nobody")) { error in
            XCTAssertTrue(error is ConfigurationError)
            XCTAssertEqual((error as? VisitorsealError)?.kind, .configuration)
            XCTAssertEqual((error as? VisitorsealError)?.code, "scheme_unknown")
        }
        XCTAssertThrowsError(try Signer("bookbag", secret: secret).sign(Visitor())) { error in
            XCTAssertTrue(error is VisitorError)
            XCTAssertEqual((error as? VisitorsealError)?.kind, .visitor)
        }
    }

    func testAnErrorSaysItsCodeItsFieldAndItsReason() throws {
        let signer = try Signer("bookbag", secret: secret)
        XCTAssertThrowsError(try signer.sign(Visitor(email: "jane@example.com"))) { error in
            guard let fault = error as? VisitorError else { return XCTFail("\(error)") }
            let expected = "field_missing (id): \(fault.reason)"
            XCTAssertEqual("\(error)", expected)
            XCTAssertEqual(error.localizedDescription, expected)
            XCTAssertFalse(expected.contains("jane"))
        }
        XCTAssertThrowsError(try Signer("orlo", secret: secret)) { error in
            XCTAssertTrue("\(error)".hasPrefix("key_malformed (secret): "), "\(error)")
        }
        XCTAssertThrowsError(try inspectToken("a")) { error in
            let fault = error as? Refused
            XCTAssertEqual("\(error)", "token_malformed: \(fault?.reason ?? "")")
        }
    }

    func testSettingsOfAnotherTypeAreRefusedByName() {
        let wrong: [any Encodable] = [Date(), UUID(), Double.nan, Data([1]), JSONValue.double(.infinity), [1]]
        for value in wrong {
            XCTAssertThrowsError(try Signer("thread", secret: secret, settings: ["app_id": value])) { error in
                XCTAssertEqual((error as? ConfigurationError)?.code, "setting_invalid")
                XCTAssertEqual((error as? ConfigurationError)?.field, "app_id")
            }
        }
    }

    func testATimeBefore1970IsRefused() throws {
        let signer = try Signer("bookbag", secret: secret)
        XCTAssertThrowsError(try signer.sign(Visitor(id: "1"), now: -1)) { error in
            XCTAssertEqual((error as? ConfigurationError)?.code, "now_invalid")
        }
        XCTAssertThrowsError(try signer.signMany([Visitor(id: "1")], now: -1))
    }
}
