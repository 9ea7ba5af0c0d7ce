import type { BackwardEdge } from '../faults.ts'
import type { Graph } from '../graph.ts'
import type { Context, OpName, Rule } from '../op.ts'
import { ops } from '../registry.ts'
import { apply, constant, type Expr, flow, mentions, y } from '../rule.ts'
import { scalar, type Tensor } from '../tensor.ts'
import type { Mutant } from './mutant.ts'
import { predictionOf } from './prediction.ts'
import { rewritten, withPulls } from './rewriting.ts'

const overwrites: Mutant = {
  id: 'overwrites',
  name: '= instead of +=',
  sentence: 'The new contribution took the place of what was in the bucket, instead of being added to it.',
  faults: { keeps: 'the last' },
}

/** The slope of a function of one argument; undefined for other ops and where it is a number. */
function bend(op: OpName, context: Context): Expr | undefined {
  const rule = ops[op].rule(context)
  if (rule.kind !== 'elementwise' || rule.partials.length !== 1) return undefined
  const [slope] = rule.partials
  return slope!.kind === 'constant' ? undefined : slope
}

const noSlope: Mutant = {
  id: 'no-slope',
  name: 'g′ forgotten',
  sentence: 'The gradient was handed through a function unchanged, as if its local slope were 1.',
  faults: {
    rule: (op, context) =>
      bend(op, context) === undefined ? undefined : { kind: 'elementwise', partials: [constant(1)] },
  },
}

/** How far the planted mistake has moved a weight: w − 0.1 · ∂J/∂w. */
const learningRate = 0.1

/** Whether the bucket of a leaf is full when an edge is walked: no argument that comes later is that leaf. */
const isFull = ({ nodes }: Graph, leaf: number, { user, slot }: BackwardEdge): boolean =>
  !nodes.some(
    (node, index) =>
      node.kind === 'op' &&
      node.requiresGrad &&
      node.args.some((arg, place) => arg === leaf && (index < user || (index === user && place >= slot))),
  )

const stepped = (weight: Tensor, gradient: Tensor): Tensor =>
  ops.sub.forward([weight, ops.mul.forward([scalar(learningRate, weight.dtype), gradient], {})], {})

const updated: Mutant = {
  id: 'updated-weight',
  name: 'the updated weight',
  sentence: `The weight had already been moved to w − ${learningRate} · ∂J/∂w when its old value was still needed to hand the gradient on.`,
  faults: {
    args: (graph, edge, gradients) => {
      const node = graph.nodes[edge.user]!
      if (node.kind === 'leaf') return undefined
      return node.args.map((arg) => {
        const { kind, value } = graph.nodes[arg]!
        const gradient = gradients[arg]
        return kind === 'leaf' && gradient !== undefined && isFull(graph, arg, edge) ? stepped(value, gradient) : value
      })
    },
  },
}

const isSquare = (shape: readonly number[]): boolean => shape.length >= 2 && shape.at(-1) === shape.at(-2)

/** A pull of a matrix product with its matrices turned round where they are square, so that the shapes still fit. */
const turned = (expr: Expr, shapes: Context['shapes']): Expr =>
  rewritten(expr, (part) => {
    const [inner] = part.kind === 'apply' && part.op === 'transpose' ? part.args : []
    if (inner?.kind === 'arg') return isSquare(shapes[inner.index]!) ? inner : part
    if (part.kind !== 'arg' || !isSquare(shapes[part.index]!)) return null
    const rank = shapes[part.index]!.length
    return apply('transpose', [part], { dim0: rank - 2, dim1: rank - 1 })
  })

const transposed: Mutant = {
  id: 'transposed',
  name: 'the matrix transposed',
  sentence: 'The matrix was used the wrong way round on the way back: W where Wᵀ belongs.',
  faults: {
    rule: (op, context) => {
      const rule = ops[op].rule(context)
      if (op !== 'matmul' || rule.kind !== 'multilinear') return undefined
      return withPulls(
        rule,
        rule.pulls.map((expr) => turned(expr, context.shapes)),
      )
    },
  },
}

const skips: Mutant = {
  id: 'skips-a-path',
  name: 'a path skipped',
  sentence: 'The node has several users, and only the first contribution that arrived was counted.',
  faults: { keeps: 'the first' },
}

const noLoss: Mutant = {
  id: 'no-loss',
  name: 'the loss forgotten',
  sentence: 'The pass started with 1 at the prediction, instead of with the derivative of the loss by the prediction.',
  faults: { seed: predictionOf },
}

const sumOrMean: Mutant = {
  id: 'sum-or-mean',
  name: 'sum against mean',
  sentence: 'The factor 1/n of a mean was left out, or was put where there is a plain sum.',
  faults: {
    rule: (op, context) => (op === 'mean' ? ops.sum.rule(context) : op === 'sum' ? ops.mean.rule(context) : undefined),
  },
}

/** Depth first: a node hands on as soon as anything has arrived. */
function depthFirst({ nodes }: Graph, start: number): number[] {
  const order: number[] = []
  const seen = new Set<number>()
  const open = [start]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue
    seen.add(at)
    order.push(at)
    const node = nodes[at]!
    if (node.kind === 'op') open.push(...node.args.filter((arg) => nodes[arg]!.requiresGrad).toReversed())
  }
  return order
}

const tooEarly: Mutant = {
  id: 'too-early',
  name: 'handed on too early',
  sentence: 'The node handed its gradient on before all its users had given theirs: its bucket was not yet full.',
  faults: { order: depthFirst },
}

/** Ops whose slope at their output is their slope at their input, so that another wrong number has to be put in. */
const kinked: readonly OpName[] = ['relu', 'leaky_relu']

/** The slope taken at the op's output, which is wrong, in place of its first argument. */
function misplaced(op: OpName, slope: Expr, { attrs }: Context): Expr {
  const point = kinked.includes(op) ? flow : y
  return rewritten(slope, (part) => {
    if (part.kind === 'arg' && part.index === 0) return point
    if (part.kind !== 'output') return null
    return apply(op, op === 'pow' ? [point, { kind: 'arg', index: 1 }] : [point], attrs)
  })
}

/** Whether a slope is a number, or depends on other arguments only. */
const isStraight = (slope: Expr): boolean =>
  !mentions(slope, (part) => part.kind === 'output' || (part.kind === 'arg' && part.index === 0))

const wrongPoint: Mutant = {
  id: 'wrong-point',
  name: 'g′ at the wrong point',
  sentence:
    'The slope of a function was taken at another number than its input: at its output, or, for a ReLU, at what came back.',
  faults: {
    rule: (op, context) => {
      const rule = ops[op].rule(context)
      if (rule.kind !== 'elementwise' || (rule.partials.length !== 1 && op !== 'pow')) return undefined
      const [slope, ...rest] = rule.partials
      if (isStraight(slope!)) return undefined
      return { kind: 'elementwise', partials: [misplaced(op, slope!, context), ...rest] }
    },
  },
}

const opposite = (slope: Expr): Expr => (slope.kind === 'constant' ? constant(-slope.value) : slope)

const sign: Mutant = {
  id: 'sign',
  name: 'the sign',
  sentence: 'A difference was taken the other way round, or a minus was lost, so the sign is wrong.',
  faults: {
    rule: (op, context): Rule | undefined => {
      const rule = ops[op].rule(context)
      if ((op !== 'sub' && op !== 'neg') || rule.kind !== 'elementwise') return undefined
      return { kind: 'elementwise', partials: rule.partials.map(opposite) }
    },
  },
}

/** The ten classic mistakes. The first that fits an answer names it. */
export const mutants: readonly Mutant[] = [
  overwrites,
  noSlope,
  updated,
  transposed,
  skips,
  noLoss,
  sumOrMean,
  tooEarly,
  wrongPoint,
  sign,
]
