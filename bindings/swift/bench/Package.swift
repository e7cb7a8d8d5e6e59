// swift-tools-version:5.9
import Foundation
import PackageDescription

/// The folder of swift-crypto, if it is to be compared. Otherwise it is OpenSSL.
let crypto = ProcessInfo.processInfo.environment["VISITORSEAL_SWIFT_CRYPTO"]
/// The folder of the package, if it is not that of the sources.
let folder = ProcessInfo.processInfo.environment["VISITORSEAL_SWIFT_PACKAGE"] ?? ".."

let package = Package(
    name: "bench",
    platforms: [.macOS(.v13)],
    dependencies: [.package(name: "visitorseal", path: folder)] + (crypto.map { [.package(name: "swift-crypto", path: $0)] } ?? []),
    targets: [
        .executableTarget(
            name: "Bench",
            dependencies: [.product(name: "VisitorsealServer", package: "visitorseal")]
                + (crypto == nil ? [] : [.product(name: "Crypto", package: "swift-crypto")]))
    ]
)
