/** An edge as drawn, from the right side of the argument to the left side of the user. */
export interface LayoutEdge {
  /** The argument. */
  readonly from: number
  /** The node that uses it. */
  readonly to: number
  /** The place of the argument among the user's arguments. */
  readonly slot: number
  /** The line is horizontal wherever it passes a column, and moves up or down only between columns. */
  readonly points: readonly Point[]
}

type Point = readonly [number, number]

/** A node's rectangle. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly column: number
}

/** The left and the right side of a column. */
export type Column = readonly [left: number, right: number]

const portGap = 10
/** Ports keep to the middle of a node's height, where its box is. */
const portReach = 0.17

/** Draws every edge; `bendAt` says at which height an argument's edges pass a column. */
export function routing(
  boxes: readonly Box[],
  args: readonly (readonly number[])[],
  columns: readonly Column[],
  bendAt: (arg: number, column: number) => number,
): readonly LayoutEdge[] {
  return boxes.flatMap((user, to) => {
    const lines = args[to]!.map((from, slot) => {
      const aside = parallelOffset(args[to]!, slot, boxes[from]!)
      const line = runUp(boxes[from]!, columns, user.column, (column) => bendAt(from, column) + aside, aside)
      return { from, slot, line, arrival: line.at(-1)![1] }
    })
    const port = ports(
      lines.map(({ arrival }) => arrival),
      user,
    )
    const doorstep = columns[user.column]![0]
    return lines.map(({ from, slot, line }) => {
      const y = user.y + port[slot]!
      return { from, to, slot, points: simplified([...line, [doorstep, y], [user.x - user.width / 2, y]]) }
    })
  })
}

/** Edges between the same two nodes run side by side. */
function parallelOffset(own: readonly number[], slot: number, from: Box): number {
  const same = own.flatMap((arg, at) => (arg === own[slot] ? [at] : []))
  const gap = Math.min(portGap, (2 * portReach * from.height) / Math.max(1, same.length - 1))
  return (same.indexOf(slot) - (same.length - 1) / 2) * gap
}

function runUp(
  from: Box,
  columns: readonly Column[],
  end: number,
  bendAt: (column: number) => number,
  aside: number,
): readonly Point[] {
  const y = from.y + aside
  const points: Point[] = [
    [from.x + from.width / 2, y],
    [columns[from.column]![1], y],
  ]
  for (let column = from.column + 1; column < end; column++) {
    const bend = bendAt(column)
    points.push([columns[column]![0], bend], [columns[column]![1], bend])
  }
  return points
}

/**
 * Where edges enter, as offsets from the middle: from top to bottom as they arrive, so that none cross at the door, and
 * by slot when they arrive together; an edge that arrives level stays level.
 */
function ports(arrivals: readonly number[], user: Box): readonly number[] {
  const sorted = arrivals.map((y, slot) => ({ y, slot })).sort((a, b) => a.y - b.y || a.slot - b.slot)
  const level = sorted.flatMap(({ y }, at) => (y === user.y ? [at] : []))
  const centre = level.length > 0 ? (level[0]! + level.at(-1)!) / 2 : (sorted.length - 1) / 2
  const most = Math.max(1, 2 * centre, 2 * (sorted.length - 1 - centre))
  const gap = Math.min(portGap, (2 * portReach * user.height) / most)
  const offsets: number[] = []
  for (const [at, { slot }] of sorted.entries()) offsets[slot] = (at - centre) * gap
  return offsets
}

/** Leaves out the points in the middle of a horizontal run. */
function simplified(points: readonly Point[]): readonly Point[] {
  const distinct = points.filter(([x, y], i) => i === 0 || x !== points[i - 1]![0] || y !== points[i - 1]![1])
  return distinct.filter(([, y], i) => {
    const [before, after] = [distinct[i - 1], distinct[i + 1]]
    return before === undefined || after === undefined || before[1] !== y || after[1] !== y
  })
}
