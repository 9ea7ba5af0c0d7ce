import type { Graph } from './graph.ts'
import { gradientsOf } from './mutants/mutant.ts'
import { centralDifference, type Entry, forwardDifference } from './numerical.ts'
import type { Trace } from './trace.ts'

/** One number that learns: what the backward pass says of it, and what nudging it does to the output. */
export interface Comparison extends Entry {
  readonly autograd: number
  readonly central: number
  /** |difference| over the larger of the two; over a thousandth of the largest gradient where both are smaller. */
  readonly error: number
  /**
   * kink: there is no slope to agree with. The slopes from the left and from the right differ and the gradient is one of them or between, or the output jumps.
   * own: it differs, but code of the program's own has a say in it, and may hand on what it likes.
   */
  readonly verdict: 'agrees' | 'disagrees' | 'kink' | 'own'
}

/** The check of a whole program. */
export interface Check<Row extends Comparison = Comparison> {
  readonly rows: readonly Row[]
  /** How many numbers were left out, there being too many. */
  readonly left: number
  readonly lamp: 'green' | 'amber' | 'red'
}

const mostRows = 200
const tolerance = 1e-3
/** Gradients below this are not told apart. */
const smallest = 1e-9
const epsilonFor = (value: number): number => 6e-6 * Math.max(1, Math.abs(value))

/** How far two numbers are apart, as a part of the larger of them or of the floor. */
export const difference = (p: number, q: number, floor: number): number => {
  const size = Math.max(floor, Math.abs(p), Math.abs(q))
  return p === q ? 0 : Math.abs(p - q) / size
}

/** Whether a gradient is the slope on one side of a kink, or between the two: what autograd may choose there. */
function isAtKink(autograd: number, left: number, right: number, floor: number): boolean {
  const slack = tolerance * Math.max(floor, Math.abs(left), Math.abs(right))
  const between = autograd >= Math.min(left, right) - slack && autograd <= Math.max(left, right) + slack
  return between && difference(left, right, floor) >= 1e-2
}

/** Which nodes get a gradient through code of the program's own. */
function behindOwn({ nodes }: Graph): readonly boolean[] {
  const behind = nodes.map(() => false)
  for (let index = nodes.length - 1; index >= 0; index--) {
    const node = nodes[index]!
    if (node.kind === 'leaf' || (node.given === undefined && !behind[index])) continue
    for (const arg of node.args) behind[arg] = true
  }
  return behind
}

/** Compares every gradient of a trace with a central difference in double precision. A number that no gradient reaches has gradient 0. */
export function checkGradients(trace: Trace): Check {
  const { graph } = trace
  const gradients = gradientsOf(trace)
  const own = behindOwn(graph)
  const entries = graph.nodes.flatMap((node, leaf): Entry[] =>
    node.kind === 'leaf' && node.requiresGrad ? Array.from(node.value.data, (_, entry) => ({ leaf, entry })) : [],
  )
  const measured = entries.slice(0, mostRows).map((at) => {
    const epsilon = epsilonFor(graph.nodes[at.leaf]!.value.data[at.entry]!)
    return { at, epsilon, central: centralDifference(graph, at, epsilon) }
  })
  const sizes = measured.map(({ central }) => Math.abs(central)).filter(Number.isFinite)
  const floor = Math.max(smallest, Math.max(0, ...sizes) / 1000)
  const rows = measured.map(({ at, epsilon, central }): Comparison => {
    const autograd = gradients[at.leaf]?.data[at.entry] ?? 0
    const error = difference(autograd, central, floor)
    if (error <= tolerance) return { ...at, autograd, central, error, verdict: 'agrees' }
    if (own[at.leaf]) return { ...at, autograd, central, error, verdict: 'own' }
    const [right, left] = [epsilon, -epsilon].map((by) => forwardDifference(graph, at, by))
    // across a jump the quotient grows as ε shrinks
    const jumps = Math.abs(centralDifference(graph, at, epsilon / 8)) > 4 * Math.abs(central)
    const excused = jumps || isAtKink(autograd, left!, right!, floor)
    return { ...at, autograd, central, error, verdict: excused ? 'kink' : 'disagrees' }
  })
  const has = (verdict: Comparison['verdict']): boolean => rows.some((row) => row.verdict === verdict)
  return {
    rows,
    left: entries.length - rows.length,
    lamp: has('disagrees') ? 'red' : has('kink') || has('own') ? 'amber' : 'green',
  }
}
