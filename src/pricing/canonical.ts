// Turns the many spellings of a model id (Bedrock, Vertex, gateways, ARNs, window suffix) into one.
// Knows spellings only: not which models exist, and never a "nearest" model.

/**
 * The first-party spelling of a model id. An id in no known form comes back trimmed and in lower
 * case. Being canonical does not mean being known: look it up in the price book.
 */
export function canonicalModelId(id: string): string {
  let name = id.trim().toLowerCase().replace(WINDOW_SUFFIX, '');
  name = name.slice(name.lastIndexOf('/') + 1); // ARN resource, "anthropic/", "vertex_ai/", …
  name = name.replace(REGION_PREFIX, '').replace(/^anthropic\./, '');
  name = name.replace(/-v\d+(:\d+)*(:\d+k)?$/, ''); // Bedrock: -v1, -v1:0, -v1:0:200k
  name = name.replace(/@(?:default|latest)$/, '').replace(/@(\d{8})$/, '-$1'); // Vertex
  name = name.replace(/-v\d+(-\d{8})$/, '$1'); // Vertex: claude-3-5-sonnet-v2@20241022
  return name.replace(/(\d)\.(?=\d)/g, '$1-'); // gateways: claude-opus-4.5
}

/** The id without a trailing `-YYYYMMDD`, or null when it has none. */
export function withoutDateSuffix(canonicalId: string): string | null {
  const bare = canonicalId.replace(/-20\d{6}$/, '');
  return bare === canonicalId ? null : bare;
}

/** The Bedrock region of an id such as `us.anthropic.claude-…`; null for none and for `global.`. */
export function bedrockRegion(id: string): string | null {
  const name = id.trim().toLowerCase();
  const found = REGION_PREFIX.exec(name.slice(name.lastIndexOf('/') + 1))?.[1];
  return found === undefined || found === 'global' ? null : found;
}

const WINDOW_SUFFIX = /\[\d+[km]\]$/;
const REGION_PREFIX = /^(global|us-gov|us|eu|apac|jp|au|ca)\./;
