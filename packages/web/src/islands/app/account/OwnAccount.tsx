import { MailChoices } from "./MailChoices.tsx";
import { OwnSessions } from "./OwnSessions.tsx";

/** What belongs to the member and not to the tenant: where they are signed in, and the mails they want. */
export const OwnAccount = () => (
  <div class="stack">
    <OwnSessions />
    <MailChoices />
  </div>
);
