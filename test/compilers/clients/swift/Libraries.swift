import Foundation

let reactor = "https://reactor.adobe.io"

/// A set behind a predicate.
let retryableCodes: Set<String> = ["internal-error", "unknown-error"]

struct ReactorError: Error {
    let code: String
    let title: String
}

func isRetryable(_ error: ReactorError) -> Bool {
    return retryableCodes.contains(error.code)
}

func build(library: String, tries: Int = 3, post: (String) async throws -> (id: String, error: ReactorError?)) async throws -> String {
    let answer = try await post("\(reactor)/libraries/\(library)/builds")
    guard let error = answer.error else { return answer.id }
    if isRetryable(error) && tries > 1 {
        try await Task.sleep(nanoseconds: 60_000_000_000)
        return try await build(library: library, tries: tries - 1, post: post)
    }
    throw error
}
