import CVisitorseal
import Foundation

extension Bridge {
    struct Verifier: Sendable {
        private let handle: Handle
        private let name: String
        private let answer: (status: Int, error: String)

        init(
            scheme: Scheme, keys: [Key], policy: String, leeway: UInt64, maxToken: UInt64?, settings: String
        ) throws {
            (name, answer) = (scheme.name(), scheme.answer)
            handle = try Native.with(settings) { settings, length in
                var options = visitorseal_verifier_options(
                    policy: Self.number(policy), leeway: leeway, max_token: Native.maxToken(maxToken),
                    settings: settings, settings_length: length)
                return try scheme.handle.lend { scheme in
                    try Key.lend(keys) { keys, count in
                        try Native.handle(visitorseal_verifier_free) {
                            visitorseal_verifier_new(scheme, keys, count, &options, $0, $1)
                        }
                    }
                }
            }
        }

        private static func number(_ policy: String) -> Int32 {
            switch policy {
            case "optional": return Int32(VISITORSEAL_POLICY_OPTIONAL.rawValue)
            case "observe": return Int32(VISITORSEAL_POLICY_OBSERVE.rawValue)
            default: return Int32(VISITORSEAL_POLICY_REQUIRED.rawValue)
            }
        }

        func scheme() -> String { name }

        func maxBody() -> UInt64 {
            var bytes = 0
            _ = handle.lend { visitorseal_verifier_max_body($0, &bytes, nil) }
            return UInt64(bytes)
        }

        func verify(_ body: some ContiguousBytes, now: Int64) throws -> Verified {
            try handle.lend { verifier in
                try body.withUnsafeBytes { bytes in
                    try Native.pass(bytes) { bytes, count in
                        let handle = try Native.handle(visitorseal_verified_free) {
                            visitorseal_verifier_verify_json(verifier, bytes, count, Native.time(now), $0, $1)
                        }
                        return Verified(handle: handle, answer: answer)
                    }
                }
            }
        }
    }

    struct Verified: Sendable {
        let handle: Handle
        let answer: (status: Int, error: String)

        var isVerified: Bool { key != nil }
        var json: String { handle.value { visitorseal_verified_to_json($0, $1, $2, $3) } }
        var signed: JSONObject { JSONReader.value(json)["signed"]?.object ?? JSONObject() }
        var unsigned: JSONObject { JSONReader.value(json)["unsigned"]?.object ?? JSONObject() }

        var key: Int32? {
            var key: Int32 = -1
            _ = handle.lend { visitorseal_verified_key($0, &key, nil) }
            return key < 0 ? nil : key
        }

        var tokenId: String? {
            let id = handle.value { visitorseal_verified_token_id($0, $1, $2, $3) }
            return id.isEmpty ? nil : id
        }

        var refusal: Refused? {
            guard let refusal = JSONReader.value(json)["refusal"], !refusal.isNull else { return nil }
            return Refused(
                code: refusal.text("code"), field: refusal["field"]?.string, reason: refusal.text("reason"),
                httpStatus: answer.status, httpError: answer.error)
        }

        var contact: Contact? {
            let json = JSONReader.value(handle.value { visitorseal_verified_contact($0, $1, $2, $3) })
            return json.isNull ? nil : Contact(handle: handle, json: json)
        }
    }

    struct Contact: Sendable {
        fileprivate let handle: Handle
        fileprivate let json: JSONValue

        func externalId() -> String? { json["external_id"]?.string }
        func name() -> String? { json["name"]?.string }
        func email() -> String? { json["email"]?.string }
        func phone() -> String? { json["phone"]?.string }
        var attributes: JSONObject { json["attributes"]?.object ?? JSONObject() }
        func unsigned() -> [String] { json["unsigned"]?.strings ?? [] }

        func fill(text: String) -> String {
            // C gives no text with a NUL. A character that neither the text nor the contact has stands for it.
            guard text.utf8.contains(0) else { return fill(text) }
            let taken = Set((text + json.description).unicodeScalars)
            let free = (0xE000...0x10FFFF as ClosedRange<UInt32>).lazy.compactMap(Unicode.Scalar.init).first { !taken.contains($0) }
            guard let free else { return text }
            return fill(text.replacing("\0", by: free)).replacing(free, by: "\0")
        }

        private func fill(_ text: String) -> String {
            Native.with(text) { text, length in handle.value { visitorseal_verified_fill($0, text, length, $1, $2, $3) } }
        }
    }
}

extension String {
    /// The text with another character in place of each one.
    fileprivate func replacing(_ one: Unicode.Scalar, by other: Unicode.Scalar) -> String {
        var text = UnicodeScalarView()
        for character in unicodeScalars { text.append(character == one ? other : character) }
        return String(text)
    }
}

extension Native {
    /// A time before 1970 becomes one that the library refuses too.
    static func time(_ now: Int64) -> UInt64 { UInt64(bitPattern: now) }

    /// 0 is the default in C. A token of no byte and a token of one byte are equally impossible.
    static func maxToken(_ bytes: UInt64?) -> Int { bytes.map { max(1, Int(clamping: $0)) } ?? 0 }
}
