import { expect, test } from 'vitest'
import { run } from '../../lang/interpret.ts'
import { leftOut } from '../../scene/left-out.ts'
import { marksAt } from '../../scene/marks.ts'
import { answer } from '../answer.ts'
import { lessons, programOf } from '../lecture.ts'
import type { Beat, Lesson } from '../lesson.ts'
import type { Ask, Prose } from '../prose.ts'
import { isSamePicture, viewOf } from '../view.ts'
import type { Piece } from './pieces.ts'
import { type Numbered, numbered, renumbered } from './renumbered.ts'
import { type Section, type Sheet, sheetOf } from './sheet.ts'

const seeds = [1, 2, 3]
const runHere = async (source: string) => run(source)
const made = new Map<string, Numbered>()

/** A lesson with the numbers of a seed, made once for all tests. */
async function numbersOf(lesson: Lesson, seed: number): Promise<Numbered> {
  const key = `${lesson.id} ${seed}`
  const one = made.get(key) ?? (await renumbered(lesson, seed, runHere))
  made.set(key, one)
  return one
}

const each = lessons.map((lesson) => [lesson.id, lesson] as const)

const proseOf = ({ title, text, question, slide }: Beat): Prose[] => [
  title,
  ...text,
  ...(question === undefined
    ? []
    : [question.ask, ...question.choices.flatMap(({ says, because }) => [says, because])]),
  ...(slide === undefined ? [] : [slide.says, slide.right]),
]

const piecesIn = ({ title, text, question, slide }: Section): Piece[] => [
  ...title,
  ...text.flat(),
  ...(question?.ask ?? []),
  ...(slide?.says ?? []),
  ...(slide?.right ?? []),
]

/** The numbers of all blanks in the order in which they stand on paper. */
const blanksOf = ({ sections }: Sheet): number[] =>
  sections.flatMap(({ title, text, figures, formulas, question, slide }) =>
    [
      ...[title, ...text].flatMap(countsOf),
      ...figures.map(({ number }) => number),
      formulas?.number,
      ...countsOf(question?.ask ?? []),
      question?.number,
      ...[slide?.says ?? [], slide?.right ?? []].flatMap(countsOf),
    ].flatMap((number) => number ?? []),
  )

const countsOf = (pieces: readonly Piece[]): number[] =>
  pieces.flatMap((piece) => (typeof piece !== 'string' && piece.kind === 'blank' ? [piece.number] : []))

function expectAnswered({ lesson, runs }: Numbered): void {
  for (const beat of lesson.beats) {
    const passes = runs.get(programOf(lesson, beat.program))!.episodes.map(({ trace }) => trace)
    const asks = proseOf(beat).flatMap((prose) => prose.filter((piece): piece is Ask => typeof piece !== 'string'))
    for (const ask of asks) {
      const said = answer(ask, { passes, pass: beat.pass ?? 0 })
      expect(said, `${beat.id}: ${JSON.stringify(ask)}`).not.toBeNull()
    }
  }
}

test.each(each)('%s: a handout has every beat, with nothing left blank', async (_, lesson) => {
  const { runs } = await numbered(lesson, runHere)
  for (const kind of ['answered', 'unanswered'] as const) {
    const sheet = sheetOf(lesson, runs, kind)
    expect(sheet.sections.map(({ id }) => id)).toEqual(lesson.beats.map(({ id }) => id))
    expect(sheet.solutions).toEqual([])
    expect(blanksOf(sheet)).toEqual([])
    for (const { question } of sheet.sections)
      if (question !== null) expect(question.because === null).toBe(kind === 'unanswered')
    const printed = sheet.sections.flatMap(({ program }) =>
      program !== null && typeof program !== 'number' ? [program.source] : [],
    )
    expect(new Set(printed).size).toBe(printed.length)
    expect(new Set(printed)).toEqual(new Set(lesson.beats.map(({ program }) => programOf(lesson, program))))
  }
})

test.each(each)('%s: pictures that follow each other are not the same', async (_, lesson) => {
  const { runs } = await numbered(lesson, runHere)
  const { sections } = sheetOf(lesson, runs, 'answered')
  const figures = sections.map((section) => section.figures)
  expect(figures[0]).not.toEqual([])
  figures.forEach((now, i) => {
    for (const { picture } of now)
      for (const last of figures[i - 1] ?? []) expect(isSamePicture(picture, last.picture)).toBe(false)
  })
})

test.each(each)(
  '%s: new numbers follow from the seed, run, and are asked for as the old ones are',
  async (_, lesson) => {
    for (const seed of seeds) {
      const one = await numbersOf(lesson, seed)
      expect(one.changed).toBeGreaterThan(0)
      expect(one.lesson.programs).not.toEqual(lesson.programs)
      expectAnswered(one)
      for (const [name, source] of Object.entries(one.lesson.programs)) {
        const own = run(lesson.programs[name]!)
        const now = one.runs.get(source)!
        expect(now.error?.type).toBe(own.error?.type)
        expect(/nan|inf/.test(now.stdout)).toBe(/nan|inf/.test(own.stdout))
      }
    }
    const again = await renumbered(lesson, seeds[0]!, runHere)
    expect(again.lesson.programs).toEqual((await numbersOf(lesson, seeds[0]!)).lesson.programs)
  },
)

test('different seeds give different numbers', async () => {
  for (const id of ['path', 'branches', 'features', 'delta-recursion']) {
    const lesson = lessons.find((one) => one.id === id)!
    const programs = new Set<string>()
    for (const seed of seeds) programs.add(JSON.stringify((await numbersOf(lesson, seed)).lesson.programs))
    expect(programs.size).toBe(seeds.length)
  }
})

const worksheet = async (lesson: Lesson): Promise<Sheet> => {
  const one = await numbersOf(lesson, seeds[0]!)
  return sheetOf(one.lesson, one.runs, 'worksheet')
}

test.each(each)('%s: every blank has a solution of its own number', async (_, lesson) => {
  const sheet = await worksheet(lesson)
  expect(sheet.solutions.length).toBeGreaterThan(0)
  expect(sheet.solutions.map(({ number }) => number)).toEqual(sheet.solutions.map((_, i) => i + 1))
  expect(blanksOf(sheet)).toEqual(sheet.solutions.map(({ number }) => number))
})

/** What is read off the run in a formula, but is no value of a leaf. */
const results = (tex: string): string[] =>
  Array.from(tex.matchAll(/read=(\w+), of=\d+/g), ([, read = '']) => read).filter((read) => read !== 'value')

test.each(each)('%s: no blank tells what belongs into it', async (_, lesson) => {
  const { sections, solutions } = await worksheet(lesson)
  for (const section of sections) {
    for (const piece of piecesIn(section)) {
      if (typeof piece === 'string' || piece.kind !== 'blank') continue
      const solution = solutions[piece.number - 1]!
      expect(piece.written.plain).toBe('□')
      expect(piece.written.tex).toContain('\\boxed')
      expect(results(piece.written.tex)).toEqual([])
      const left = piece.written.tex.replaceAll('\\boxed{\\phantom{000}}', '')
      if (solution.kind === 'formula') expect(left).not.toContain(solution.written.tex)
    }
    for (const { parts } of section.formulas?.rows ?? [])
      for (const part of parts) expect(results(part.tex), section.id).toEqual([])
    for (const { picture, number, given } of section.figures) {
      if (number === null || picture.kind !== 'graph') continue
      const marks = leftOut(marksAt(picture.trace, picture.cursor, picture.sample), given)
      marks.nodes.forEach((mark, node) => {
        expect(mark.value === null || picture.trace.graph.nodes[node]!.kind === 'leaf').toBe(true)
        expect([null, 'None']).toContain(mark.gradient)
        expect([mark.tangent, mark.adding]).toEqual([null, null])
      })
      for (const { weight, sign, chip } of marks.edges) expect([weight, sign, chip]).toEqual([null, '', null])
    }
    if (section.question !== null) expect(section.question.because).toBeNull()
  }
})

test('a question that is not answered is shown with the picture of its moment', () => {
  const lesson = lessons.find(({ id }) => id === 'path')!
  const beat = lesson.beats.find(({ question, until }) => question !== undefined && until !== undefined)!
  const traces = run(programOf(lesson, beat.program)).episodes.map(({ trace }) => trace)
  expect(viewOf(beat, traces, 'asked')!.cursor).toBeLessThan(viewOf(beat, traces, 'end')!.cursor)
})
