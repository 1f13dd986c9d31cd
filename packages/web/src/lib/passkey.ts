import type { Input } from "@q2o/functions/client";
import { call } from "./api.ts";

/** These calls are how one signs in: a refusal is to be shown, not a reason to go and sign in. */
const options = { anonymous: true };

/** Browsers know passkeys on pages served safely, from a host that has a name. */
export const knowsPasskeys = (): boolean =>
  typeof PublicKeyCredential === "function" && "parseRequestOptionsFromJSON" in PublicKeyCredential;

/** Asks the person for a passkey they have. @throws Refused, and DOMException when they turned it down */
export async function showPasskey(): Promise<void> {
  const asked = await call("post /api/admin/auth/passkeys/proof/options", {}, options);
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked);
  const credential = read<"post /api/admin/auth/passkeys/proof">(await navigator.credentials.get({ publicKey }));
  await call("post /api/admin/auth/passkeys/proof", { credential }, options);
}

/** Asks the person for a new passkey. @throws Refused, and DOMException when they turned it down */
export async function enrolPasskey(name: string): Promise<void> {
  const asked = await call("post /api/admin/auth/passkeys/options", {}, options);
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    asked as unknown as PublicKeyCredentialCreationOptionsJSON,
  );
  const credential = read<"post /api/admin/auth/passkeys">(await navigator.credentials.create({ publicKey }));
  await call("post /api/admin/auth/passkeys", { name, credential }, options);
}

type Showing = "post /api/admin/auth/passkeys" | "post /api/admin/auth/passkeys/proof";

function read<R extends Showing>(credential: Credential | null): Input<R>["credential"] {
  if (!(credential instanceof PublicKeyCredential)) throw new Error("The browser gave no passkey.");
  return credential.toJSON() as unknown as Input<R>["credential"];
}

/** In words for people: browsers say the same of a person who pressed Cancel and of one who waited too long. */
export const inWords = (error: Error | undefined): Error | undefined =>
  error instanceof DOMException ? new Error("No passkey was given. Try again when you are ready.") : error;
