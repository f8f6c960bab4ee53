/**
 * Document URIs and the paths the engine works with: absolute, with forward slashes. A file has its own path, with a small drive letter as
 * editors write it; any other scheme becomes a folder, so that `untitled:Untitled-1` is `/untitled/Untitled-1` and can be no file's path by
 * accident of a relative one.
 */
export function uriToPath(uri: string): string {
  const [, scheme, authority = "", rest = ""] = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)/i.exec(uri) ?? [];
  if (scheme === undefined) return withSlash(decode(uri).replaceAll("\\", "/"));
  const path = decode(rest).replaceAll("\\", "/");
  const host = decode(authority).toLowerCase();
  if (scheme.toLowerCase() !== "file") return withSlash([scheme.toLowerCase(), host, path.replace(/^\/+/, "")].filter((it) => it !== "").join("/"));
  const drive = /^\/*([a-zA-Z]):(?=\/|$)/.exec(path);
  if (drive !== null) return `${drive[1]?.toLowerCase()}:${path.slice(drive[0].length) || "/"}`;
  return host === "" || host === "localhost" ? withSlash(path) : `//${host}${withSlash(path)}`;
}

/** The file URI of an absolute path with forward slashes. */
export function pathToUri(path: string): string {
  const encoded = path
    .replace(/\p{Cs}/gu, "\uFFFD")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
  if (path.startsWith("//")) return `file:${encoded}`;
  return path.startsWith("/") ? `file://${encoded}` : `file:///${encoded}`;
}

/** A path relative to one of the roots made absolute; absolute ones stay. */
export function absolutePath(path: string, root: string | undefined): string {
  if (root === undefined || path.startsWith("/") || /^[a-zA-Z]:\//.test(path)) return path;
  return `${root.replace(/\/$/, "")}/${path}`;
}

/** The innermost root that holds the path, else the first one. */
export function rootOf(path: string, roots: readonly string[]): string | undefined {
  const holding = roots.filter((it) => path === it || path.startsWith(`${it.replace(/\/$/, "")}/`));
  return holding.sort((a, b) => b.length - a.length)[0] ?? roots[0];
}

/** Percent sequences that are no UTF-8 stay as they stand: a URI of somebody else's making is no reason to fail. */
function decode(text: string): string {
  return text.replace(/(%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

function withSlash(path: string): string {
  return path.startsWith("/") ? path : `/${path}`;
}
