import Foundation

/// Every error of this library. Compare its ``code`` and show its ``reason`` to a person.
///
/// Each error is one of ``ConfigurationError``, ``VisitorError``, ``Refused`` and ``InternalError``. Catch the type that you can
/// answer, or this protocol for all of them:
///
/// ```swift
/// do {
///     _ = try verifier.verifyJson(body)
/// } catch let refused as Refused {
///     respond(refused.httpStatus, refused.httpError)
/// }
/// ```
///
/// Errors never contain a secret or a visitor's data.
public protocol VisitorsealError: LocalizedError, CustomStringConvertible, Sendable {
    /// Who has to act, as the error's type says.
    var kind: ErrorKind { get }

    /// The stable code, such as `signature_mismatch`.
    var code: String { get }

    /// The setting, field or claim that the error is about, if there is one.
    var field: String? { get }

    /// What is wrong and what to do. The words may change in any version.
    var reason: String { get }
}

extension VisitorsealError {
    /// The code, the field if there is one, and the reason.
    public var description: String { field.map { "\(code) (\($0)): \(reason)" } ?? "\(code): \(reason)" }

    /// The same as the description, for `localizedDescription`.
    public var errorDescription: String? { description }
}

/// Who has to act.
public enum ErrorKind: String, Sendable {
    /// The developer: a scheme, a setting, a secret or a key is wrong.
    case configuration

    /// The site: it must pass other values for this visitor.
    case visitor

    /// Nobody: the browser did not prove who the visitor is.
    case refused

    /// We: this library has a fault.
    case `internal`
}

/// A scheme, setting, secret or key is wrong. The developer must fix it.
public struct ConfigurationError: VisitorsealError, Hashable {
    /// The kind `configuration`.
    public var kind: ErrorKind { .configuration }

    /// The stable code, such as `scheme_unknown`.
    public let code: String

    /// The setting, key or argument that the error is about, if there is one.
    public let field: String?

    /// What is wrong and what to do. The words may change in any version.
    public let reason: String
}

/// This visitor cannot be signed as given. The site must pass other values.
public struct VisitorError: VisitorsealError, Hashable {
    /// The kind `visitor`.
    public var kind: ErrorKind { .visitor }

    /// The stable code, such as `field_missing`.
    public let code: String

    /// The visitor's field that the error is about, such as `attributes.plan`, if there is one.
    public let field: String?

    /// What is wrong and what to do. The words may change in any version.
    public let reason: String
}

extension VisitorError {
    init(_ value: UnwritableValue, below parent: String) {
        self.init(code: value.fault.code, field: value.field(below: parent), reason: value.fault.reason)
    }
}

/// What the browser sent does not prove who the visitor is. There is nothing to fix in the code.
public struct Refused: VisitorsealError, Hashable {
    /// The kind `refused`.
    public var kind: ErrorKind { .refused }

    /// The stable code, such as `signature_mismatch`.
    public let code: String

    /// The field or claim that the error is about, if there is one.
    public let field: String?

    /// What is wrong and what to do. The words may change in any version.
    public let reason: String

    /// The HTTP status that the vendor answers with, such as 401.
    public let httpStatus: Int

    /// The name of the error in that answer, such as `identity_unverified`.
    public let httpError: String
}

/// A fault in this library. Please report it.
public struct InternalError: VisitorsealError, Hashable {
    /// The kind `internal`.
    public var kind: ErrorKind { .internal }

    /// The stable code, such as `crypto_failed`.
    public let code: String

    /// What the error is about, if there is something.
    public let field: String?

    /// What is wrong.
    public let reason: String
}
