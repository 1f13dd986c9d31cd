import { post } from "./api.ts";

const at = "/api/admin/auth/passkeys";
/** These calls are how one signs in: a refusal is to be shown, not a reason to go and sign in. */
const options = { anonymous: true };

/** Browsers know passkeys on pages served safely, from a host that has a name. */
export const knowsPasskeys = (): boolean =>
  typeof PublicKeyCredential === "function" && "parseRequestOptionsFromJSON" in PublicKeyCredential;

/** Asks the person for a passkey they have. @throws Refused, and DOMException when they turned it down */
export async function showPasskey(): Promise<void> {
  const asked = await post<PublicKeyCredentialRequestOptionsJSON>(`${at}/proof/options`, {}, options);
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked);
  await post(`${at}/proof`, { credential: read(await navigator.credentials.get({ publicKey })) }, options);
}

/** Asks the person for a new passkey. @throws Refused, and DOMException when they turned it down */
export async function enrolPasskey(name: string): Promise<void> {
  const asked = await post<PublicKeyCredentialCreationOptionsJSON>(`${at}/options`, {}, options);
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(asked);
  await post(at, { name, credential: read(await navigator.credentials.create({ publicKey })) }, options);
}

function read(credential: Credential | null): unknown {
  if (!(credential instanceof PublicKeyCredential)) throw new Error("The browser gave no passkey.");
  return credential.toJSON();
}

/** In words for people: browsers say the same of a person who pressed Cancel and of one who waited too long. */
export const inWords = (error: Error | undefined): Error | undefined =>
  error instanceof DOMException ? new Error("No passkey was given. Try again when you are ready.") : error;
