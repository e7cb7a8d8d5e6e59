import Foundation
import VisitorsealDeviceBridge

extension Signed {
    /// Reads what `toJson()` gave on a server, in any language, so that an app can show the page. It is read strictly,
    /// so only fields can get into the page.
    ///
    /// - Parameters:
    ///   - page: the page of the same scheme.
    ///   - json: the JSON text in UTF-8.
    /// - Returns: what the page needs.
    /// - Throws: ``Refused`` `fields_malformed` or `signature_malformed`.
    public static func fromJson(page: Page, json: Data) throws -> Signed {
        Signed(try Bridge.call { try page.bridge.readSigned(json: json) })
    }

    /// Reads what `toJson()` gave on a server, as text.
    ///
    /// - Parameters:
    ///   - page: the page of the same scheme.
    ///   - json: the JSON text.
    /// - Returns: what the page needs.
    /// - Throws: ``Refused`` `fields_malformed` or `signature_malformed`.
    public static func fromJson(page: Page, json: String) throws -> Signed {
        try fromJson(page: page, json: Data(json.utf8))
    }
}

extension Page {
    /// The address of the vendor's page for mobile apps (Orlo), with a token from the app's server in it. Whoever has
    /// the address is the visitor.
    ///
    /// - Parameter token: the token.
    /// - Returns: the address.
    /// - Throws: ``Refused`` `token_malformed`, and ``ConfigurationError`` `not_offered` or `setting_missing`.
    public func url(token: String) throws -> String {
        try Bridge.call { try bridge.url(token: token) }
    }
}

extension InspectedToken {
    /// When the token expires, in Unix seconds, by its own claim `exp`. Anyone can have written it.
    ///
    /// - Returns: the time. `nil` for a token that never expires.
    /// - Throws: ``Refused`` `claim_type` or `claim_value` if `exp` is not a time.
    public func unverifiedExpiry() throws -> Int64? {
        try Bridge.call { try bridge.unverifiedExpiry() }
    }
}
