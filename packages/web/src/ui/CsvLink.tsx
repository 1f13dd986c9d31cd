import download from "lucide-static/icons/download.svg?icon";
import { ButtonLink } from "./Button.tsx";

/** A table to keep as a file. */
export const CsvLink = ({ href, what }: { href: string; what: string }) => (
  <ButtonLink href={href} size="s" variant="quiet" icon={download} download aria-label={`CSV of ${what}`}>
    CSV
  </ButtonLink>
);
