# frozen_string_literal: true

require "faraday"
require "json"

class MarketoError < StandardError; end

class Leads
  def initialize(base = "https://123-ABC-456.mktorest.com")
    @token = ""
    @base = base
  end

  # The decision looks into the answer itself.
  def find(email)
    response = conn.get("rest/v1/leads.json", { filterValues: email }, signed)
    answer = JSON.parse(response.body)
    return answer["result"] if answer["success"]

    case answer["errors"][0]["code"]
    when "603"
      raise MarketoError, "this user may not read it"
    when "610"
      []
    else
      raise MarketoError, answer["errors"][0]["message"]
    end
  end

  # The error has a name.
  def describe(name)
    answer = JSON.parse(conn.get("rest/v1/#{name}/describe.json", nil, signed).body)
    return answer["result"] if answer["success"]

    error = answer["errors"].first
    case error["code"]
    when "603"
      raise MarketoError, "this user may not read it"
    when "610"
      []
    else
      raise MarketoError, error["message"]
    end
  end

  # The request is made elsewhere.
  def count(program)
    answer = get("rest/asset/v1/program/#{program}/members.json")
    return answer["result"] if answer["success"]

    code = answer.dig("errors", 0, "code")
    case code
    when "603" then raise MarketoError, "this user may not read it"
    when "610" then []
    else raise MarketoError, answer.dig("errors", 0, "message")
    end
  end

  private

  def get(path)
    JSON.parse(conn.get(path, nil, signed).body)
  end

  def conn
    @conn ||= Faraday.new(url: "#{@base}/")
  end

  def signed
    refresh_token if @token.empty?
    { "Authorization" => "Bearer #{@token}" }
  end

  def refresh_token
    response = conn.get("identity/oauth/token", { grant_type: "client_credentials" })
    @token = JSON.parse(response.body)["access_token"]
  end
end
