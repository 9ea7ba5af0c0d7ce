/** The most entries one memory keeps before it starts afresh. */
const most = 512

/** A function whose results are kept by a text that says all they depend on: offsets of a shape, which a training loop asks for again and again. */
export function remembered<In extends readonly unknown[], Out>(
  keyOf: (...args: In) => string,
  make: (...args: In) => Out,
): (...args: In) => Out {
  const kept = new Map<string, Out>()
  return (...args) => {
    const key = keyOf(...args)
    const known = kept.get(key)
    if (known !== undefined) return known
    const made = make(...args)
    if (kept.size >= most) kept.clear()
    kept.set(key, made)
    return made
  }
}
