import Foundation
import XCTest

@testable import VisitorsealServer

/// The folder with the vectors.
let vectorsFolder: URL = {
    if let path = ProcessInfo.processInfo.environment["VISITORSEAL_VECTORS"] { return URL(fileURLWithPath: path) }
    return URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../../tests/vectors").standardized
}()

/// The vectors that all languages share, read as tests/vectors/README.md says.
final class VectorsTests: XCTestCase {
    typealias Case = [String: Any]

    func read(_ name: String) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(contentsOf: vectorsFolder.appendingPathComponent("\(name).json")))
    }

    /// The same list, with objects in their order.
    func readInOrder(_ name: String) throws -> [JSONValue] {
        let file = vectorsFolder.appendingPathComponent("\(name).json")
        return try XCTUnwrap(JSONReader.value(String(contentsOf: file, encoding: .utf8)).array)
    }

    func eachInOrder(_ name: String, atLeast: Int, _ test: (Case, JSONValue) throws -> Void) throws {
        var ordered = try readInOrder(name).makeIterator()
        try each(name, atLeast: atLeast) { one in try test(one, XCTUnwrap(ordered.next())) }
    }

    func each(_ name: String, atLeast: Int, _ test: (Case) throws -> Void) throws {
        let cases = try XCTUnwrap(read(name) as? [Case])
        XCTAssertGreaterThanOrEqual(cases.count, atLeast)
        for one in cases {
            XCTAssertNoThrow(try test(one), "\(one["id"] ?? "")")
        }
    }

    func bytes(hex: String) -> Data {
        let digits = Array(hex)
        return Data(stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) })
    }

    /// The bytes that a case has under a name, in any of its forms.
    func bytes(_ one: Case, _ name: String) throws -> Data {
        if let text = one[name] as? String ?? one["\(name)_text"] as? String { return Data(text.utf8) }
        if let hex = one["\(name)_hex"] as? String { return bytes(hex: hex) }
        if let file = one["\(name)_file"] as? String {
            return try Data(contentsOf: vectorsFolder.appendingPathComponent("keys").appendingPathComponent(file))
        }
        let parts = try XCTUnwrap(one["\(name)_repeat"] as? [Any])
        let (prefix, piece) = try (XCTUnwrap(parts[0] as? String), XCTUnwrap(parts[1] as? String))
        let (count, suffix) = try (XCTUnwrap(parts[2] as? Int), XCTUnwrap(parts[3] as? String))
        return Data((prefix + String(repeating: piece, count: count) + suffix).utf8)
    }

    func scheme(_ one: Case) throws -> Scheme {
        if let toml = one["scheme_toml"] as? String { return try Scheme.parse(toml) }
        return try VisitorsealServer.scheme(XCTUnwrap(one["scheme"] as? String))
    }

    func settings(_ one: Case) throws -> [String: any Encodable] {
        Dictionary(uniqueKeysWithValues: JSONReader.object(try text(one["settings"] as? Case ?? [:])).map { ($0, $1) })
    }

    func signer(_ one: Case) throws -> Signer {
        try Signer(scheme: scheme(one), secret: bytes(one, "secret"), settings: settings(one))
    }

    func keys(_ one: Case) throws -> [Key] {
        try XCTUnwrap(one["keys"] as? [Case]).map { key in
            var form: Case = [:]
            for (name, value) in key { form["key_\(name)"] = value }
            return try Key(bytes(form, "key"), kid: key["kid"] as? String)
        }
    }

    func now(_ one: Case) -> Int64? { (one["now"] as? NSNumber)?.int64Value }

    func verified(_ one: Case, body: Data? = nil) throws -> Verified {
        let verifier = try Verifier(
            scheme: scheme(one), keys: keys(one), policy: XCTUnwrap(Policy(rawValue: XCTUnwrap(one["policy"] as? String))),
            leeway: XCTUnwrap(one["leeway"] as? NSNumber).uint64Value,
            maxToken: XCTUnwrap(one["max_token"] as? NSNumber).uint64Value, settings: settings(one))
        return try verifier.verifyJson(body ?? bytes(one, "body"), now: now(one))
    }

    /// The call throws the case's error, without the visitor's data.
    func assertRefuses(_ one: Case, _ call: () throws -> Void) {
        let expected = one["error"] as? [String: Any]
        XCTAssertThrowsError(try call(), "\(one["id"] ?? "")") { error in
            guard let error = error as? VisitorsealError else { return XCTFail("\(error)") }
            XCTAssertEqual(error.code, expected?["code"] as? String, "\(one["id"] ?? "")")
            XCTAssertEqual(error.field, expected?["field"] as? String, "\(one["id"] ?? "")")
            for text in ["jane@example.com", "user-123", "Jane Doe"] {
                XCTAssertFalse("\(error)".contains(text), "\(one["id"] ?? "")")
            }
        }
    }

    func sorted(_ object: Any) throws -> String {
        try String(decoding: JSONSerialization.data(withJSONObject: object, options: [.sortedKeys]), as: UTF8.self)
    }

    func text(_ object: Any) throws -> String { try sorted(object) }

    /// The members are the same, in any order.
    func assertSame(_ object: JSONObject, _ expected: Any?) throws {
        let read = try JSONSerialization.jsonObject(with: Data(object.description.utf8))
        XCTAssertEqual(try sorted(read), try sorted(XCTUnwrap(expected)))
    }

    /// The visitor of a case, in the way that a site makes it where that is possible.
    func visitor(_ ordered: JSONValue) throws -> Visitor {
        let members = ordered["visitor"]?.object ?? [:]
        let known = ["id", "email", "name", "phone", "avatar", "attributes"]
        let isPlain = members.allSatisfy { key, value in
            known.contains(key) && (key == "attributes" ? value.object != nil : value.string != nil)
        }
        guard isPlain else { return .fromJson(members.description) }
        return try Visitor(
            id: members["id"]?.string, email: members["email"]?.string, name: members["name"]?.string,
            phone: members["phone"]?.string, avatar: members["avatar"]?.string,
            attributes: members["attributes"]?.object ?? [:])
    }

    func testDigestsAreThoseOfTheVendorsDocuments() throws {
        try each("digest", atLeast: 40) { one in
            let (ours, message) = try (signer(one), bytes(one, "message"))
            let digest = try XCTUnwrap(one["digest"] as? String)
            XCTAssertEqual(try ours.digest(message), digest)
            XCTAssertEqual(try ours.digestMany([message, message]), [digest, digest])
        }
    }

    func testVisitorsAreSigned() throws {
        try eachInOrder("sign", atLeast: 50) { one, ordered in
            let ours = try signer(one)
            let visitor = try visitor(ordered)
            let signed = try ours.sign(visitor, now: now(one))
            XCTAssertEqual(signed.scheme, one["scheme"] as? String)
            XCTAssertEqual(signed.expiresAt, (one["expires_at"] as? NSNumber)?.int64Value)
            XCTAssertEqual(signed.warnings.map(\.code), one["warnings"] as? [String])
            XCTAssertEqual(ours.warnings.map(\.code), one["signer_warnings"] as? [String])
            XCTAssertEqual(signed.mark, one["mark"] as? String)
            XCTAssertEqual(signed.signature, one["signature"] as? String)
            XCTAssertEqual(signed.fields, ordered["fields"]?.object)
            XCTAssertEqual(
                try ours.sign(.fromJson(XCTUnwrap(ordered["visitor"]).description), now: now(one)).toJson(), signed.toJson())
            let many = try ours.signMany([visitor, Visitor(), Visitor.fromJson("5")], now: now(one))
            XCTAssertEqual(try many[0].get().fieldsJson, signed.fieldsJson)
            XCTAssertThrowsError(try many[1].get())
            XCTAssertThrowsError(try many[2].get())
        }
    }

    func testWhatIsRandomInASignatureVerifies() throws {
        try each("sign_random", atLeast: 9) { one in
            let signed = try signer(one).sign(.fromJson(text(XCTUnwrap(one["visitor"]))), now: now(one))
            let (result, expected) = try (verified(one, body: Data(signed.fieldsJson.utf8)), XCTUnwrap(one["verified"] as? Case))
            XCTAssertEqual(signed.expiresAt, (one["expires_at"] as? NSNumber)?.int64Value)
            XCTAssertEqual(signed.warnings.map(\.code), one["warnings"] as? [String])
            try assertSame(result.signed, expected["signed"])
            try assertSame(result.unsigned, expected["unsigned"])
            XCTAssertEqual(result.key, expected["key"] as? Int)
            if let header = one["header"] as? String {
                let token = try inspectToken(XCTUnwrap(signed.signature))
                try assertSame(token.unverifiedHeader, JSONSerialization.jsonObject(with: Data(header.utf8)))
                XCTAssertEqual(result.tokenId, token.unverifiedClaims["jti"]?.string)
            }
        }
    }

    func testWhatCannotBeSignedIsAnError() throws {
        try each("sign_error", atLeast: 175) { one in
            assertRefuses(one) {
                let json = try String(decoding: bytes(one, "visitor_json"), as: UTF8.self)
                _ = try signer(one).sign(Visitor.fromJson(json), now: now(one))
            }
        }
    }

    func testBodiesAreVerifiedOrRefused() throws {
        for (name, count) in [("verify", 600), ("own_scheme", 6)] {
            try each(name, atLeast: count) { one in
                // Swift's enum has no unknown policies.
                if Policy(rawValue: one["policy"] as? String ?? "") == nil { return }
                if one["error"] != nil { return assertRefuses(one) { _ = try verified(one) } }
                let result = try verified(one)
                let expected = one["verified"] as? Case ?? one["anonymous"] as? Case
                XCTAssertEqual(result.isVerified, one["verified"] != nil)
                XCTAssertEqual(result.status, result.isVerified ? .verified : .anonymous)
                try assertSame(result.unsigned, expected?["unsigned"])
                if result.isVerified {
                    try assertSame(result.signed, expected?["signed"])
                    XCTAssertEqual(result.key, expected?["key"] as? Int)
                    XCTAssertEqual(result.tokenId, expected?["token_id"] as? String)
                    let contact = expected?["contact"] as? Case
                    XCTAssertEqual(result.contact()?.externalId, contact?["external_id"] as? String)
                    XCTAssertEqual(result.contact()?.unsigned, contact?["unsigned"] as? [String])
                } else {
                    XCTAssertEqual(result.refusal?.code, expected?["refusal"] as? String)
                }
            }
        }
    }

    func testScriptsHoldTheVendorsCode() throws {
        try eachInOrder("script", atLeast: 140) { one, ordered in
            let nonce = one["nonce"] as? String
            let call = { [self] () throws -> String in
                let ours = try signer(one)
                let visitor = try visitor(ordered)
                switch one["call"] as? String {
                case "script": return try ours.sign(visitor, now: now(one)).script(nonce: nonce)
                case "url": return try ours.sign(visitor, now: now(one)).url()
                case "prefill": return try ours.prefill(visitor).script(nonce: nonce)
                case "forget": return try ours.forgetScript(nonce: nonce)
                default: return try ours.anonymousScript(nonce: nonce)
                }
            }
            if one["error"] != nil { return assertRefuses(one) { _ = try call() } }
            let html = try call()
            for text in one["contains"] as? [String] ?? [] { XCTAssertTrue(html.contains(text), "\(one["id"] ?? "")") }
            for text in one["lacks"] as? [String] ?? [] { XCTAssertFalse(html.contains(text), "\(one["id"] ?? "")") }
        }
    }

    func testElementsStateWhoTheVisitorIs() throws {
        try eachInOrder("element", atLeast: 120) { one, ordered in
            let endpoint = one["endpoint"] as? String
            let call = { [self] () throws -> String in
                let visitor = try visitor(ordered)
                switch one["call"] as? String {
                case "element": return try signer(one).sign(visitor, now: now(one)).element(endpoint: endpoint)
                case "prefill_element": return try signer(one).prefill(visitor).element(endpoint: endpoint)
                default: return try Page(scheme: scheme(one), settings: settings(one)).anonymousElement()
                }
            }
            if one["error"] != nil { return assertRefuses(one) { _ = try call() } }
            let html = try call()
            XCTAssertEqual(html, one["equals"] as? String, "\(one["id"] ?? "")")
        }
    }

    func testExplainFindsTheMistake() throws {
        try each("explain", atLeast: 460) { one in
            let visitor = try one["visitor"].map { try Visitor.fromJson(text($0)) }
            let found = try explain(
                scheme: scheme(one), keys: keys(one), body: bytes(one, "body"), now: now(one),
                leeway: (one["leeway"] as? NSNumber)?.uint64Value ?? 0,
                maxToken: (one["max_token"] as? NSNumber)?.uint64Value, settings: settings(one), visitor: visitor)
            XCTAssertEqual(found.isVerified, one["verified"] as? Bool)
            XCTAssertEqual(found.findings.first?.code, one["first"] as? String, "\(one["id"] ?? "")")
        }
    }

    func testWhatGoesIntoAPageIsAsciiWhateverTheVisitorIsCalled() throws {
        let name = "¥\"}});alert(1)//ア\u{2028}é😀"
        let result = try Signer("bookbag", secret: "the agent's signing secret")
            .sign(Visitor(id: "1", name: name, attributes: [name: name]))
        for text in [try result.script(), result.fieldsJson, result.toJson()] {
            XCTAssertTrue(text.utf8.allSatisfy { $0 < 128 }, text)
        }
        XCTAssertEqual(result.fields["user_metadata"]?[name]?.string, name)
    }

    /// The ends are computed by hand: the vendor's age or lifetime after the time of signing.
    func testASignedVisitorTellsWhenItsSignatureEnds() throws {
        let jane = try Visitor(id: "7", email: "jane@example.com", name: "Jane")
        let secret = "the agent's signing secret"
        XCTAssertEqual(try Signer("chameleon", secret: secret).sign(jane, now: 1_596_165_824).expiresAt, 1_596_252_224)
        let fruits = try Signer("product_fruits_expiring", secret: secret, settings: ["workspace_code": "w", "language": "en"])
        XCTAssertEqual(try fruits.sign(jane, now: 1_795_132_800).expiresAt, 1_795_136_400)
        XCTAssertNil(try Signer("bookbag", secret: secret).sign(jane, now: 1_795_132_800).expiresAt)
        XCTAssertNil(try Page("reamaze").prefill(jane).expiresAt)
    }

    func testAVerifiedTokenHandsOutItsId() throws {
        let own = try Scheme.parse(
            """
            name = "own"
            vendor = "Own"
            document = "https://example.com/"
            read = 2026-11-20
            [signature]
            kind = "jwt"
            algorithm = "HS256"
            secret = "text"
            lifetime = 60
            [signature.claims]
            sub = "{id}"
            exp = "{expires}"
            jti = "{random}"
            [fields]
            jwt = "{signature}"
            """
        )
        XCTAssertNil(own.product)
        XCTAssertNil(own.category)
        XCTAssertEqual(try VisitorsealServer.scheme("thread").product, "Messenger")
        XCTAssertEqual(try VisitorsealServer.scheme("thread").category, "support_chat")
        XCTAssertEqual(own.keyKind, .shared)
        XCTAssertEqual(own.algorithm, "HS256")
        let secret = "the agent's signing secret"
        // Python's hmac made it: {"typ":"JWT","alg":"HS256"} and {"sub":"user-123","exp":1795132860,"jti":"a-1"}.
        let token =
            "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c2VyLTEyMyIsImV4cCI6MTc5NTEzMjg2MCwianRpIjoiYS0xIn0"
            + ".5puSSmvqNj98l5CDRokwFLPN_jVNS6Jf397kiaT_lSo"
        let verified = try Verifier(scheme: own, keys: [Key(secret)]).verify(["jwt": token], now: 1_795_132_800)
        XCTAssertEqual(verified.signed["id"]?.string, "user-123")
        XCTAssertEqual(verified.tokenId, "a-1")
        XCTAssertTrue(verified.toJson().contains(#""token_id":"a-1""#))
        XCTAssertFalse("\(verified)".contains("a-1"))
        let signed = try Signer("bookbag", secret: secret).sign(Visitor(id: "user-123"))
        XCTAssertNil(try Verifier("bookbag", keys: [secret]).verify(signed.fields).tokenId)
    }

    func testASchemeSaysWhatItsKeysAre() throws {
        XCTAssertEqual(try VisitorsealServer.scheme("bookbag").keyKind, .shared)
        XCTAssertEqual(try VisitorsealServer.scheme("orlo").keyKind, .pair)
    }

    func testASiteSignsAndVerifies() throws {
        let signer = try Signer("bookbag", secret: "the agent's signing secret")
        let visitor = try Visitor(id: "user-123", name: "Jane Doe", attributes: ["plan": "growth"])
        let signed = try signer.sign(visitor)
        XCTAssertEqual(signed.signature, "8038e22e2bb8cc8e7048be1b29f0cf43cd2c468c75037229bfb2d5fb79a9ea48")
        let verified = try Verifier("bookbag", keys: ["the agent's signing secret"]).verify(signed.fields)
        XCTAssertEqual(verified.signed["id"]?.string, "user-123")
        for shown in ["\(visitor)", String(reflecting: visitor), "\(signed)", "\(verified)"] {
            XCTAssertFalse(shown.contains("user-123") || shown.contains("Jane"))
        }
    }
}
