require "json"
require "net/http"

module WorkItems
  BASE = "https://project.feishu.cn/open_api".freeze

  module_function

  # A mapper to policies.
  def policy_of(answer)
    case answer["err_code"]
    when 10022 then :renew
    when 10429 then :retry
    else :fail
    end
  end

  def post(path, body, token)
    response = Net::HTTP.post(URI(BASE + path), body.to_json, "X-PLUGIN-TOKEN" => token)
    JSON.parse(response.body)
  end

  def renew_token
    post("/authen/plugin_token", { type: 0 }, "")["data"]["token"]
  end

  def query(project, ids)
    token = renew_token
    5.times do |attempt|
      answer = post("/#{project}/work_item/story/query", { work_item_ids: ids }, token)
      return answer["data"] if answer["err_code"].zero?

      policy = policy_of(answer)
      raise answer["err_msg"] if policy == :fail

      token = renew_token if policy == :renew
      sleep(2**attempt)
    end
    raise "no answer after 5 attempts"
  end

  # Early returns in sequence, and no second try anywhere.
  def comment(item, content, token)
    answer = post("/work_item/story/#{item}/comment/create", { content: content }, token)
    return answer["data"] if answer["err_code"] == 0
    raise "too many requests" if answer["err_code"] == 10429
    return nil if answer["err_code"] == 20006

    raise answer["err_msg"]
  end
end
