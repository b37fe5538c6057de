// Fetches the summary from the collector.

/** A failure with a message for the owner. */
export class Failure extends Error {
  constructor(title, detail) {
    super(title);
    this.detail = detail;
  }
}

/**
 * Fetches one survey's summary.
 * @throws {Failure} with the problem's title (RFC 9457), or with our own message without a reply.
 */
export async function fetchSummary(collector, key, survey, words) {
  let response;
  try {
    response = await fetch(`${collector}/v1/sites/demo/surveys/${survey}/summary`, {
      headers: { authorization: `Bearer ${key}` },
      cache: 'no-store',
    });
  } catch {
    throw new Failure(words.unreachable, words.unreachableDetail(collector));
  }
  const body = await response.json().catch(() => null);
  if (!response.ok) {
    throw new Failure(body?.title ?? `HTTP ${response.status}`, body?.detail);
  }
  if (!body?.score || !body.groups || !body.counts) throw new Failure(words.notJson);
  return body;
}
