// Generated from bindings/swift/Sources/VisitorsealServer/Shared/Bridge.swift by bindings/uniffi/generate. Edit that file.
import Foundation
import VisitorsealDeviceBridge

/// The types of the generated code, which have the same names as the public ones.
enum Bridge {
    typealias Contact = VisitorsealDeviceBridge.Contact
    typealias InspectedToken = VisitorsealDeviceBridge.InspectedToken
    typealias Key = VisitorsealDeviceBridge.Key
    typealias Page = VisitorsealDeviceBridge.Page
    typealias Scheme = VisitorsealDeviceBridge.Scheme
    typealias Signed = VisitorsealDeviceBridge.Signed
    typealias Verified = VisitorsealDeviceBridge.Verified
    typealias Verifier = VisitorsealDeviceBridge.Verifier
    typealias VisitorsealError = VisitorsealDeviceBridge.VisitorsealError
    typealias Warning = VisitorsealDeviceBridge.Warning

    static func schemes() -> [String] { VisitorsealDeviceBridge.schemes() }
    static func scheme(_ name: String) throws -> Scheme { try VisitorsealDeviceBridge.scheme(name: name) }
    static func inspectToken(_ token: String) throws -> InspectedToken {
        try VisitorsealDeviceBridge.inspectToken(token: token)
    }

    /// Calls the generated code and throws its errors as this module's.
    static func call<T>(_ action: () throws -> T) throws -> T {
        do {
            return try action()
        } catch let error as VisitorsealError {
            throw publicError(error)
        } catch {
            throw Self.panic
        }
    }

    static func publicError(_ error: VisitorsealError) -> PublicError {
        switch error {
        case let .Configuration(code, field, reason): return .configuration(code: code, field: field, reason: reason)
        case let .Visitor(code, field, reason): return .visitor(code: code, field: field, reason: reason)
        case let .Refused(code, field, reason, status, name):
            return .refused(code: code, field: field, reason: reason, httpStatus: Int(status), httpError: name)
        case let .Internal(code, field, reason): return .internal(code: code, field: field, reason: reason)
        }
    }

    private static var panic: PublicError {
        .internal(code: "panic", field: nil, reason: "The library panicked. Please report this.")
    }
}

typealias PublicError = VisitorsealError

/// The given second, otherwise the system's clock.
func unixTime(_ now: Int64?) -> Int64 {
    now ?? Int64(Date().timeIntervalSince1970)
}
