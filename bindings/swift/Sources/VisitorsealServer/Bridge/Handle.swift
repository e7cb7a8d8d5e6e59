/// An object of the C library, which is freed with the last reference to it.
///
/// It may go from task to task: the library never changes an object after it has made it.
final class Handle: @unchecked Sendable {
    typealias Free = @convention(c) (OpaquePointer?) -> Void

    private let pointer: OpaquePointer
    private let free: Free

    init(_ pointer: OpaquePointer, _ free: @escaping Free) {
        (self.pointer, self.free) = (pointer, free)
    }

    deinit { free(pointer) }

    /// Lends the pointer, and keeps the object until the call has ended.
    @inline(__always)
    func lend<Result>(_ action: (OpaquePointer) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(self) { try action(pointer) }
    }

    /// Calls a function of this object that gives text.
    func text(
        _ function: (OpaquePointer, Native.OutText, UnsafeMutablePointer<Int>, Native.Failure) -> Int32
    ) throws -> String {
        try lend { pointer in try Native.text { function(pointer, $0, $1, $2) } }
    }

    /// The same for a function that cannot fail: it only reads what the object holds.
    func value(
        _ function: (OpaquePointer, Native.OutText, UnsafeMutablePointer<Int>, Native.Failure) -> Int32
    ) -> String {
        (try? text(function)) ?? ""
    }
}
