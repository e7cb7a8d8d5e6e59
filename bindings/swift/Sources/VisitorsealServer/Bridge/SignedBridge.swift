import CVisitorseal

extension Bridge {
    struct Signed: Sendable {
        let handle: Handle
        let name: String

        func scheme() -> String { name }
        func signature() -> String? { present(handle.value { visitorseal_signed_signature($0, $1, $2, $3) }) }
        func fieldsJson() -> String { handle.value { visitorseal_signed_fields_json($0, $1, $2, $3) } }
        func mark() -> String? { present(handle.value { visitorseal_signed_mark($0, $1, $2, $3) }) }
        func toJson() -> String { handle.value { visitorseal_signed_to_json($0, $1, $2, $3) } }
        func warnings() -> [Warning] { (JSONReader.value(toJson())["warnings"]?.array ?? []).map(Warning.init) }

        func expiresAt() -> Int64? {
            var time: Int64 = -1
            _ = handle.lend { visitorseal_signed_expires_at($0, &time, nil) }
            return time < 0 ? nil : time
        }

        func script(nonce: String?) throws -> String {
            try Native.withOptional(nonce) { nonce, length in
                try handle.text { visitorseal_signed_script($0, nonce, length, $1, $2, $3) }
            }
        }

        func element(endpoint: String?) throws -> String {
            try Native.withOptional(endpoint) { endpoint, length in
                try handle.text { visitorseal_signed_element($0, endpoint, length, $1, $2, $3) }
            }
        }

        func url() throws -> String { try handle.text { visitorseal_signed_url($0, $1, $2, $3) } }
    }

    /// C writes what is absent as empty text.
    fileprivate static func present(_ text: String) -> String? { text.isEmpty ? nil : text }
}
