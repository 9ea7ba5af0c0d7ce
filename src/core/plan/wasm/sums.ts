import type { Layout } from '../../summation.ts'
import type { Code } from './code.ts'

/** Numbers at equal distances: bytes between them, how many, and where the memory of the tensor begins. */
interface Run {
  readonly stride: number
  readonly count: number
  readonly base: number
}

/** What the loops of a sum count and keep. */
interface Locals {
  readonly at: number
  readonly block: number
  readonly entry: number
  readonly part: number
  readonly inner: number
  readonly sum: number
}

/** The most numbers of a run: 16 blocks of 16 would need a third level. */
const longest = 255

function writeRun(code: Code, { stride, base }: Run, count: number, { at, entry }: Locals, into: number): void {
  code.f32(0).set(into)
  if (count === 0) return
  code.loop(entry, 0, count, 1, () => {
    code.get(into).get(at).memory('f32.load', base).do('f32.add').set(into)
    code.get(at).i32(stride).do('i32.add').set(at)
  })
}

/** Adds up a run from the address in `at` on, in blocks of 16 and then their sums, into `part`. */
function writeCascade(code: Code, run: Run, locals: Locals, first: number): void {
  const blocks = Math.floor(run.count / 16)
  if (blocks > 0) {
    code.f32(0).set(first)
    code.loop(locals.block, 0, blocks, 1, () => {
      writeRun(code, run, 16, locals, locals.inner)
      code.get(first).get(locals.inner).do('f32.add').set(first)
    })
  }
  writeRun(code, run, run.count % 16, locals, locals.part)
  if (blocks > 0) code.get(locals.part).get(first).do('f32.add').set(locals.part)
}

/** Adds up a run from the address in `start` on, every fourth number for itself, into `sum`. */
function writeFourfold(code: Code, { stride, count, base }: Run, start: number, locals: Locals, first: number): void {
  const quarter = Math.floor(count / 4)
  const every = { stride: 4 * stride, count: quarter, base }
  code.f32(0).set(locals.sum)
  for (let k = 0; k < 4; k++) {
    if (quarter > 0) {
      code
        .get(start)
        .i32(k * stride)
        .do('i32.add')
        .set(locals.at)
      writeCascade(code, every, locals, first)
      code.get(locals.sum).get(locals.part).do('f32.add').set(locals.sum)
    }
    if (k > 0) continue
    for (let i = 4 * quarter; i < count; i++)
      code
        .get(locals.sum)
        .get(start)
        .memory('f32.load', base + i * stride)
        .do('f32.add')
        .set(locals.sum)
  }
}

/** Rows or columns of 32-bit floats added up in the order of `summation.ts`, and divided by `divisor`; false where there are too many numbers. */
export function writeSums(
  code: Code,
  { rows, count, kept }: Layout,
  base: number,
  out: number,
  divisor: number,
): boolean {
  const lanes = 8
  if (count > (rows && count >= lanes ? lanes * longest : longest)) return false
  const [start, write, lane, at, block, entry] = ['i32', 'i32', 'i32', 'i32', 'i32', 'i32'].map(() => code.local('i32'))
  const [part, inner, sum, first, total] = ['f32', 'f32', 'f32', 'f32', 'f32'].map(() => code.local('f32'))
  const locals: Locals = { at: at!, block: block!, entry: entry!, part: part!, inner: inner!, sum: sum! }
  const store = (value: number): void => {
    code.get(write!).get(value)
    if (divisor !== 1) code.f32(divisor).do('f32.div')
    code.memory('f32.store', out)
  }
  if (rows) {
    code.i32(0).set(start!)
    code.loop(write!, 0, kept * 4, 4, () => {
      if (count < lanes) {
        writeFourfold(code, { stride: 4, count, base }, start!, locals, first!)
        store(sum!)
      } else {
        const each = Math.floor(count / lanes)
        code.f32(0).set(total!)
        for (let i = each * lanes; i < count; i++)
          code
            .get(total!)
            .get(start!)
            .memory('f32.load', base + 4 * i)
            .do('f32.add')
            .set(total!)
        code.get(start!).set(lane!)
        for (let i = 0; i < lanes; i++) {
          writeFourfold(code, { stride: 4 * lanes, count: each, base: base + 4 * i }, lane!, locals, first!)
          code.get(total!).get(sum!).do('f32.add').set(total!)
        }
        store(total!)
      }
      code
        .get(start!)
        .i32(count * 4)
        .do('i32.add')
        .set(start!)
    })
    return true
  }
  const group = kept < lanes ? 4 : 4 * lanes
  const whole = kept - (kept % group)
  const run = { stride: kept * 4, count, base }
  if (whole > 0)
    code.loop(write!, 0, whole * 4, 4, () => {
      code.get(write!).set(at!)
      writeCascade(code, run, locals, first!)
      store(part!)
    })
  if (whole < kept)
    code.loop(write!, whole * 4, kept * 4, 4, () => {
      writeFourfold(code, run, write!, locals, first!)
      store(sum!)
    })
  return true
}
