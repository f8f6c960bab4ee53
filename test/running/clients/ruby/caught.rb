# frozen_string_literal: true

require "json"
require "net/http"

class MarketoError < StandardError
  attr_reader :code

  def initialize(code, message)
    super(message)
    @code = code
  end
end

class Leads
  def initialize(base = "https://123-ABC-456.mktorest.com")
    @base = base
    @token = ""
  end

  # A case on what was caught, which is handed on as it is.
  def find(email)
    get("/rest/v1/leads.json?filterType=email&filterValues=#{email}")
  rescue MarketoError => e
    case e.code
    when "603"
      raise ArgumentError, "this user may not read it"
    when "610"
      []
    else
      raise
    end
  end

  # A chain of conditions, and what is left is handed on by its name.
  def describe(name)
    begin
      found = get("/rest/v1/#{name}/describe.json")
      found.first(1)
    rescue MarketoError => error
      if error.code == "603"
        raise ArgumentError, "this user may not read it"
      elsif error.code == "719"
        raise ArgumentError, "the record is locked"
      end
      raise error
    end
  end

  # Callers get another failure than the one that was caught.
  def count(program)
    get("/rest/asset/v1/program/#{program}/members.json")
  rescue MarketoError => e
    case e.code
    when "603"
      raise ArgumentError, "this user may not read it"
    when "610"
      []
    else
      raise ArgumentError, "program #{program}: #{e.message}"
    end
  end

  private

  def get(path)
    refresh_token if @token.empty?
    answer = fetch(path)
    return answer["result"] if answer["success"]

    raise MarketoError.new(answer["errors"].first["code"], answer["errors"].first["message"])
  end

  def fetch(path)
    JSON.parse(Net::HTTP.get(URI(@base + path), { "Authorization" => "Bearer #{@token}" }))
  end

  def refresh_token
    @token = fetch("/identity/oauth/token?grant_type=client_credentials")["access_token"]
  end
end
