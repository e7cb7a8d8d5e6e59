// Generated from bindings/swift/Sources/VisitorsealServer/Shared/VisitorsealError.swift by bindings/uniffi/generate. Edit that file.
import Foundation

/// Every error of this library. Compare its `code` and show its `reason` to a person.
///
/// Errors never contain a secret or a visitor's data.
public enum VisitorsealError: Error, Equatable, Sendable {
    /// A scheme, setting, secret or key is wrong. The developer must fix it.
    case configuration(code: String, field: String?, reason: String)

    /// This visitor cannot be signed as given. The site must pass other values.
    case visitor(code: String, field: String?, reason: String)

    /// What the browser sent does not prove who the visitor is. `httpStatus` and `httpError` are the vendor's answer,
    /// such as 401 and `identity_unverified`.
    case refused(code: String, field: String?, reason: String, httpStatus: Int, httpError: String)

    /// A fault in this library. Please report it.
    case `internal`(code: String, field: String?, reason: String)

    private var values: (code: String, field: String?, reason: String) {
        switch self {
        case let .configuration(code, field, reason), let .visitor(code, field, reason),
            let .internal(code, field, reason):
            return (code, field, reason)
        case let .refused(code, field, reason, _, _):
            return (code, field, reason)
        }
    }

    /// The stable code, such as `signature_mismatch`.
    public var code: String { values.code }

    /// The setting, field or claim that the error is about, if there is one.
    public var field: String? { values.field }

    /// What is wrong and what to do. The words may change in any version.
    public var reason: String { values.reason }

    /// The HTTP status that the vendor answers with, such as 401. `nil` unless the error is `refused`.
    public var httpStatus: Int? {
        if case let .refused(_, _, _, status, _) = self { return status }
        return nil
    }

    /// The name of the error in that answer, such as `identity_unverified`. `nil` unless the error is `refused`.
    public var httpError: String? {
        if case let .refused(_, _, _, _, name) = self { return name }
        return nil
    }
}

extension VisitorsealError: LocalizedError {
    public var errorDescription: String? { "\(code): \(reason)" }
}
