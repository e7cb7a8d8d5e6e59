import CVisitorseal

extension Bridge {
    struct Scheme: Sendable {
        let handle: Handle
        private let json: String
        private let members: JSONValue

        init(_ handle: Handle) {
            self.handle = handle
            json = handle.value { visitorseal_scheme_to_json($0, $1, $2, $3) }
            members = JSONReader.value(json)
        }

        static func parse(toml: String) throws -> Scheme {
            try Native.checkVersion()
            return Scheme(
                try Native.with(toml) { toml, length in
                    try Native.handle(visitorseal_scheme_free) { visitorseal_scheme_parse(toml, length, $0, $1) }
                })
        }

        func name() -> String { members.text("name") }
        func vendor() -> String { members.text("vendor") }
        func product() -> String? { members["product"]?.string }
        func category() -> String? { members["category"]?.string }
        func document() -> String { members.text("document") }
        func keyKind() -> String { members.text("key_kind") }
        func algorithm() -> String { members.text("algorithm") }
        func covers() -> [String] { members["covers"]?.strings ?? [] }
        func toJson() -> String { json }

        func settings() -> [(name: String, about: String, isRequired: Bool)] {
            (members["settings"]?.array ?? []).map {
                ($0.text("name"), $0.text("about"), $0["required"]?.bool ?? false)
            }
        }

        /// What the vendor answers to a refused request.
        var answer: (status: Int, error: String) {
            let refused = members["refused"]
            return (refused?["status"]?.int ?? 401, refused?.text("error") ?? "identity_unverified")
        }
    }
}
