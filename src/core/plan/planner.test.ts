import { expect, test } from 'vitest'
import type { Attrs, OpName } from '../op.ts'
import { ops } from '../registry.ts'
import { scalar, type Tensor } from '../tensor.ts'
import { randomSource, randomTensor } from '../testing/random.ts'
import { Deferred, Stale } from './deferred.ts'
import { type Loop, Planner } from './planner.ts'

type Compute = (op: OpName, args: readonly Tensor[], attrs?: Attrs, grad?: boolean) => Tensor

const float = (t: Tensor): Tensor => ({ ...t, dtype: 'float32', data: new Float32Array(t.data) })

/** Gradient descent on a small net, written in ops: `turns` steps, with what `also` does in each. */
function descend(
  compute: Compute,
  turns: number,
  loop: (w: Tensor[]) => void,
  also?: (turn: number, y: Tensor) => void,
) {
  const random = randomSource(7)
  const x = float(randomTensor(random, [5, 3], [-1, 1]))
  const w = [float(randomTensor(random, [3, 4], [-1, 1])), float(randomTensor(random, [4, 1], [-1, 1]))]
  const transposed = (t: Tensor) => compute('transpose', [t], { dim0: 0, dim1: 1 })
  for (let turn = 0; turn < turns; turn++) {
    loop(w)
    const h = compute('tanh', [compute('matmul', [x, w[0]!])])
    const y = compute('matmul', [h, w[1]!])
    also?.(turn, y)
    const g = compute('div', [y, scalar(5)])
    const slope = compute('sub', [scalar(1), compute('mul', [h, h])])
    const gh = compute('mul', [compute('matmul', [g, transposed(w[1]!)]), slope])
    const step = (p: Tensor, grad: Tensor): Tensor => compute('sub', [p, compute('mul', [scalar(0.1), grad])])
    const grads = [compute('matmul', [transposed(x), gh]), compute('matmul', [transposed(h), g])]
    w[0] = step(w[0]!, grads[0]!)
    w[1] = step(w[1]!, grads[1]!)
  }
  return w
}

const eager: Compute = (op, args, attrs = {}) => ops[op].forward(args, attrs)

function planned(turns: number, also?: (turn: number, y: Tensor) => void, kept = new Map<number, Set<number>>()) {
  const planner = new Planner(kept)
  let names: readonly Tensor[] = []
  const loop: Loop = { id: 1, held: () => names }
  const found = descend(
    (op, args, attrs = {}, grad = false) => planner.compute(op, args, attrs, grad),
    turns,
    (w) => {
      names = w
      planner.turn(loop)
    },
    also,
  )
  planner.leave(loop)
  return { found, planner }
}

const bits = (tensors: readonly Tensor[]): number[][] => tensors.map(({ data }) => Array.from(data))

test('a loop that repeats is carried out by a plan, with the same bits', () => {
  const { found, planner } = planned(50)
  expect(planner.replayed).toBeGreaterThan(35)
  expect(found[0]).toBeInstanceOf(Deferred)
  expect(bits(found)).toEqual(bits(descend(eager, 50, () => {})))
})

test('a number that is looked at in the middle of a turn is that of this turn', () => {
  const seen: number[][] = [[], []]
  planned(30, (turn, y) => turn % 3 === 0 && seen[0]!.push(...y.data))
  descend(
    eager,
    30,
    () => {},
    (turn, y) => turn % 3 === 0 && seen[1]!.push(...y.data),
  )
  expect(seen[0]).toEqual(seen[1])
})

test('a tensor kept from an earlier turn is stale, unless its event is kept', () => {
  const kept: Tensor[] = []
  const { planner } = planned(30, (_, y) => kept.push(y))
  let stale: unknown = null
  try {
    bits(kept)
  } catch (error) {
    stale = error
  }
  expect(stale).toBeInstanceOf(Stale)
  const { loop, event } = planner.blame(stale as Stale)!
  const again: Tensor[] = []
  planned(30, (_, y) => again.push(y), new Map([[loop, new Set([event])]]))
  const wanted: Tensor[] = []
  descend(
    eager,
    30,
    () => {},
    (_, y) => wanted.push(y),
  )
  expect(bits(again)).toEqual(bits(wanted))
})

test('a turn that goes another way is computed op by op, and the plan goes on after it', () => {
  for (const odd of [[20], [20, 21, 25], [12, 14, 16, 18, 20, 22, 24, 26]]) {
    const extra: number[][] = [[], []]
    const other = (compute: Compute, into: number[]) => (turn: number, y: Tensor) => {
      if (odd.includes(turn)) into.push(...compute('exp', [y]).data)
    }
    const planner = new Planner()
    const loop: Loop = { id: 1, held: () => [] }
    const compute: Compute = (op, args, attrs = {}, grad = false) => planner.compute(op, args, attrs, grad)
    const found = descend(compute, 40, () => planner.turn(loop), other(compute, extra[0]!))
    const wanted = descend(eager, 40, () => {}, other(eager, extra[1]!))
    expect(bits(found)).toEqual(bits(wanted))
    expect(extra[0]).toEqual(extra[1])
  }
})

test('numbers that change from turn to turn enter a plan from outside', () => {
  const run = (compute: Compute, turn: () => void): number[] => {
    let total = scalar(0)
    const seen: number[] = []
    for (let i = 0; i < 30; i++) {
      turn()
      total = compute('add', [compute('mul', [total, scalar(0.5)]), scalar(i * 1.1)])
      if (i % 7 === 0) seen.push(total.data[0]!)
    }
    return [...seen, total.data[0]!]
  }
  const planner = new Planner()
  const loop: Loop = { id: 1, held: () => [] }
  expect(
    run(
      (op, args, attrs = {}, grad = false) => planner.compute(op, args, attrs, grad),
      () => planner.turn(loop),
    ),
  ).toEqual(run(eager, () => {}))
  expect(planner.replayed).toBeGreaterThan(10)
})

test('what follows from its arguments alone is passed over in one step', () => {
  const key = {}
  const counts = { body: 0 }
  const run = (planner: Planner | null): number[] => {
    const compute: Compute = (op, args, attrs = {}) => planner?.compute(op, args, attrs) ?? eager(op, args, attrs)
    const loop: Loop = { id: 1, held: () => [] }
    let w = scalar(0.3)
    for (let i = 0; i < 40; i++) {
      planner?.turn(loop)
      const x = scalar(i / 10)
      const body = (): Tensor[] => {
        counts.body++
        return [compute('sin', [compute('mul', [compute('mul', [w, scalar(2)]), x])])]
      }
      const [y] = planner === null ? body() : planner.memo(key, [7], [w, x], 0, body)
      w = compute('add', [y!, w])
    }
    return Array.from(w.data)
  }
  const wanted = run(null)
  counts.body = 0
  expect(run(new Planner())).toEqual(wanted)
  expect(counts.body).toBeLessThan(12)
})

test('slices of data are computed at once and enter a plan from outside', () => {
  const random = randomSource(3)
  const x = float(randomTensor(random, [40, 2], [-1, 1]))
  const run = (compute: Compute, turn: () => void): number[] => {
    let w = float(randomTensor(randomSource(5), [2, 1], [-1, 1]))
    for (let i = 0; i < 40; i += 2) {
      turn()
      const rows = compute('index', [x], { index: [[i, i + 2, 1]] })
      const y = compute('matmul', [rows, w])
      w = compute('add', [w, compute('matmul', [compute('transpose', [rows], { dim0: 0, dim1: 1 }), y])])
    }
    return Array.from(w.data)
  }
  const planner = new Planner()
  const loop: Loop = { id: 1, held: () => [] }
  const planned = run(
    (op, args, attrs = {}) => planner.compute(op, args, attrs),
    () => planner.turn(loop),
  )
  expect(planned).toEqual(run(eager, () => {}))
  expect(planner.replayed).toBeGreaterThan(10)
})

test('an op whose shape depends on numbers is never promised', () => {
  const run = (compute: Compute, turn: () => void): number[] => {
    let x = float(randomTensor(randomSource(5), [6], [-1, 1]))
    const sizes: number[] = []
    for (let i = 0; i < 40; i++) {
      turn()
      x = compute('mul', [x, scalar(-1.1)])
      const mask = compute('gt', [x, scalar(0.3)])
      const picked = compute('pick', [x, mask], { dims: [0] })
      sizes.push(picked.shape[0]!)
    }
    return [...sizes, ...x.data]
  }
  const planner = new Planner()
  const loop: Loop = { id: 1, held: () => [] }
  const planned = run(
    (op, args, attrs = {}) => planner.compute(op, args, attrs),
    () => planner.turn(loop),
  )
  expect(planned).toEqual(run(eager, () => {}))
  expect(planner.replayed).toBeGreaterThan(10)
})
