import type { Graph } from '../graph.ts'
import { ops } from '../registry.ts'
import { full, type Tensor, tensor } from '../tensor.ts'
import type { Trace } from '../trace.ts'
import { gradientsOf } from './mutant.ts'

const step = 1e-4
const tolerance = 1e-3
/** Above this many numbers to nudge, only the first are. */
const most = 64

const precise = (t: Tensor): Tensor => (t.dtype === 'float32' ? tensor(t.data, t.shape, 'float64') : t)

/** The output of a graph in double precision, with other values in some leaves. */
function outputWith({ nodes, output }: Graph, leaf: number, value: Tensor): number {
  const values: Tensor[] = []
  nodes.forEach((node, index) => {
    if (node.kind === 'leaf') values.push(index === leaf ? value : precise(node.value))
    else
      values.push(
        ops[node.op].forward(
          node.args.map((arg) => values[arg]!),
          node.attrs,
        ),
      )
  })
  let total = 0
  for (const entry of values[output]!.data) total += entry
  return total
}

const nudged = (t: Tensor, at: number, by: number): Tensor =>
  tensor(
    Array.from(t.data, (value, i) => (i === at ? value + by : value)),
    t.shape,
    t.dtype,
  )

/** A leaf whose gradient in a trace is not what nudging it does to the loss. */
export interface Disagreement {
  readonly leaf: number
  readonly entry: number
  readonly said: number
  readonly measured: number
}

/** Checks the gradients of a trace by central differences: the leaves that agree and the first wrong entry of each that does not. */
export function checked(trace: Trace): {
  readonly agree: readonly number[]
  readonly disagree: readonly Disagreement[]
} {
  const { graph } = trace
  const gradients = gradientsOf(trace)
  const learning = graph.nodes.flatMap((node, index) => (node.kind === 'leaf' && node.requiresGrad ? [index] : []))
  const [agree, disagree]: [number[], Disagreement[]] = [[], []]
  for (const leaf of learning) {
    const value = precise(graph.nodes[leaf]!.value)
    const said = gradients[leaf] ?? full(value.shape, 0)
    const wrong = Array.from({ length: Math.min(most, value.data.length) }, (_, entry): Disagreement => {
      const [ahead, behind] = [step, -step].map((by) => outputWith(graph, leaf, nudged(value, entry, by)))
      return { leaf, entry, said: said.data[entry]!, measured: (ahead! - behind!) / (2 * step) }
    }).find(({ said, measured }) => !(Math.abs(said - measured) <= tolerance * Math.max(1, Math.abs(measured))))
    if (wrong === undefined) agree.push(leaf)
    else disagree.push(wrong)
  }
  return { agree, disagree }
}
