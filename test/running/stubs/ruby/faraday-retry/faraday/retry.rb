# frozen_string_literal: true

# The gem is the middleware of Faraday 1 under a name of its own, with options that come on top: it is taken from there.
require "date"
require "faraday"

module Faraday
  module Retry
    Middleware = Faraday::Request::Retry
  end
end

Faraday::Request.register_middleware(retry: Faraday::Retry::Middleware)
