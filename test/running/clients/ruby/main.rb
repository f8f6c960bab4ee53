# Asks for what the arguments say, pair by pair: an operation and the address to ask. The clock is not the real one.

$stdout.sync = true

module Kernel
  def sleep(seconds = 0)
    puts "waited #{(seconds * 1000).round}"
    seconds.round
  end
end

require_relative "leads"

ARGV.each_slice(2) do |operation, base|
  puts "done #{Leads.new(base).public_send(operation, "1").size}"
rescue StandardError => e
  puts "failed #{e.message}"
end
