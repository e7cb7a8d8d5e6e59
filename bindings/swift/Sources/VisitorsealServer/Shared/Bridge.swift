import Foundation
import VisitorsealServerBridge

/// The types of the generated code, which have the same names as the public ones.
enum Bridge {
    typealias Contact = VisitorsealServerBridge.Contact
    typealias InspectedToken = VisitorsealServerBridge.InspectedToken
    typealias Key = VisitorsealServerBridge.Key
    typealias Page = VisitorsealServerBridge.Page
    typealias Scheme = VisitorsealServerBridge.Scheme
    typealias Signed = VisitorsealServerBridge.Signed
    typealias Verified = VisitorsealServerBridge.Verified
    typealias Verifier = VisitorsealServerBridge.Verifier
    typealias VisitorsealError = VisitorsealServerBridge.VisitorsealError
    typealias Warning = VisitorsealServerBridge.Warning

    static func schemes() -> [String] { VisitorsealServerBridge.schemes() }
    static func scheme(_ name: String) throws -> Scheme { try VisitorsealServerBridge.scheme(name: name) }
    static func inspectToken(_ token: String) throws -> InspectedToken {
        try VisitorsealServerBridge.inspectToken(token: token)
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
