import CVisitorseal
import Foundation

extension Bridge {
    /// A key in memory that is wiped. It may go from task to task, because it never changes.
    final class Key: @unchecked Sendable {
        private let bytes: UnsafeMutableRawBufferPointer
        private let name: [UInt8]?

        init(key: Data, kid: String?) {
            // At least one byte, so that C gets a pointer for an empty key too.
            bytes = .allocate(byteCount: key.count + 1, alignment: 1)
            bytes.copyBytes(from: key)
            name = kid.map { Array($0.utf8) + [0] }
        }

        deinit {
            wipe(bytes)
            bytes.deallocate()
        }

        func kid() -> String? { name.map { String(decoding: $0.dropLast(), as: UTF8.self) } }

        /// Passes keys to C for a call.
        static func lend<Result>(
            _ keys: [Key], _ action: (UnsafePointer<visitorseal_key>?, Int) throws -> Result
        ) rethrows -> Result {
            try withExtendedLifetime(keys) { try lend(keys[...], [], action) }
        }

        /// A pointer to a name is valid inside its closure only, so each name opens one.
        private static func lend<Result>(
            _ keys: ArraySlice<Key>, _ done: [visitorseal_key],
            _ action: (UnsafePointer<visitorseal_key>?, Int) throws -> Result
        ) rethrows -> Result {
            guard let key = keys.first else {
                return try done.withUnsafeBufferPointer { try action($0.baseAddress, $0.count) }
            }
            let bytes = key.bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            guard let name = key.name else {
                let entry = visitorseal_key(bytes: bytes, length: key.bytes.count - 1, kid: nil, kid_length: 0)
                return try lend(keys.dropFirst(), done + [entry], action)
            }
            return try name.withUnsafeBytes { name in
                let kid = name.baseAddress?.assumingMemoryBound(to: CChar.self)
                let entry = visitorseal_key(
                    bytes: bytes, length: key.bytes.count - 1, kid: kid, kid_length: name.count - 1)
                return try lend(keys.dropFirst(), done + [entry], action)
            }
        }
    }
}

/// Writes zeros over a secret, which the optimizer may not leave out.
private func wipe(_ bytes: UnsafeMutableRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    #if canImport(Darwin)
        _ = memset_s(start, bytes.count, 0, bytes.count)
    #else
        explicit_bzero(start, bytes.count)
    #endif
}
