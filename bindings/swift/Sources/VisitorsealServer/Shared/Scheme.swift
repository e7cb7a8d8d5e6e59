/// The names of the vendors' schemes, such as `bookbag`.
///
/// - Returns: the names, in alphabetical order.
public func schemes() -> [String] {
    Bridge.schemes()
}

/// The scheme of a vendor by its name.
///
/// - Parameter name: the scheme's name, such as `bookbag`.
/// - Returns: the scheme.
/// - Throws: ``ConfigurationError`` `scheme_unknown`.
public func scheme(_ name: String) throws -> Scheme {
    try Scheme.named(name)
}

/// What verifies a signature.
public enum KeyKind: String, Sendable {
    /// The shared secret itself.
    case shared

    /// The public key of a key pair.
    case pair
}

/// How one vendor's widget wants a visitor signed. ``scheme(_:)`` gives it by its name.
public final class Scheme: Sendable, CustomStringConvertible {
    let bridge: Bridge.Scheme

    private init(_ bridge: Bridge.Scheme) { self.bridge = bridge }

    static func named(_ name: String) throws -> Scheme {
        Scheme(try Bridge.call { try Bridge.scheme(name) })
    }

    /// Reads a scheme of your own from TOML. A scheme file is code: load only your own.
    ///
    /// - Parameter toml: the file's text.
    /// - Returns: the scheme.
    /// - Throws: ``ConfigurationError`` `scheme_malformed`. Its field is the key in the file, its reason names the line.
    public static func parse(_ toml: String) throws -> Scheme {
        Scheme(try Bridge.call { try Bridge.Scheme.parse(toml: toml) })
    }

    /// The scheme's name, such as `bookbag`.
    public var name: String { bridge.name() }

    /// The vendor's name as the vendor writes it.
    public var vendor: String { bridge.vendor() }

    /// The product as the vendor names it, such as `Messenger`. Nil if the scheme's file does not say it.
    public var product: String? { bridge.product() }

    /// What the product is for, such as `support_chat`. Nil if the scheme's file does not say it.
    public var category: String? { bridge.category() }

    /// The address of the vendor's documentation that the scheme was read from.
    public var document: String { bridge.document() }

    /// What verifies a signature: the shared secret, or the public key of a key pair.
    public var keyKind: KeyKind { bridge.keyKind() == KeyKind.pair.rawValue ? .pair : .shared }

    /// `HMAC-SHA256`, `HMAC-SHA512` or `HMAC-SHA1` (RFC 2104), or a token's, such as `HS256` or `RS256` (RFC 7518).
    public var algorithm: String { bridge.algorithm() }

    /// The visitor's fields that the signature covers. `attributes` stands for all attributes, `attributes.plan` for one.
    public var covers: [String] { bridge.covers() }

    /// The settings that the scheme takes.
    public var settings: [Setting] {
        bridge.settings().map { Setting(name: $0.name, about: $0.about, isRequired: $0.isRequired) }
    }

    /// The scheme as JSON.
    ///
    /// - Returns: JSON text.
    public func toJson() -> String { bridge.toJson() }

    /// The word `Scheme` and the scheme's name.
    public var description: String { "Scheme(\(name))" }
}

/// A setting of a scheme.
public struct Setting: Sendable {
    /// The setting's name.
    public let name: String

    /// What the setting is and where the vendor shows it.
    public let about: String

    /// Whether a signer needs the setting. Other settings are needed by single calls, which say so.
    public let isRequired: Bool
}
