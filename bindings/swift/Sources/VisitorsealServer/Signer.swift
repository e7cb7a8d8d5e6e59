import CVisitorseal
import Foundation

/// A scheme with its secret and settings, ready to sign many visitors. Make one and keep it: many tasks may use it.
public final class Signer: Sendable, CustomStringConvertible {
    private let handle: Handle

    /// The size of one digest with the NUL at its end. 0 if the signature is a token.
    private let digestSize: Int

    /// The scheme's name.
    public let scheme: String

    /// A signer for a scheme.
    ///
    /// - Parameters:
    ///   - scheme: how the vendor wants a visitor signed.
    ///   - secret: the vendor's shared secret as its dashboard shows it, or, if the scheme's `keyKind` is `pair` (Orlo), the site's
    ///     private key in PEM.
    ///   - settings: text or whole numbers, such as `app_id` for Thread.
    /// - Throws: ``ConfigurationError`` `secret_…`, `key_…` or `setting_…`.
    public convenience init(scheme: Scheme, secret: Data, settings: [String: any Encodable] = [:]) throws {
        let json = try Fields.settings(settings)
        let handle = try secret.withUnsafeBytes { try Self.makeHandle(scheme.bridge, $0, json) }
        self.init(handle, scheme.name)
    }

    /// A signer for the scheme of that name, with a secret as text.
    ///
    /// - Parameters:
    ///   - name: the scheme's name, such as `bookbag`.
    ///   - secret: the vendor's shared secret as its dashboard shows it, or the site's private key in PEM.
    ///   - settings: text or whole numbers, such as `app_id` for Thread.
    /// - Throws: ``ConfigurationError`` `scheme_unknown`, `secret_…`, `key_…` or `setting_…`.
    public convenience init(_ name: String, secret: String, settings: [String: any Encodable] = [:]) throws {
        let (scheme, json) = (try Scheme.named(name), try Fields.settings(settings))
        var secret = secret
        let handle = try secret.withUTF8 { try Self.makeHandle(scheme.bridge, UnsafeRawBufferPointer($0), json) }
        self.init(handle, scheme.name)
    }

    private init(_ handle: Handle, _ scheme: String) {
        (self.handle, self.scheme) = (handle, scheme)
        digestSize = handle.lend { visitorseal_signer_digest_size($0) }
    }

    private static func makeHandle(
        _ scheme: Bridge.Scheme, _ secret: UnsafeRawBufferPointer, _ settings: String
    ) throws -> Handle {
        try scheme.handle.lend { scheme in
            try Native.pass(secret) { secret, count in
                try Native.with(settings) { settings, length in
                    try Native.handle(visitorseal_signer_free) {
                        visitorseal_signer_new(scheme, secret, count, settings, length, $0, $1)
                    }
                }
            }
        }
    }

    /// Problems with the secret or the scheme that do not stop signing. Log them once, when you make the signer.
    public var warnings: [Warning] {
        let json = handle.value { visitorseal_signer_warnings($0, $1, $2, $3) }
        return (JSONReader.value(json).array ?? []).map { Warning(Bridge.Warning($0)) }
    }

    /// Signs a visitor.
    ///
    /// - Parameters:
    ///   - visitor: the signed-in person.
    ///   - now: Unix seconds, by default the system's clock. Only signatures that hold a time use it.
    /// - Returns: the signed visitor, ready for the page.
    /// - Throws: ``VisitorError`` if a field that the signature covers is missing, null, empty or ambiguous, or if any field does
    ///   not have its form.
    public func sign(_ visitor: Visitor, now: Int64? = nil) throws -> Signed {
        try sign(visitor, at: Native.time(unixTime(now)))
    }

    private func sign(_ visitor: Visitor, at now: UInt64) throws -> Signed {
        try made(visitor) { visitorseal_signer_sign($0, $1, $2, now, $3, $4) }
    }

    private func made(
        _ visitor: Visitor,
        _ function: (
            OpaquePointer, UnsafePointer<CChar>, Int, UnsafeMutablePointer<OpaquePointer?>, Native.Failure
        ) -> Int32
    ) throws -> Signed {
        try handle.lend { signer in
            try visitor.json.withUnsafeBytes { bytes in
                try Native.pass(bytes) { bytes, count in
                    let handle = try Native.handle(visitorseal_signed_free) { function(signer, bytes, count, $0, $1) }
                    return Signed(Bridge.Signed(handle: handle, name: scheme))
                }
            }
        }
    }

    /// Signs many visitors, in order, all at the same time.
    ///
    /// - Parameters:
    ///   - visitors: the visitors.
    ///   - now: Unix seconds, by default the system's clock.
    /// - Returns: a signed visitor or an error for each.
    /// - Throws: ``ConfigurationError`` `now_invalid`.
    public func signMany(_ visitors: [Visitor], now: Int64? = nil) throws -> [Result<Signed, VisitorError>] {
        let now = Native.time(unixTime(now))
        return try visitors.map { visitor in
            do {
                return .success(try sign(visitor, at: now))
            } catch let error as VisitorError {
                return .failure(error)
            }
        }
    }

    /// Fills the vendor's form without a signature: the visitor types less and is not recognised.
    ///
    /// - Parameter visitor: the visitor.
    /// - Returns: what the page needs. Its signature is `nil`.
    /// - Throws: ``ConfigurationError`` `not_offered` if the vendor documents no such form, and ``VisitorError`` if the visitor has
    ///   none of the form's fields.
    public func prefill(_ visitor: Visitor) throws -> Signed {
        try made(visitor) { visitorseal_signer_prefill($0, $1, $2, $3, $4) }
    }

    /// The HMAC of exactly these bytes as the scheme writes it, for code that writes the page itself.
    ///
    /// - Parameter message: the bytes.
    /// - Returns: the digest.
    /// - Throws: ``ConfigurationError`` `not_offered` if the scheme's signature is a token.
    public func digest(_ message: Data) throws -> String {
        try handle.lend { signer in
            try message.withUnsafeBytes { try Native.pass($0) { try digest(signer, $0, $1) } }
        }
    }

    /// The HMAC of a text in UTF-8 as the scheme writes it, for code that writes the page itself.
    ///
    /// - Parameter message: the text.
    /// - Returns: the digest.
    /// - Throws: ``ConfigurationError`` `not_offered` if the scheme's signature is a token.
    public func digest(_ message: String) throws -> String {
        try handle.lend { signer in try Native.with(message) { try digest(signer, $0, $1) } }
    }

    /// The digests of many messages in bytes, in order.
    ///
    /// - Parameter messages: the messages.
    /// - Returns: a digest for each.
    /// - Throws: ``ConfigurationError`` `not_offered` if the scheme's signature is a token.
    public func digestMany(_ messages: [Data]) throws -> [String] {
        try handle.lend { signer in
            try messages.map { message in
                try message.withUnsafeBytes { try Native.pass($0) { try digest(signer, $0, $1) } }
            }
        }
    }

    /// The digests of many texts, in order.
    ///
    /// - Parameter messages: the messages.
    /// - Returns: a digest for each.
    /// - Throws: ``ConfigurationError`` `not_offered` if the scheme's signature is a token.
    public func digestMany(_ messages: [String]) throws -> [String] {
        try handle.lend { signer in try messages.map { try Native.with($0) { try digest(signer, $0, $1) } } }
    }

    /// A call of C takes no time, and a text in C's own list would be copied twice. So many digests are as many calls.
    private func digest(_ signer: OpaquePointer, _ message: UnsafePointer<CChar>, _ length: Int) throws -> String {
        var status: Int32 = 0
        // C writes into the memory of the text.
        let digest = String(unsafeUninitializedCapacity: digestSize) { text in
            text.withMemoryRebound(to: CChar.self) {
                status = visitorseal_signer_digest(signer, message, length, $0.baseAddress, digestSize, nil)
            }
            return status == 0 ? digestSize - 1 : 0
        }
        if status == 0 { return digest }
        return try Native.failure { visitorseal_signer_digest(signer, message, length, nil, 0, $0) }
    }

    /// The script that makes the widget forget the visitor at sign-out, whomever it knows.
    ///
    /// - Parameter nonce: the page's Content-Security-Policy nonce.
    /// - Returns: HTML. It is empty for a vendor without a widget in a page.
    /// - Throws: ``ConfigurationError`` `nonce_invalid`.
    public func forgetScript(nonce: String? = nil) throws -> String {
        try Native.withOptional(nonce) { nonce, length in
            try handle.text { visitorseal_signer_forget_script($0, nonce, length, $1, $2, $3) }
        }
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
        try Native.withOptional(nonce) { nonce, length in
            try handle.text { visitorseal_signer_anonymous_script($0, nonce, length, $1, $2, $3) }
        }
    }

    /// The word `Signer`.
    public var description: String { "Signer" }
}
