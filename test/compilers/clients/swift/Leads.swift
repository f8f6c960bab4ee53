import Foundation

struct Fault: Decodable {
    let code: String
    let message: String
}

struct Answer: Decodable {
    let success: Bool
    let result: [String]?
    let errors: [Fault]?
}

enum MarketoError: Error {
    case refused(String)
    case noAnswer
}

final class Leads {
    private let base = "https://123-ABC-456.mktorest.com"
    private let maxAttempts = 4
    private var token = ""

    /// A switch in a loop.
    func find(email: String) async throws -> [String] {
        for _ in 1...maxAttempts {
            let answer = try await get("/rest/v1/leads.json?filterType=email&filterValues=\(email)")
            if answer.success { return answer.result ?? [] }
            let error = answer.errors![0]
            switch error.code {
            case "601", "602":
                try await refreshToken()
            case "606":
                try await Task.sleep(nanoseconds: 20_000_000_000)
            case "610":
                return []
            default:
                throw MarketoError.refused(error.message)
            }
        }
        throw MarketoError.noAnswer
    }

    /// A chain of conditions in a function that calls itself.
    func describe(name: String) async throws -> [String] {
        let answer = try await get("/rest/v1/\(name)/describe.json")
        if answer.success { return answer.result ?? [] }
        let code = answer.errors![0].code
        if code == "606" {
            try await Task.sleep(nanoseconds: 20_000_000_000)
            return try await describe(name: name)
        } else if code == "603" {
            return []
        }
        throw MarketoError.refused(answer.errors![0].message)
    }

    private func get(_ path: String) async throws -> Answer {
        var request = URLRequest(url: URL(string: base + path)!)
        request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
        let (data, _) = try await URLSession.shared.data(for: request)
        return try JSONDecoder().decode(Answer.self, from: data)
    }

    private func refreshToken() async throws {
        token = try await get("/identity/oauth/token?grant_type=client_credentials").result![0]
    }
}
