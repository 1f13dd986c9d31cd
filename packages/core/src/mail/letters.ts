export type Letter = {
  subject: string;
  paragraphs: string[];
  action?: { label: string; url: string };
  list?: string[];
};

/** @param minutes how long the code serves */
export const oneTimeCode = ({
  code,
  isSignUp,
  minutes,
}: {
  code: string;
  isSignUp: boolean;
  minutes: number;
}): Letter => ({
  subject: isSignUp ? "Confirm your address" : "Your sign-in code",
  paragraphs: [
    isSignUp ? "Welcome. Enter this code to confirm your address and begin your trial:" : "Enter this code to sign in:",
    code,
    `It serves once, for ${minutes} minutes. If you did not ask for it, you need do nothing.`,
  ],
});

export const welcome = ({ name, codes, site }: { name: string; codes: string[]; site: string }): Letter => ({
  subject: `${name} is ready`,
  paragraphs: [
    `The workspace of ${name} is ready. Sign in with this address.`,
    codes.length === 0
      ? "You have no activation codes yet; you can make some after signing in."
      : "These are your first activation codes. Give one to a project; whoever has it may follow and download that project. They are said only here:",
  ],
  list: codes,
  action: { label: "Sign in", url: `${site}/app/` },
});

/** @param inviter who asked for it; nobody any more when they have left */
export const invitation = (about: {
  tenant: string;
  slug: string;
  inviter?: string | undefined;
  site: string;
}): Letter => ({
  subject: `You are invited to ${about.tenant}`,
  paragraphs: [
    `${about.inviter ?? "An owner"} invites you to work with ${about.tenant} on Q2O, where written objectives become working software.`,
    "Sign in with this address; a one-time code comes by mail. If you expected no invitation, you need do nothing.",
  ],
  action: { label: "Sign in", url: `${about.site}/app/sign-in?tenant=${encodeURIComponent(about.slug)}` },
});

export const adminAdded = ({ site }: { site: string }): Letter => ({
  subject: "You are an admin of Q2O",
  paragraphs: [
    "Another admin has added this address. Sign in with it; a one-time code comes by mail, and you may be asked to enrol a passkey.",
    "If you expected nothing of the kind, write to them before you sign in.",
  ],
  action: { label: "Sign in", url: `${site}/admin/sign-in` },
});

/** @param endsAt in UTC, as the database has it */
export const trialEnding = ({ tenant, endsAt, site }: { tenant: string; endsAt: Date; site: string }): Letter => {
  const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(endsAt);
  return {
    subject: `The trial of ${tenant} ends on ${day}`,
    paragraphs: [
      `The trial of ${tenant} ends on ${day}. Until then everything goes on as it is.`,
      "After that no project can run until you choose a plan. What you have made stays, and can still be downloaded.",
    ],
    action: { label: "Choose a plan", url: `${site}/app/` },
  };
};

type Ended = { status: string; project: string; message: string | null; url: string };

const endings: Record<string, { subject: string; sentence: string }> = {
  completed: {
    subject: "is ready",
    sentence:
      "The software is finished: unpacked in an empty place it installs, passes its tests, starts and answers. You can download it now.",
  },
  failed: { subject: "could not be finished", sentence: "The run ended without a result." },
  paused: { subject: "is paused", sentence: "The run is paused. It goes on from where it is when you resume it." },
};

export function runEnded({ status, project, message, url }: Ended): Letter | undefined {
  const ending = endings[status];
  if (!ending) return undefined;
  return {
    subject: `${project} ${ending.subject}`,
    paragraphs: [ending.sentence, ...(message ? [message] : [])],
    action: { label: "Open the project", url },
  };
}

/** @param text what the client wrote, in quotes: it is theirs and not ours */
export const commentAdded = (about: { author: string; project: string; text: string; url: string }): Letter => ({
  subject: `A comment on ${about.project}`,
  paragraphs: [`${about.author} commented on ${about.project}:`, `“${about.text}”`],
  action: { label: "Open the project", url: about.url },
});

/** @param message what was seen, in a sentence */
export const llmAlert = ({ message, site }: { message: string; site: string }): Letter => ({
  subject: "An alert about the models",
  paragraphs: [message, "It stays open until an admin marks it as dealt with."],
  action: { label: "Look at it", url: `${site}/admin/llm/` },
});

export const toText = ({ paragraphs, list = [], action }: Letter): string =>
  [
    ...paragraphs,
    ...(list.length > 0 ? [list.join("\n")] : []),
    ...(action ? [`${action.label}: ${action.url}`] : []),
  ].join("\n\n");

/** Everything in it is data: names of projects and messages of engines are escaped. */
export function toHtml({ subject, paragraphs, list = [], action }: Letter): string {
  const lines = paragraphs.map((line) =>
    /^\d{6}$/.test(line) ? `<p style="${big}">${line}</p>` : `<p style="${plain}">${encode(line)}</p>`,
  );
  const items =
    list.length > 0
      ? [`<p style="${plain}">${list.map((item) => `<code>${encode(item)}</code>`).join("<br>")}</p>`]
      : [];
  const button = action ? [`<p><a href="${encode(action.url)}" style="${link}">${encode(action.label)}</a></p>`] : [];
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${encode(subject)}</title></head><body style="${body}">${[...lines, ...items, ...button].join("")}</body></html>`;
}

const body = "margin:0 auto;max-width:32rem;padding:2rem;font-family:system-ui,sans-serif;color:#1c2430";
const plain = "margin:0 0 1rem;line-height:1.5";
const big = "margin:0 0 1rem;font-size:2rem;font-weight:600;letter-spacing:.25em";
const link =
  "display:inline-block;padding:.7rem 1.2rem;border-radius:.5rem;background:#1c2430;color:#fff;text-decoration:none";

const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const encode = (text: string) => text.replace(/[&<>"']/g, (sign) => signs[sign] ?? "");
