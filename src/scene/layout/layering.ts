type Args = readonly (readonly number[])[]

/**
 * The layer of every node, from 0: a node stands in the layer just before its first user, so leaves hug the place where
 * they are used; the deepest sink stands last, and a side result right after its last argument. Nodes of one rank stand
 * in one layer, that of the first of them.
 */
export function layering(args: Args, rank: readonly (number | null)[] = []): readonly number[] {
  const depth = depths(args)
  const last = depth.reduce((most, own) => Math.max(most, own), 0)
  const layer = beforeUsers(args, () => last)
  const main = ancestors(args, depth.lastIndexOf(last))
  for (const [node, own] of args.entries()) {
    if (!main[node] && own.length > 0) layer[node] = afterArgs(own, layer)
  }
  return ranked(
    args,
    rank,
    beforeUsers(args, (sink) => layer[sink]!),
  )
}

/** Moves the nodes of each rank to the layer of the first of them, and what they are made of before it, until all stand. */
function ranked(args: Args, rank: readonly (number | null)[], layer: number[]): readonly number[] {
  const ranks = new Map<number, number[]>()
  rank.forEach((own, node) => {
    if (own !== null) ranks.set(own, [...(ranks.get(own) ?? []), node])
  })
  // each round settles at least one rank, where no node of a rank is made of another of it
  for (let round = 0; round < ranks.size; round++) {
    for (const members of ranks.values()) {
      const first = Math.min(...members.map((node) => layer[node]!))
      for (const node of members) layer[node] = first
    }
    for (let node = args.length - 1; node >= 0; node--)
      for (const arg of args[node]!) layer[arg] = Math.min(layer[arg]!, layer[node]! - 1)
  }
  const least = layer.reduce((low, own) => Math.min(low, own), 0)
  return least === 0 ? layer : layer.map((own) => own - least)
}

/** The number of edges on the longest path from a leaf to each node. */
export function depths(args: Args): readonly number[] {
  const depth: number[] = []
  for (const own of args) depth.push(afterArgs(own, depth))
  return depth
}

function afterArgs(own: readonly number[], layer: readonly number[]): number {
  return own.reduce((most, arg) => Math.max(most, layer[arg]! + 1), 0)
}

function beforeUsers(args: Args, sinkLayer: (sink: number) => number): number[] {
  const layer = args.map(() => Number.POSITIVE_INFINITY)
  for (let node = args.length - 1; node >= 0; node--) {
    if (layer[node] === Number.POSITIVE_INFINITY) layer[node] = sinkLayer(node)
    for (const arg of args[node]!) layer[arg] = Math.min(layer[arg]!, layer[node]! - 1)
  }
  return layer
}

function ancestors(args: Args, output: number): readonly boolean[] {
  const reached = args.map((_, node) => node === output)
  for (let node = output; node >= 0; node--) {
    if (reached[node]) for (const arg of args[node]!) reached[arg] = true
  }
  return reached
}
