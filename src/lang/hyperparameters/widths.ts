import type { SyntaxNode } from '@lezer/common'
import { around, type Call, type Reading, type Written } from './reading.ts'

/** A layer `nn.Linear(inputs, outputs)`, and the network it is written in. */
interface Layer {
  readonly call: Call
  readonly network: number
  readonly inputs: Written | null
  readonly outputs: Written | null
}

/** What a width is called. */
const widthNames = /^(n_?)?(hidden|units|width|h)(_?(size|dim|units|width|features|neurons|layer))?_?\d*$/i

/** The numbers of hidden units: each the places of one width that joins two layers. The inputs of the first and the outputs of the last are none. */
export function hiddenWidths(reading: Reading): readonly (readonly Written[])[] {
  const layers = reading.calls.flatMap((call) => layerOf(call, reading) ?? [])
  const networks = [...new Set(layers.map(({ network }) => network))].map((network) =>
    layers.filter((layer) => layer.network === network),
  )
  const ends = networks.flatMap((chain) => [chain[0]?.inputs, chain.at(-1)?.outputs])
  const isEnd = ({ place }: Written): boolean => ends.some((end) => end?.place.from === place.from)
  const joints = networks.flatMap((chain) => chain.slice(1).flatMap((layer, i) => [joint(chain[i]!, layer, reading)]))
  const found = joined(joints.filter((places) => places.length > 0 && !places.some(isEnd)))
  return found.length > 0 || layers.length > 0 ? found : namedWidths(reading)
}

function layerOf(call: Call, { written }: Reading): Layer | null {
  if (!/(^|\.)Linear$/.test(call.callee)) return null
  const { keywords, positional } = call
  return {
    call,
    network: networkOf(call.node),
    inputs: written(keywords.get('in_features') ?? positional[0]),
    outputs: written(keywords.get('out_features') ?? positional[1 - (keywords.has('in_features') ? 1 : 0)]),
  }
}

/** Where the network begins that a layer is written in: the function of a class that makes its layers, else the call that holds it, else the program. */
function networkOf(node: SyntaxNode): number {
  const method = around(node, 'FunctionDefinition')
  if (method !== null && around(method, 'ClassDefinition') !== null) return method.from
  return (around(node, 'CallExpression') ?? method)?.from ?? -1
}

/** The places of the width between a layer and the next one: its outputs, the next one's inputs, and what normalizes them. */
function joint(before: Layer, after: Layer, { calls, written }: Reading): readonly Written[] {
  const { outputs } = before
  const { inputs } = after
  if (outputs === null || inputs === null || outputs.value !== inputs.value) return []
  const between = calls.filter(
    ({ node, callee }) =>
      node.from > before.call.node.from &&
      node.from < after.call.node.from &&
      /(BatchNorm1d|LayerNorm)$/.test(callee) &&
      networkOf(node) === before.network,
  )
  const sizes = between.flatMap(({ positional }) => written(positional[0]) ?? [])
  return [outputs, ...sizes.filter(({ value }) => value === outputs.value), inputs]
}

/** Widths that share a place are one. */
function joined(joints: readonly (readonly Written[])[]): readonly (readonly Written[])[] {
  const groups: Written[][] = []
  for (const places of joints) {
    const group = groups.find((known) => known.some((one) => places.some((two) => one.place.from === two.place.from)))
    if (group === undefined) groups.push([...places])
    else group.push(...places)
  }
  return groups
}

/** Widths of weights made by hand, known by their name. */
function namedWidths({ all, textOf, given }: Reading): readonly (readonly Written[])[] {
  const uses = all('VariableName').map(textOf)
  return [...new Set(uses)]
    .filter((name) => widthNames.test(name) && uses.filter((use) => use === name).length > 2)
    .flatMap((name) => {
      const found = given(name)
      return found === null ? [] : [[found]]
    })
}
