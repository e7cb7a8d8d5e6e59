import CVisitorseal

/// The objects behind the public ones, with the same members as those of the module for apps: both modules share the sources
/// in `Shared`.
enum Bridge {
    /// Calls the library. It throws this module's errors already.
    @inline(__always)
    static func call<Result>(_ action: () throws -> Result) throws -> Result { try action() }

    static func schemes() -> [String] {
        let json = (try? Native.text { visitorseal_schemes($0, $1, $2) }) ?? ""
        return JSONReader.value(json).strings
    }

    static func scheme(_ name: String) throws -> Scheme {
        try Native.checkVersion()
        return Scheme(
            try Native.with(name) { name, length in
                try Native.handle(visitorseal_scheme_free) { visitorseal_scheme_new(name, length, $0, $1) }
            })
    }

    static func inspectToken(_ token: String) throws -> InspectedToken {
        try Native.checkVersion()
        return InspectedToken(
            json: try Native.with(token) { token, length in
                try Native.text { visitorseal_inspect_token(token, length, $0, $1, $2) }
            })
    }

    static func refusal(of verified: Verified) -> Refused? { verified.refusal }

    struct InspectedToken {
        let json: String

        func toJson() -> String { json }
        var header: JSONObject { JSONReader.value(json)["header"]?.object ?? JSONObject() }
        var claims: JSONObject { JSONReader.value(json)["claims"]?.object ?? JSONObject() }
    }

    struct Warning {
        let code: String
        let field: String
        let reason: String

        init(_ json: JSONValue) {
            (code, field, reason) = (json.text("code"), json.text("field"), json.text("reason"))
        }
    }
}

extension JSONValue {
    /// The text of a member that the library always writes.
    func text(_ key: String) -> String { self[key]?.string ?? "" }

    /// A list of texts.
    var strings: [String] { array?.compactMap(\.string) ?? [] }
}
