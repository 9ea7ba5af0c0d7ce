import type { Graph } from '../graph.ts'
import type { Attrs, OpName } from '../op.ts'
import { createTape, graphOf, plant, record, type Tape } from '../tape.ts'
import type { Tensor } from '../tensor.ts'
import { randomSource, randomTensor } from './random.ts'

/** A leaf that requires grad. */
export const parameter = (tape: Tape, value: Tensor): number =>
  plant(tape, { role: 'parameter', value, requiresGrad: true, literals: [] })

/** A random scalar program over matrices: smooth ops only, so that derivatives exist everywhere. */
export function randomProgram(seed: number): { graph: Graph; parameters: number[] } {
  const random = randomSource(seed)
  const tape = createTape()
  const parameters = [0, 1, 2].map(() => parameter(tape, randomTensor(random, [2, 2], [-1, 1])))
  const pool = [...parameters]
  const pick = (): number => pool[Math.floor(random() * pool.length)]!
  const unary: readonly [OpName, Attrs][] = [
    ['sigmoid', {}],
    ['tanh', {}],
    ['sin', {}],
    ['softplus', {}],
    ['neg', {}],
    ['transpose', { dim0: 0, dim1: 1 }],
    ['softmax', { dim: 1 }],
  ]
  const binary: readonly OpName[] = ['add', 'sub', 'mul', 'matmul']
  for (let i = 0; i < 12; i++) {
    const [op, attrs] = unary[Math.floor(random() * unary.length)]!
    pool.push(
      random() < 0.5
        ? record(tape, op, [pick()], attrs, {})
        : record(tape, binary[Math.floor(random() * binary.length)]!, [pick(), pick()], {}, {}),
    )
  }
  const last = pool.slice(-4).reduce((left, right) => record(tape, 'add', [left, right], {}, {}))
  const loss = record(tape, 'mean', [last], { dims: [0, 1], keepdim: false }, {})
  const { graph, indexOf } = graphOf(tape.nodes, loss)
  return { graph, parameters: parameters.flatMap((p) => indexOf.get(p) ?? []) }
}

const activations: readonly (OpName | null)[] = ['relu', 'sigmoid', 'tanh', null]

/** A random network with its loss: layers written with `@` (rows or columns as samples, or one sample) or as `linear`, with and without bias. */
export function randomNetwork(seed: number): Graph {
  const random = randomSource(seed)
  const pickOf = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const size = () => 1 + Math.floor(random() * 4)
  const tape = createTape()
  const data = (shape: readonly number[]): number =>
    plant(tape, { role: 'data', value: randomTensor(random, shape, [-1, 1]), requiresGrad: false, literals: [] })
  const weight = (shape: readonly number[]): number => parameter(tape, randomTensor(random, shape, [-1, 1]))
  const op = (name: OpName, args: readonly number[], attrs: Attrs = {}): number => record(tape, name, args, attrs, {})
  const [style, samples] = [pickOf(['rows', 'columns', 'vector', 'linear', 'linear vector'] as const), 1 + size()]
  let width = size()
  const vector = style === 'vector' || style === 'linear vector'
  let a = data(vector ? [width] : style === 'columns' ? [width, samples] : [samples, width])
  for (let layer = 0; layer < 1 + Math.floor(random() * 3); layer++) {
    const out = size()
    const bias = random() < 0.5 ? [weight(style === 'columns' ? [out, 1] : [out])] : []
    if (style === 'linear' || style === 'linear vector') a = op('linear', [a, weight([out, width]), ...bias])
    else {
      const w = weight([width, out])
      const product =
        style === 'rows' ? op('matmul', [a, w]) : op('matmul', [op('transpose', [w], { dim0: 0, dim1: 1 }), a])
      a = bias.length > 0 ? op('add', [product, bias[0]!]) : product
    }
    const activation = pickOf(activations)
    if (activation !== null) a = op(activation, [a])
    width = out
  }
  const shape = tape.nodes[a]!.value.shape
  const error = op('sub', [a, data(shape)])
  const last = random() < 0.3 ? op('softmax', [error], { dim: Math.floor(random() * shape.length) }) : error
  const squares = op('mul', [last, last])
  const loss = op(pickOf(['sum', 'mean'] as const), [squares], { dims: shape.map((_, i) => i), keepdim: false })
  return graphOf(tape.nodes, loss).graph
}
