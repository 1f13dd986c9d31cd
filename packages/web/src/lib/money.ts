/** `$199` or `$20.50`: cents are shown only where there are some. */
export function money(cents: number, currency = "usd"): string {
  const isWhole = cents % 100 === 0;
  return new Intl.NumberFormat("en", {
    style: "currency",
    currency: currency.toUpperCase(),
    minimumFractionDigits: isWhole ? 0 : 2,
  }).format(cents / 100);
}

/** `$0.0042` from millionths of a dollar: as many digits as a small sum needs, cents for what is larger. */
export function micros(amount: number, currency = "usd"): string {
  const value = amount / 1_000_000;
  return new Intl.NumberFormat("en", {
    style: "currency",
    currency: currency.toUpperCase(),
    minimumFractionDigits: amount === 0 ? 0 : 2,
    maximumFractionDigits: amount !== 0 && Math.abs(value) < 1 ? 4 : 2,
  }).format(value);
}
