import Foundation
import XCTest

@testable import VisitorsealServer

/// The C library that the program has.
final class LibraryTests: XCTestCase {
    func testALibraryOfAnotherVersionIsRefusedWithBothVersions() throws {
        for version in ["9.9.9", "0.10.0", "1.0.0", ""] {
            let fault = try XCTUnwrap(Native.versionFault(version), version)
            XCTAssertEqual(fault.code, "library_version")
            XCTAssertTrue(fault.reason.contains("has version \(version),"), fault.reason)
            XCTAssertTrue(fault.reason.contains("needs \(Native.interface).x"), fault.reason)
        }
        for version in ["\(Native.interface).0", "\(Native.interface).12"] { XCTAssertNil(Native.versionFault(version)) }
    }

    /// `check-version` runs this test alone with a library that says another version.
    func testNothingWorksWithALibraryOfAnotherVersion() throws {
        guard let version = ProcessInfo.processInfo.environment["VISITORSEAL_OTHER_VERSION"] else {
            return XCTAssertNoThrow(try scheme("bookbag"))
        }
        let calls: [() throws -> Any] = [
            { try scheme("bookbag") }, { try Scheme.parse("") }, { try inspectToken("a.b.c") },
            { try Signer("bookbag", secret: "a") }, { try Verifier("bookbag", keys: ["a"]) }, { try Page("bookbag") },
        ]
        for call in calls {
            XCTAssertThrowsError(try call()) { error in
                XCTAssertEqual((error as? ConfigurationError)?.code, "library_version")
                XCTAssertTrue("\(error)".contains("version \(version),"), "\(error)")
            }
        }
    }
}
