import type { Leaf, Span } from '../../core/graph.ts'
import type { Run } from '../../lang/run.ts'
import { crc32 } from '../../scene/crc32.ts'
import { seeded, shuffled } from '../../scene/seeded.ts'
import { programOf } from '../lecture.ts'
import type { Lesson } from '../lesson.ts'
import { plainProse } from '../plain-prose.ts'
import { otherNumbers } from './other-numbers.ts'
import { rankAlike, storyOf } from './story.ts'

/** A lesson with its programs as they are now, and their runs by their text. */
export interface Numbered {
  readonly lesson: Lesson
  readonly runs: ReadonlyMap<string, Run>
  /** How many numbers of the programs are others than in the lesson. */
  readonly changed: number
}

/** Runs a program. */
export type RunProgram = (source: string) => Promise<Run>

/** How many pairs of numbers are tried where one alone tells another story, as the two halves of a sum that is zero. */
const pairs = 30
/** How often many numbers at once are tried first, so that the sheets of two seeds have little in common. */
const leaps = 12

/** The runs of a lesson's own programs. */
export async function numbered(lesson: Lesson, run: RunProgram): Promise<Numbered> {
  const runs = new Map<string, Run>()
  for (const source of Object.values(lesson.programs)) if (!runs.has(source)) runs.set(source, await run(source))
  return { lesson, runs, changed: 0 }
}

/** A literal of a program, by what it is in all programs of the lesson: the same number of the same variable. */
interface Slot {
  readonly span: Span
  readonly key: string
  readonly text: string
}

/**
 * A lesson with other small numbers in the leaves of its programs; the same seed, the same numbers. A number that stands in several
 * programs stays the same in all of them. Many numbers are changed at once, then one after the other, then two at once, and stay
 * changed if every program still tells its story.
 */
export async function renumbered(lesson: Lesson, seed: number, run: RunProgram): Promise<Numbered> {
  const own = await numbered(lesson, run)
  const random = seeded(seed ^ Number.parseInt(crc32(lesson.id), 16))
  const slots = new Map(
    Object.entries(lesson.programs).map(([name, source]) => {
      const fixed = (lesson.fixed ?? []).flatMap(({ of, program = name }) => (program === name ? [of] : []))
      return [name, slotsOf(source, own.runs.get(source)!, fixed)]
    }),
  )
  const texts = new Map([...slots.values()].flat().map(({ key, text }) => [key, text]))
  const others = (key: string): string[] => shuffled(otherNumbers(texts.get(key)!), random)
  const keys = shuffled([...texts.keys()], random).filter((key) => others(key).length > 0)
  const runs = new Map(own.runs)
  let changes: ReadonlyMap<string, string> = new Map()
  const attempt = async (...more: readonly (readonly [string, string])[]): Promise<boolean> => {
    const changing = new Map([...changes, ...more])
    const fits = await tellTheSame(lesson, programsWith(lesson, slots, changing), runs, run)
    if (fits) changes = changing
    return fits
  }
  const many = Math.ceil(keys.length / 2)
  for (let n = 0; n < leaps && changes.size === 0; n++)
    await attempt(
      ...shuffled(keys, random)
        .slice(0, many)
        .map((key) => [key, others(key)[0]!] as const),
    )
  for (const key of keys.filter((each) => !changes.has(each)))
    for (const text of others(key)) if (await attempt([key, text])) break
  const left = keys.filter((key) => !changes.has(key))
  for (let n = 0; n < pairs && left.length > 1; n++) {
    const [p, q] = shuffled(left, random)
    if (!(await attempt([p!, others(p!)[0]!], [q!, others(q!)[0]!]))) continue
    left.splice(left.indexOf(p!), 1)
    left.splice(left.indexOf(q!), 1)
  }
  return { lesson: { ...lesson, programs: programsWith(lesson, slots, changes) }, runs, changed: changes.size }
}

/** The programs with their changed numbers. */
const programsWith = (
  { programs }: Lesson,
  slots: ReadonlyMap<string, readonly Slot[]>,
  changes: ReadonlyMap<string, string>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(programs).map(([name, source]) => {
      const edits = (slots.get(name) ?? []).toSorted((p, q) => q.span.from - p.span.from)
      const text = edits.reduce(
        (so, { span, key, text: old }) => so.slice(0, span.from) + (changes.get(key) ?? old) + so.slice(span.to),
        source,
      )
      return [name, text]
    }),
  )

/** The literals of a program's tensors that may be changed, each once. Numbers of its formulas are no tensors. */
function slotsOf(source: string, { episodes }: Run, fixed: readonly string[]): readonly Slot[] {
  const found = new Map<number, Slot>()
  for (const { trace } of episodes)
    for (const node of trace.graph.nodes) {
      if (node.kind !== 'leaf' || node.role === 'constant' || fixed.includes(node.name ?? '') || isSpecial(node))
        continue
      node.literals.forEach((span, entry) => {
        if (span === null || found.has(span.from)) return
        const text = source.slice(span.from, span.to)
        found.set(span.from, { span, text, key: `${node.name ?? ''}[${entry}] = ${text}` })
      })
    }
  return [...found.values()]
}

/** Data that mean more than their size: the 1 of a bias, the 0 and 1 of labels and of truth tables. */
const isSpecial = ({ role, value: { data, shape } }: Leaf): boolean =>
  role === 'data' &&
  data.every((each) => each === 0 || each === 1) &&
  (shape.length === 0 || data.some((each) => each === 0))

/** Whether programs with other numbers still tell what the lesson says of its own, and questions still have different answers. What is run is kept. */
async function tellTheSame(
  lesson: Lesson,
  programs: Readonly<Record<string, string>>,
  runs: Map<string, Run>,
  run: RunProgram,
): Promise<boolean> {
  for (const [name, source] of Object.entries(programs)) {
    if (!runs.has(source)) runs.set(source, await run(source))
    const own = lesson.programs[name]!
    if (source !== own && storyOf(runs.get(source)!) !== storyOf(runs.get(own)!)) return false
  }
  const runsOf = (all: Readonly<Record<string, string>>): Run[] => Object.values(all).map((source) => runs.get(source)!)
  if (!rankAlike(runsOf(lesson.programs), runsOf(programs))) return false
  return lesson.beats.every(({ question, program, pass = 0 }) => {
    if (question === undefined) return true
    const { episodes } = runs.get(programOf({ ...lesson, programs }, program))!
    const scope = { passes: episodes.map(({ trace }) => trace), pass }
    return new Set(question.choices.map(({ says }) => plainProse(says, scope))).size === question.choices.length
  })
}
