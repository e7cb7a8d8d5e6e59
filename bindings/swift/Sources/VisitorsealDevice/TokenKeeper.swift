/// What the app's server answers. Its description does not show the token.
public struct FreshToken: Sendable, CustomStringConvertible, CustomReflectable {
    /// The token that the server signed for the user of the app.
    public let token: String
    /// The server's clock as it answered, in Unix seconds: a phone's may be wrong by hours.
    public let serverTime: Int64

    public init(token: String, serverTime: Int64) {
        self.token = token
        self.serverTime = serverTime
    }

    public var description: String { "FreshToken" }

    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Keeps the signed-in user's token and asks the app's server for another shortly before it expires: a minute, or a
/// tenth of its life where that is less. Of the tasks that wait, one asks.
public actor TokenKeeper {
    private let elapsed: @Sendable () -> UInt64
    private let fetch: @Sendable () async throws -> FreshToken
    private var held: Held?
    private var asking: Task<String, Error>?
    private var session = 0

    /// `elapsed` gives the seconds of a clock that is never set and runs while the phone sleeps, such as
    /// `clock_gettime_nsec_np(CLOCK_MONOTONIC_RAW) / 1_000_000_000`. `fetch` asks the app's server; while the
    /// former token is good, a failure of it does no harm.
    public init(elapsed: @escaping @Sendable () -> UInt64, fetch: @escaping @Sendable () async throws -> FreshToken) {
        self.elapsed = elapsed
        self.fetch = fetch
    }

    /// The token. Throws what the server's answer could not be read for, what `fetch` threw, or CancellationError
    /// where the user signed out meanwhile.
    public func token() async throws -> String {
        if let held, dueIn() != 0, let token = good(held) { return token }
        if let asking { return try await asking.value }
        let mine = session
        let task = Task { try await self.renewed(mine) }
        asking = task
        defer { if session == mine { asking = nil } }
        return try await task.value
    }

    /// In how many seconds another token is due: 0 for now, nil for never. For an app that renews ahead.
    public func dueIn() -> UInt64? {
        guard let held else { return 0 }
        return held.token.dueIn(elapsed: age(held))
    }

    /// Forgets the token, at sign-out. One that is on its way is not kept either.
    public func forget() {
        session += 1
        held = nil
        asking = nil
    }

    private struct Held {
        let token: HeldToken
        let since: UInt64
    }

    private func age(_ held: Held) -> UInt64 {
        let now = elapsed()
        return now > held.since ? now - held.since : 0
    }

    private func good(_ held: Held) -> String? {
        held.token.token(elapsed: age(held))
    }

    private func renewed(_ mine: Int) async throws -> String {
        do {
            let (fresh, token) = try await fetched()
            guard session == mine else { throw CancellationError() }
            held = fresh
            return token
        } catch {
            guard session == mine, !(error is CancellationError) else { throw CancellationError() }
            guard let held, let token = good(held) else { throw error }
            return token
        }
    }

    private func fetched() async throws -> (Held, String) {
        // Before the request: the server's clock was read later, so no token is taken for younger than it is.
        let since = elapsed()
        let answer = try await fetch()
        let fresh = try Held(token: HeldToken(token: answer.token, serverNow: answer.serverTime), since: since)
        guard let token = good(fresh) else {
            throw VisitorsealError.Refused(
                code: "token_expired", field: "exp", reason: "the server sent a token that has expired",
                httpStatus: 401, httpError: "identity_unverified")
        }
        return (fresh, token)
    }
}
