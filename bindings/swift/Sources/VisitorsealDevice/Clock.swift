#if canImport(Darwin)
    import Darwin
#endif

/// The seconds of a clock that nobody sets and that runs while the device sleeps.
@Sendable func secondsSinceStart() -> UInt64 {
    #if canImport(Darwin)
        // ContinuousClock needs iOS 16 and macOS 13.
        clock_gettime_nsec_np(CLOCK_MONOTONIC_RAW) / 1_000_000_000
    #else
        UInt64(start.duration(to: .now).components.seconds)
    #endif
}

#if !canImport(Darwin)
    private let start = ContinuousClock.now
#endif
