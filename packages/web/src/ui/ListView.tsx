import search from "lucide-static/icons/search.svg?icon";
import type { ComponentChildren } from "preact";
import type { Page } from "../lib/api.ts";
import type { Resource } from "../lib/resource.ts";
import { TextField } from "./Field.tsx";
import { Icon } from "./Icon.tsx";
import { Pager } from "./Pager.tsx";
import { Failed, NoMatch, RowsSkeleton } from "./States.tsx";
import { type Column, Table } from "./Table.tsx";

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

type ListState<T> = Resource<Page<T>> & {
  query: { page: number; pageSize: number };
  typed: string;
  search(text: string): void;
  clear(): void;
  filtered: boolean;
  change(part: { page?: number; pageSize?: number }): void;
};

type ListProps<T> = {
  list: ListState<T>;
  /** Plural, lower case: "projects". */
  what: string;
  placeholder: string;
  filters?: ComponentChildren;
  empty: ComponentChildren;
  fixedSize?: boolean;
  children: (items: T[], stale: boolean) => ComponentChildren;
};

/** Search and filters above, rows below; loading, empty, no match and failure each say what they are. */
export function ListView<T>({ list, what, placeholder, filters, empty, fixedSize = false, children }: ListProps<T>) {
  const { data, error } = list;
  const nothing = data !== undefined && data.total === 0 && !list.filtered && !list.stale;
  return (
    <>
      {!nothing && (
        <search class="filters">
          <SearchField label={`Search ${what}`} placeholder={placeholder} value={list.typed} onValue={list.search} />
          {filters}
        </search>
      )}
      {/* What stands where nothing was before has not moved. */}
      <div class="table-frame" key={nothing ? "nothing" : "rows"}>
        {data === undefined && error && <Failed error={error} what={capital(what)} onRetry={list.refresh} />}
        {data === undefined && !error && <RowsSkeleton what={what} rows={Math.min(10, list.query.pageSize)} />}
        {nothing && empty}
        {data && data.total === 0 && !nothing && !(error && list.stale) && <NoMatch what={what} onClear={list.clear} />}
        {data && error && list.stale && <Failed error={error} what={`These ${what}`} onRetry={list.refresh} />}
        {data && data.total > 0 && !(error && list.stale) && (
          <>
            {children(data.items, list.stale)}
            <Pager
              page={data.page}
              pageSize={data.pageSize}
              total={data.total}
              isTotalCapped={data.isTotalCapped}
              totalPages={data.totalPages}
              onPage={(page) => list.change({ page })}
              {...(fixedSize ? {} : { onPageSize: (pageSize: number) => list.change({ pageSize }) })}
            />
          </>
        )}
      </div>
    </>
  );
}

/** The list as a table, in the order that its address says. */
export function ListTable<T extends { id: string }, Query extends { page: number; pageSize: number; sort?: string }>({
  list,
  columns,
  ...rest
}: Omit<ListProps<T>, "list" | "children"> & {
  list: ListState<T> & { query: Query; change(part: Partial<Query>): void };
  columns: readonly Column<T>[];
}) {
  const { sort } = list.query;
  const sorting = sort === undefined ? {} : { sort, onSort: (sort: string) => list.change({ sort } as Partial<Query>) };
  return (
    <ListView list={list} {...rest}>
      {(items, stale) => (
        <Table caption={capital(rest.what)} columns={columns} rows={items} stale={stale} {...sorting} />
      )}
    </ListView>
  );
}

/** Esc empties it; `/` leads to it. */
function SearchField({
  label,
  placeholder,
  value,
  onValue,
}: {
  label: string;
  placeholder: string;
  value: string;
  onValue(value: string): void;
}) {
  return (
    <TextField
      label={label}
      quietLabel
      type="search"
      lead={<Icon of={search} />}
      placeholder={placeholder}
      value={value}
      onValue={onValue}
      autoComplete="off"
      onKeyDown={(event) => {
        if (event.key === "Escape" && value) {
          event.preventDefault();
          onValue("");
        }
      }}
    />
  );
}
