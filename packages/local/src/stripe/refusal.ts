/** A refusal as Stripe words it. https://docs.stripe.com/api/errors */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly error: { type: string; message: string; code?: string; param?: string; decline_code?: string };

  constructor(status: number, error: Refusal["error"]) {
    super(error.message);
    this.status = status;
    this.error = error;
  }
}

export const unknown = (kind: string, id: string) =>
  new Refusal(404, {
    type: "invalid_request_error",
    code: "resource_missing",
    param: "id",
    message: `No such ${kind}: '${id}'`,
  });

export const missing = (param: string) =>
  new Refusal(400, {
    type: "invalid_request_error",
    code: "parameter_missing",
    param,
    message: `Missing required param: ${param}.`,
  });

export const wrong = (param: string, message: string) =>
  new Refusal(400, { type: "invalid_request_error", code: "parameter_invalid", param, message });
