import CVisitorseal
import Foundation

/// The C library. Only the files of this folder call it: they check each status, throw errors and free memory.
enum Native {
    typealias Failure = UnsafeMutablePointer<visitorseal_error>
    typealias OutText = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

    /// The version of the C library's interface that this package needs, as in the library's SONAME.
    static let interface = "0.1"

    /// What is wrong with the library that was linked or loaded. A Swift program links it, so it is checked once.
    private static let fault = versionFault(String(cString: visitorseal_version()))

    static func versionFault(_ version: String) -> ConfigurationError? {
        if version.hasPrefix("\(interface).") { return nil }
        return ConfigurationError(
            code: "library_version", field: nil,
            reason: "The C library has version \(version), and this package needs \(interface).x. Install the library of "
                + "this version, and build the program again.")
    }

    /// Throws if the C library has another version than this package. Every object begins with this call.
    static func checkVersion() throws {
        if let fault { throw fault }
    }

    /// Calls a function and throws its error.
    static func call(_ function: (Failure) -> Int32) throws {
        // Not initialized: the function fills it when it fails, and a kilobyte of zeros would cost more than a digest.
        try withUnsafeTemporaryAllocation(of: visitorseal_error.self, capacity: 1) { error in
            guard let failure = error.baseAddress, function(failure) == 0 else { throw publicError(error[0]) }
        }
    }

    /// Calls a function that has failed before, for its error.
    static func failure<Result>(_ function: (Failure) -> Int32) throws -> Result {
        try call(function)
        throw InternalError(code: "internal", field: nil, reason: "A call failed once and then succeeded.")
    }

    /// Calls a function that gives text.
    static func text(_ function: (OutText, UnsafeMutablePointer<Int>, Failure) -> Int32) throws -> String {
        var text: UnsafeMutablePointer<CChar>?
        var length = 0
        try call { function(&text, &length, $0) }
        defer { visitorseal_string_free(text) }
        return String(decoding: UnsafeRawBufferPointer(start: text, count: length), as: UTF8.self)
    }

    /// Calls a function that gives a handle.
    static func handle(
        _ free: @escaping Handle.Free, _ function: (UnsafeMutablePointer<OpaquePointer?>, Failure) -> Int32
    ) throws -> Handle {
        var pointer: OpaquePointer?
        try call { function(&pointer, $0) }
        guard let pointer else { throw InternalError(code: "internal", field: nil, reason: "The library gave no handle.") }
        return Handle(pointer, free)
    }

    /// Passes text to C for a call.
    static func with<Result>(
        _ text: String, _ action: (UnsafePointer<CChar>, Int) throws -> Result
    ) rethrows -> Result {
        var text = text
        return try text.withUTF8 { try pass(UnsafeRawBufferPointer($0), action) }
    }

    /// Passes text that may be absent to C for a call.
    static func withOptional<Result>(
        _ text: String?, _ action: (UnsafePointer<CChar>?, Int) throws -> Result
    ) rethrows -> Result {
        guard let text else { return try action(nil, 0) }
        return try with(text) { try action($0, $1) }
    }

    /// Passes bytes to C for a call. Empty ones need a pointer too.
    static func pass<Result>(
        _ bytes: UnsafeRawBufferPointer, _ action: (UnsafePointer<CChar>, Int) throws -> Result
    ) rethrows -> Result {
        guard let start = bytes.baseAddress else {
            return try withUnsafePointer(to: CChar(0)) { try action($0, 0) }
        }
        return try action(start.assumingMemoryBound(to: CChar.self), bytes.count)
    }

    private static func publicError(_ error: visitorseal_error) -> any VisitorsealError {
        let (code, field, reason) = (string(error.code), string(error.field), string(error.reason))
        let about = field.isEmpty ? nil : field
        switch UInt32(bitPattern: error.kind) {
        case VISITORSEAL_KIND_CONFIGURATION.rawValue:
            return ConfigurationError(code: code, field: about, reason: reason)
        case VISITORSEAL_KIND_VISITOR.rawValue:
            return VisitorError(code: code, field: about, reason: reason)
        case VISITORSEAL_KIND_REFUSED.rawValue:
            return Refused(
                code: code, field: about, reason: reason, httpStatus: Int(error.http_status),
                httpError: string(error.http_error))
        default:
            return InternalError(code: code, field: about, reason: reason)
        }
    }

    /// A text in an array of C, which Swift sees as a tuple.
    private static func string<Characters>(_ characters: Characters) -> String {
        withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
