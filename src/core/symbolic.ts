import { contextOf } from './context.ts'
import type { Graph } from './graph.ts'
import { notate, type Written } from './notation.ts'
import { ops } from './registry.ts'
import { interpret } from './rule.ts'

/**
 * An expression as symbolic differentiation has it: a tree, in which what is used twice stands twice. Its size is counted without building it.
 * `value` is a number that the simplifier knows; `text` the expression while it is short.
 */
export interface Tree {
  readonly size: bigint
  readonly value: number | null
  readonly text: Written | null
}

/** A node's expression, its derivative, and how many ops computed with sharing it took: the nodes of the graph. */
export interface Swell {
  readonly node: number
  readonly expression: Tree
  readonly derivative: Tree
  readonly shared: number
}

const longest = 320

const short = (text: Written | null): Written | null => (text !== null && text.plain.length <= longest ? text : null)

/** How names and numbers are written. */
export interface SymbolicWriter {
  readonly node: (index: number) => Written
  readonly number: (value: number) => Written
}

/**
 * The expression of every node of a scalar graph and its derivative with respect to a leaf, by the product and chain rules of the ops' own
 * partials. Only 0·u, 1·u, u + 0 and numbers among themselves are simplified, and −1·u is −u: what a simplifier must do at the least.
 * Source: Baydin et al., Automatic Differentiation in Machine Learning: a Survey, table 1.
 */
export function swell(graph: Graph, leaf: number, write: SymbolicWriter): readonly Swell[] {
  const number = (value: number): Tree => ({ size: 0n, value, text: write.number(value) })
  const applied = (op: keyof typeof ops, args: readonly Tree[], attrs = {}): Tree => {
    const sizes = args.map(() => [] as number[])
    const context = { shapes: sizes, shape: [], attrs }
    const texts = args.flatMap(({ text }) => (text === null ? [] : [text]))
    const text = texts.length === args.length ? notate(ops[op].notation(context), texts, 0) : null
    return { size: args.reduce((total, { size }) => total + size, 1n), value: null, text: short(text) }
  }
  const times = (p: Tree, q: Tree): Tree => {
    if (p.value === 0 || q.value === 0) return number(0)
    if (p.value === 1) return q
    if (p.value === -1) return applied('neg', [q])
    return q.value === 1 ? p : applied('mul', [p, q])
  }
  const plus = (p: Tree, q: Tree): Tree => (p.value === 0 ? q : q.value === 0 ? p : applied('add', [p, q]))
  const made: Swell[] = []
  const ancestors: Set<number>[] = []
  graph.nodes.forEach((node, index) => {
    if (node.kind === 'leaf') {
      const constant = node.role === 'constant'
      const expression: Tree = constant
        ? number(node.value.data[0]!)
        : { size: 0n, value: null, text: write.node(index) }
      made.push({ node: index, expression, derivative: number(index === leaf ? 1 : 0), shared: 0 })
      ancestors.push(new Set())
      return
    }
    const args = node.args.map((arg) => made[arg]!.expression)
    const expression = applied(node.op, args, node.attrs)
    const context = contextOf(
      node.args.map((arg) => graph.nodes[arg]!.value),
      node.value,
      node.attrs,
    )
    const rule = ops[node.op].rule(context)
    const partials = rule.kind === 'elementwise' ? rule.partials : []
    const derivative = partials
      .map((partial, slot) => {
        const inner = made[node.args[slot]!]!.derivative
        if (inner.value === 0) return inner
        const slope = interpret<Tree>(partial, {
          arg: (at) => args[at]!,
          output: () => expression,
          flow: () => number(1),
          constant: number,
          apply: (op, parts, attrs) => {
            const known = parts.map(({ value }) => value)
            if (op === 'where' && known[0] !== null) return known[0] === 0 ? parts[2]! : parts[1]!
            if (op === 'mul') return times(parts[0]!, parts[1]!)
            if (op === 'pow' && known[1] === 1) return parts[0]!
            const numbers = known.filter((value) => value !== null)
            if (numbers.length === parts.length) {
              const tensors = numbers.map((value) => ({
                dtype: 'float64' as const,
                shape: [],
                data: Float64Array.of(value),
              }))
              return number(ops[op].forward(tensors, attrs).data[0]!)
            }
            return applied(op, parts, attrs)
          },
        })
        return times(slope, inner)
      })
      .reduce(plus, number(0))
    const below = new Set([index])
    for (const arg of node.args) for (const each of ancestors[arg]!) below.add(each)
    ancestors.push(below)
    made.push({ node: index, expression, derivative, shared: below.size })
  })
  return made
}
