import Foundation

extension Explanation {
    /// Names the mistake that a site made and the change that mends it. `body` is the body of the request as it came,
    /// `now` Unix seconds, the system's clock unless given. A finding may show the message that should have been
    /// signed, and keys by their fingerprint only.
    ///
    /// Throws `Configuration`: `key_count`, `now_invalid` or `setting_…`.
    public static func of(
        _ scheme: Scheme, keys: [Key], body: Data, settings: [String: Any] = [:], now: Int64? = nil
    ) throws -> Explanation {
        try explain(scheme: scheme, keys: keys, body: body, settings: JSON.settings(settings), now: now ?? unixTime())
    }
}
