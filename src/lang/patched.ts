/** Lezer knows no `1.`; `1_` has the same length and is read as a number. The value is taken from the original text. */
export const patched = (text: string): string =>
  text.replace(
    /(?<![\w.])(\d[\d_]*)\.(?![\w.]|[\u0080-\uffff])|(?<![\w.])(\d[\d_]*)\.(?=[eE][+-]?\d)/g,
    (whole) => `${whole.slice(0, -1)}_`,
  )
