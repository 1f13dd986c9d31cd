/** A picture as browsers take it. Whoever may not see it any more asks in vain, so nobody keeps it without asking. */
export const pictureType = "image/webp";

export const asPicture = (bytes: Uint8Array) => ({ body: bytes, headers: { "content-type": pictureType } });
