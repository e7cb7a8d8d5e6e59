import Foundation

/// A scheme with its settings: what a page needs without a secret.
public final class Page: Sendable, CustomStringConvertible {
    let bridge: Bridge.Page

    /// `settings` are text or whole numbers, such as `mobile_url` for Orlo.
    ///
    /// Throws `configuration`: `setting_…`.
    public init(scheme: Scheme, settings: [String: Any] = [:]) throws {
        let json = try JSON.settings(settings)
        bridge = try Bridge.call { try Bridge.Page(scheme: scheme.bridge, settings: json) }
    }

    /// A page for the scheme of that name. Throws `scheme_unknown` too.
    public convenience init(_ name: String, settings: [String: Any] = [:]) throws {
        try self.init(scheme: VisitorsealServer.scheme(name), settings: settings)
    }

    /// Fills the vendor's form without a signature: the visitor types less and is not recognised.
    ///
    /// Throws `configuration` `not_offered` if the vendor documents no such form, and `visitor` if the visitor has none
    /// of the form's fields.
    public func prefill(_ visitor: Visitor) throws -> Signed {
        Signed(try Bridge.call { try bridge.prefill(visitor: Data(visitor.json.utf8)) })
    }

    /// The script that makes the widget forget the visitor at sign-out. It is empty if the vendor documents none.
    ///
    /// `nonce` is the page's Content-Security-Policy nonce. Throws `configuration` `nonce_invalid`.
    public func forgetScript(nonce: String? = nil) throws -> String {
        try Bridge.call { try bridge.forgetScript(nonce: nonce) }
    }

    /// The script that starts the widget for a visitor who is not signed in. It is empty if the widget needs none.
    ///
    /// `nonce` is the page's Content-Security-Policy nonce. Throws `configuration` `nonce_invalid`.
    public func anonymousScript(nonce: String? = nil) throws -> String {
        try Bridge.call { try bridge.anonymousScript(nonce: nonce) }
    }

    /// The address of the vendor's page for mobile apps (Orlo), with a token from the app's server in it. Whoever has
    /// the address is the visitor.
    ///
    /// Throws `refused` `token_malformed`, and `configuration`: `not_offered` or `setting_missing`.
    public func url(token: String) throws -> String {
        try Bridge.call { try bridge.url(token: token) }
    }

    public var description: String { "Page" }
}
