# frozen_string_literal: true

require "json"
require "net/http"

class MarketoError < StandardError; end

class Leads
  BASE = "https://123-ABC-456.mktorest.com"
  MAX_ATTEMPTS = 4

  def initialize(credentials)
    @credentials = credentials
    @token = ""
  end

  # A case in a loop.
  def find(email)
    MAX_ATTEMPTS.times do
      answer = get("/rest/v1/leads.json?filterType=email&filterValues=#{email}")
      return answer["result"] if answer["success"]

      error = answer["errors"].first
      case error["code"]
      when "601", "602"
        refresh_token
      when "606"
        sleep 20
      when "610"
        return []
      else
        raise MarketoError, "#{error["code"]}: #{error["message"]}"
      end
    end
    raise MarketoError, "no answer after #{MAX_ATTEMPTS} attempts"
  end

  # A chain of conditions in a method that calls itself.
  def describe(name)
    answer = get("/rest/v1/#{name}/describe.json")
    return answer["result"] if answer["success"]

    code = answer["errors"].first["code"]
    if code == "606"
      sleep 20
      return describe(name)
    elsif code == "603"
      return nil
    end
    raise MarketoError, answer["errors"].first["message"]
  end

  private

  def get(path)
    text = Net::HTTP.get(URI(BASE + path), { "Authorization" => "Bearer #{@token}" })
    JSON.parse(text)
  end

  def refresh_token
    @token = get("/identity/oauth/token?grant_type=client_credentials&#{@credentials}")["access_token"]
  end
end
