/** Hosts of documentation, of standards, and of examples: they say nothing of whose API it is. */
const others =
  /(?:^|\.)(?:example\.(?:com|org|net)|localhost|github\.com|w3\.org|ietf\.org|jsonapi\.org|wikipedia\.org|googleapis\.com|stackoverflow\.com)$/;
const documentation = /^(?:docs?|developers?|dev|help|support|status|blog|www|wiki|community|experienceleague)\./;

/** The host of an address an API may be called at; a placeholder in it stands for any label. */
export function hostOf(url: string): string | undefined {
  const match = /^https?:\/\/([^/\s"'`<>?#]+)/i.exec(url);
  const host = match?.[1]
    ?.toLowerCase()
    .replace(/:\d+$/, "")
    .replace(/\{[^}]*\}|<[^>]*>|\[[^\]]*\]/g, "*");
  if (!host || !/^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(host) || /^\d+(?:\.\d+){3}$/.test(host)) return undefined;
  return others.test(host) || documentation.test(host) ? undefined : host;
}

/** Hosts that examples on a page call, most often called first. */
export function hostsIn(samples: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const [url] of samples.join("\n").matchAll(/https?:\/\/[^\s"'`<>()]+/gi)) {
    const host = hostOf(url);
    if (host) counts.set(host, (counts.get(host) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 5)
    .map(([host]) => host);
}
