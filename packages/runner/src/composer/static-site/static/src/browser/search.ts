/** One page in the index of the search. */
export type Found = { title: string; path: string; text: string };

/** Without accents and capitals, as people search. */
const fold = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The pages in which every word is written; those that have them in their title come first. */
export function matching(index: readonly Found[], query: string): Found[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...index];
  const inAll = (text: string) => words.every((word) => fold(text).includes(word));
  const found = index.filter(({ title, text }) => inAll(`${title} ${text}`));
  return [...found.filter(({ title }) => inAll(title)), ...found.filter(({ title }) => !inAll(title))];
}

/** Narrows the list that the page shows without any script. */
async function begin(): Promise<void> {
  const input = document.querySelector<HTMLInputElement>("#query");
  const list = document.querySelector("#results");
  const status = document.querySelector("#status");
  if (!input || !list || !status) return;
  const answer = await fetch("/search.json");
  const index = (await answer.json()) as Found[];
  const show = () => {
    const found = matching(index, input.value);
    const paths = new Set(found.map(({ path }) => path));
    for (const item of list.querySelectorAll("li")) item.hidden = !paths.has(item.dataset.path ?? "");
    status.textContent = input.value.trim() === "" ? "" : `${found.length} ${found.length === 1 ? "page" : "pages"} found.`;
  };
  input.value = new URL(location.href).searchParams.get("q") ?? "";
  input.addEventListener("input", show);
  show();
}

if (typeof document !== "undefined") void begin();
