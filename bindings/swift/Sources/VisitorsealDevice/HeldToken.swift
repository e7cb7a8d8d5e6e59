import VisitorsealDeviceBridge

/// A token from the app's own server, held until shortly before it expires. ``TokenKeeper`` does this for you. The
/// description does not show the token.
///
/// A phone's clock may be wrong by hours. So only the server's clock counts: the server sends its time with the token,
/// and the app passes the seconds that it measured since then. The token is not verified here.
public final class HeldToken: Sendable, CustomStringConvertible {
    private let bridge: VisitorsealDeviceBridge.HeldToken

    /// Holds a token that the server sent.
    ///
    /// - Parameters:
    ///   - token: the token that the server signed for the user of the app.
    ///   - serverTime: the server's clock when it answered, in Unix seconds.
    /// - Throws: ``Refused`` `token_malformed` or `token_too_large`, and `claim_type` or `claim_value` if the token's `exp` is not a
    ///   time. ``ConfigurationError`` `now_invalid`.
    public init(token: String, serverTime: Int64) throws {
        bridge = try Bridge.call { try VisitorsealDeviceBridge.HeldToken(token: token, serverNow: serverTime) }
    }

    /// The token, while it is valid.
    ///
    /// - Parameter elapsed: the seconds since the token was fetched.
    /// - Returns: the token, or `nil` if it has expired.
    public func token(elapsed: UInt64) -> String? { bridge.token(elapsed: elapsed) }

    /// In how many seconds the app needs another token. A token is due a minute before its end, or a tenth of its life before it if
    /// that is less.
    ///
    /// - Parameter elapsed: the seconds since the token was fetched.
    /// - Returns: the seconds. 0 means now, `nil` never.
    public func dueIn(elapsed: UInt64) -> UInt64? { bridge.dueIn(elapsed: elapsed) }

    /// The word `HeldToken`.
    public var description: String { "HeldToken" }
}
