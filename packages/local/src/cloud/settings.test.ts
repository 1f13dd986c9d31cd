import { expect, it } from "vitest";
import { readSettings } from "./settings.ts";

const models = (environment: Record<string, string>) => readSettings(environment, "/").models;

it("takes a model's key for the wish to use it, unless somebody says whom to ask", () => {
  expect(models({})).toEqual({});
  expect(models({ LLM_SYSTEM_PROMPT: "Be brief." })).toEqual({ LLM_SYSTEM_PROMPT: "Be brief." });
  expect(models({ OPENAI_API_KEY: "o", ANTHROPIC_API_KEY: "a" })).toMatchObject({ LLM_PROVIDER: "openai" });
  expect(models({ GOOGLE_GENERATIVE_AI_API_KEY: "g" })).toMatchObject({ LLM_PROVIDER: "google" });
  expect(models({ LLM_COMPATIBLE_BASE_URL: "http://127.0.0.1:1/v1" })).toMatchObject({ LLM_PROVIDER: "compatible" });
  expect(models({ OPENAI_API_KEY: "o", LLM_PROVIDER: "blueprint" })).toMatchObject({ LLM_PROVIDER: "blueprint" });
  expect(models({ OPENAI_API_KEY: "" })).toEqual({});
});
