/// A value that cannot be written as JSON, and the names of the members that lead to it.
struct UnwritableValue: Error {
    let fault: ValueFault
    let path: [String]?

    /// The fault is no single member's, so an error names none.
    private let isAboutAll: Bool

    init(_ fault: ValueFault, path: [String]? = nil, isAboutAll: Bool = false) {
        (self.fault, self.path, self.isAboutAll) = (fault, path, isAboutAll)
    }

    /// The same, if no inner member was named yet.
    func at(_ path: [String]?) -> UnwritableValue {
        self.path == nil ? moved(to: path) : self
    }

    /// The same with another path.
    func moved(to path: [String]?) -> UnwritableValue {
        UnwritableValue(fault, path: path, isAboutAll: isAboutAll)
    }

    /// What an error names: `attributes.plan.tier`. `nil` without a name.
    func field(below parent: String? = nil) -> String? {
        if isAboutAll { return nil }
        let names = (parent.map { [$0] } ?? []) + (path ?? []).map(shortenedName)
        return names.isEmpty ? nil : names.joined(separator: ".")
    }
}

/// A name as an error shows it: short, and without control characters.
func shortenedName(_ name: String) -> String {
    let points = name.unicodeScalars
    let isLong = points.count > Limits.maxName
    var text = String.UnicodeScalarView()
    for point in isLong ? points.prefix(Limits.maxName - 1) : points.prefix(Limits.maxName) {
        let isControl = point.properties.generalCategory == .control || point == "\u{2028}" || point == "\u{2029}"
        text.append(isControl ? "\u{FFFD}" : point)
    }
    return String(text) + (isLong ? "…" : "")
}
