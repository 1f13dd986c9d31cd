import type { ComponentChildren, JSX, RefObject } from "preact";
import { Icon, type Shapes } from "./Icon.tsx";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger" | "signal";

type Common = {
  variant?: ButtonVariant;
  size?: "s" | "m" | "l";
  icon?: Shapes;
  iconEnd?: Shapes;
  children?: ComponentChildren;
};

type ButtonProps = Common &
  Omit<JSX.IntrinsicElements["button"], "size" | "icon"> & {
    /** Under way: stays focusable and says so, and takes no second press. */
    busy?: boolean;
    /** Cannot be pressed now, for the reason found by `aria-describedby`; stays focusable so that the reason can be read. */
    blocked?: boolean;
    buttonRef?: RefObject<HTMLButtonElement>;
  };

const look = ({ variant = "secondary", size = "m", children }: Common) =>
  `button ${variant} size-${size}${children === undefined ? " only-icon" : ""}`;

export function Button({
  variant,
  size,
  icon,
  iconEnd,
  busy,
  blocked,
  buttonRef,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const off = busy || blocked;
  return (
    <button
      type="button"
      {...rest}
      ref={buttonRef}
      class={look({ variant, size, children })}
      aria-disabled={off ? "true" : undefined}
      aria-busy={busy ? "true" : undefined}
      onClick={(event) => {
        if (off) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy ? <span class="spinner" aria-hidden="true" /> : icon && <Icon of={icon} />}
      {children !== undefined && <span>{children}</span>}
      {iconEnd && <Icon of={iconEnd} />}
    </button>
  );
}

/** A link that looks like a button; it still is a link, so it opens in a new tab as links do. */
export function ButtonLink({
  variant,
  size,
  icon,
  iconEnd,
  children,
  ...rest
}: Common & Omit<JSX.IntrinsicElements["a"], "size" | "icon">) {
  return (
    <a {...rest} class={look({ variant, size, children })}>
      {icon && <Icon of={icon} />}
      {children !== undefined && <span>{children}</span>}
      {iconEnd && <Icon of={iconEnd} />}
    </a>
  );
}
