import { binary, broadcastOffsets } from '../elementwise.ts'
import type { Builder, Cells, Context, Op } from '../op.ts'
import { a, apply, arg, b, constant, type Expr, flow } from '../rule.ts'
import { broadcastShapes, promote, sizeOf, storage, type Tensor } from '../tensor.ts'

const flipped = (e: Expr, rank: number): Expr => apply('transpose', [e], { dim0: rank - 2, dim1: rank - 1 })

/**
 * The matrix product: vector·vector (a number), matrix·vector, vector·matrix, matrix·matrix, and stacks of matrices broadcast over
 * their leading dimensions. ∂J/∂A = G Bᵀ and ∂J/∂B = Aᵀ G, each as its own shapes allow.
 */
export const matmul: Op = {
  gradFn: 'Mm',
  notation: ({ shapes }) => (shapes.every((shape) => shape.length === 1) ? { kind: 'dot' } : { kind: 'juxtaposed' }),
  forward: ([x, z]) => product(x!, z!),
  rule: ({ shapes }) => ({ kind: 'multilinear', pulls: pullsOf(shapes[0]!, shapes[1]!) }),
  expansion: ([x, z], { shapes }, build) => rowsByColumns(x!, z!, shapes[0]!, shapes[1]!, build),
  samples: [
    { shapes: [[3], [3]] },
    { shapes: [[2, 3], [3]] },
    { shapes: [[2], [2, 3]] },
    {
      shapes: [
        [2, 3],
        [3, 4],
      ],
    },
    {
      shapes: [
        [2, 2, 3],
        [3, 2],
      ],
    },
    { shapes: [[2, 2, 3], [3]] },
    { shapes: [[2], [2, 2, 3]] },
  ],
}

/** A stack of matrices with one vector: the vector as a matrix of one column or one row, and back. */
function stackPulls(x: readonly number[], z: readonly number[]): Expr[] {
  const vector = z.length === 1 ? z : x
  const stack = z.length === 1 ? x : z
  const [rows, columns] = [stack.at(-2)!, stack.at(-1)!]
  const lead = stack.slice(0, -2)
  const asColumn = (e: Expr, size: number): Expr => apply('reshape', [e], { shape: [...lead, size, 1] })
  const asRow = (e: Expr, size: number): Expr => apply('reshape', [e], { shape: [...lead, 1, size] })
  const summed = (e: Expr): Expr =>
    apply('sum_to', [apply('reshape', [e], { shape: [...lead, vector[0]!] })], { shape: vector })
  if (z.length === 1) {
    const row = apply('reshape', [b], { shape: [1, columns] })
    const back = apply('matmul', [flipped(a, x.length), asColumn(flow, rows)])
    return [apply('matmul', [asColumn(flow, rows), row]), summed(back)]
  }
  const column = apply('reshape', [a], { shape: [rows, 1] })
  const back = apply('matmul', [b, asColumn(flow, columns)])
  return [summed(back), apply('matmul', [column, asRow(flow, columns)])]
}

function pullsOf(x: readonly number[], z: readonly number[]): Expr[] {
  if (x.length === 1 && z.length === 1) return [apply('mul', [flow, b]), apply('mul', [flow, a])]
  if ((x.length === 1 && z.length > 2) || (z.length === 1 && x.length > 2)) return stackPulls(x, z)
  if (z.length === 1) return [apply('outer', [flow, b]), apply('matmul', [flipped(a, 2), flow])]
  if (x.length === 1) return [apply('matmul', [b, flow]), apply('outer', [a, flow])]
  const left = apply('matmul', [flow, flipped(b, z.length)])
  const right = apply('matmul', [flipped(a, x.length), flow])
  if (x.length === 2 && z.length === 2) return [left, right]
  return [apply('sum_to', [left], { shape: x }), apply('sum_to', [right], { shape: z })]
}

/** How two shapes multiply: sizes, and for each pair of matrices of the stack the number of the left and of the right one. */
function pairing(x: readonly number[], z: readonly number[]) {
  const left = x.length === 1 ? [1, ...x] : x
  const right = z.length === 1 ? [...z, 1] : z
  const [rows, inner] = [left.at(-2)!, left.at(-1)!]
  const columns = right.at(-1)!
  if (inner !== right.at(-2)) throw new Error(`matrix shapes [${x.join(', ')}] and [${z.join(', ')}] do not multiply`)
  const [lead, tail] = [left.slice(0, -2), right.slice(0, -2)]
  const batch = broadcastShapes(lead, tail)
  if (batch === null) throw new Error(`stacks [${lead.join(', ')}] and [${tail.join(', ')}] do not broadcast`)
  return { rows, inner, columns, batch, p: broadcastOffsets(lead, batch), q: broadcastOffsets(tail, batch) }
}

/** Every entry of a product as the sum it is. */
function rowsByColumns(x: Cells, z: Cells, left: readonly number[], right: readonly number[], build: Builder): Cells {
  const { rows, inner, columns, p, q } = pairing(left, right)
  const cells: number[] = []
  for (let n = 0; n < p.length; n++)
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++)
        cells.push(
          build.dot(
            Array.from({ length: inner }, (_, k) => [
              x[(p[n]! * rows + i) * inner + k]!,
              z[(q[n]! * inner + k) * columns + j]!,
            ]),
          ),
        )
  return cells
}

/** A quicker way for large matrices, to the bit the same; null where nobody has set one. */
type Quick = (left: Float32Array, right: Float32Array, sizes: Sizes) => Float32Array | null

let quick: Quick | null = null

/** Sets the way in which large matrices of 32-bit floats are multiplied, for who carries out programs; the page itself needs none. */
export const multiplyBy = (way: Quick): void => {
  quick = way
}

function product(x: Tensor, z: Tensor): Tensor {
  const { rows, inner, columns, batch, p, q } = pairing(x.shape, z.shape)
  const dtype = promote(x.dtype, z.dtype)
  const data = storage(dtype, sizeOf(batch) * rows * columns)
  const sizes = { rows, inner, columns }
  for (let n = 0; n < p.length; n++) {
    const at = { left: p[n]! * rows * inner, right: q[n]! * inner * columns, out: n * rows * columns }
    if (x.data instanceof Float32Array && z.data instanceof Float32Array && data instanceof Float32Array) {
      const part = (all: Float32Array, from: number, count: number): Float32Array => all.subarray(from, from + count)
      const fast = quick?.(part(x.data, at.left, rows * inner), part(z.data, at.right, inner * columns), sizes) ?? null
      if (fast === null) multiplyFloats(x.data, z.data, data, sizes, at)
      else data.set(fast, at.out)
    } else multiply(x.data, z.data, data, sizes, at)
  }
  const shape = [...batch, ...(x.shape.length === 1 ? [] : [rows]), ...(z.shape.length === 1 ? [] : [columns])]
  return { dtype, shape, data }
}

interface Sizes {
  readonly rows: number
  readonly inner: number
  readonly columns: number
}

interface Starts {
  readonly left: number
  readonly right: number
  readonly out: number
}

/** One product, row by row, so that memory is read in its order; each product and each sum is rounded, as the reference BLAS does it. */
function multiplyFloats(
  left: Float32Array,
  right: Float32Array,
  out: Float32Array,
  { rows, inner, columns }: Sizes,
  at: Starts,
): void {
  for (let i = 0; i < rows; i++) {
    const to = at.out + i * columns
    for (let k = 0; k < inner; k++) {
      const factor = left[at.left + i * inner + k]!
      const row = at.right + k * columns
      for (let j = 0; j < columns; j++) out[to + j] = out[to + j]! + Math.fround(factor * right[row + j]!)
    }
  }
}

/** The same in double precision, rounded to what `out` holds. */
function multiply(
  left: ArrayLike<number>,
  right: ArrayLike<number>,
  out: Float32Array | Float64Array,
  { rows, inner, columns }: Sizes,
  at: Starts,
): void {
  const rounded = out instanceof Float32Array ? Math.fround : (value: number): number => value
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < inner; k++) {
      const factor = left[at.left + i * inner + k]!
      const row = at.right + k * columns
      const to = at.out + i * columns
      for (let j = 0; j < columns; j++) out[to + j] = out[to + j]! + rounded(factor * right[row + j]!)
    }
}

/** Column times row, u vᵀ: every element of one vector times every element of the other. */
export const outer: Op = {
  gradFn: 'Outer',
  notation: () => ({ kind: 'outer' }),
  forward: ([u, v]) =>
    multiplied(
      [
        { ...u!, shape: [u!.data.length, 1] },
        { ...v!, shape: [1, v!.data.length] },
      ],
      {},
    ),
  rule: () => ({ kind: 'multilinear', pulls: [apply('matmul', [flow, b]), apply('matmul', [a, flow])] }),
  expansion: ([u, v], _, build) => u!.flatMap((p) => v!.map((q) => build.op('mul', [p, q]))),
  samples: [{ shapes: [[2], [3]] }],
}

const weightPulls = ({ shapes }: Context): Expr[] => {
  const [x, w, bias] = shapes
  const toInput = apply('matmul', [flow, b])
  if (x!.length === 1) return [toInput, apply('outer', [flow, a]), ...(bias === undefined ? [] : [flow])]
  const rows = (e: Expr, width: number): Expr =>
    x!.length === 2 ? e : apply('reshape', [e], { shape: [sizeOf(x!) / w![1]!, width] })
  const toWeight = apply('matmul', [flipped(rows(flow, w![0]!), 2), rows(a, w![1]!)])
  return [toInput, toWeight, ...(bias === undefined ? [] : [apply('sum_to', [flow], { shape: bias })])]
}

/** x Wᵀ + b, with W of shape out×in as `torch.nn.Linear` keeps it: arguments input, weight and, optionally, bias. */
export const linear: Op = {
  gradFn: 'Addmm',
  notation: ({ shapes }) => ({ kind: 'linear', bias: shapes.length === 3 }),
  forward: ([x, w, bias]) => {
    const [out, inner] = w!.shape
    const flat = { ...x!, shape: [x!.data.length / inner!, inner!] }
    const weighted = product(flat, flippedTensor(w!))
    const shaped = { ...weighted, shape: [...x!.shape.slice(0, -1), out!] }
    return bias === undefined ? shaped : plus([shaped, bias], {})
  },
  rule: (context) => ({
    kind: 'general',
    pulls: weightPulls(context),
    pushes: [apply('linear', [flow, b]), apply('linear', [a, flow]), apply('expand', [flow], { shape: context.shape })],
  }),
  expansion: ([x, w, bias], { shapes }, build) => {
    const [out, inner] = shapes[1]!
    const unit = (row: number, j: number): number =>
      build.dot(
        Array.from({ length: inner! }, (_, i) => [w![j * inner! + i]!, x![row * inner! + i]!]),
        bias?.[j],
      )
    return Array.from({ length: (x!.length / inner!) * out! }, (_, at) => unit(Math.floor(at / out!), at % out!))
  },
  samples: [
    {
      shapes: [
        [2, 3],
        [4, 3],
      ],
    },
    { shapes: [[2, 3], [4, 3], [4]] },
    { shapes: [[3], [4, 3], [4]] },
    { shapes: [[2, 2, 3], [4, 3], [4]] },
  ],
}

const plus = binary((p, q) => p + q)
const multiplied = binary((p, q) => p * q)

const flippedTensor = ({ dtype, shape, data }: Tensor): Tensor => {
  const [rows, columns] = shape
  const flipped = storage(dtype, data.length)
  for (let i = 0; i < rows!; i++) for (let j = 0; j < columns!; j++) flipped[j * rows! + i] = data[i * columns! + j]!
  return { dtype, shape: [columns!, rows!], data: flipped }
}

/** One unit of a layer: w₁·x₁ + w₂·x₂ + … (+ b). Arguments in pairs; an odd last one is the bias. Added up in double precision and rounded once. */
export const weighted_sum: Op = {
  gradFn: 'WeightedSum',
  notation: ({ shapes }) => ({ kind: 'weighted', pairs: Math.floor(shapes.length / 2) }),
  forward: (args) => {
    const shape = args.map((arg) => arg.shape).reduce((s, t) => broadcastShapes(s, t) ?? s)
    const dtype = args.map((arg) => arg.dtype).reduce(promote)
    const places = args.map((arg) => broadcastOffsets(arg.shape, shape))
    const data = storage(dtype, sizeOf(shape))
    const at = (slot: number, n: number): number => args[slot]!.data[places[slot]![n]!]!
    for (let n = 0; n < data.length; n++) {
      let total = 0
      for (let slot = 0; slot + 1 < args.length; slot += 2) total += at(slot, n) * at(slot + 1, n)
      data[n] = args.length % 2 === 1 ? total + at(args.length - 1, n) : total
    }
    return { dtype, shape, data }
  },
  rule: ({ shapes }) => ({
    kind: 'elementwise',
    partials: shapes.map((_, slot) => {
      if (slot === shapes.length - 1 && slot % 2 === 0) return constant(1)
      return arg(slot % 2 === 0 ? slot + 1 : slot - 1)
    }),
  }),
  expansion: (args, { shape }, build) => {
    const pairs = (n: number): [number, number][] =>
      Array.from({ length: Math.floor(args.length / 2) }, (_, i) => [
        entry(args[2 * i]!, n),
        entry(args[2 * i + 1]!, n),
      ])
    const entry = (cells: Cells, n: number): number => cells[cells.length === 1 ? 0 : n]!
    const bias = args.length % 2 === 1 ? args.at(-1)! : undefined
    return Array.from({ length: sizeOf(shape) }, (_, n) =>
      build.dot(pairs(n), bias === undefined ? undefined : entry(bias, n)),
    )
  },
  samples: [{ shapes: [[], [], [], []] }, { shapes: [[], [3], [], [3], []] }],
}
