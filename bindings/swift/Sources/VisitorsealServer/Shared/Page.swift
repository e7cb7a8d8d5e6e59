/// A scheme with its settings: what a page needs without a secret. Make one and keep it: many tasks may use it.
public final class Page: Sendable, CustomStringConvertible {
    let bridge: Bridge.Page

    /// A page for a scheme.
    ///
    /// - Parameters:
    ///   - scheme: how the vendor wants a visitor signed.
    ///   - settings: text or whole numbers, such as `mobile_url` for Orlo.
    /// - Throws: ``ConfigurationError`` `setting_…`.
    public init(scheme: Scheme, settings: [String: any Encodable] = [:]) throws {
        let json = try Fields.settings(settings)
        bridge = try Bridge.call { try Bridge.Page(scheme: scheme.bridge, settings: json) }
    }

    /// A page for the scheme of that name.
    ///
    /// - Parameters:
    ///   - name: the scheme's name, such as `bookbag`.
    ///   - settings: text or whole numbers, such as `mobile_url` for Orlo.
    /// - Throws: ``ConfigurationError`` `scheme_unknown` or `setting_…`.
    public convenience init(_ name: String, settings: [String: any Encodable] = [:]) throws {
        try self.init(scheme: Scheme.named(name), settings: settings)
    }

    /// Fills the vendor's form without a signature: the visitor types less and is not recognised.
    ///
    /// - Parameter visitor: the visitor.
    /// - Returns: what the page needs. Its signature is `nil`.
    /// - Throws: ``ConfigurationError`` `not_offered` if the vendor documents no such form, and ``VisitorError`` if the visitor has
    ///   none of the form's fields.
    public func prefill(_ visitor: Visitor) throws -> Signed {
        Signed(try Bridge.call { try bridge.prefill(visitor: visitor.json) })
    }

    /// The script that makes the widget forget the visitor at sign-out, whomever it knows.
    ///
    /// - Parameter nonce: the page's Content-Security-Policy nonce.
    /// - Returns: HTML. It is empty for a vendor without a widget in a page.
    /// - Throws: ``ConfigurationError`` `nonce_invalid`.
    public func forgetScript(nonce: String? = nil) throws -> String {
        try Bridge.call { try bridge.forgetScript(nonce: nonce) }
    }

    /// The script of a page where nobody is signed in. The widget forgets the visitor whom it knows, and starts for an
    /// anonymous one where the vendor wants that.
    ///
    /// Write it only into a page that no cache gives to others.
    ///
    /// - Parameter nonce: the page's Content-Security-Policy nonce.
    /// - Returns: HTML. It is empty for a vendor without a widget in a page.
    /// - Throws: ``ConfigurationError`` `nonce_invalid`.
    public func anonymousScript(nonce: String? = nil) throws -> String {
        try Bridge.call { try bridge.anonymousScript(nonce: nonce) }
    }

    /// The element of a page where nobody is signed in, beside ``Signed/element(endpoint:)``. It does what
    /// ``anonymousScript(nonce:)`` does.
    ///
    /// - Returns: HTML.
    /// - Throws: ``ConfigurationError`` `not_offered`.
    public func anonymousElement() throws -> String {
        try Bridge.call { try bridge.anonymousElement() }
    }

    /// The word `Page`.
    public var description: String { "Page" }
}
