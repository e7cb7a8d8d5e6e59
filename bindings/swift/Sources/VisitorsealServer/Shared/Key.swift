import Foundation

/// A key that verifies, with an optional name (`kid`). A token that names a key is checked only against the key of that
/// name. A JSON Web Key (JWK) has its own name, unless you pass one. A JWK set takes none.
public final class Key: Sendable, CustomStringConvertible {
    let bridge: Bridge.Key

    /// A key as bytes.
    ///
    /// - Parameters:
    ///   - key: the vendor's shared secret, or the site's public key (Orlo): PEM, a JWK or a JWK set as JSON.
    ///   - kid: the key's name (RFC 7515, 4.1.4).
    public init(_ key: Data, kid: String? = nil) {
        bridge = Bridge.Key(key: key, kid: kid)
    }

    /// A key as text.
    ///
    /// - Parameters:
    ///   - key: the vendor's shared secret, or the site's public key (Orlo): PEM, a JWK or a JWK set as JSON.
    ///   - kid: the key's name (RFC 7515, 4.1.4).
    public convenience init(_ key: String, kid: String? = nil) {
        self.init(Data(key.utf8), kid: kid)
    }

    /// The key's name.
    public var kid: String? { bridge.kid() }

    /// The word `Key`.
    public var description: String { "Key" }
}
