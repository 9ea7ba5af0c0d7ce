/**
 * A graph whose edges join neighbouring layers only. Vertices below `size` are the nodes; the rest are bends of long
 * edges. All edges of one node share one bend in each layer they pass, so a shared weight runs as one line with branches.
 */
export interface LayeredGraph {
  readonly size: number
  readonly layer: readonly number[]
  /** The node whose edges pass here; a node is its own source. */
  readonly source: readonly number[]
  /** Neighbours in the layer before, without repeats, in argument order. */
  readonly before: readonly (readonly number[])[]
  /** Neighbours in the layer after, without repeats, in order of use. */
  readonly after: readonly (readonly number[])[]
  /** The bend of a node's edges in a layer after its own: `bends[node][layer - layer[node] - 1]`. */
  readonly bends: readonly (readonly number[])[]
}

/** Splits every edge that skips layers at one bend in each layer it passes. */
export function splitLongEdges(args: readonly (readonly number[])[], nodeLayer: readonly number[]): LayeredGraph {
  const layer = nodeLayer.slice()
  const source = args.map((_, node) => node)
  const before: number[][] = args.map(() => [])
  const after: number[][] = args.map(() => [])
  const bends: number[][] = args.map(() => [])
  const link = (left: number, right: number) => {
    after[left]!.push(right)
    before[right]!.push(left)
  }
  for (const [user, own] of args.entries()) {
    for (const arg of new Set(own)) {
      const trunk = bends[arg]!
      const passed = layer[user]! - layer[arg]! - 1
      while (trunk.length < passed) {
        const bend = layer.length
        layer.push(layer[arg]! + trunk.length + 1)
        source.push(arg)
        before.push([])
        after.push([])
        link(trunk.at(-1) ?? arg, bend)
        trunk.push(bend)
      }
      link(passed === 0 ? arg : trunk[passed - 1]!, user)
    }
  }
  return { size: args.length, layer, source, before, after, bends }
}
