import chevronRight from "lucide-static/icons/chevron-right.svg?icon";
import { Icon } from "./Icon.tsx";

/** Where this page stands. The page itself is the heading below, so the trail names only what is above it. */
export function Breadcrumb({ trail }: { trail: readonly (readonly [label: string, href: string])[] }) {
  return (
    <nav class="breadcrumb" aria-label="Breadcrumb">
      <ol>
        {trail.map(([label, href]) => (
          <li key={href}>
            <a href={href}>{label}</a>
            <Icon of={chevronRight} size={13} />
          </li>
        ))}
      </ol>
    </nav>
  );
}
