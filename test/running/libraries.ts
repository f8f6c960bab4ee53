import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { lastLines, run } from "../compilers/machine.ts";

/** A retry library that a project has: what its manifest says, and where the real one comes from. */
export interface RetryLibrary {
  readonly id: string;
  /** A file beside the sources, and what it says. */
  readonly manifest: readonly [name: string, text: string];
  /** The client that is mended, in the language's folder, where it isn't the usual one. */
  readonly client?: string;
  /** What the mended client must hold, else it was the plain way that was proved. */
  readonly shows: RegExp;
  /** Debian's package, for `npm run test:compilers` to install. */
  readonly debian?: string;
  /** Another text of the mended client, where the library doesn't go by its own name here. */
  readonly adapt?: (text: string) => string;
  /** Brings the library to the folder that the client is run in: variables for its process, or why it can't be had. */
  readonly bring: (folder: string) => Promise<NodeJS.ProcessEnv | string>;
}

const cache = join(process.env.FAULTLINE_CACHE ?? join(homedir(), ".cache/faultline"), "libraries");

const retriable: RetryLibrary = {
  id: "retriable 3.1",
  manifest: ["Gemfile", 'source "https://rubygems.org"\n\ngem "retriable", "~> 3.1"\n'],
  shows: /Retriable\.retriable/,
  debian: "ruby-retriable",
  bring: async () => ((await run("ruby", ["-e", 'require "retriable"'])).status === 0 ? {} : "ruby-retriable is not here"),
};

export const retryLibraries: Readonly<Record<string, readonly RetryLibrary[]>> = {
  typescript: [
    fromNpm("p-retry", "4.6.2"),
    fromNpm("p-retry", "5.1.2"),
    fromNpm("p-retry", "6.2.1"),
    fromNpm("p-retry", "7.1.1"),
    fromNpm("async-retry", "1.3.3"),
    fromNpm("cockatiel", "3.2.1"),
    ...["4.6.2", "5.1.2", "6.2.1", "7.1.1"].map((version) => caught(fromNpm("p-retry", version), "caught.ts", /passing\.has\(error\)/)),
    caught(fromNpm("async-retry", "1.3.3"), "caught.ts", /passing\.has\(error as Error\)/),
    caught(fromNpm("cockatiel", "3.2.1"), "caught.ts", /handleWhen/),
    axiosRetry("4.5.0", "axios.ts"),
  ],
  javascript: [
    fromNpm("p-retry", "7.1.1"),
    fromNpm("async-retry", "1.3.3"),
    fromNpm("cockatiel", "3.2.1"),
    caught(fromNpm("p-retry", "7.1.1"), "caught.mjs", /passing\.has\(error\)/),
    caught(fromNpm("async-retry", "1.3.3"), "caught.mjs", /passing\.has\(error\)/),
    axiosRetry("4.5.0", "axios.mjs"),
    axiosRetry("3.9.1", "axios.mjs"),
    axiosRetry("4.5.0", "thrown.mjs"),
    axiosRetry("3.9.1", "thrown.mjs"),
  ],
  python: [
    fromDebian("tenacity", "8.2.1", /tenacity\.Retrying/),
    fromDebian("backoff", "2.2.1", /@backoff\.on_exception/),
    caught(fromDebian("tenacity", "8.2.1"), "caught.py", /lambda error: getattr/),
    caught(fromDebian("backoff", "2.2.1"), "caught.py", /giveup=lambda/),
  ],
  go: [
    goSources("github.com/cenkalti/backoff/v4", "4.1.3", "golang-github-cenkalti-backoff-dev", "backoff", /backoff\.Retry\(/),
    goSources("github.com/cenkalti/backoff/v4", "4.3.0", undefined, "backoff", /backoff\.RetryWithData\(/, stub("go/backoff-v4")),
    goSources("github.com/cenkalti/backoff/v5", "5.0.3", undefined, "backoff", /backoff\.Retry\(context\.Background\(\), /, stub("go/backoff-v5")),
    goSources("github.com/avast/retry-go", "2.4.3+incompatible", "golang-github-avast-retry-go-dev", "retry", /retry\.Do\(/),
    goSources("github.com/avast/retry-go/v4", "4.6.1", undefined, "retry", /retry\.DoWithData\(/, stub("go/retry-v4")),
    goSources("github.com/avast/retry-go/v5", "5.0.0", undefined, "retry", /retry\.NewWithData\[/, stub("go/retry-v5")),
  ],
  java: [
    signatures("resilience4j 2.2", pom("io.github.resilience4j", "resilience4j-retry", "2.2.0"), /executeCallable/, "java/resilience4j"),
    signatures("Spring Retry 2.0", pom("org.springframework.retry", "spring-retry", "2.0.9"), /RetryTemplate\.builder/, "java/spring-retry"),
  ],
  kotlin: [
    signatures(
      "resilience4j 2.2",
      pom("io.github.resilience4j", "resilience4j-kotlin", "2.2.0"),
      /executeCallable/,
      "java/resilience4j",
      "kotlin/resilience4j",
    ),
    signatures("Spring Retry 2.0", pom("org.springframework.retry", "spring-retry", "2.0.9"), /RetryTemplate\.builder/, "java/spring-retry"),
  ],
  rust: [signatures("backon 1", ["Cargo.toml", '[package]\nname = "leads"\n\n[dependencies]\nbackon = "1.5"\n'], /BlockingRetryable/, "rust/backon")],
  php: [guzzle("7.4.5", "Guzzle.php"), guzzle("7.4.5", "Memoised.php")],
  ruby: [
    retriable,
    caught(retriable, "caught.rb", /\.extend\(Temporary\)/),
    faraday("faraday 1.1", 'gem "faraday", "~> 1.1"', "faraday.rb"),
    faraday("faraday 1.1", 'gem "faraday", "~> 1.1"', "memoised.rb"),
    { ...faraday("the signatures of faraday-retry 2.4", 'gem "faraday-retry", "~> 2.4"', "faraday.rb"), bring: rubyStub("faraday-retry") },
  ],
};

/** The same for a client that decides where it catches. */
function caught(library: RetryLibrary, client: string, shows: RegExp): RetryLibrary {
  return { ...library, id: `${library.id}, in a catch`, client, shows };
}

/** It tells a client to try again by itself: one of the client's own library. */
function axiosRetry(version: string, client: string): RetryLibrary {
  return {
    ...fromNpm("axios-retry", version, ["axios@1.7.9"]),
    id: `axios-retry ${version}, ${client}`,
    client,
    shows: /^\s*axiosRetry\(client, \{$/m,
  };
}

/** Guzzle's middleware, with Debian's sources in a folder of the client's own, where they go by the test's clock. */
function guzzle(version: string, client: string): RetryLibrary {
  const from = "/usr/share/php/GuzzleHttp";
  return {
    id: `guzzlehttp/guzzle ${version}, ${client}`,
    manifest: ["composer.json", JSON.stringify({ require: { "guzzlehttp/guzzle": `^${version}` } })],
    client,
    shows: /Middleware::retry\(/,
    debian: "php-guzzlehttp-guzzle",
    bring: async (folder) => {
      if (!existsSync(from)) return "php-guzzlehttp-guzzle is not here";
      const to = join(folder, "GuzzleHttp");
      cpSync(from, to, { recursive: true, dereference: true });
      for (const name of readdirSync(join(to, "Handler"))) {
        const file = join(to, "Handler", name);
        writeFileSync(file, readFileSync(file, "utf8").replaceAll("\\usleep(", "\\Client\\usleep("));
      }
      writeFileSync(join(folder, "guzzle.ini"), `auto_prepend_file=${join(to, "autoload.php")}\n`);
      // With what the machine has of its own.
      return { PHP_INI_SCAN_DIR: `:${folder}` };
    },
  };
}

/** The middleware that Faraday 1 has itself. */
function faraday(id: string, gem: string, client: string): RetryLibrary {
  return {
    id: `${id}, ${client}`,
    manifest: ["Gemfile", `source "https://rubygems.org"\n\n${gem}\n`],
    client,
    shows: /request :retry,/,
    debian: "ruby-faraday",
    bring: async () => ((await run("ruby", ["-e", 'require "faraday"'])).status === 0 ? {} : "ruby-faraday is not here"),
  };
}

/** What a gem does that can't be had here, by what is here. */
function rubyStub(name: string): RetryLibrary["bring"] {
  return async () => ((await run("ruby", ["-e", 'require "faraday"'])).status === 0 ? { RUBYLIB: stub(`ruby/${name}`) } : "ruby-faraday is not here");
}

function fromNpm(name: string, version: string, beside: readonly string[] = []): RetryLibrary {
  return {
    id: `${name} ${version}`,
    manifest: ["package.json", JSON.stringify({ dependencies: { [name]: `^${version}` } })],
    shows: new RegExp(`from "${name}"`),
    bring: async (folder) => {
      const home = join(cache, `${name}-${version}`);
      if (!existsSync(join(home, "node_modules", name))) {
        const wanted = ["install", "--prefix", home, "--no-audit", "--no-fund", "--ignore-scripts", `${name}@${version}`, ...beside];
        const { status, output } = await run("npm", wanted);
        if (status !== 0) return `npm could not fetch it: ${lastLines(output)}`;
      }
      symlinkSync(join(home, "node_modules"), join(folder, "node_modules"));
      return {};
    },
  };
}

/** Debian keeps its modules where another Python on the path doesn't look. */
function fromDebian(name: string, version: string, shows = new RegExp(name)): RetryLibrary {
  const modules = "/usr/lib/python3/dist-packages";
  return {
    id: `${name} ${version}`,
    manifest: ["requirements.txt", `requests\n${name}>=${version}\n`],
    shows,
    debian: `python3-${name}`,
    bring: async () => {
      for (const env of [{}, { PYTHONPATH: modules }]) if ((await run("python3", ["-c", `import ${name}`], { env })).status === 0) return env;
      return `python3-${name} is not here`;
    },
  };
}

/** What has the public signatures of a library that can't be had here, and does as it does. */
function stub(name: string): string {
  return fileURLToPath(new URL(`stubs/${name}`, import.meta.url));
}

/** A library that can't be had here, with its public signatures in its place. */
function signatures(id: string, manifest: RetryLibrary["manifest"], shows: RegExp, ...folders: readonly string[]): RetryLibrary {
  return {
    id: `the signatures of ${id}`,
    manifest,
    shows,
    bring: async (to) => {
      for (const folder of folders) cpSync(stub(folder), to, { recursive: true });
      return {};
    },
  };
}

function pom(group: string, name: string, version: string): RetryLibrary["manifest"] {
  const wanted = `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>`;
  return ["pom.xml", `<project><dependencies>${wanted}</dependencies></project>\n`];
}

/** The sources that Debian has, or a stub, as a package of the client's own module, which goes by the test's clock as the client does. */
function goSources(module: string, version: string, debian: string | undefined, name: string, shows: RegExp, from?: string): RetryLibrary {
  const sources = from ?? `/usr/share/gocode/src/${module.replace(/\/v\d+$/, "")}`;
  return {
    id: `${from ? "the signatures of " : ""}${module} ${version}`,
    manifest: ["go.mod", `module clients\n\ngo 1.19\n\nrequire ${module} v${version}\n`],
    shows,
    ...(debian === undefined ? {} : { debian }),
    adapt: (text) => text.replace(`"${module}"`, `${name} "clients/${name}"`),
    bring: async (folder) => {
      if (!existsSync(sources)) return `${debian} is not here`;
      mkdirSync(join(folder, name));
      for (const file of readdirSync(sources).filter((it) => it.endsWith(".go") && !it.endsWith("_test.go")))
        writeFileSync(
          join(folder, name, file),
          readFileSync(join(sources, file), "utf8").replace(/^(\s*(?:import )?)"time"$/m, '$1time "clients/clock"'),
        );
      return {};
    },
  };
}
