import Foundation
import VisitorsealServer

#if canImport(Crypto)
    import Crypto
#endif

// Compares the package with what people write by hand. Each round times every row once, and a row's ratio is the median of its
// rounds.

let rounds = 31
let secret = "6fdc0085d97cc621edcc0333fd93ef220f0eb1ce"
let id = "richard.hendricks@piper.com"
let ids = (0..<10_000).map { "visitor-\($0)@example.com" }
let openssl = OpenSSL()!
nonisolated(unsafe) var sink = 0

func read(_ name: String) -> String {
    try! String(contentsOfFile: "\(CommandLine.arguments[1])/\(name)", encoding: .utf8)
}

#if canImport(Crypto)
    let theirs = "swift-crypto with a kept key"
    let kept = SymmetricKey(data: Data(secret.utf8))
    func mac(_ message: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Data(message.utf8), using: kept))
    }
#else
    let theirs = "OpenSSL's HMAC() through C"
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

struct Payload: Encodable {
    struct Metadata: Encodable { let name: String, plan: String }
    let userId: String, userHash: String, userMetadata: Metadata
    enum CodingKeys: String, CodingKey {
        case userId = "user_id"
        case userHash = "user_hash"
        case userMetadata = "user_metadata"
    }
}
let encoder = JSONEncoder()
func payload(_ id: String) -> String {
    let payload = Payload(userId: id, userHash: hex(mac(id)), userMetadata: .init(name: "Jane Doe", plan: "growth"))
    return String(decoding: try! encoder.encode(payload), as: UTF8.self)
}

let signer = try Signer("bookbag", secret: secret)
func visitor(_ id: String) -> Visitor { try! Visitor(id: id, name: "Jane Doe", attributes: ["plan": "growth"]) }
precondition(try! signer.digest(id) == hex(mac(id)))
precondition(try! signer.digestMany(ids) == ids.map { hex(mac($0)) })

let (privatePem, publicPem) = (read("rsa-2048.private.pem"), read("rsa-2048.public.pem"))
let (privateKey, publicKey) = (openssl.key(privatePem, isPrivate: true), openssl.key(publicPem, isPrivate: false))
let orlo = try Signer("orlo", secret: privatePem)
let verifier = try Verifier("orlo", keys: [publicPem])
let jane = try Visitor(email: "jane@example.com", name: "Jane Doe")
let token = try orlo.sign(jane).signature!
let body = Data(try orlo.sign(jane).fieldsJson.utf8)
let message = Array(token.utf8.prefix(token.utf8.count - token.split(separator: ".")[2].utf8.count - 1))
let signature = openssl.signature(message, privateKey)
precondition(openssl.isRight(signature, message, publicKey))

struct Row {
    let name: String
    let other: String
    let times: Int
    let ours: () -> Int
    let others: () -> Int
}

let rows = [
    Row(
        name: "a digest", other: "\(theirs), hex", times: 5000, ours: { try! signer.digest(id).utf8.count },
        others: { hex(mac(id)).utf8.count }),
    Row(
        name: "a digest of 10,000, digestMany", other: "the same, one by one", times: 1,
        ours: { try! signer.digestMany(ids).count }, others: { ids.map { hex(mac($0)) }.count }),
    Row(
        name: "a digest of 10,000, digestMany", other: "Signer.digest, one by one", times: 1,
        ours: { try! signer.digestMany(ids).count }, others: { ids.map { try! signer.digest($0) }.count }),
    Row(
        name: "a visitor (arguments) to JSON", other: "JSONEncoder and HMAC", times: 2000,
        ours: { try! signer.sign(visitor(id)).toJson().utf8.count }, others: { payload(id).utf8.count }),
    Row(
        name: "a visitor (arguments) alone", other: "JSONEncoder and HMAC", times: 2000,
        ours: {
            _ = visitor(id)
            return 1
        }, others: { payload(id).utf8.count }),
    Row(
        name: "a visitor (arguments) to its fields", other: "JSONEncoder and HMAC", times: 2000,
        ours: { try! signer.sign(visitor(id)).fieldsJson.utf8.count }, others: { payload(id).utf8.count }),
    Row(
        name: "a visitor to a script", other: "JSONEncoder and HMAC", times: 1000,
        ours: { try! signer.sign(visitor(id)).script().utf8.count },
        others: { "<script>bookbag('identify', \(payload(id)))</script>".utf8.count }),
    Row(
        name: "RS256, a token signed", other: "EVP_DigestSign alone", times: 20,
        ours: { try! orlo.sign(jane).signature!.utf8.count }, others: { openssl.signature(message, privateKey).count }),
    Row(
        name: "RS256, a token verified", other: "EVP_DigestVerify alone", times: 100,
        ours: { try! verifier.verifyJson(body).isVerified ? 1 : 0 },
        others: { openssl.isRight(signature, message, publicKey) ? 1 : 0 }),
    Row(
        name: "RS256, verified, its claims read", other: "EVP_DigestVerify alone", times: 100,
        ours: { try! verifier.verifyJson(body).signed.count },
        others: { openssl.isRight(signature, message, publicKey) ? 1 : 0 }),
]

func seconds(_ times: Int, _ work: () -> Int) -> Double {
    let start = ContinuousClock.now
    for _ in 0..<times { sink &+= work() }
    let taken = start.duration(to: .now).components
    return (Double(taken.seconds) + Double(taken.attoseconds) / 1e18) / Double(times)
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

var ours = rows.map { _ in [Double]() }
var others = ours
for round in -3..<rounds {
    for (index, row) in rows.enumerated() {
        let (one, other) = (seconds(row.times, row.ours), seconds(row.times, row.others))
        if round < 0 { continue }
        ours[index].append(one)
        others[index].append(other)
    }
}

func column(_ text: String, _ width: Int) -> String { text.padding(toLength: width, withPad: " ", startingAt: 0) }
func time(_ seconds: Double, _ index: Int) -> String {
    String(format: "%10.2f", seconds * 1e6 / (rows[index].ours() == 10_000 ? 10_000 : 1)) + " µs"
}

print("beside \(theirs)")
print(column("visitorseal", 38) + column("beside", 40) + "  visitorseal       beside   ratio")
for (index, row) in rows.enumerated() {
    let ratio = median(zip(ours[index], others[index]).map { $0 / $1 })
    print(
        column(row.name, 38) + column(row.other, 40) + time(median(ours[index]), index) + time(median(others[index]), index)
            + String(format: "%8.2f", ratio))
}
