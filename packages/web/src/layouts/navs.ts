import activity from "lucide-static/icons/activity.svg?icon";
import bot from "lucide-static/icons/bot.svg?icon";
import building from "lucide-static/icons/building-2.svg?icon";
import chart from "lucide-static/icons/chart-column.svg?icon";
import card from "lucide-static/icons/credit-card.svg?icon";
import folder from "lucide-static/icons/folder-kanban.svg?icon";
import gauge from "lucide-static/icons/gauge.svg?icon";
import key from "lucide-static/icons/key-round.svg?icon";
import layers from "lucide-static/icons/layers.svg?icon";
import monitor from "lucide-static/icons/monitor-smartphone.svg?icon";
import palette from "lucide-static/icons/palette.svg?icon";
import scroll from "lucide-static/icons/scroll-text.svg?icon";
import users from "lucide-static/icons/users.svg?icon";
import webhook from "lucide-static/icons/webhook.svg?icon";
import type { Shapes } from "../ui/Icon.tsx";

export type Door = "app" | "admin";

type Nav = { name: string; home: string; entries: readonly { label: string; href: string; icon: Shapes }[] };

export const navs: Readonly<Record<Door, Nav>> = {
  app: {
    name: "Workspace",
    home: "/app/projects",
    entries: [
      { label: "Projects", href: "/app/projects", icon: folder },
      { label: "Status", href: "/app/status", icon: activity },
      { label: "Activation codes", href: "/app/codes", icon: key },
      { label: "Devices", href: "/app/devices", icon: monitor },
      { label: "Members", href: "/app/members", icon: users },
      { label: "Usage", href: "/app/usage", icon: chart },
      { label: "Audit", href: "/app/audit", icon: scroll },
      { label: "Billing", href: "/app/billing", icon: card },
      { label: "Profile", href: "/app/profile", icon: palette },
    ],
  },
  admin: {
    name: "Platform admin",
    home: "/admin",
    entries: [
      { label: "Overview", href: "/admin", icon: gauge },
      { label: "Tenants", href: "/admin/tenants", icon: building },
      { label: "Projects", href: "/admin/projects", icon: folder },
      { label: "Runs", href: "/admin/runs", icon: activity },
      { label: "Activation codes", href: "/admin/codes", icon: key },
      { label: "Devices", href: "/admin/devices", icon: monitor },
      { label: "Plans", href: "/admin/plans", icon: layers },
      { label: "Analytics", href: "/admin/analytics", icon: chart },
      { label: "Agents", href: "/admin/llm", icon: bot },
      { label: "Audit", href: "/admin/audit", icon: scroll },
      { label: "Webhooks", href: "/admin/webhooks", icon: webhook },
    ],
  },
};
