import Foundation
import VisitorsealServer

/// What needs a new process for each measurement. `ours|theirs script` writes the first script of a process; `load` prints the
/// nanoseconds until there is a signer; `memory COUNT` prints the bytes that each of many signers takes.
enum Fresh {
    static func run(_ arguments: ArraySlice<String>) throws {
        let arguments = Array(arguments)
        let isOurs = arguments[0] == "ours"
        switch arguments[1] {
        case "script":
            print(
                try isOurs
                    ? Signer("bookbag", secret: secret).sign(visitor("user-123")).script(nonce: nonce) : scriptByHand("user-123"))
        case "load":
            let start = ContinuousClock.now
            if isOurs { keep(try Signer("bookbag", secret: secret)) } else { keep(mac("")) }
            print(nanoseconds(start.duration(to: .now)))
        default:
            let count = Int(arguments[2])!
            keep(try made(0, isOurs))
            let before = try resident()
            let kept = try (0..<count).map { try made($0, isOurs) }
            print((try resident() - before) / Double(kept.count))
        }
    }

    static func made(_ number: Int, _ isOurs: Bool) throws -> Any {
        isOurs ? try Signer("bookbag", secret: "\(secret)\(number)") : openssl.context("\(secret)\(number)") as Any
    }

    static func resident() throws -> Double {
        Double(try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")[1])! * 4096
    }

    static func rows(_ asked: Int) throws {
        let rounds = asked > 0 ? asked : 15
        try row("load time", "the first HMAC", "ns", rounds, ["load"])
        try row("cold start to the first script", "JSONEncoder, \(hmacName)", "ns", rounds, ["script"])
        // Only Linux tells the memory so exactly.
        if FileManager.default.fileExists(atPath: "/proc/self/statm") {
            try row("memory of a signer", "a kept HMAC_CTX", "bytes", min(rounds, 2), ["memory", asked == 1 ? "1000" : "10000"])
        }
    }

    static func row(_ name: String, _ than: String, _ unit: String, _ rounds: Int, _ arguments: [String]) throws {
        var ours: [Double] = []
        var theirs: [Double] = []
        // In the first round the system fills its caches.
        for round in -1..<rounds {
            let pair = (try number("ours", arguments), try number("theirs", arguments))
            if round < 0 { continue }
            ours.append(pair.0)
            theirs.append(pair.1)
        }
        printRow(name, than, ours, theirs, unit: unit)
    }

    /// The number that a new process prints, or, for a script, the nanoseconds from its start to its end.
    static func number(_ side: String, _ arguments: [String]) throws -> Double {
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["fresh", side] + arguments
        process.standardOutput = pipe
        let start = ContinuousClock.now
        try process.run()
        // It ends when the process does. To wait for the process takes Foundation much longer.
        let said = pipe.fileHandleForReading.readDataToEndOfFile()
        let lived = nanoseconds(start.duration(to: .now))
        process.waitUntilExit()
        precondition(process.terminationStatus == 0)
        return arguments[0] == "script" ? lived : Double(String(decoding: said, as: UTF8.self).split(separator: "\n")[0])!
    }
}
