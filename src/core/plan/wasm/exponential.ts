import { large, least, ln2High, ln2Low, log2e, most, oddTanh, small, taylor, toWhole } from '../../exponential.ts'
import type { Code } from './code.ts'

/** Puts eˣ of the double in a variable on the stack, as `expForSingle` computes it. */
function writeExponential(code: Code, x: number): void {
  const [y, k, r] = [code.local('f64'), code.local('f64'), code.local('f64')]
  code.f64(least).f64(most).get(x).do('f64.min', 'f64.max').set(y)
  code.get(y).f64(log2e).do('f64.mul').f64(toWhole).do('f64.add').f64(toWhole).do('f64.sub').set(k)
  code.get(y).get(k).f64(ln2High).do('f64.mul', 'f64.sub').get(k).f64(ln2Low).do('f64.mul', 'f64.sub').set(r)
  horner(code, taylor, r)
  code.get(k).toInteger().i32(1023).do('i32.add', 'i64.extend_i32_s')
  code.i64(52).do('i64.shl', 'f64.reinterpret_i64', 'f64.mul')
}

/** A polynomial by its coefficients, the highest power first. */
function horner(code: Code, [first = 0, ...others]: readonly number[], x: number): void {
  code.f64(first)
  for (const each of others) code.get(x).do('f64.mul').f64(each).do('f64.add')
}

/** eˣ of the float in a variable. */
export function writeExp(code: Code, x: number): void {
  const wide = code.local('f64')
  code.get(x).do('f64.promote_f32').set(wide)
  writeExponential(code, wide)
  code.do('f32.demote_f64')
}

/** 1/(1 + e⁻ˣ) of the float in a variable, rounded after each step. */
export function writeSigmoid(code: Code, x: number): void {
  const wide = code.local('f64')
  code.get(x).do('f64.promote_f32', 'f64.neg').set(wide)
  code.f32(1).f32(1)
  writeExponential(code, wide)
  code.do('f32.demote_f64', 'f32.add', 'f32.div')
}

/** tanh x of the float in a variable, as `tanhForSingle` computes it. */
export function writeTanh(code: Code, x: number): void {
  const [wide, size, square, twice] = ['f64', 'f64', 'f64', 'f64'].map(() => code.local('f64')) as [
    number,
    number,
    number,
    number,
  ]
  code.get(x).do('f64.promote_f32').set(wide)
  code.f64(large).get(wide).do('f64.abs', 'f64.min').set(size)
  code.get(size).get(size).do('f64.mul').set(square)
  code.get(size).get(size).do('f64.add').set(twice)
  horner(code, oddTanh, square)
  code.get(size).do('f64.mul')
  code.f64(1).f64(2)
  writeExponential(code, twice)
  code.f64(1).do('f64.add', 'f64.div', 'f64.sub')
  code.get(size).f64(small).do('f64.lt', 'select')
  code.get(wide).do('f64.copysign', 'f32.demote_f64')
}
