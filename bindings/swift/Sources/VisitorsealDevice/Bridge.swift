import Foundation
import VisitorsealDeviceBridge

/// The types of the generated code, which have the same names as the public ones. The sources in `Shared` use them.
enum Bridge {
    typealias Contact = VisitorsealDeviceBridge.Contact
    typealias InspectedToken = VisitorsealDeviceBridge.InspectedToken
    typealias Key = VisitorsealDeviceBridge.Key
    typealias Page = VisitorsealDeviceBridge.Page
    typealias Scheme = VisitorsealDeviceBridge.Scheme
    typealias Signed = VisitorsealDeviceBridge.Signed
    typealias Verified = VisitorsealDeviceBridge.Verified
    typealias Verifier = VisitorsealDeviceBridge.Verifier
    typealias Warning = VisitorsealDeviceBridge.Warning

    static func schemes() -> [String] { VisitorsealDeviceBridge.schemes() }
    static func scheme(_ name: String) throws -> Scheme { try VisitorsealDeviceBridge.scheme(name: name) }
    static func inspectToken(_ token: String) throws -> InspectedToken {
        try VisitorsealDeviceBridge.inspectToken(token: token)
    }

    /// Calls the generated code and throws its errors as this module's.
    static func call<Result>(_ action: () throws -> Result) throws -> Result {
        do {
            return try action()
        } catch let error as VisitorsealDeviceBridge.VisitorsealError {
            throw publicError(error)
        } catch {
            throw InternalError(
                code: "panic", field: nil, reason: "The library panicked. This is a fault in visitorseal: please report it.")
        }
    }

    static func refusal(of verified: Verified) -> Refused? {
        verified.refusal.flatMap { publicError($0) as? Refused }
    }

    private static func publicError(_ error: VisitorsealDeviceBridge.VisitorsealError) -> any VisitorsealError {
        switch error {
        case let .Configuration(code, field, reason): return ConfigurationError(code: code, field: field, reason: reason)
        case let .Visitor(code, field, reason): return VisitorError(code: code, field: field, reason: reason)
        case let .Refused(code, field, reason, status, name):
            return Refused(code: code, field: field, reason: reason, httpStatus: Int(status), httpError: name)
        case let .Internal(code, field, reason): return InternalError(code: code, field: field, reason: reason)
        }
    }
}

// The sources in `Shared` read JSON as values, and pass it as bytes.

extension Bridge.Page {
    func prefill(visitor: [UInt8]) throws -> Bridge.Signed { try prefill(visitor: Data(visitor)) }
}

extension Bridge.Verifier {
    func verify(_ body: some ContiguousBytes, now: Int64) throws -> Bridge.Verified {
        try verifyJson(body: body.withUnsafeBytes { Data($0) }, now: now)
    }
}

extension Bridge.Verified {
    var signed: JSONObject { JSONReader.object(signedJson) }
    var unsigned: JSONObject { JSONReader.object(unsignedJson) }
}

extension Bridge.Contact {
    var attributes: JSONObject { JSONReader.object(attributesJson()) }
}

extension Bridge.InspectedToken {
    var header: JSONObject { JSONReader.object(unverifiedHeaderJson()) }
    var claims: JSONObject { JSONReader.object(unverifiedClaimsJson()) }
}
