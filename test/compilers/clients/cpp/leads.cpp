#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace client {

const std::string kBase = "https://123-ABC-456.mktorest.com";
constexpr int kMaxAttempts = 4;

struct Fault {
  std::string code;
  std::string message;
};

struct Answer {
  bool success = false;
  std::vector<std::string> result;
  std::vector<Fault> errors;
};

class Leads {
 public:
  virtual ~Leads() = default;

  /** A chain of conditions in a loop. */
  std::vector<std::string> find(const std::string& email) {
    for (int attempt = 1; attempt <= kMaxAttempts; attempt++) {
      Answer answer = get("/rest/v1/leads.json?filterType=email&filterValues=" + email);
      if (answer.success) return answer.result;
      const Fault& error = answer.errors[0];
      if (error.code == "601" || error.code == "602") {
        refresh_token();
        continue;
      } else if (error.code == "606") {
        std::this_thread::sleep_for(std::chrono::seconds(20));
        continue;
      } else if (error.code == "610") {
        return {};
      }
      throw std::runtime_error("Marketo " + error.code + ": " + error.message);
    }
    throw std::runtime_error("no answer");
  }

  /** A chain of conditions in a function that calls itself. */
  std::vector<std::string> describe(const std::string& name) {
    Answer answer = get("/rest/v1/" + name + "/describe.json");
    if (answer.success) return answer.result;
    const std::string code = answer.errors[0].code;
    if (code == "606") {
      std::this_thread::sleep_for(std::chrono::seconds(20));
      return describe(name);
    } else if (code == "603") {
      return {};
    }
    throw std::runtime_error(answer.errors[0].message);
  }

 protected:
  virtual Answer send(const std::string& url, const std::string& token) = 0;

 private:
  Answer get(const std::string& path) { return send(kBase + path, token_); }

  void refresh_token() { token_ = get("/identity/oauth/token?grant_type=client_credentials").result[0]; }

  std::string token_;
};

}  // namespace client
