import triangleAlert from "lucide-static/icons/triangle-alert.svg?icon";
import { count } from "../lib/size.ts";
import { Button } from "../ui/Button.tsx";
import { Code, CopyButton } from "../ui/Copy.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Notice } from "../ui/States.tsx";

/** Codes at their birth, the only time anyone sees them. Closes only on purpose. */
export function NewCodesDialog({ codes, onClose, note }: { codes: readonly string[]; onClose(): void; note?: string }) {
  const one = codes.length === 1;
  return (
    <Dialog
      open={codes.length > 0}
      title={one ? "Your activation code" : `${count(codes.length, "activation code")}`}
      mustDecide
      onClose={onClose}
    >
      <Notice tone="warn" icon={triangleAlert} title="Shown once.">
        {note ??
          `We keep a sealed copy only, so copy ${one ? "it" : "them"} now and store ${one ? "it" : "them"} safely.`}
      </Notice>
      <div class="new-codes">
        {codes.map((code, index) => (
          <Code key={code} text={code} what={one ? "activation code" : `code ${index + 1}`} strong={one} />
        ))}
      </div>
      <footer class="dialog-foot">
        {!one && <CopyButton text={codes.join("\n")} label="Copy all" size="m" />}
        <Button variant="primary" onClick={onClose}>
          {one ? "I have stored it" : "I have stored them"}
        </Button>
      </footer>
    </Dialog>
  );
}
