/** A page as a test reads it: enough of HTML to see what people and search engines see. */
export type Page = {
  html: string;
  /** What stands in the main part, as words. */
  words: string;
  title: string;
  headings: { level: number; words: string }[];
  links: string[];
  images: { src: string; alt: string | undefined }[];
};

export function readPage(html: string): Page {
  const main = html.match(/<main[^>]*>([\s\S]*?)<\/main>/)?.[1] ?? "";
  return {
    html,
    words: wordsIn(main),
    title: wordsIn(html.match(/<title>([^<]*)<\/title>/)?.[1] ?? ""),
    headings: [...html.matchAll(/<h([1-6])[^>]*>([\s\S]*?)<\/h\1>/g)].map(([, level, inner]) => ({
      level: Number(level),
      words: wordsIn(inner ?? ""),
    })),
    links: [...html.matchAll(/<a [^>]*?href="([^"]*)"/g)].map(([, href]) => decoded(href ?? "")),
    images: [...html.matchAll(/<img ([^>]*)>/g)].map(([, attributes = ""]) => ({
      src: decoded(attributes.match(/src="([^"]*)"/)?.[1] ?? ""),
      alt: attributes.match(/alt="([^"]*)"/)?.[1],
    })),
  };
}

/** Markup as words on one line. */
export const wordsIn = (html: string): string => decoded(html.replace(/<[^>]*>/g, " ")).replace(/\s+/g, " ").trim();

const decoded = (text: string): string =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
