/// The signed-in person, in words that are the same for every vendor. What is nil is not there.
///
/// Its description shows no value.
public struct Visitor: CustomStringConvertible, CustomReflectable {
    /// The visitor as the library takes it.
    public let json: String

    /// `email` is an address that the site has verified, `phone` E.164 such as `+14155552671`, `avatar` an http or
    /// https address, `attributes` JSON values for the vendor's agents to see.
    ///
    /// Throws `Visitor` `field_type` for what JSON cannot hold, such as NaN.
    public init(
        id: String? = nil, email: String? = nil, name: String? = nil, phone: String? = nil, avatar: String? = nil,
        attributes: [String: Any] = [:]
    ) throws {
        let texts = ["id": id, "email": email, "name": name, "phone": phone, "avatar": avatar]
        var members: [String: Any] = texts.compactMapValues { $0 }
        if !attributes.isEmpty { members["attributes"] = attributes }
        guard let json = JSON.text(members) else {
            throw VisitorsealError.Visitor(
                code: "field_type", field: "attributes", reason: "they hold what JSON does not have")
        }
        self.json = json
    }

    /// A visitor as a JSON object with these names, whose attributes keep their order.
    public init(json: String) { self.json = json }

    public var description: String { "Visitor" }

    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
