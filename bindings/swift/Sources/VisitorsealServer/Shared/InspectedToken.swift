/// A token's header and claims, without verifying them. For looking at a token during development: anyone can have
/// written it.
///
/// - Parameter token: the token.
/// - Returns: what it says.
/// - Throws: ``Refused`` `token_malformed` or `token_too_large`.
public func inspectToken(_ token: String) throws -> InspectedToken {
    InspectedToken(try Bridge.call { try Bridge.inspectToken(token) })
}

/// What a token says, without verification: anyone can have written it.
public final class InspectedToken: Sendable, CustomStringConvertible, CustomReflectable {
    let bridge: Bridge.InspectedToken

    init(_ bridge: Bridge.InspectedToken) { self.bridge = bridge }

    /// The token's header. Anyone can have written it.
    public var unverifiedHeader: JSONObject { bridge.header }

    /// The token's claims. Anyone can have written them.
    public var unverifiedClaims: JSONObject { bridge.claims }

    /// Header and claims as JSON: `{"unverified": true, "header", "claims"}`.
    ///
    /// - Returns: JSON text.
    public func toJson() -> String { bridge.toJson() }

    /// The words `InspectedToken(unverified)`.
    public var description: String { "InspectedToken(unverified)" }

    /// Nothing: a dump shows no value.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
