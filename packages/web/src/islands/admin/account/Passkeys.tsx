import fingerprint from "lucide-static/icons/fingerprint.svg?icon";
import { useState } from "preact/hooks";
import { call } from "../../../lib/api.ts";
import { enrolPasskey, inWords, knowsPasskeys } from "../../../lib/passkey.ts";
import { useResource } from "../../../lib/resource.ts";
import type { Passkey } from "../../../lib/shapes.ts";
import { say } from "../../../lib/toast.ts";
import { Button } from "../../../ui/Button.tsx";
import { Card } from "../../../ui/Card.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { TextField } from "../../../ui/Field.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { BlockSkeleton, Failed, Refusal } from "../../../ui/States.tsx";
import { Ago } from "../../../ui/Time.tsx";
import { useFreshAction } from "../FreshProof.tsx";
import { Removal } from "../Removal.tsx";

/** The passkeys of who looks. Adding and removing one need a fresh proof of who that is. */
export function Passkeys() {
  const passkeys = useResource("/api/admin/auth/passkeys");
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Passkey | undefined>();
  if (passkeys.error && !passkeys.data)
    return <Failed error={passkeys.error} what="Your passkeys" onRetry={passkeys.refresh} />;
  if (!passkeys.data) return <BlockSkeleton what="your passkeys" lines={4} />;
  const { items } = passkeys.data;
  return (
    <Card
      title="Passkeys"
      aside={
        <Button size="s" blocked={!knowsPasskeys()} onClick={() => setAdding(true)}>
          Add a passkey
        </Button>
      }
    >
      {items.length === 0 && (
        <p class="soft">
          You come in with a one-time code alone. With a passkey, who reads your mail still stays outside.
        </p>
      )}
      {items.length > 0 && (
        <ul class="session-list">
          {items.map((passkey) => (
            <li key={passkey.id}>
              <Icon of={fingerprint} size={20} />
              <div>
                <p class="row-name break">{passkey.name}</p>
                <p class="small soft">
                  Added <Ago at={passkey.createdAt} />
                  {passkey.usedAt ? (
                    <>
                      , used <Ago at={passkey.usedAt} />
                    </>
                  ) : (
                    ", never used"
                  )}
                  . {passkey.isBackedUp ? "Kept by the maker of the device too." : "Only on that device."}
                </p>
              </div>
              <Button
                size="s"
                variant="quiet"
                aria-label={`Remove ${passkey.name}`}
                onClick={() => setRemoving(passkey)}
              >
                Remove
              </Button>
            </li>
          ))}
        </ul>
      )}
      {!knowsPasskeys() && <p class="hint">This browser knows no passkeys here. Use another one, over https.</p>}
      <AddPasskey
        open={adding}
        onClose={() => setAdding(false)}
        onAdded={() => {
          setAdding(false);
          passkeys.refresh();
          say("From now on you need your passkey to sign in.");
        }}
      />
      <Removal
        deed={removing && (() => call("delete /api/admin/auth/passkeys/{id}", { id: removing.id }))}
        title={`Remove ${removing?.name ?? ""}?`}
        action="Remove passkey"
        said={`${removing?.name ?? "The passkey"} opens nothing any more. You are signed out everywhere else.`}
        onClose={() => setRemoving(undefined)}
        onDone={() => {
          setRemoving(undefined);
          passkeys.refresh();
        }}
      >
        <p>
          {items.length === 1
            ? "It is your last one: from then on a one-time code alone lets you in."
            : "The device that has it no longer opens this portal. Your other passkeys stay."}{" "}
          You are signed out everywhere else.
        </p>
      </Removal>
    </Card>
  );
}

function AddPasskey({ open, onClose, onAdded }: { open: boolean; onClose(): void; onAdded(): void }) {
  const [name, setName] = useState("");
  const add = useFreshAction(async (named: string) => {
    await enrolPasskey(named);
    setName("");
    onAdded();
  });
  return (
    <>
      <Dialog open={open} title="Add a passkey" onClose={onClose}>
        <form
          class="form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void add.run(name.trim() || "My passkey");
          }}
        >
          <p>Your device asks for your fingerprint, face or PIN. Nothing of it leaves the device.</p>
          <TextField
            label="Name of this passkey"
            value={name}
            onValue={setName}
            placeholder="Work laptop"
            maxLength={60}
            autoComplete="off"
          />
          <Refusal error={inWords(add.error)} />
          <footer class="dialog-foot">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" busy={add.busy}>
              Create a passkey
            </Button>
          </footer>
        </form>
      </Dialog>
      {add.proof}
    </>
  );
}
