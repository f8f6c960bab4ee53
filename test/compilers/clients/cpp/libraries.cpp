#include <chrono>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>

const std::string REACTOR = "https://reactor.adobe.io";

/** A set behind a predicate. */
const std::set<std::string> RETRYABLE_CODES = {"internal-error", "unknown-error"};

struct ReactorError {
    std::string code;
    std::string title;
};

struct Built {
    bool ok;
    std::string id;
    ReactorError error;
};

Built post(const std::string& url);

static bool is_retryable(const ReactorError& error) {
    return RETRYABLE_CODES.count(error.code) > 0;
}

std::string build(const std::string& library, int tries = 3) {
    Built answer = post(REACTOR + "/libraries/" + library + "/builds");
    if (answer.ok) return answer.id;
    const ReactorError& error = answer.error;
    if (is_retryable(error) && tries > 1) {
        std::this_thread::sleep_for(std::chrono::minutes(1));
        return build(library, tries - 1);
    }
    throw std::runtime_error(error.title);
}
