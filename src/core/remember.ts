/** The most numbers one memory holds before it starts afresh. */
const most = 1 << 20

/**
 * A function whose results are kept by a text that says all they depend on: offsets of a shape, which a training loop asks for again and
 * again. `weigh` says how many numbers a result holds; one that is a large part of the memory is not kept.
 */
export function remembered<In extends readonly unknown[], Out>(
  keyOf: (...args: In) => string,
  make: (...args: In) => Out,
  weigh: (made: Out) => number,
): (...args: In) => Out {
  const kept = new Map<string, Out>()
  let held = 0
  return (...args) => {
    const key = keyOf(...args)
    const known = kept.get(key)
    if (known !== undefined) return known
    const made = make(...args)
    const weight = weigh(made) + 16
    if (weight > most / 4) return made
    if (held + weight > most) {
      kept.clear()
      held = 0
    }
    kept.set(key, made)
    held += weight
    return made
  }
}
