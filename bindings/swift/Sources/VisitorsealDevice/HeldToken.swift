import VisitorsealDeviceBridge

/// A token from the app's own server, held until shortly before it expires. `TokenKeeper` does this for you. The
/// description does not show the token.
///
/// A phone's clock may be wrong by hours. So only the server's clock counts: the server sends its time with the token,
/// and the app passes the seconds that it measured since then. The token is not verified here.
public final class HeldToken: Sendable, CustomStringConvertible {
    private let bridge: VisitorsealDeviceBridge.HeldToken

    /// `token` is the token that the server signed for the user of the app. `serverTime` is the server's clock when it
    /// answered, in Unix seconds.
    ///
    /// Throws `refused`: `token_malformed` or `token_too_large`; `claim_type` or `claim_value` if the token's `exp` is
    /// not a time. Throws `configuration` `now_invalid`.
    public init(token: String, serverTime: Int64) throws {
        bridge = try Bridge.call { try VisitorsealDeviceBridge.HeldToken(token: token, serverNow: serverTime) }
    }

    /// The token, or `nil` if it has expired `elapsed` seconds after it was fetched.
    public func token(elapsed: UInt64) -> String? { bridge.token(elapsed: elapsed) }

    /// In how many seconds the app needs another token, `elapsed` seconds after it fetched this one. 0 means now, `nil`
    /// never. A token is due a minute before its end, or a tenth of its life before it if that is less.
    public func dueIn(elapsed: UInt64) -> UInt64? { bridge.dueIn(elapsed: elapsed) }

    public var description: String { "HeldToken" }
}
