import circleAlert from "lucide-static/icons/circle-alert.svg?icon";
import circleCheck from "lucide-static/icons/circle-check.svg?icon";
import wifiOff from "lucide-static/icons/wifi-off.svg?icon";
import x from "lucide-static/icons/x.svg?icon";
import { useEffect, useRef, useState } from "preact/hooks";
import { watchConnection } from "../lib/api.ts";
import { connection } from "../lib/connection.ts";
import { useStore } from "../lib/store.ts";
import { dismiss, say, sayError, type Toast, toasts } from "../lib/toast.ts";
import { Button } from "./Button.tsx";
import { Icon } from "./Icon.tsx";

/** The page's one live region: what just happened, and whether the server can be reached. */
export function Toasts() {
  const shown = useStore(toasts);
  return (
    <>
      <ConnectionNote />
      <div class="toasts" role="status" aria-live="polite">
        {shown.map((toast) => (
          <div key={toast.id} class={`toast ${toast.tone}`}>
            <Icon of={toast.tone === "good" ? circleCheck : circleAlert} size={18} />
            <p>
              {toast.text}
              {toast.requestId && <span class="request-id">Request {toast.requestId}</span>}
            </p>
            {toast.undo && (
              <Button size="s" onClick={() => void takeBack(toast)}>
                Undo
              </Button>
            )}
            <Button variant="quiet" size="s" icon={x} aria-label="Dismiss" onClick={() => dismiss(toast.id)} />
          </div>
        ))}
      </div>
    </>
  );
}

async function takeBack({ id, undo }: Toast): Promise<void> {
  dismiss(id);
  try {
    await undo?.();
    say("Undone.");
  } catch (error) {
    if (error instanceof Error) sayError(error);
  }
}

function ConnectionNote() {
  const state = useStore(connection);
  const [back, setBack] = useState(false);
  const wasLost = useRef(false);
  useEffect(watchConnection, []);
  useEffect(() => {
    if (state === "lost") {
      wasLost.current = true;
      setBack(false);
      return;
    }
    if (!wasLost.current) return;
    wasLost.current = false;
    setBack(true);
    const timer = setTimeout(() => setBack(false), 4_000);
    return () => clearTimeout(timer);
  }, [state]);
  return (
    <div class={`connection ${state}`} role="status">
      {state === "lost" && (
        <>
          <Icon of={wifiOff} /> Connection lost. What you see may be out of date; trying again…
        </>
      )}
      {state === "ok" && back && (
        <>
          <Icon of={circleCheck} /> Back online.
        </>
      )}
    </div>
  );
}
