import Foundation
import VisitorsealServer

// Bench KEYS ROUNDS: measures the package beside what people write by hand, and prints the rounds for `tools/bench --rows`. A
// round times each side once.

nonisolated(unsafe) var sink = 0
func keep(_ made: Any) { withExtendedLifetime(made) { sink &+= 1 } }

func visitor(_ id: String) throws -> Visitor {
    try Visitor(id: id, email: "jane@example.com", name: "Jane Doe", attributes: ["plan": "growth"])
}

func nanoseconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) * 1e9 + Double(duration.components.attoseconds) / 1e9
}

func printRow(_ name: String, _ than: String, _ ours: [Double], _ theirs: [Double], unit: String = "ns") {
    print("{\"name\":\"\(name)\",\"than\":\"\(than)\",\"unit\":\"\(unit)\",\"ours\":\(ours),\"theirs\":\(theirs)}")
}

func measure(_ keys: String, _ asked: Int) throws {
    let rounds = asked > 0 ? asked : 31
    func read(_ name: String) throws -> String { try String(contentsOfFile: "\(keys)/\(name)", encoding: .utf8) }
    func row(_ name: String, _ than: String, _ usual: Int, each: Int = 1, _ ours: () throws -> Int, _ theirs: () throws -> Int)
        throws
    {
        let times = asked == 1 ? max(1, usual / 100) : usual
        func timed(_ work: () throws -> Int) throws -> Double {
            let start = ContinuousClock.now
            for _ in 0..<times { sink &+= try work() }
            return nanoseconds(start.duration(to: .now)) / Double(times * each)
        }
        var (our, their): ([Double], [Double]) = ([], [])
        for round in (asked == 1 ? 0 : -3)..<rounds {
            let pair = (try timed(ours), try timed(theirs))
            if round < 0 { continue }
            our.append(pair.0)
            their.append(pair.1)
        }
        printRow(name, than, our, their)
    }

    let id = "user-123"
    let ids = (0..<10_000).map { "user-\($0)" }
    let visitors = try ids.map(visitor)
    let bookbag = try Signer("bookbag", secret: secret)
    let bookbagVerifier = try Verifier("bookbag", keys: [secret])
    let (privatePem, publicPem) = (try read("rsa-2048.private.pem"), try read("rsa-2048.public.pem"))
    let (privateKey, publicKey) = (openssl.key(privatePem, isPrivate: true), openssl.key(publicPem, isPrivate: false))
    let orlo = try Signer("orlo", secret: privatePem, settings: ["lifetime": 3600])
    let orloVerifier = try Verifier("orlo", keys: [publicPem])
    let jane = try Visitor(email: "jane@example.com", name: "Jane Doe")
    let token = try orlo.sign(jane).signature!
    let claims = Data(try orlo.sign(jane).fieldsJson.utf8)
    let body = Data(try bookbag.sign(visitor(id)).fieldsJson.utf8)

    // Both sides of a row must do the same. JSONEncoder has an order of its own.
    let posted = try bookbagVerifier.verifyJson(body).contact()?.externalId
    let pairs: [(String?, String?)] = try [
        (bookbag.digest(id), digestByHand(id)), (bookbag.digestMany(ids).last, ids.last.map(digestByHand)),
        (posted, verifiedByHand(body)),
        ("\(body.count)", "\(fieldsByHand(id).utf8.count)"), ("\(token.count)", "\(tokenByHand(privateKey).count)"),
        ("Jane Doe", claimsByHand(token, publicKey).name),
    ]
    for (our, their) in pairs where our != their { fatalError("\(our ?? "nil") is not \(their ?? "nil")") }

    let json = "JSONEncoder, \(hmacName)"
    try row("digest", "\(hmacName), hex", 5000, { try bookbag.digest(id).utf8.count }, { digestByHand(id).utf8.count })
    try row(
        "visitor to fields", json, 1000, { try bookbag.sign(visitor(id)).fieldsJson.utf8.count },
        { try fieldsByHand(id).utf8.count })
    try row(
        "visitor to script", "the same, escaped, in a script", 1000,
        { try bookbag.sign(visitor(id)).script(nonce: nonce).utf8.count },
        { try scriptByHand(id).utf8.count })
    try row(
        "token signed", "OpenSSL RS256, JSONEncoder", 20, { try orlo.sign(jane).signature!.utf8.count },
        { try tokenByHand(privateKey).utf8.count })
    try row(
        "token verified", "OpenSSL RS256, JSONDecoder", 100, { try orloVerifier.verifyJson(claims).signed.count },
        { try claimsByHand(token, publicKey).name.utf8.count })
    try row(
        "digest verified", "JSONDecoder, \(hmacName)", 500,
        { try bookbagVerifier.verifyJson(body).contact()!.externalId!.utf8.count },
        { try verifiedByHand(body).utf8.count })
    try row(
        "10,000 in a batch", "\(json) for each", 1, each: 10_000,
        { try bookbag.signMany(visitors).reduce(0) { try $0 + $1.get().fieldsJson.utf8.count } },
        { try ids.reduce(0) { try $0 + fieldsByHand($1).utf8.count } })
    try row(
        "10,000 digests in a batch", "\(hmacName), hex for each", 1, each: 10_000, { try bookbag.digestMany(ids).count },
        { ids.map(digestByHand).count })
    try Fresh.rows(asked)
}

if CommandLine.arguments[1] == "fresh" {
    try Fresh.run(CommandLine.arguments[2...])
} else {
    try measure(CommandLine.arguments[1], Int(CommandLine.arguments[2])!)
}
