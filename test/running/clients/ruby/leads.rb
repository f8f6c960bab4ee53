# frozen_string_literal: true

require "json"
require "net/http"

class MarketoError < StandardError; end

class Leads
  MAX_ATTEMPTS = 4

  def initialize(base = "https://123-ABC-456.mktorest.com")
    @base = base
    @token = ""
  end

  # A case in a loop that knows one of the throttled codes.
  def find(email)
    MAX_ATTEMPTS.times do
      answer = get("/rest/v1/leads.json?filterType=email&filterValues=#{email}")
      return answer["result"] if answer["success"]

      error = answer["errors"].first
      case error["code"]
      when "615"
        sleep 2
      when "610"
        return []
      else
        raise MarketoError, "#{error["code"]}: #{error["message"]}"
      end
    end
    raise MarketoError, "no answer after #{MAX_ATTEMPTS} attempts"
  end

  # A case that tries nothing twice.
  def describe(name)
    answer = get("/rest/v1/#{name}/describe.json")
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

  # A chain of conditions that tries nothing twice.
  def count(program)
    answer = get("/rest/asset/v1/program/#{program}/members.json")
    return answer["result"] if answer["success"]

    code = answer["errors"].first["code"]
    if code == "603"
      raise MarketoError, "this user may not read it"
    elsif code == "719"
      raise MarketoError, "the record is locked"
    end
    raise MarketoError, answer["errors"].first["message"]
  end

  private

  def get(path)
    refresh_token if @token.empty?
    fetch(path)
  end

  def fetch(path)
    JSON.parse(Net::HTTP.get(URI(@base + path), { "Authorization" => "Bearer #{@token}" }))
  end

  def refresh_token
    @token = fetch("/identity/oauth/token?grant_type=client_credentials")["access_token"]
  end
end
