import Foundation

extension Signer {
    /// A signer for the scheme of that name. `settings` are text or whole numbers, such as `app_id` for Thread.
    ///
    /// Throws `Configuration`: `scheme_unknown`, `secret_…`, `key_…` or `setting_…`.
    public convenience init(_ name: String, secret: String, settings: [String: Any] = [:]) throws {
        try self.init(scheme: Scheme.named(name), secret: Data(secret.utf8), settings: JSON.settings(settings))
    }

    /// Signs a visitor. `now` is Unix seconds, the system's clock unless given.
    public func sign(_ visitor: Visitor, now: Int64? = nil) throws -> Signed {
        try sign(visitor: Data(visitor.json.utf8), now: now ?? unixTime())
    }

    /// Signs visitors in one call, in their order. What is wrong with one stands in its place.
    public func signMany(_ visitors: [Visitor], now: Int64? = nil) throws -> [Result<Signed, VisitorsealError>] {
        try signMany(visitors: visitors.map { Data($0.json.utf8) }, now: now ?? unixTime()).map { outcome in
            switch outcome {
            case let .signed(signed, _, _): return .success(signed)
            case let .failed(error): return .failure(error)
            }
        }
    }

    /// Name and email without a signature, where the vendor documents that.
    public func prefill(_ visitor: Visitor) throws -> Signed {
        try prefill(visitor: Data(visitor.json.utf8))
    }

    /// The digest of a text's UTF-8.
    public func digest(_ text: String) throws -> String {
        try digest(message: Data(text.utf8))
    }

    /// The digests of many texts, in their order, in one call.
    public func digestMany(_ texts: [String]) throws -> [String] {
        try digestMany(messages: texts.map { Data($0.utf8) })
    }
}
