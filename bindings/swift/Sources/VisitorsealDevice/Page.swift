import Foundation

extension Page {
    /// A page of the scheme of that name. `settings` are text or whole numbers, such as `mobile_url` for Orlo.
    ///
    /// Throws `Configuration`: `scheme_unknown` or `setting_…`.
    public convenience init(_ name: String, settings: [String: Any] = [:]) throws {
        try self.init(scheme: Scheme.named(name), settings: JSON.settings(settings))
    }

    /// Takes what the app's server sent: `toJson` of a signed visitor, in any language.
    ///
    /// Throws `Refused`: `fields_malformed` or `signature_malformed`.
    public func take(_ text: String) throws -> Signed {
        try take(json: Data(text.utf8))
    }
}
