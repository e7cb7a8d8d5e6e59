import Foundation
import XCTest

@testable import VisitorsealServer

/// The reader and the writer of JSON, beside Foundation's.
final class JSONTests: XCTestCase {
    /// The value by Foundation, with its members sorted.
    private func byFoundation(_ json: String) throws -> String {
        let value = try JSONSerialization.jsonObject(with: Data(json.utf8), options: [.fragmentsAllowed])
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .fragmentsAllowed]
        return String(decoding: try JSONSerialization.data(withJSONObject: value, options: options), as: UTF8.self)
    }

    func testWhatIsReadAndWrittenIsTheSameForFoundation() throws {
        for name in ["sign", "sign_random", "element"] {
            let file = vectorsFolder.appendingPathComponent("\(name).json")
            let text = try String(contentsOf: file, encoding: .utf8)
            let written = JSONReader.value(text).description
            XCTAssertEqual(try byFoundation(written), try byFoundation(text), name)
            // What is written is read again as it was.
            XCTAssertEqual(JSONReader.value(written).description, written, name)
        }
    }

    func testOrderAndNumbersAreKept() {
        let json = #"{"z":[],"a":{},"m":[{"b":-1,"a":[null,true,false]}],"n":[9223372036854775807,18446744073709551615,1.5]}"#
        XCTAssertEqual(JSONReader.value(json).description, json)
        XCTAssertEqual(JSONReader.value(" [ 1 , 2e3 , -0.5 ] \n"), [1, 2000.0, -0.5])
    }

    func testEscapesAreRead() {
        XCTAssertEqual(
            JSONReader.value(#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00x""#).string,
            "\"\\/\u{8}\u{c}\n\r\té😀x")
    }

    func testWhatMustBeEscapedIsEscaped() throws {
        for code in 0..<0x80 {
            let text = String(Unicode.Scalar(UInt8(code)))
            let json = JSONValue.string(text + "é😀").description
            XCTAssertEqual(try JSONDecoder().decode(String.self, from: Data(json.utf8)), text + "é😀", json)
        }
    }
}
