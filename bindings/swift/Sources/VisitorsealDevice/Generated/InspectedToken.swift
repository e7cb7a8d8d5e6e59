// Generated from bindings/swift/Sources/VisitorsealServer/Shared/InspectedToken.swift by bindings/uniffi/generate. Edit that file.
/// A token's header and claims, without verifying them. For looking at a token during development: anyone can have
/// written it.
///
/// Throws `refused`: `token_malformed` or `token_too_large`.
public func inspectToken(_ token: String) throws -> InspectedToken {
    InspectedToken(try Bridge.call { try Bridge.inspectToken(token) })
}

/// What a token says, without verification: anyone can have written it.
public final class InspectedToken: Sendable, CustomStringConvertible {
    private let bridge: Bridge.InspectedToken

    init(_ bridge: Bridge.InspectedToken) { self.bridge = bridge }

    /// The token's header. Anyone can have written it.
    public var unverifiedHeader: [String: Any] { JSON.object(bridge.unverifiedHeaderJson()) }

    /// The token's claims. Anyone can have written them.
    public var unverifiedClaims: [String: Any] { JSON.object(bridge.unverifiedClaimsJson()) }

    /// When the token expires, in Unix seconds, by its own claim `exp`. `nil` for a token that never expires.
    ///
    /// Throws `refused`: `claim_type` or `claim_value` if `exp` is not a time.
    public func unverifiedExpiry() throws -> Int64? {
        try Bridge.call { try bridge.unverifiedExpiry() }
    }

    /// Header and claims as JSON: `{"unverified": true, "header", "claims"}`.
    public func toJson() -> String { bridge.toJson() }

    public var description: String { "InspectedToken(unverified)" }
}
