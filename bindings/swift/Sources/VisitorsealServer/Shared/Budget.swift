/// How much JSON may still be written. Each value counts 1 and each text its bytes, so the JSON is never smaller than this.
///
/// Without it, a few lists that hold each other many times would take hours.
final class Budget {
    private var left: Int
    private let maxDepth: Int
    private let tooLarge: ValueFault

    init(bytes: Int, maxDepth: Int, tooLarge: ValueFault) {
        (left, self.maxDepth, self.tooLarge) = (bytes, maxDepth, tooLarge)
    }

    /// For a visitor. The native library checks the exact size.
    static func visitor(maxDepth: Int = Limits.maxDepth) -> Budget {
        Budget(bytes: Limits.maxVisitor, maxDepth: maxDepth, tooLarge: .visitorTooLarge)
    }

    /// Takes what a function wants that cannot throw. The next ``spend(_:)`` throws for it.
    func take(_ count: Int) { left -= count }

    func spend(_ count: Int) throws {
        take(count)
        if left < 0 { throw UnwritableValue(tooLarge, isAboutAll: true) }
    }

    /// A list or an object with so many around it.
    func checkDepth(_ depth: Int) throws {
        if depth >= maxDepth { throw UnwritableValue(.attributeTooDeep) }
    }

    /// Spends what a value takes. Refuses what JSON cannot hold.
    func spend(on value: JSONValue, depth: Int = 0) throws {
        try spend(1)
        switch value {
        case let .double(number): _ = try Scalars.finite(number)
        case let .string(text): try spend(text.utf8.count)
        case let .array(items):
            try checkDepth(depth)
            for item in items { try spend(on: item, depth: depth + 1) }
        case let .object(object):
            try checkDepth(depth)
            for (name, member) in object {
                try spend(name.utf8.count)
                try spend(on: member, depth: depth + 1)
            }
        default: break
        }
    }

    /// The same for each member of an object. An error names the member.
    func spend(onMembersOf object: JSONObject) throws {
        for (name, value) in object {
            do {
                try spend(name.utf8.count)
                try spend(on: value)
            } catch let error as UnwritableValue {
                throw error.at([name])
            }
        }
    }
}
