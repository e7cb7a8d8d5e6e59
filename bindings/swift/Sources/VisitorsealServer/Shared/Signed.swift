/// A signed visitor, ready for the page. Its description shows no value.
public final class Signed: Sendable, CustomStringConvertible, CustomReflectable {
    let bridge: Bridge.Signed

    init(_ bridge: Bridge.Signed) { self.bridge = bridge }

    /// The scheme's name.
    public var scheme: String { bridge.scheme() }

    /// What the vendor checks: a digest as the scheme writes it, or a JWT. `nil` for a pre-filled form.
    public var signature: String? { bridge.signature() }

    /// The payload under the vendor's names, in the order of the vendor's page.
    public var fields: JSONObject { JSONReader.object(fieldsJson) }

    /// The payload as JSON in ASCII, as a page posts it.
    public var fieldsJson: String { bridge.fieldsJson() }

    /// When the vendor stops accepting the signature, in Unix seconds. `nil` if it never expires.
    public var expiresAt: Int64? { bridge.expiresAt() }

    /// Tells two visitors of this scheme apart and says nothing about either. `nil` for a pre-filled form.
    public var mark: String? { bridge.mark() }

    /// Problems that do not stop signing, such as a field that the widget does not show.
    public var warnings: [Warning] { bridge.warnings().map(Warning.init) }

    /// The signed visitor as JSON: `{"scheme", "signature", "fields", "expires_at", "mark", "warnings"}`. A server sends it to its
    /// app.
    ///
    /// - Returns: JSON text.
    public func toJson() -> String { bridge.toJson() }

    /// The HTML that hands the fields to the widget. Write it only into this visitor's page, and send
    /// `Cache-Control: private, no-store` with that page.
    ///
    /// - Parameter nonce: the page's Content-Security-Policy nonce.
    /// - Returns: HTML.
    /// - Throws: ``ConfigurationError`` `nonce_invalid`, `setting_missing` or `not_offered`.
    public func script(nonce: String? = nil) throws -> String {
        try Bridge.call { try bridge.script(nonce: nonce) }
    }

    /// The element that hands the fields to the widget, for sites whose windows outlive a page (Turbo, htmx, Livewire,
    /// single-page apps). The page also needs the scheme's file, which the program `visitorseal page` writes.
    ///
    /// - Parameter endpoint: an address of the site that answers with ``toJson()`` for whoever is signed in, such as `/visitor`. The
    ///   page asks it when the fields expire.
    /// - Returns: HTML.
    /// - Throws: ``ConfigurationError`` `setting_invalid` or `not_offered`.
    public func element(endpoint: String? = nil) throws -> String {
        try Bridge.call { try bridge.element(endpoint: endpoint) }
    }

    /// The address of the vendor's page for mobile apps (Orlo), with the token in it. Whoever has the address is the
    /// visitor.
    ///
    /// - Returns: the address.
    /// - Throws: ``ConfigurationError`` `not_offered` or `setting_missing`.
    public func url() throws -> String {
        try Bridge.call { try bridge.url() }
    }

    /// The word `Signed` and the scheme's name.
    public var description: String { "Signed(\(scheme))" }

    /// Nothing: a dump shows no value.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// A problem that does not stop signing.
public struct Warning: Sendable {
    /// The stable code, such as `secret_short`.
    public let code: String

    /// What it is about, in the visitor's words, or `secret`.
    public let field: String

    /// What is wrong and what to do.
    public let reason: String

    init(_ bridge: Bridge.Warning) {
        (code, field, reason) = (bridge.code, bridge.field, bridge.reason)
    }
}
