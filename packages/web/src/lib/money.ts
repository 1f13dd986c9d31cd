/** `$199` or `$20.50`: cents are shown only where there are some. */
export function money(cents: number, currency = "usd"): string {
  const isWhole = cents % 100 === 0;
  return new Intl.NumberFormat("en", {
    style: "currency",
    currency: currency.toUpperCase(),
    minimumFractionDigits: isWhole ? 0 : 2,
  }).format(cents / 100);
}
