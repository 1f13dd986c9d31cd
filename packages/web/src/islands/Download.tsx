import download from "lucide-static/icons/download.svg?icon";
import packageCheck from "lucide-static/icons/package-check.svg?icon";
import { useState } from "preact/hooks";
import { useAction } from "../lib/action.ts";
import { type Address, read } from "../lib/api.ts";
import type { Download, Requirement, Run } from "../lib/shapes.ts";
import { size } from "../lib/size.ts";
import { Button } from "../ui/Button.tsx";
import { CopyButton } from "../ui/Copy.tsx";
import { Icon } from "../ui/Icon.tsx";
import { Refusal } from "../ui/States.tsx";

/** The zip, its size and its checksum. The address is asked for at the press, since it is good for minutes only. */
export function DownloadCard({
  where,
  run,
  heading = "Delivered",
}: {
  where: Address<"/api/tenant/projects/{id}/download" | "/api/public/projects/{id}/download">;
  run: (Pick<Run, "artifact"> & { requirements: readonly Pick<Requirement, "status">[] }) | undefined;
  heading?: string;
}) {
  const [file, setFile] = useState<Download | undefined>();
  const fetchFile = useAction(async () => {
    const answer = await read(where);
    setFile(answer);
    location.assign(answer.url);
  });
  const known = file ?? run?.artifact;
  const requirements = run?.requirements ?? [];
  const gaps = requirements.filter((item) => item.status === "gap").length;
  return (
    <section class="card delivered" aria-label="Download">
      <h2>
        <Icon of={packageCheck} size={20} /> {heading}
      </h2>
      <p class="small soft">
        {requirements.length > 0 && `${requirements.length - gaps} of ${requirements.length} requirements verified. `}
        Sources, tests and the evidence in one archive: <code>npm ci</code>, <code>npm test</code>,{" "}
        <code>npm start</code>.
      </p>
      <Button variant="primary" icon={download} busy={fetchFile.busy} onClick={() => void fetchFile.run()}>
        Download zip{known ? ` (${size(known.bytes)})` : ""}
      </Button>
      <Refusal error={fetchFile.error} />
      {known && (
        <div class="checksum">
          <div class="checksum-head">
            <span class="small soft">SHA-256</span>
            <CopyButton text={known.sha256} what="checksum" variant="quiet" />
          </div>
          <code>{known.sha256}</code>
        </div>
      )}
    </section>
  );
}
