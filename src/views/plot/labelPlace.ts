/** A place in pixels. */
export type Place = readonly [x: number, y: number]

/** A label's box by its centre. */
export interface LabelBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** What labels may not cover: lines, as points along them, and the labels that are there. */
export interface Ground {
  readonly lines: readonly Place[]
  readonly boxes: readonly LabelBox[]
  readonly left: number
  readonly right: number
  readonly height: number
}

const room = 3

const covers = (box: LabelBox, [x, y]: Place): boolean =>
  Math.abs(x - box.x) <= box.width / 2 + room && Math.abs(y - box.y) <= box.height / 2 + room

const meet = (p: LabelBox, q: LabelBox): boolean =>
  Math.abs(p.x - q.x) < (p.width + q.width) / 2 + room && Math.abs(p.y - q.y) < (p.height + q.height) / 2 + room

/** Of some centres for a label the one at which it covers least; null where everywhere it would cover another label, leave the ground, or cover more of the lines than it may. */
export function placedLabel(
  centres: readonly Place[],
  { width, height }: Pick<LabelBox, 'width' | 'height'>,
  ground: Ground,
  most = Number.POSITIVE_INFINITY,
): LabelBox | null {
  let best: { readonly box: LabelBox; readonly cost: number } | null = null
  for (const [i, [x, y]] of centres.entries()) {
    const box = { x, y, width, height }
    const inside =
      x - width / 2 >= ground.left &&
      x + width / 2 <= ground.right &&
      y - height / 2 >= 0 &&
      y + height / 2 <= ground.height
    if (!inside || ground.boxes.some((other) => meet(box, other))) continue
    const covered = ground.lines.filter((point) => covers(box, point)).length
    const cost = i / 4 + covered
    if (covered > most) continue
    if (best === null || cost < best.cost) best = { box, cost }
  }
  return best?.box ?? null
}

/** Centres for a label around a point, the nearest first. */
export function around([x, y]: Place, width: number, height: number, gap: number): readonly Place[] {
  return [1, 1.8, 3].flatMap((far): Place[] => {
    const [dx, dy] = [width / 2 + gap * far, height / 2 + gap * far]
    return [
      [x, y + dy],
      [x, y - dy],
      [x + dx, y],
      [x - dx, y],
      [x + dx * 0.8, y + dy],
      [x - dx * 0.8, y + dy],
      [x + dx * 0.8, y - dy],
      [x - dx * 0.8, y - dy],
    ]
  })
}

/** Points along a straight line, every few pixels. */
export function along([x1, y1]: Place, [x2, y2]: Place): readonly Place[] {
  const count = Math.min(200, Math.max(1, Math.ceil(Math.hypot(x2 - x1, y2 - y1) / 5)))
  return Array.from({ length: count + 1 }, (_, i) => [x1 + ((x2 - x1) * i) / count, y1 + ((y2 - y1) * i) / count])
}
