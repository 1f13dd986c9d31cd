/** Names of fields that give access to something: Stripe's `client_secret`, addresses that need no sign-in. */
const telling = /secret|token|password|^(?:url|hosted_\w+_url|invoice_pdf|receipt_url)$/i;

/** What a provider sent, fit to be shown: who looks at an event needs to see what happened, not to be able to pay. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      typeof inner === "string" && telling.test(name) ? "[hidden]" : withoutSecrets(inner),
    ]),
  );
}
