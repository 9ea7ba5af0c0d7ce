import { ancestors, type Made } from './made.ts'
import { raise } from './raised.ts'
import { pushed, type Reading } from './reading.ts'

/** Forward mode over the nodes of a running program: how all that leads to the outputs moves when the nodes of `seeds` move so; nothing for what stands still. */
export function tangentsOf<N>(
  outputs: readonly Made[],
  seeds: ReadonlyMap<Made, N>,
  reading: Reading<N>,
  follow: (node: Made) => boolean = () => true,
): ReadonlyMap<Made, N> {
  const moved = new Map(seeds)
  const all = new Set(outputs.flatMap((output) => ancestors(output, follow)))
  for (const node of [...all].sort((a, b) => a.order - b.order)) {
    if (node.kind === 'leaf' || moved.has(node)) continue
    node.args.forEach((arg, slot) => {
      const tangent = moved.get(arg)
      if (tangent === undefined) return
      if (node.own !== null)
        raise(
          'RuntimeError',
          `Trying to use forward AD with ${node.gradFn ?? 'a custom function'} that does not support it because it has not been implemented yet.`,
          'A function with a backward of its own has no rule for forward mode: use vjp, or write it in ops.',
        )
      const amount = pushed(reading, node, slot, tangent)
      if (amount === null) return
      const before = moved.get(node)
      moved.set(node, before === undefined ? amount : reading.add(before, amount))
    })
  }
  return moved
}
