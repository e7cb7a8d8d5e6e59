import Foundation
import VisitorsealServer

#if canImport(Crypto)
    import Crypto
#endif

/// What people write by hand. Globals of this file are made when they are first used.
let secret = "6fdc0085d97cc621edcc0333fd93ef220f0eb1ce"
let nonce = "bm9uY2U="
let openssl = OpenSSL()!

#if canImport(Crypto)
    let hmacName = "swift-crypto"
    let kept = SymmetricKey(data: Data(secret.utf8))
    func mac(_ message: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Data(message.utf8), using: kept))
    }
#else
    let hmacName = "OpenSSL's HMAC()"
    let kept = Array(secret.utf8)
    func mac(_ message: String) -> [UInt8] { openssl.authenticate(message, kept) }
#endif

let digits = Array("0123456789abcdef".utf8)
func hex(_ bytes: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: 2 * bytes.count) { text in
        for (index, byte) in bytes.enumerated() {
            text[2 * index] = digits[Int(byte >> 4)]
            text[2 * index + 1] = digits[Int(byte & 15)]
        }
        return 2 * bytes.count
    }
}

func digestByHand(_ message: String) -> String { hex(mac(message)) }

struct Payload: Codable {
    struct Metadata: Codable { let name: String, email: String, plan: String }
    let userId: String, userHash: String, userMetadata: Metadata
    enum CodingKeys: String, CodingKey {
        case userId = "user_id"
        case userHash = "user_hash"
        case userMetadata = "user_metadata"
    }
}
let encoder = JSONEncoder()
let decoder = JSONDecoder()

func fieldsByHand(_ id: String) throws -> String {
    let metadata = Payload.Metadata(name: "Jane Doe", email: "jane@example.com", plan: "growth")
    return String(
        decoding: try encoder.encode(Payload(userId: id, userHash: digestByHand(id), userMetadata: metadata)), as: UTF8.self)
}

func scriptByHand(_ id: String) throws -> String {
    let fields = try fieldsByHand(id).replacingOccurrences(of: "<", with: "\\u003c").replacingOccurrences(of: ">", with: "\\u003e")
        .replacingOccurrences(of: "&", with: "\\u0026")
    return "<script nonce=\"\(nonce)\">window.bookbag('identify', \(fields));</script>"
}

struct Refused: Error {}

func verifiedByHand(_ body: Data) throws -> String {
    let fields = try decoder.decode(Payload.self, from: body)
    let (expected, given) = (Array(digestByHand(fields.userId).utf8), Array(fields.userHash.utf8))
    guard given.count == expected.count, zip(given, expected).reduce(0, { $0 | ($1.0 ^ $1.1) }) == 0 else { throw Refused() }
    return fields.userId
}

struct Claims: Codable { let name: String, isLoggedIn: Bool, email: String, exp: Int }
struct Header: Codable { let typ: String, alg: String }

func base64url(_ data: Data) -> String {
    data.base64EncodedString().replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
        .replacingOccurrences(of: "=", with: "")
}

func bytes(_ base64: Substring) -> Data {
    let text = base64.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
    return Data(base64Encoded: text + String(repeating: "=", count: (4 - text.count % 4) % 4))!
}

func tokenByHand(_ key: OpaquePointer) throws -> String {
    let claims = Claims(
        name: "Jane Doe", isLoggedIn: true, email: "jane@example.com", exp: Int(Date().timeIntervalSince1970) + 3600)
    let message = base64url(try encoder.encode(Header(typ: "JWT", alg: "RS256"))) + "." + base64url(try encoder.encode(claims))
    return message + "." + base64url(Data(openssl.signature(Array(message.utf8), key)))
}

func claimsByHand(_ token: String, _ key: OpaquePointer) throws -> Claims {
    let parts = token.split(separator: ".")
    guard openssl.isRight(Array(bytes(parts[2])), Array("\(parts[0]).\(parts[1])".utf8), key) else { throw Refused() }
    let claims = try decoder.decode(Claims.self, from: bytes(parts[1]))
    guard claims.exp > Int(Date().timeIntervalSince1970) else { throw Refused() }
    return claims
}
