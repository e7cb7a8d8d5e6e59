// swift-tools-version:5.9
import Foundation
import PackageDescription

// The native library with its header. On Apple's systems it is the XCFramework that bindings/swift/xcframework makes,
// elsewhere a library that the linker finds (see README.md).
func library(_ module: String) -> Target {
    let framework = "\(module).xcframework"
    let exists = FileManager.default.fileExists(atPath: "\(Context.packageDirectory)/\(framework)")
    return exists
        ? .binaryTarget(name: "\(module)C", path: framework)
        : .systemLibrary(name: "\(module)C", path: "Sources/\(module)C")
}

func targets(_ module: String) -> [Target] {
    [
        library(module),
        .target(name: "\(module)Bridge", dependencies: [.target(name: "\(module)C")]),
        .target(name: module, dependencies: [.target(name: "\(module)Bridge")]),
        .testTarget(name: "\(module)Tests", dependencies: [.target(name: module)]),
    ]
}

let package = Package(
    name: "visitorseal",
    platforms: [.macOS(.v12), .iOS(.v15)],
    products: [
        .library(name: "VisitorsealServer", targets: ["VisitorsealServer"]),
        .library(name: "VisitorsealDevice", targets: ["VisitorsealDevice"]),
    ],
    targets: targets("VisitorsealServer") + targets("VisitorsealDevice")
)
