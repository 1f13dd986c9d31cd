import { SecretValue } from "aws-cdk-lib";

/** What one deployment is called and where it lives. */
export type Stage = {
  /** Lower-case, in the names of stacks and secrets: `production`, `staging`, `test`. */
  name: string;
  /** The one origin of portals and API, without scheme. */
  domain: string;
  /** In us-east-1, as CloudFront asks. */
  certificateArn: string;
  mailFrom: string;
  firstAdminEmail: string;
  /** The built portals. */
  portalFolder: string;
  /** Who hears alarms. */
  alarmEmail: string;
  /** What every agent is told first, until an admin says otherwise. */
  systemPrompt: string;
  /** Whom agents ask until an admin says otherwise, and which model; empty is the blueprint. */
  llm: { provider: string; model: string };
  /** `automatic` has Stripe compute taxes. */
  stripeTax: "none" | "automatic";
};

/** @throws Error naming what the environment lacks */
export function stageFrom(name: string, environment: Record<string, string | undefined>, portalFolder: string): Stage {
  const needed = (key: string) => {
    const value = environment[key];
    if (!value) throw new Error(`Set ${key} to deploy the stage ${name}; docs/operations.md says what it is.`);
    return value;
  };
  return {
    name,
    domain: needed("Q2O_DOMAIN"),
    certificateArn: needed("Q2O_CERTIFICATE_ARN"),
    mailFrom: needed("Q2O_MAIL_FROM"),
    firstAdminEmail: needed("Q2O_FIRST_ADMIN_EMAIL"),
    alarmEmail: needed("Q2O_ALARM_EMAIL"),
    systemPrompt: environment.LLM_SYSTEM_PROMPT ?? "",
    llm: { provider: environment.LLM_PROVIDER ?? "", model: environment.LLM_MODEL ?? "" },
    stripeTax: environment.STRIPE_TAX === "automatic" ? "automatic" : "none",
    portalFolder,
  };
}

export const isProduction = (stage: Stage): boolean => stage.name === "production";

/** Keys and addresses of model providers, each empty in the secret where there is none. */
export const modelSettings = [
  "OPENAI_API_KEY",
  "OPENAI_BASE_URL",
  "ANTHROPIC_API_KEY",
  "GOOGLE_GENERATIVE_AI_API_KEY",
  "LLM_COMPATIBLE_BASE_URL",
  "LLM_COMPATIBLE_API_KEY",
] as const;

/** A secret by name, resolved by CloudFormation when it deploys: the template holds the name only. */
export const secret = (stage: Stage, key: string): string =>
  SecretValue.secretsManager(`q2o/${stage.name}`, { jsonField: key }).unsafeUnwrap();
