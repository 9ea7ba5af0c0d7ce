/** `right` stands at least `gap` further along than `left`. */
export interface Separation {
  readonly left: number
  readonly right: number
  readonly gap: number
}

interface Block {
  members: number[]
  /** Sum of weights, and of weight times the place where a member would like the block to stand. */
  weight: number
  pull: number
}

const tolerance = 1e-7

/**
 * Finds the positions nearest to given ones, in weighted least squares, that keep given separations; these must be free
 * of circles (Dwyer, Marriott, Stuckey: Fast Node Overlap Removal). Blocks of touching variables merge while they
 * overlap and split where they would rather part.
 */
export function separator(weights: ArrayLike<number>, separations: readonly Separation[]) {
  const count = weights.length
  const incoming: number[][] = Array.from({ length: count }, () => [])
  const outgoing: number[][] = Array.from({ length: count }, () => [])
  for (const [id, { left, right }] of separations.entries()) {
    outgoing[left]!.push(id)
    incoming[right]!.push(id)
  }
  const sorted = topologicalOrder(incoming, outgoing, separations)

  return (desired: Float64Array, rounds: number): Float64Array => {
    const offset = new Float64Array(count)
    const active = separations.map(() => false)
    const blocks: Block[] = Array.from(desired, (wish, v) => ({
      members: [v],
      weight: weights[v]!,
      pull: weights[v]! * wish,
    }))
    const at = (v: number) => offset[v]! + blocks[v]!.pull / blocks[v]!.weight
    const violation = (id: number) => {
      const { left, right, gap } = separations[id]!
      return at(left) + gap - at(right)
    }

    const join = (id: number, kept: Block, moved: Block) => {
      const { left, right, gap } = separations[id]!
      const shift = blocks[left] === moved ? offset[right]! - gap - offset[left]! : offset[left]! + gap - offset[right]!
      for (const v of moved.members) {
        offset[v] = offset[v]! + shift
        blocks[v] = kept
        kept.members.push(v)
      }
      kept.weight += moved.weight
      kept.pull += moved.pull - moved.weight * shift
      active[id] = true
    }

    /** Merges a block with those it overlaps on one side, the worst overlap first. */
    const mergeTowards = (block: Block, edges: readonly (readonly number[])[], end: 'left' | 'right') => {
      for (;;) {
        let worst = -1
        let most = tolerance
        for (const v of block.members) {
          for (const id of edges[v]!) {
            if (blocks[separations[id]![end]] === block || violation(id) <= most) continue
            most = violation(id)
            worst = id
          }
        }
        if (worst < 0) return
        join(worst, block, blocks[separations[worst]![end]]!)
      }
    }

    /** The tree of touching variables from its first member outwards, each with the separation that leads to it. */
    const walk = (start: number, without: number): readonly (readonly [variable: number, via: number])[] => {
      const met: [number, number][] = [[start, -1]]
      for (let i = 0; i < met.length; i++) {
        const [v, via] = met[i]!
        for (const id of incoming[v]!)
          if (active[id] && id !== via && id !== without) met.push([separations[id]!.left, id])
        for (const id of outgoing[v]!)
          if (active[id] && id !== via && id !== without) met.push([separations[id]!.right, id])
      }
      return met
    }

    /** The separation that holds its two sides together although they would rather part, or -1. */
    const weakest = (block: Block): number => {
      const tree = walk(block.members[0]!, -1)
      const push = new Map<number, number>()
      for (const v of block.members) push.set(v, weights[v]! * (at(v) - desired[v]!))
      let weakestId = -1
      let least = -tolerance
      for (let i = tree.length - 1; i > 0; i--) {
        const [v, via] = tree[i]!
        const { left, right } = separations[via]!
        const parent = left === v ? right : left
        const multiplier = right === v ? push.get(v)! : -push.get(v)!
        push.set(parent, push.get(parent)! + push.get(v)!)
        if (multiplier >= least) continue
        least = multiplier
        weakestId = via
      }
      return weakestId
    }

    const part = (id: number, start: number): Block => {
      const members = walk(start, id).map(([v]) => v)
      const block = { members, weight: 0, pull: 0 }
      for (const v of members) {
        block.weight += weights[v]!
        block.pull += weights[v]! * (desired[v]! - offset[v]!)
        blocks[v] = block
      }
      return block
    }

    for (const v of sorted) mergeTowards(blocks[v]!, incoming, 'left')
    for (let round = 0; round < rounds; round++) {
      let splits = 0
      for (const block of new Set(blocks)) {
        if (block.members.length === 1 || blocks[block.members[0]!] !== block) continue
        const id = weakest(block)
        if (id < 0) continue
        active[id] = false
        splits++
        const { left, right } = separations[id]!
        const [upper, lower] = [part(id, left), part(id, right)]
        mergeTowards(upper, incoming, 'left')
        mergeTowards(blocks[lower.members[0]!]!, outgoing, 'right')
      }
      if (splits === 0) break
    }
    const result = new Float64Array(count)
    for (const v of sorted) {
      result[v] = incoming[v]!.reduce(
        (y, id) => Math.max(y, result[separations[id]!.left]! + separations[id]!.gap),
        at(v),
      )
    }
    return result
  }
}

function topologicalOrder(
  incoming: readonly (readonly number[])[],
  outgoing: readonly (readonly number[])[],
  separations: readonly Separation[],
): readonly number[] {
  const missing = incoming.map((ids) => ids.length)
  const sorted = missing.flatMap((n, v) => (n === 0 ? [v] : []))
  for (let i = 0; i < sorted.length; i++) {
    for (const id of outgoing[sorted[i]!]!) {
      const { right } = separations[id]!
      missing[right] = missing[right]! - 1
      if (missing[right] === 0) sorted.push(right)
    }
  }
  return sorted
}
