import { OwnSessions } from "../../OwnSessions.tsx";
import { Admins } from "./Admins.tsx";
import { Passkeys } from "./Passkeys.tsx";

/** How an admin comes in, where they are signed in, and who the others are. */
export const AdminAccount = () => (
  <div class="stack">
    <Passkeys />
    <OwnSessions door="admin" />
    <Admins />
  </div>
);
