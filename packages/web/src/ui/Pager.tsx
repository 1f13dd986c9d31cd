import chevronLeft from "lucide-static/icons/chevron-left.svg?icon";
import chevronRight from "lucide-static/icons/chevron-right.svg?icon";
import { Button } from "./Button.tsx";

const sizes = [10, 25, 50];

/** Where one is in a list, and the way on. Sizes are the three that the API knows. */
export function Pager({
  page,
  pageSize,
  total,
  isTotalCapped = false,
  totalPages,
  onPage,
  onPageSize,
}: {
  page: number;
  pageSize: number;
  total: number;
  /** There are at least `total`. */
  isTotalCapped?: boolean | undefined;
  totalPages: number;
  onPage(page: number): void;
  onPageSize?: (size: number) => void;
}) {
  if (total === 0) return null;
  const first = (page - 1) * pageSize + 1;
  return (
    <nav class="pager" aria-label="Pages">
      <p class="number" aria-live="polite">
        {first.toLocaleString("en")}–{Math.min(page * pageSize, total).toLocaleString("en")} of{" "}
        {isTotalCapped && "at least "}
        {total.toLocaleString("en")}
      </p>
      {onPageSize && (
        <label class="pager-size">
          Rows
          <span class="control select small">
            <select value={String(pageSize)} onChange={(event) => onPageSize(Number(event.currentTarget.value))}>
              {sizes.map((size) => (
                <option key={size} value={String(size)}>
                  {size}
                </option>
              ))}
            </select>
          </span>
        </label>
      )}
      <div class="pager-moves">
        <Button
          variant="quiet"
          size="s"
          icon={chevronLeft}
          aria-label="Previous page"
          blocked={page <= 1}
          onClick={() => onPage(page - 1)}
        />
        <span class="number">
          Page {page.toLocaleString("en")} of {Math.max(1, totalPages).toLocaleString("en")}
        </span>
        <Button
          variant="quiet"
          size="s"
          icon={chevronRight}
          aria-label="Next page"
          blocked={page >= totalPages}
          onClick={() => onPage(page + 1)}
        />
      </div>
    </nav>
  );
}
