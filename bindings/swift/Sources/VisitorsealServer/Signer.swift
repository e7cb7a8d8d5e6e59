import Foundation
import VisitorsealServerBridge

/// A scheme with its secret and settings, ready to sign many visitors. Make one and keep it: many tasks may use it.
public final class Signer: Sendable, CustomStringConvertible {
    private let bridge: VisitorsealServerBridge.Signer

    /// `secret` is the vendor's shared secret as its dashboard shows it, or, if the scheme's `keyKind` is `pair` (Orlo), the
    /// site's private key in PEM. `settings` are text or whole numbers, such as `app_id` for Thread.
    ///
    /// Throws `configuration`: `secret_…`, `key_…` or `setting_…`.
    public init(scheme: Scheme, secret: Data, settings: [String: Any] = [:]) throws {
        let json = try JSON.settings(settings)
        bridge = try Bridge.call {
            try VisitorsealServerBridge.Signer(scheme: scheme.bridge, secret: secret, settings: json)
        }
    }

    /// A signer for the scheme of that name, with a secret as text. Throws `scheme_unknown` too.
    public convenience init(_ name: String, secret: String, settings: [String: Any] = [:]) throws {
        try self.init(scheme: VisitorsealServer.scheme(name), secret: Data(secret.utf8), settings: settings)
    }

    /// The scheme's name.
    public var scheme: String { bridge.scheme() }

    /// Problems with the secret or the scheme that do not stop signing. Log them once, when you make the signer.
    public var warnings: [Warning] { bridge.warnings().map(Warning.init) }

    /// Signs a visitor.
    ///
    /// `now` is Unix seconds, by default the system's clock. Only signatures that hold a time use it. Throws `visitor`
    /// if a field that the signature covers is missing, null, empty or ambiguous, or if any field does not have its form.
    public func sign(_ visitor: Visitor, now: Int64? = nil) throws -> Signed {
        Signed(try Bridge.call { try bridge.sign(visitor: Data(visitor.json.utf8), now: unixTime(now)) })
    }

    /// Signs many visitors in one call of the native library, in order. Each gives a signed visitor or an error.
    public func signMany(_ visitors: [Visitor], now: Int64? = nil) throws -> [Result<Signed, VisitorsealError>] {
        let outcomes = try Bridge.call {
            try bridge.signMany(visitors: visitors.map { Data($0.json.utf8) }, now: unixTime(now))
        }
        return outcomes.map { outcome in
            switch outcome {
            case let .signed(signed, _, _): return .success(Signed(signed))
            case let .failed(error): return .failure(Bridge.publicError(error))
            }
        }
    }

    /// Fills the vendor's form without a signature: the visitor types less and is not recognised.
    ///
    /// Throws `configuration` `not_offered` if the vendor documents no such form, and `visitor` if the visitor has none
    /// of the form's fields.
    public func prefill(_ visitor: Visitor) throws -> Signed {
        Signed(try Bridge.call { try bridge.prefill(visitor: Data(visitor.json.utf8)) })
    }

    /// The HMAC of exactly these bytes as the scheme writes it, for code that writes the page itself.
    ///
    /// Throws `configuration` `not_offered` if the scheme's signature is a token.
    public func digest(_ message: Data) throws -> String {
        try Bridge.call { try bridge.digest(message: message) }
    }

    /// The HMAC of a text in UTF-8 as the scheme writes it, for code that writes the page itself.
    public func digest(_ message: String) throws -> String {
        try digest(Data(message.utf8))
    }

    /// The digests of many messages in bytes, in order, in one call of the native library.
    public func digestMany(_ messages: [Data]) throws -> [String] {
        try Bridge.call { try bridge.digestMany(messages: messages) }
    }

    /// The digests of many texts, in order, in one call of the native library.
    public func digestMany(_ messages: [String]) throws -> [String] {
        try digestMany(messages.map { Data($0.utf8) })
    }

    /// The script that makes the widget forget the visitor at sign-out, whomever it knows. It is empty for a vendor without
    /// a widget in a page.
    ///
    /// `nonce` is the page's Content-Security-Policy nonce. Throws `configuration` `nonce_invalid`.
    public func forgetScript(nonce: String? = nil) throws -> String {
        try Bridge.call { try bridge.forgetScript(nonce: nonce) }
    }

    /// The script of a page where nobody is signed in. The widget forgets the visitor whom it knows, and starts for an
    /// anonymous one where the vendor wants that. Write it only into a page that no cache gives to others. It is empty
    /// for a vendor without a widget in a page.
    ///
    /// `nonce` is the page's Content-Security-Policy nonce. Throws `configuration` `nonce_invalid`.
    public func anonymousScript(nonce: String? = nil) throws -> String {
        try Bridge.call { try bridge.anonymousScript(nonce: nonce) }
    }

    public var description: String { "Signer" }
}
