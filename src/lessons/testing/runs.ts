import { run } from '../../lang/interpret.ts'
import type { Run } from '../../lang/run.ts'
import type { Scope } from '../figures.ts'
import { lessonNamed } from '../lecture.ts'

const runs = new Map<string, Run>()

/** The run of a program, made once. */
export function runOf(source: string): Run {
  const known = runs.get(source) ?? run(source)
  runs.set(source, known)
  return known
}

/** A program of a lesson. Throws where there is none of that name. */
export function sourceOf(lesson: string, program: string): string {
  const source = lessonNamed(lesson)?.programs[program]
  if (source === undefined) throw new Error(`${lesson} has no program ${program}`)
  return source
}

/** A pass of a program, to be asked for its figures. */
export const scopeOf = (source: string, pass: number): Scope => ({
  passes: runOf(source).episodes.map(({ trace }) => trace),
  pass,
})
