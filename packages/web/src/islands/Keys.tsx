import { useEffect, useState } from "preact/hooks";
import type { Door } from "../layouts/navs.ts";

type Shown = "palette" | "keys";
type Loaded = Pick<typeof import("./Palette.tsx"), "Palette" | "KeyList">;

/** Whether somebody is writing, and the key is a letter and not a command; or a dialog has the keyboard. */
const isTaken = (event: KeyboardEvent): boolean =>
  event.target instanceof Element &&
  event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, dialog, [contenteditable]") !==
    null;

/**
 * The keys that work on every page: Ctrl+K or ⌘K goes anywhere, `/` to the page's search, `?` says which keys there are.
 * None of them while somebody writes. What they open is loaded when it is first asked for.
 */
export function Keys({ door }: { door: Door }) {
  const [shown, setShown] = useState<Shown | undefined>();
  const [loaded, setLoaded] = useState<Loaded | undefined>();
  const isWanted = shown !== undefined;
  useEffect(() => {
    if (isWanted && !loaded)
      import("./Palette.tsx").then(
        ({ Palette, KeyList }) => setLoaded({ Palette, KeyList }),
        () => setShown(undefined),
      );
  }, [isWanted, loaded]);
  useEffect(() => {
    const deeds: Readonly<Record<string, () => boolean>> = {
      "/": () => {
        const field = document.querySelector<HTMLInputElement>('main input[type="search"]');
        field?.focus();
        field?.select();
        return field !== null;
      },
      "?": () => {
        setShown("keys");
        return true;
      },
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.isComposing || isTaken(event)) return;
      if (event.metaKey || event.ctrlKey) {
        if (event.key.toLowerCase() !== "k" || event.shiftKey) return;
        event.preventDefault();
        setShown("palette");
      } else if (deeds[event.key]?.()) event.preventDefault();
    };
    // The frame's own button is drawn without a script.
    const onPress = (event: MouseEvent) => {
      if (event.target instanceof Element && event.target.closest("[data-palette]")) setShown("palette");
    };
    if (/Mac|iP(ad|hone)/.test(navigator.platform))
      for (const hint of document.querySelectorAll("[data-palette] kbd")) hint.textContent = "⌘ K";
    addEventListener("keydown", onKey);
    addEventListener("click", onPress);
    return () => {
      removeEventListener("keydown", onKey);
      removeEventListener("click", onPress);
    };
  }, []);
  if (!loaded) return null;
  return (
    <>
      <loaded.Palette
        door={door}
        open={shown === "palette"}
        onClose={() => setShown(undefined)}
        onKeys={() => setShown("keys")}
      />
      <loaded.KeyList open={shown === "keys"} onClose={() => setShown(undefined)} />
    </>
  );
}
