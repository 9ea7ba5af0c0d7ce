import { binary, boolResult, broadcastOffsets } from '../elementwise.ts'
import type { Op } from '../op.ts'
import { apply, constant, flow } from '../rule.ts'
import { broadcastShapes, promote, storage, type Tensor } from '../tensor.ts'

const compare = (symbol: '>' | '≥' | '<' | '≤' | '=' | '≠', test: (p: number, q: number) => boolean): Op => ({
  gradFn: '',
  notation: () => ({ kind: 'compare', symbol }),
  forward: binary((p, q) => (test(p, q) ? 1 : 0), boolResult),
  rule: () => ({ kind: 'none' }),
  expansion: 'entrywise',
  switches: 'where its arguments meet',
  samples: [],
})

export const gt = compare('>', (p, q) => p > q)
export const ge = compare('≥', (p, q) => p >= q)
export const lt = compare('<', (p, q) => p < q)
export const le = compare('≤', (p, q) => p <= q)
export const eq = compare('=', (p, q) => p === q)
export const ne = compare('≠', (p, q) => p !== q)

/** Element by element: the second argument where the first is true, else the third. A value that was not chosen passes nothing back, not even a NaN. */
export const where: Op = {
  gradFn: 'Where',
  notation: () => ({ kind: 'cases' }),
  forward: ([test, yes, no]) => choose(test!, yes!, no!),
  rule: ({ shapes }) => {
    const test = { kind: 'arg', index: 0 } as const
    const back = (slot: number, picked: boolean) => {
      const part = picked ? apply('where', [test, flow, constant(0)]) : apply('where', [test, constant(0), flow])
      return apply('sum_to', [part], { shape: shapes[slot]! })
    }
    return {
      kind: 'general',
      pulls: [constant(0), back(1, true), back(2, false)],
      pushes: [constant(0), apply('where', [test, flow, constant(0)]), apply('where', [test, constant(0), flow])],
    }
  },
  expansion: 'entrywise',
  samples: [],
}

function choose(test: Tensor, yes: Tensor, no: Tensor): Tensor {
  const shape = [yes.shape, no.shape].reduce<readonly number[]>((s, t) => broadcastShapes(s, t) ?? s, test.shape)
  const [t, p, q] = [test, yes, no].map((x) => broadcastOffsets(x.shape, shape))
  const dtype = promote(yes.dtype, no.dtype)
  const data = storage(dtype, t!.length)
  for (let i = 0; i < data.length; i++) data[i] = test.data[t![i]!] !== 0 ? yes.data[p![i]!]! : no.data[q![i]!]!
  return { dtype, shape, data }
}
