import type { Tensor } from '../core/tensor.ts'

/** How often the numbers of each tensor are read while `body` is carried out. */
export function looksAt(tensors: readonly Tensor[], body: () => void): ReadonlyMap<Tensor, number> {
  const looks = new Map<Tensor, number>()
  const restores = [...new Set(tensors)].map((tensor) => {
    const own = Object.getOwnPropertyDescriptor(tensor, 'data')
    const shared = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(tensor), 'data')
    Object.defineProperty(tensor, 'data', {
      configurable: true,
      enumerable: true,
      get: () => {
        looks.set(tensor, 1 + (looks.get(tensor) ?? 0))
        return own === undefined ? shared?.get?.call(tensor) : own.value
      },
    })
    return () =>
      own === undefined ? Reflect.deleteProperty(tensor, 'data') : Object.defineProperty(tensor, 'data', own)
  })
  try {
    body()
  } finally {
    for (const restore of restores) restore()
  }
  return looks
}
