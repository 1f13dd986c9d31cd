import { OwnSessions } from "../../OwnSessions.tsx";
import { MailChoices } from "./MailChoices.tsx";

/** What belongs to the member and not to the tenant: where they are signed in, and the mails they want. */
export const OwnAccount = () => (
  <div class="stack">
    <OwnSessions door="app" />
    <MailChoices />
  </div>
);
