require "json"
require "net/http"

REACTOR = "https://reactor.adobe.io"

# A list behind a predicate.
RETRYABLE_CODES = %w[internal-error unknown-error].freeze

def retryable?(error)
  RETRYABLE_CODES.include?(error["code"])
end

def build(library, tries: 3)
  response = Net::HTTP.post(URI("#{REACTOR}/libraries/#{library}/builds"), "")
  body = JSON.parse(response.body)
  return body["data"]["id"] if response.is_a?(Net::HTTPSuccess)

  error = body["errors"].first
  if retryable?(error) && tries > 1
    sleep 60
    return build(library, tries: tries - 1)
  end
  raise error["title"]
end
