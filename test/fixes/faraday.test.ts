/** The client of a file, told by Faraday's retry middleware to make a request again: what is written, and when it is left alone. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { allFixes, fixed, handled } from "./support.ts";

const made = `@conn = Faraday.new(url: base) do |f|
      f.options.timeout = 10
    end`;
const request = `@conn.get("/rest/v1/leads.json", { filterValues: email })`;
const read = `response = ${request}
    answer = JSON.parse(response.body)`;

const decides = `return answer["result"] if answer["success"]

    error = answer["errors"].first
    case error["code"]
    when "601", "602"
      raise MarketoError, "the token is old"
    when "610"
      []
    else
      raise MarketoError, error["message"]
    end
  end
`;

interface Shape {
  readonly create?: string;
  readonly reads?: string;
  readonly more?: string;
  readonly params?: string;
}

const client = ({ create = made, reads = read, more = "", params = "base" }: Shape = {}): string => `require "faraday"
require "json"

class MarketoError < StandardError; end

# https://123-abc-456.mktorest.com
class Leads
  def initialize(${params})
    ${create}
  end

  def find(email)
    ${reads}
    ${decides}${more}end
`;

const withGem = { Gemfile: 'source "https://rubygems.org"\n\ngem "faraday", "~> 2.7"\ngem "faraday-retry"\n' };
const mended = (shape: Shape = {}): Promise<string> => fixed("handle-all", "lib/leads.rb", client(shape), withGem);

const told = `# Has the retry middleware make a request again after a code that may pass; when the attempts are used up, the caller gets the last answer.
class CodesToTryAgain < Faraday::Middleware
  def call(env)
    @app.call(env).tap do |response|
      code = code_of(response)
      next unless again?(code, env[:method])

      # The wait that the API is known to want counts as if the server had said it.
      seconds = { "606" => 20, "615" => 2 }[code]
      response.headers["Retry-After"] ||= (seconds + rand).to_s if seconds
      raise Faraday::RetriableResponse.new(nil, response)
    end
  end

  private

  def again?(code, method)
    # After these the request may have been carried out: only what changes nothing is repeated.
    return false if ["502", "713", "719"].include?(code) && !%i[get head options].include?(method)

    ["502", "604", "606", "608", "611", "614", "615", "713", "719"].include?(code)
  end

  def code_of(response)
    body = response.body
    body = JSON.parse(body) if body.is_a?(String)
    body.dig("errors", 0, "code")
  rescue JSON::ParserError, NoMethodError, TypeError
    nil
  end
end

`;

const lines = (f: string, indent = "      "): string =>
  [
    `${f}.request :retry,`,
    "  max: 4, interval: 1, backoff_factor: 2, interval_randomness: 1, max_interval: 30,",
    "  retry_if: ->(_env, error) { error.is_a?(Faraday::RetriableResponse) }",
    `${f}.use CodesToTryAgain`,
  ]
    .map((line) => `${indent}${line}\n`)
    .join("");

describe("a Faraday connection that is told to try again", () => {
  test("where it is made; the function stays as it is", async () => {
    const create = made.replace("      f.options", `${lines("f")}      f.options`);
    const wanted = client({ create }).replace('require "json"', 'require "faraday/retry"\nrequire "json"').replace("# https", `${told}# https`);
    assert.equal(await mended(), wanted);
  });

  test("leaves nothing to be found, and is told once", async () => {
    const all = await allFixes("lib/leads.rb", client(), withGem);
    const fix = all.find((f) => f.fix.id === "handle-all");
    assert.deepEqual([fix?.errors, fix?.findings], [0, []]);
    assert.equal((await handled("lib/leads.rb", client(), withGem)).rounds, 1);
  });

  const block = (head: string): string => `${head} do |f|\n${lines("f")}      f.request :url_encoded\n    end\n`;

  test("with a block or without", async () => {
    // Whoever gives a block gets none of what Faraday has by itself.
    assert.ok((await mended({ create: "@conn = Faraday.new(url: base)" })).includes(block("@conn = Faraday.new(url: base)")));
    assert.ok((await mended({ create: "@conn = Faraday.new(base, { headers: { accept: '*/*' } })" })).includes(" } }) do |f|\n"));
    assert.ok((await mended({ create: "@conn = Faraday.new url: base" })).includes(block("@conn = Faraday.new url: base")));
    const braces = "@conn = ::Faraday::Connection.new(url: base) { |http|\n      http.adapter :net_http\n    }";
    assert.ok((await mended({ create: braces })).includes(`{ |http|\n${lines("http")}      http.adapter :net_http\n`));
  });

  test("wherever it is kept", async () => {
    const kept = async (shape: Shape, change: (text: string) => string = (text) => text): Promise<void> =>
      assert.match(await fixed("handle-all", "lib/leads.rb", change(client(shape)), withGem), /do \|f\|\n\s+f\.request :retry,/);
    const called = { create: "@base = base", reads: read.replace("@conn", "conn") };
    await kept({ ...called, more: `\n  private\n\n  def conn\n    @conn ||= Faraday.new(url: @base)\n  end\n` });
    await kept({
      ...called,
      more: `\n  private\n\n  def conn\n    @conn ||= Faraday.new(url: @base) do |f|\n      f.adapter :net_http\n    end\n  end\n`,
    });
    await kept({ ...called, more: `\n  private\n\n  def conn\n    return @conn if @conn\n\n    @conn = Faraday.new(url: @base)\n  end\n` });
    await kept({ ...called, more: "\n  private\n\n  def conn\n    Faraday.new(url: @base)\n  end\n" });
    await kept({ create: made, reads: read.replace("@conn", "conn"), more: "\n  private\n\n  attr_reader :conn\n" });
    await kept({ create: "@base = base", reads: `conn = Faraday.new(url: @base)\n    ${read.replace("@conn", "conn")}` });
    const constant = (text: string): string =>
      text.replace("class Leads\n", 'class Leads\n  CONN = Faraday.new("https://123-abc-456.mktorest.com")\n\n');
    await kept({ create: "@base = base", reads: read.replace("@conn", "CONN") }, constant);
  });

  test("the way from the answer to its code is the function's own", async () => {
    const path = async (reads: string, more = ""): Promise<string | undefined> => /body\.dig\((.*)\)/.exec(await mended({ reads, more }))?.[1];
    const wanted = '"errors", 0, "code"';
    assert.equal(await path(`answer = ${request}.body`), wanted);
    assert.equal(await path(`answer = JSON.parse(${request}.body)`), wanted);
    assert.equal(
      await path(`response = @conn.get("/rest/v1/leads.json") do |req|\n      req.params["email"] = email\n    end\n    answer = response.body`),
      wanted,
    );
    assert.equal(await path(`answer = JSON.parse(${request}.body)["data"] || {}`), `"data", ${wanted}`);
    const through = "\n  private\n\n  def get(path)\n    response = @conn.get(path)\n    JSON.parse(response.body)\n  end\n";
    assert.equal(await path('answer = get("/rest/v1/leads.json")', through), wanted);
    const verb = "\n  private\n\n  def request(verb, path)\n    @conn.run_request(verb, path, nil, nil).body\n  end\n";
    assert.equal(await path('answer = request(:get, "/rest/v1/leads.json")', verb), wanted);
  });

  test("in the quotes of the file", async () => {
    const text = client().replaceAll('"', "'");
    const after = await fixed("handle-all", "lib/leads.rb", text, withGem);
    assert.match(after, /\['502', '604'/);
    assert.match(after, /body\.dig\('errors', 0, 'code'\)/);
  });

  test("a renewal stays with the function", async () => {
    const text = client({ more: "\n  private\n\n  def refresh_token\n  end\n" }).replace(
      /when "601", "602"\n.*old"/,
      'when "603"\n      raise MarketoError, "not allowed"',
    );
    const after = await fixed("handle-all", "lib/leads.rb", text, withGem);
    assert.match(after, /f\.request :retry,/);
    assert.match(after, /when "601", "602"\n\s+raise .* if renewed\n\s+refresh_token\n/);
    assert.doesNotMatch(after, /MAX_ATTEMPTS/);
  });

  test("by what Faraday 1 has itself, where the project surely has that", async () => {
    const by = async (beside: Record<string, string>): Promise<string> => fixed("handle-all", "lib/leads.rb", client(), beside);
    const one = await by({ Gemfile: 'gem "faraday", "~> 1.10"\n' });
    assert.match(one, /f\.request :retry,/);
    assert.match(one, /^require "date"$/m);
    assert.doesNotMatch(one, /faraday\/retry/);
    const lock = (version: string): string => `GEM\n  specs:\n    faraday (${version})\n`;
    assert.match(await by({ Gemfile: 'gem "faraday"\n', "Gemfile.lock": lock("1.10.3") }), /f\.request :retry,/);
    assert.match(await by({ Gemfile: 'gem "faraday", ">= 1.0"\n', "Gemfile.lock": lock("1.10.3") }), /f\.request :retry,/);
    assert.match(await by({ "leads.gemspec": '  spec.add_dependency "faraday", "~> 1.4"\n', "lib/.keep": "" }), /f\.request :retry,/);
    for (const Gemfile of ['gem "faraday"\n', 'gem "faraday", "~> 2.7"\n', 'gem "faraday", ">= 1.0"\n', 'gem "faraday", "~> 0.17"\n'])
      assert.doesNotMatch(await by({ Gemfile }), /:retry/, Gemfile);
    assert.doesNotMatch(await by({ Gemfile: 'gem "faraday", ">= 1.0"\n', "Gemfile.lock": lock("2.9.0") }), /:retry/);
  });
});

describe("a Faraday connection that is left alone", () => {
  const untold = async (shape: Shape, change: (text: string) => string = (text) => text): Promise<void> => {
    const all = (await allFixes("lib/leads.rb", change(client(shape)), withGem)).filter(({ fix }) => fix.id.startsWith("handle-"));
    for (const { fix, after } of all) assert.doesNotMatch(after, /CodesToTryAgain/, fix.id);
    assert.match(all.find(({ fix }) => fix.id === "handle-all")?.after ?? "", /attempt/i);
  };

  test("somebody has told it already", async () => {
    await untold({ create: made.replace("f.options.timeout = 10", "f.request :retry, max: 2") });
    await untold({ create: made.replace("f.options.timeout = 10", "f.request(:retry, { max: 2 })") });
    await untold({ create: made.replace("f.options.timeout = 10", "f.use Faraday::Retry::Middleware") });
  });

  test("its middlewares are another's", async () => {
    await untold({ create: "@conn = Faraday.new(url: base, builder: stack)", params: "base, stack" });
    await untold({ create: "@conn = Faraday.new(url: base, &setup)", params: "base, &setup" });
    await untold({ create: `${made}\n    @conn.use Unwrap` });
    await untold({ create: "@conn = Faraday.new(url: base) { |f| f.adapter :test }" });
  });

  test("it may be somebody else's", async () => {
    await untold({ create: "@conn = conn", params: "conn" });
    await untold({ create: "@conn = conn || Faraday.new", params: "conn = nil" });
    await untold({ create: made, more: "\n  attr_accessor :conn\n" });
    await untold({ create: `${made}\n    share(@conn)` });
  });

  test("there are two, or none", async () => {
    await untold({ create: `${made}\n    @conn = Faraday.new(url: "https://two") if base.nil?` });
    await untold({ create: made, more: "\n  def reset\n    @conn = nil\n  end\n" });
    await untold({ create: "@base = base" });
  });

  test("it is another client that makes the request", async () => {
    await untold({ reads: read.replace("@conn", "@other") });
    await untold({ reads: read.replace("@conn", "Faraday") });
    await untold({ create: made.replace("Faraday.new", "Excon.new") });
  });

  test("a class beside it holds a field of this name", async () => {
    await untold({ create: "@base = base" }, (text) => `${text}\nclass Other\n  def initialize\n    @conn = Faraday.new\n  end\nend\n`);
  });

  test("a write that may have been carried out", async () => {
    await untold({ reads: read.replace(".get(", ".post(") });
  });

  test("it can't be seen where the code stands in its answer", async () => {
    await untold({ reads: `answer = unpack_all(${request})` });
    await untold({ reads: `answer = JSON.parse(${request}.body, symbolize_names: true)` });
    await untold({ reads: `${read}\n    answer = answer["inner"] if email.nil?` });
  });

  test("one kind of codes alone", async () => {
    for (const id of ["handle-throttled", "handle-transient"])
      assert.doesNotMatch(await fixed(id, "lib/leads.rb", client(), withGem), /CodesToTryAgain/);
  });
});
