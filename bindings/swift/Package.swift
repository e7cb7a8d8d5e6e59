// swift-tools-version:5.9
import Foundation
import PackageDescription

/// The file of that name beside this one, if it is there: `bindings/swift/xcframework` and `bindings/swift/dist` make them.
func packed(_ name: String) -> String? {
    FileManager.default.fileExists(atPath: "\(Context.packageDirectory)/\(name)") ? name : nil
}

/// The C library with its header. On Apple's systems it is an XCFramework. Elsewhere it is an artifact bundle with a static
/// library, which Swift links since 6.2, or a library that pkg-config finds.
func serverLibrary() -> Target {
    #if compiler(>=6.2)
        let forms = ["VisitorsealServer.xcframework", "visitorseal.artifactbundle"]
    #else
        let forms = ["VisitorsealServer.xcframework"]
    #endif
    if let binary = forms.lazy.compactMap(packed).first { return .binaryTarget(name: "CVisitorseal", path: binary) }
    return .systemLibrary(name: "CVisitorseal", path: "Sources/CVisitorseal", pkgConfig: "visitorseal")
}

/// The native library for apps. Only the tests use it without an XCFramework: they pass its folder to the linker.
func deviceLibrary() -> Target {
    if let framework = packed("VisitorsealDevice.xcframework") {
        return .binaryTarget(name: "VisitorsealDeviceC", path: framework)
    }
    return .systemLibrary(name: "VisitorsealDeviceC", path: "Sources/VisitorsealDeviceC")
}

let package = Package(
    name: "visitorseal",
    platforms: [.macOS(.v12), .iOS(.v15)],
    products: [
        .library(name: "VisitorsealServer", targets: ["VisitorsealServer"]),
        .library(name: "VisitorsealDevice", targets: ["VisitorsealDevice"]),
    ],
    targets: [
        serverLibrary(),
        .target(name: "VisitorsealServer", dependencies: ["CVisitorseal"]),
        .testTarget(name: "VisitorsealServerTests", dependencies: ["VisitorsealServer"]),
        deviceLibrary(),
        .target(name: "VisitorsealDeviceBridge", dependencies: ["VisitorsealDeviceC"]),
        .target(name: "VisitorsealDevice", dependencies: ["VisitorsealDeviceBridge"]),
        .testTarget(name: "VisitorsealDeviceTests", dependencies: ["VisitorsealDevice"]),
    ],
    // The newest that the compiler has.
    swiftLanguageVersions: [.v5, .version("6")]
)
