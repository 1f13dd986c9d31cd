/** The six digits in whatever was typed or pasted: "123 456", "Your code is 123456." */
export const readOtp = (typed: string): string => typed.replace(/\D/g, "").slice(0, 6);
