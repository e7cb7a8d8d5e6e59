// Generated from bindings/swift/Sources/VisitorsealServer/Shared/Page.swift by bindings/uniffi/generate. Edit that file.
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
        try self.init(scheme: VisitorsealDevice.scheme(name), settings: settings)
    }

    /// Fills the vendor's form without a signature: the visitor types less and is not recognised.
    ///
    /// Throws `configuration` `not_offered` if the vendor documents no such form, and `visitor` if the visitor has none
    /// of the form's fields.
    public func prefill(_ visitor: Visitor) throws -> Signed {
        Signed(try Bridge.call { try bridge.prefill(visitor: Data(visitor.json.utf8)) })
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

    /// The element of a page where nobody is signed in, beside `Signed.element`. It does what `anonymousScript` does.
    ///
    /// Throws `configuration` `not_offered`.
    public func anonymousElement() throws -> String {
        try Bridge.call { try bridge.anonymousElement() }
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
