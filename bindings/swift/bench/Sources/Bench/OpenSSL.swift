import Foundation

/// OpenSSL 3, loaded when the program starts: no headers are needed.
struct OpenSSL: @unchecked Sendable {
    typealias HMAC = @convention(c) (
        OpaquePointer?, UnsafeRawPointer, Int32, UnsafeRawPointer, Int, UnsafeMutablePointer<UInt8>, UnsafeMutablePointer<UInt32>?
    ) -> OpaquePointer?
    typealias Make = @convention(c) () -> OpaquePointer?
    typealias Free = @convention(c) (OpaquePointer?) -> Void
    typealias Memory = @convention(c) (UnsafeRawPointer, Int32) -> OpaquePointer?
    typealias ReadKey = @convention(c) (OpaquePointer?, OpaquePointer?, OpaquePointer?, OpaquePointer?) -> OpaquePointer?
    typealias Start = @convention(c) (OpaquePointer?, OpaquePointer?, OpaquePointer?, OpaquePointer?, OpaquePointer?) -> Int32
    typealias Sign = @convention(c) (OpaquePointer?, UnsafeMutablePointer<UInt8>, UnsafeMutablePointer<Int>, UnsafeRawPointer, Int)
        -> Int32
    typealias Verify = @convention(c) (OpaquePointer?, UnsafeRawPointer, Int, UnsafeRawPointer, Int) -> Int32

    typealias MakeHMAC = @convention(c) () -> OpaquePointer?
    typealias StartHMAC = @convention(c) (OpaquePointer?, UnsafeRawPointer, Int32, OpaquePointer?, OpaquePointer?) -> Int32

    private let hmac: HMAC
    private let makeHMAC: MakeHMAC
    private let startHMAC: StartHMAC
    private let sha256: OpaquePointer?
    private let makeContext: Make
    private let freeContext: Free
    private let makeMemory: Memory
    private let readPrivate: ReadKey
    private let readPublic: ReadKey
    private let startSign: Start
    private let sign: Sign
    private let startVerify: Start
    private let verify: Verify

    init?() {
        guard let library = dlopen("libcrypto.so.3", RTLD_NOW) else { return nil }
        func function<Type>(_ name: String, as type: Type.Type) -> Type { unsafeBitCast(dlsym(library, name), to: type) }
        hmac = function("HMAC", as: HMAC.self)
        makeHMAC = function("HMAC_CTX_new", as: MakeHMAC.self)
        startHMAC = function("HMAC_Init_ex", as: StartHMAC.self)
        sha256 = function("EVP_sha256", as: Make.self)()
        makeContext = function("EVP_MD_CTX_new", as: Make.self)
        freeContext = function("EVP_MD_CTX_free", as: Free.self)
        makeMemory = function("BIO_new_mem_buf", as: Memory.self)
        readPrivate = function("PEM_read_bio_PrivateKey", as: ReadKey.self)
        readPublic = function("PEM_read_bio_PUBKEY", as: ReadKey.self)
        startSign = function("EVP_DigestSignInit", as: Start.self)
        sign = function("EVP_DigestSign", as: Sign.self)
        startVerify = function("EVP_DigestVerifyInit", as: Start.self)
        verify = function("EVP_DigestVerify", as: Verify.self)
    }

    /// The HMAC-SHA256 of a message.
    func authenticate(_ message: String, _ secret: [UInt8]) -> [UInt8] {
        var message = message
        return message.withUTF8 { bytes in
            [UInt8](unsafeUninitializedCapacity: 32) { mac, count in
                _ = hmac(sha256, secret, Int32(secret.count), bytes.baseAddress!, bytes.count, mac.baseAddress!, nil)
                count = 32
            }
        }
    }

    /// A context of an HMAC with a key.
    func context(_ secret: String) -> OpaquePointer {
        let (context, bytes) = (makeHMAC()!, Array(secret.utf8))
        precondition(startHMAC(context, bytes, Int32(bytes.count), sha256, nil) == 1)
        return context
    }

    /// A key from its PEM text.
    func key(_ pem: String, isPrivate: Bool) -> OpaquePointer {
        var pem = pem
        return pem.withUTF8 { bytes in
            let memory = makeMemory(bytes.baseAddress!, Int32(bytes.count))
            return (isPrivate ? readPrivate : readPublic)(memory, nil, nil, nil)!
        }
    }

    func signature(_ message: [UInt8], _ key: OpaquePointer) -> [UInt8] {
        let context = makeContext()
        defer { freeContext(context) }
        precondition(startSign(context, nil, sha256, nil, key) == 1)
        return [UInt8](unsafeUninitializedCapacity: 512) { out, count in
            count = 512
            precondition(sign(context, out.baseAddress!, &count, message, message.count) == 1)
        }
    }

    func isRight(_ signature: [UInt8], _ message: [UInt8], _ key: OpaquePointer) -> Bool {
        let context = makeContext()
        defer { freeContext(context) }
        precondition(startVerify(context, nil, sha256, nil, key) == 1)
        return verify(context, signature, signature.count, message, message.count) == 1
    }
}
