#include <chrono>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

static const char* const BASE = "https://project.feishu.cn/open_api";

enum class Policy { kRetry, kRenew, kFail };

struct Reply {
    int err_code;
    std::string err_msg;
    std::string data;
};

using Post = std::function<Reply(const std::string& url, const std::string& body, const std::string& token)>;

/** A mapper to policies. */
Policy policy_of(const Reply& reply) {
    switch (reply.err_code) {
        case 10022:
            return Policy::kRenew;
        case 10429:
            return Policy::kRetry;
        default:
            return Policy::kFail;
    }
}

std::string renew_token(const Post& post) {
    return post(std::string(BASE) + "/authen/plugin_token", "{}", "").data;
}

std::string query(const Post& post, const std::string& project, const std::string& ids) {
    std::string token = renew_token(post);
    for (int attempt = 0; attempt < 5; ++attempt) {
        Reply reply = post(std::string(BASE) + "/" + project + "/work_item/story/query", ids, token);
        if (reply.err_code == 0) return reply.data;
        Policy policy = policy_of(reply);
        if (policy == Policy::kFail) throw std::runtime_error(reply.err_msg);
        if (policy == Policy::kRenew) token = renew_token(post);
        std::this_thread::sleep_for(std::chrono::seconds(1 << attempt));
    }
    throw std::runtime_error("no answer after 5 attempts");
}

/** Early returns in sequence, and no second try anywhere. */
std::optional<std::string> comment(const Post& post, long item, const std::string& content, const std::string& token) {
    Reply reply = post(std::string(BASE) + "/work_item/story/" + std::to_string(item) + "/comment/create", content, token);
    if (reply.err_code == 0) return reply.data;
    if (reply.err_code == 10429) throw std::runtime_error("too many requests");
    if (reply.err_code == 20006) return std::nullopt;
    throw std::runtime_error(reply.err_msg);
}
