/// Keeps the signed-in user's token and fetches another shortly before it expires. While several tasks wait, one
/// fetches.
public actor TokenKeeper {
    private let elapsed: @Sendable () -> UInt64
    private let fetch: @Sendable () async throws -> HeldToken
    private var kept: FetchedToken?
    private var fetching: Task<String, Error>?
    private var session = 0

    /// A keeper with the device's clock, which nobody sets and which runs while the device sleeps.
    ///
    /// - Parameter fetch: asks the app's server for a token. While the previous token is still valid, a failure does no harm.
    public init(fetch: @escaping @Sendable () async throws -> HeldToken) {
        self.init(elapsed: secondsSinceStart, fetch: fetch)
    }

    /// A keeper with a clock of your own, for tests.
    ///
    /// - Parameters:
    ///   - elapsed: the seconds of a clock that nobody sets and that runs while the device sleeps.
    ///   - fetch: asks the app's server for a token. While the previous token is still valid, a failure does no harm.
    public init(elapsed: @escaping @Sendable () -> UInt64, fetch: @escaping @Sendable () async throws -> HeldToken) {
        self.elapsed = elapsed
        self.fetch = fetch
    }

    /// A valid token.
    ///
    /// - Returns: the token.
    /// - Throws: ``Refused`` `token_expired` if the server's token has expired, what `fetch` threw, or `CancellationError` if the
    ///   user signed out meanwhile.
    public func token() async throws -> String {
        if let kept, dueIn() != 0, let token = validToken(kept) { return token }
        if let fetching { return try await fetching.value }
        let current = session
        let task = Task { try await self.renew(current) }
        fetching = task
        defer { if session == current { fetching = nil } }
        return try await task.value
    }

    /// In how many seconds another token is due, for an app that renews ahead of time.
    ///
    /// - Returns: the seconds. 0 means now, `nil` never.
    public func dueIn() -> UInt64? {
        guard let kept else { return 0 }
        return kept.held.dueIn(elapsed: age(kept))
    }

    /// Forgets the token, at sign-out. A token that is being fetched is not kept either.
    public func forget() {
        session += 1
        kept = nil
        fetching = nil
    }

    private struct FetchedToken {
        let held: HeldToken
        let fetchedAt: UInt64
    }

    private func age(_ token: FetchedToken) -> UInt64 {
        let now = elapsed()
        return now > token.fetchedAt ? now - token.fetchedAt : 0
    }

    private func validToken(_ token: FetchedToken) -> String? {
        token.held.token(elapsed: age(token))
    }

    private func renew(_ current: Int) async throws -> String {
        do {
            let (fetched, token) = try await fetchToken()
            guard session == current else { throw CancellationError() }
            kept = fetched
            return token
        } catch {
            guard session == current, !(error is CancellationError) else { throw CancellationError() }
            guard let kept, let token = validToken(kept) else { throw error }
            return token
        }
    }

    private func fetchToken() async throws -> (FetchedToken, String) {
        // Read before the request: the server reads its clock later, so the token is never older than we think.
        let fetchedAt = elapsed()
        let fetched = FetchedToken(held: try await fetch(), fetchedAt: fetchedAt)
        guard let token = validToken(fetched) else {
            throw Refused(
                code: "token_expired", field: "exp",
                reason: "The server sent a token that has expired. Sign a new one for each request.",
                httpStatus: 401, httpError: "identity_unverified")
        }
        return (fetched, token)
    }
}
