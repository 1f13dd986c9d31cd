/**
 * The headers of every page and file of the portals, set by CloudFront's response-headers policy and, on one machine,
 * by the portal server. Which scripts and styles a page may use it says itself, with their hashes, in a meta element;
 * the policy here adds what such an element cannot say and what no page may loosen.
 */
export const siteHeaders = {
  "content-security-policy": "frame-ancestors 'none'; base-uri 'none'; object-src 'none'; form-action 'self'",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
  "referrer-policy": "strict-origin-when-cross-origin",
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const;
