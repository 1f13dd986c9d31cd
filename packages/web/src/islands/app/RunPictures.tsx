import type { Picture } from "../../lib/shapes.ts";

const pages: Readonly<Record<Picture["page"], string>> = {
  start: "First page",
  list: "List",
  detail: "Record",
  form: "Form",
};
const screens: Readonly<Record<Picture["screen"], string>> = { wide: "on a desk", narrow: "on a phone" };

/** What a browser saw of the delivered software, page by page, each on a desk and on a phone; a press shows it whole. */
export function RunPictures({
  pictures,
  srcOf,
}: {
  pictures: readonly Picture[];
  srcOf(name: Picture["name"]): string;
}) {
  const shown = [...Map.groupBy(pictures, ({ page }) => page)];
  return (
    <ul class="pictures">
      {shown.map(([page, own]) => (
        <li key={page}>
          <figure>
            <div class="picture-pair">
              {own.map(({ name, screen, heading, width, height }) => (
                <a key={name} href={srcOf(name)} target="_blank" rel="noopener">
                  <img
                    src={srcOf(name)}
                    width={width}
                    height={height}
                    loading="lazy"
                    alt={`${pages[page]} “${heading}” ${screens[screen]}`}
                  />
                </a>
              ))}
            </div>
            <figcaption>
              <strong>{own[0]?.heading || pages[page]}</strong> <code class="small soft break">{own[0]?.path}</code>
            </figcaption>
          </figure>
        </li>
      ))}
    </ul>
  );
}
