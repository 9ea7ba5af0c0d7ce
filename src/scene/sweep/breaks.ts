import type { Probe, Reading } from './probe.ts'

/** Where an op of the graph changes its formula: what is read just left of it, on it, and just right of it. */
export interface Break {
  readonly left: Reading
  readonly on: Reading
  readonly right: Reading
}

const most = 60

const same = (p: readonly number[], q: readonly number[]): boolean => p.every((side, i) => side === q[i])

/** A number of few digits within `slack`, if there is one: where a kink at 1 was found at 0.9999999999999998. */
function rounded(x: number, slack: number): number {
  for (let digits = 1; digits < 12; digits++) {
    const short = Number(x.toPrecision(digits))
    if (Math.abs(short - x) <= slack) return short
  }
  return x
}

/** All breaks between the ends of a grid, from left to right, each found by halving. */
export function breaksIn(probe: Probe, xs: readonly number[]): readonly Break[] {
  const beside = 1e-9 * (xs.at(-1)! - xs[0]!)
  const found: Break[] = []
  let from = xs[0]!
  let sides = probe.sidesAt(from)
  for (const x of xs.slice(1)) {
    let there = probe.sidesAt(x)
    while (x > from && !same(sides, there) && found.length < most) {
      const exact = firstChange(probe, sides, from, x)
      const near = rounded(exact, beside / 4)
      // on the kink itself, where a short number is it: else the next number up
      const at = same(probe.sidesAt(near), sides) ? exact : near
      found.push({ left: probe.at(at - beside), on: probe.at(at), right: probe.at(at + beside) })
      from = at + beside
      sides = probe.sidesAt(from)
      there = probe.sidesAt(x)
    }
    from = Math.max(from, x)
    if (from === x) sides = there
  }
  return found
}

/** The first number after `low` that is on another side, to the last bit. */
function firstChange(probe: Probe, sides: readonly number[], low: number, high: number): number {
  let [before, after] = [low, high]
  for (let i = 0; i < 70; i++) {
    const middle = (before + after) / 2
    if (middle <= before || middle >= after) break
    if (same(probe.sidesAt(middle), sides)) before = middle
    else after = middle
  }
  return after
}
