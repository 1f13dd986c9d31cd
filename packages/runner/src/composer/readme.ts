import type { Requirement } from "../artefacts.ts";
import type { Evidence } from "./kind.ts";
import { inline } from "./markdown.ts";

/** A heading with a line for each sentence; nothing when there is none. */
export const bullets = (title: string, sentences: readonly string[]): string =>
  sentences.length > 0 ? `## ${title}\n\n${sentences.map((each) => `- ${inline(each)}`).join("\n")}\n\n` : "";

/** Where each requirement is met and which tests show it, and then what is not met. */
export function requirementsSection(
  requirements: readonly Requirement[],
  where: (requirement: Requirement) => readonly string[],
  evidence: readonly Evidence[],
  fileOfTest: (title: string) => string,
): string {
  const row = (requirement: Requirement) => {
    const titles = evidence.find((each) => each.requirementId === requirement.id)?.tests ?? [];
    const files = [...new Set(titles.map(fileOfTest))].map((file) => `\`${file}\``);
    return `| ${requirement.id} | ${inline(requirement.text)} | ${where(requirement).join(", ")} | ${titles.length} in ${files.join(", ")} |`;
  };
  const met = requirements.filter(({ gap }) => gap === undefined);
  const gaps = requirements.filter(({ gap }) => gap !== undefined);
  const unmet = gaps.map(({ id, text, gap }) => `- **${id}** ${inline(text)}: ${inline(gap ?? "")}`);
  return `## Where each requirement is met

| id | requirement | where | tests |
|---|---|---|---|
${met.map(row).join("\n")}

${unmet.length > 0 ? `## Not met\n\n${unmet.join("\n")}\n\n` : ""}`;
}
