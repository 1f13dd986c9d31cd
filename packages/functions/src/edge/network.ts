import { isIPv6 } from "node:net";

/**
 * The network that an address belongs to: an IPv4 address is its own, and of an IPv6 address it is the first 64 bits,
 * of which anybody may have all the addresses. However it is written: `2001:db8::1` and `2001:0db8:0:0:ffff::` are one.
 */
export function networkOf(address: string): string {
  const plain = address.replace(/[[\]]/g, "").replace(/%.*$/, "");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped || !isIPv6(plain)) return mapped ?? plain;
  const [before = "", after] = plain.split("::");
  const left = groupsOf(before);
  const right = groupsOf(after ?? "");
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}

const groupsOf = (text: string): string[] => text.split(":").filter((group) => group !== "");
